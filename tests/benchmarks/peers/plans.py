"""The work on plans: their text, the questions of the corpus, and the places that answer them."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from qa.service import Service
from tests.benchmarks.peers.common import Document

_CORPUS = Path(__file__).parents[3] / "corpus"
SETS = ("questions", "questions-check")
Text = Literal["clean", "raw"]

#: Document, start, end.
Place = tuple[str, int, int]


@dataclass(frozen=True)
class Question:
    """An answerable question. region: code of the region that it names; right: places of which any one answers it."""

    id: str
    set: str
    text: str
    region: str | None
    right: tuple[Place, ...]


@dataclass(frozen=True)
class Work:
    """regions: the code of each document's region."""

    documents: tuple[Document, ...]
    regions: dict[str, str | None]
    questions: tuple[Question, ...]


def work(service: Service, text: Text) -> Work:
    """text: the plans as planqa mends them, or as they came from the web."""
    plans = [service.plan(plan.id) for plan in service.plans()]
    documents = tuple(
        Document(p.plan.id, p.clean if text == "clean" else p.raw, _about(p.plan.title, p.plan.region)) for p in plans
    )
    spans = {c.id: (p.plan.id, *(c.span if text == "clean" else c.raw_span)) for p in plans for c in p.clauses}
    questions = tuple(q for name in SETS for q in _questions(name, spans))
    return Work(documents, {p.plan.id: p.plan.region.code if p.plan.region else None for p in plans}, questions)


def right_ranks(found: list[Place], right: tuple[Place, ...]) -> list[int]:
    """The ranks, from 1, of those that answer: see `answers`."""
    return [rank for rank, place in enumerate(found, 1) if any(answers(place, clause) for clause in right)]


def answers(found: Place, clause: Place) -> bool:
    """Whether what was found is the clause: they share at least half of the characters of the shorter of the two.

    So a passage of several clauses is right for each that it holds, and a part of a long clause is right for it;
    a neighbour that reaches a few words into the clause is not. For planqa's own clauses it is the same as identity.
    """
    shared = min(found[2], clause[2]) - max(found[1], clause[1])
    return found[0] == clause[0] and 2 * shared >= min(found[2] - found[1], clause[2] - clause[1])


def save(value: Work, path: Path) -> None:
    path.write_text(json.dumps(asdict(value), ensure_ascii=False), encoding="utf-8")


def load(path: Path) -> Work:
    data = json.loads(path.read_text(encoding="utf-8"))
    questions = (Question(**{**q, "right": tuple(tuple(place) for place in q["right"])}) for q in data["questions"])
    return Work(tuple(Document(**d) for d in data["documents"]), data["regions"], tuple(questions))


def _questions(name: str, spans: dict[str, Place]) -> list[Question]:
    rows = [json.loads(line) for line in (_CORPUS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    return [
        Question(row["id"], name, row["question"], row["region"], tuple(spans[c] for c in row["clauses"]))
        for row in rows
        if row["verdict"] == "answered"
    ]


def _about(title: str, region: object) -> dict[str, str]:
    return {"title": title, "region": getattr(region, "full_name", "")}
