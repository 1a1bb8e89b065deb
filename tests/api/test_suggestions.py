"""What might be asked is made of what is there, and is answered."""

from pathlib import Path

from api import suggestions
from index_build.build import build
from qa.encoder import HashEncoder
from qa.service import Service
from tests import small_corpus


def test_what_is_suggested_is_answered_from_the_plans(service: Service) -> None:
    found = suggestions.questions(service)
    assert len(found) >= 3
    assert len(found) == len(set(found))
    for question in found:
        assert service.ask(question).verdict == "answered", question


def test_they_follow_the_corpus(tmp_path: Path) -> None:
    build(small_corpus.write(tmp_path / "corpus"), tmp_path / "index", HashEncoder())
    service = Service.open(tmp_path / "index", HashEncoder())
    texts = "".join(clause.text for plan in service.plans() for clause in service.clauses(plan.id))
    for question in suggestions.questions(service):
        topic = question.removeprefix("鼓楼区").removeprefix("各地怎么规定").split("由")[0].split("什么时候")[0]
        assert topic.removesuffix("有什么要求？").rstrip("？") in texts
