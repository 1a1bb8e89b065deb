"""What the packaged map is trained on: none of it a question that it is measured by."""

import json
import re
from collections import Counter
from pathlib import Path

from index_build import catalogue, pairs
from qa.evaluate import cases
from qa.service import Service

_FOLDER = catalogue.packaged()
_PAIRS = pairs.read(_FOLDER / "pairs.jsonl")
_LAW = Path(__file__).parents[1] / "benchmarks" / "law_questions.jsonl"


def bare(text: str) -> str:
    return re.sub(r"\W", "", text)


def test_every_clause_that_is_searched_has_its_questions(service: Service) -> None:
    searched = {c.id for plan in service.plans() for c in service.clauses(plan.id) if c.searchable}
    asked = Counter(clause for pair in _PAIRS for clause in pair.clauses)
    assert set(asked) == searched
    assert min(asked.values()) >= 6


def test_no_question_stands_twice_or_in_a_set_that_measures() -> None:
    law = [json.loads(line) for line in _LAW.read_text(encoding="utf-8").splitlines()]
    assert all(question["relevant"] for question in law)
    trained = [bare(text) for text in [*(pair.question for pair in _PAIRS), *(q["question"] for q in law)]]
    assert len(set(trained)) == len(trained)
    measured = {bare(case.question) for path in _FOLDER.glob("questions*.jsonl") for case in cases.read(path)}
    assert len(measured) > 900
    assert not measured & set(trained)
