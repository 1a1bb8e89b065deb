"""What is kept of an answer, and nothing else: never who asked, from where, or with which key."""

import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from qa.filters import Filters
from qa.records import Answer, Verdict

#: The doors that give answers.
Door = Literal["ask", "chat", "mcp"]
Vote = Literal["up", "down"]


@dataclass(frozen=True)
class Entry:
    """One answer given, and the vote on it.

    at: when, to the second, UTC. question: as asked; understood: as answered. filters: those given, by name.
    clauses: ids of those cited, in order. number: its place among all that are kept, None until it is.
    """

    id: str
    at: datetime
    door: Door
    question: str
    understood: str
    filters: Mapping[str, Any]
    verdict: Verdict
    confidence: float
    clauses: tuple[str, ...]
    milliseconds: int
    vote: Vote | None = None
    comment: str | None = None
    number: int | None = field(default=None, compare=False)


def entry(door: Door, answer: Answer, filters: Filters | None, started: float) -> Entry:
    """What is kept of an answer just given. started: `time.perf_counter()` when its question came."""
    return Entry(
        id=secrets.token_urlsafe(12),
        at=datetime.now(UTC).replace(microsecond=0),
        door=door,
        question=answer.question,
        understood=answer.understood,
        filters={name: value for name, value in asdict(filters or Filters()).items() if value},
        verdict=answer.verdict,
        confidence=round(answer.confidence, 4),
        clauses=tuple(dict.fromkeys(citation.clause.id for citation in answer.citations)),
        milliseconds=round((time.perf_counter() - started) * 1000),
    )
