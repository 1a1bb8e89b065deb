"""What the tests of a kit share."""

from collections.abc import Iterator
from datetime import date

from qa.export.content import Lesson, Piece, Quote, Source
from qa.export.references import Citing

CITING = Citing(lambda clause_id: f"https://plans.example/c/{clause_id}", date(2026, 3, 5))


def quotes(lesson: Lesson) -> Iterator[Quote]:
    """Every quotation of a lesson."""
    for stance in (stance for topic in lesson.topics for stance in topic.stances):
        for passage in stance.passages:
            yield from passage.quotes
            yield from (unit.quote for unit in passage.units)
    for exercise in lesson.exercises:
        yield exercise.proof
        if exercise.quote:
            yield exercise.quote


def pieces(lesson: Lesson) -> Iterator[Piece]:
    """Every piece of a statement."""
    for topic in lesson.topics:
        for statement in (*topic.summary, *(difference.statement for difference in topic.differences)):
            yield from statement.pieces


def cited(lesson: Lesson) -> set[Source]:
    """Every source that something in a lesson names."""
    found = {quote.source for quote in quotes(lesson)} | {
        source for piece in pieces(lesson) for source in piece.sources
    }
    passages = [p for topic in lesson.topics for stance in topic.stances for p in stance.passages]
    return found | {source for p in passages for source in (p.source, *p.also)}
