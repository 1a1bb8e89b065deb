"""What the packaged map is trained on: for each clause, and none of it a question that it is measured by."""

import re
from collections import Counter

from index_build import catalogue, pairs
from qa.evaluate import cases
from qa.service import Service

_FOLDER = catalogue.packaged()
_PAIRS = pairs.read(_FOLDER / "pairs.jsonl")


def bare(text: str) -> str:
    return re.sub(r"\W", "", text)


def test_every_clause_that_is_searched_has_its_questions(service: Service) -> None:
    searched = {c.id for plan in service.plans() for c in service.clauses(plan.id) if c.searchable}
    asked = Counter(clause for pair in _PAIRS for clause in pair.clauses)
    assert set(asked) == searched
    assert min(asked.values()) >= 6


def test_no_question_stands_twice_or_in_a_set_that_measures() -> None:
    trained = [bare(pair.question) for pair in _PAIRS]
    assert len(set(trained)) == len(trained)
    measured = {bare(case.question) for path in _FOLDER.glob("questions*.jsonl") for case in cases.read(path)}
    assert len(measured) > 900
    assert not measured & set(trained)
