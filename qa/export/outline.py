"""A lesson as a run of blocks, the same for every form of text: headings, paragraphs, quotations, tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from qa.export.content import (
    NO_DEADLINE,
    NO_LEAD,
    SILENCE,
    UNSURE,
    Lesson,
    Passage,
    Piece,
    Source,
    Stance,
    Topic,
)
from qa.records import ROLE_NAMES

Style = Literal["plain", "place", "quote", "note", "question", "option"]
Cell = tuple[Piece, ...]
_NONE = "—"


@dataclass(frozen=True)
class Heading:
    """level: 1 to 3, below the title. new_page: whether a page begins with it."""

    level: int
    text: str
    new_page: bool = False


@dataclass(frozen=True)
class Paragraph:
    """quote: words of a plan and nothing else; place: where they stand, before them; note: small, about what is around.

    question, option: of a quiz or a list, an option being what belongs to the question above.
    """

    pieces: tuple[Piece, ...]
    style: Style = "plain"


@dataclass(frozen=True)
class Table:
    """Cells by rows; shares: of the width, by columns, 1 together."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    shares: tuple[float, ...]


Block = Heading | Paragraph | Table


def short(source: Source) -> str:
    """A clause in a cell: its label and heading, with the heading above where it has none."""
    parts = source.place.split(" › ")
    return " › ".join(parts[-1 if source.clause.heading else -2 :])


def words(text: str, style: Style = "plain") -> Paragraph:
    """A paragraph without sources."""
    return Paragraph((Piece(text),), style)


def about(lesson: Lesson) -> Paragraph:
    """The line under the title."""
    plans = sum(1 for column in lesson.columns if column.plan)
    day = f"{lesson.accessed.year}年{lesson.accessed.month}月{lesson.accessed.day}日"
    more = f"，另有{lesson.more}份规划没有列入" if lesson.more else ""
    return words(f"{lesson.kind}　涉及规划{plans}份{more}　引用日期：{day}", "note")


def handout(lesson: Lesson) -> Iterator[Block]:
    """All but the title and the quiz."""
    if len(lesson.topics) > 1 and all(topic.counts for topic in lesson.topics):
        yield from _overview(lesson)
    for topic in lesson.topics:
        yield Heading(1, topic.name)
        yield from (Paragraph(statement.pieces) for statement in topic.summary)
        yield from _stances(topic)
        if len(topic.stances) > 1 and any(stance.passages for stance in topic.stances):
            yield from comparison(topic)
        yield from units_named(topic)
        yield from _differences(topic)


def _overview(lesson: Lesson) -> Iterator[Block]:
    names = [count.name for count in lesson.topics[0].counts]
    rows = tuple(
        (_cell(topic.name), *(_cell(f"{count.value}／{topic.plans}") for count in topic.counts))
        for topic in lesson.topics
    )
    yield Heading(1, "总览")
    yield words("各专题下，各项成立的规划份数与规划总数。")
    yield Table(("专题", *names), rows, (0.32, *[0.68 / len(names)] * len(names)))


def _stances(topic: Topic) -> Iterator[Block]:
    yield Heading(2, "引用条款" if topic.summary else "各地规定")
    if not any(stance.passages for stance in topic.stances):
        yield words("所列规划都没有与此相关的条款。")
        return
    for stance in topic.stances:
        yield Heading(3, stance.column.name)
        yield from _stance(stance)


def _stance(stance: Stance) -> Iterator[Block]:
    if not stance.passages:
        yield words(f"{SILENCE.get(stance.kind, '')}。", "note")
        return
    remarks = [remark for remark in (stance.said, UNSURE if stance.is_unsure else "") if remark]
    if remarks:
        yield words(f"{'；'.join(remarks)}。", "note")
    for passage in stance.passages:
        yield from _passage(passage)
    if stance.more:
        yield words(f"另有{stance.more}个条款提到这一事项，未列出。", "note")


def _passage(passage: Passage) -> Iterator[Block]:
    place = f"{'提及：' if passage.mention else ''}{passage.source.place}"
    if passage.same_as:
        same = Piece(f"{place}。与{passage.same_as.name}的条款文字相同。", (passage.source,))
        yield Paragraph((same,), "note")
    else:
        yield words(place, "place")
        yield from (Paragraph((Piece(q.words, (q.source,)),), "quote") for q in passage.quotes)
    if passage.also:
        others = "、".join(dict.fromkeys(source.name for source in passage.also))
        yield words(f"{others}的条款与此文字相同。", "note")
    said = facts(passage)
    if said:
        yield Paragraph(said, "note")


def facts(passage: Passage) -> tuple[Piece, ...]:
    """Units by role, deadlines, numbers: 牵头单位：甲、乙。时限：2016年底前。"""
    return (*_named(passage), *_dated(passage))


def _named(passage: Passage) -> Iterator[Piece]:
    """牵头单位：甲、乙。"""
    for role, name in ROLE_NAMES.items():
        if found := passage.named(role):
            above = found[0].quote.source != passage.source
            yield Piece(f"{name}：{'、'.join(u.shown for u in found)}。", (found[0].quote.source,) if above else ())


def _dated(passage: Passage) -> Iterator[Piece]:
    if passage.deadlines:
        yield Piece(f"时限：{'、'.join(dict.fromkeys(d.words for d in passage.deadlines))}。")
    if passage.targets:
        yield Piece(f"指标：{'、'.join(dict.fromkeys(t.words for t in passage.targets))}。")


def comparison(topic: Topic) -> Iterator[Block]:
    """A row a plan: where it speaks of the topic, who leads, by when, how much."""
    yield Heading(2, "对照表")
    rows = tuple(_compared(stance) for stance in topic.stances)
    yield Table(("规划", "条款", "牵头单位", "时限", "指标"), rows, (0.16, 0.32, 0.2, 0.16, 0.16))


def _compared(stance: Stance) -> tuple[Cell, ...]:
    name = _cell(stance.column.name)
    if not stance.passages:
        return (name, _cell(SILENCE.get(stance.kind, "")), _cell(_NONE), _cell(_NONE), _cell(_NONE))
    first = stance.passages[0].source
    leads = "、".join(unit.shown for unit in stance.leads)
    dates = [d.words for p in stance.passages if not p.mention for d in p.deadlines]
    numbers = [t.words for p in stance.passages if not p.mention for t in p.targets]
    return (
        name,
        (Piece(short(first), (first,)),),
        _cell(leads or NO_LEAD),
        _cell("、".join(dict.fromkeys(dates)) or NO_DEADLINE),
        _cell("、".join(dict.fromkeys(numbers)) or _NONE),
    )


def units_named(topic: Topic) -> Iterator[Block]:
    """A row for each role that a clause gives."""
    found = [(stance, passage) for stance in topic.stances for passage in stance.passages]
    if not found:
        return
    yield Heading(2, "责任单位")
    rows = tuple(
        (
            _cell(stance.column.name),
            _cell(name),
            _cell("、".join(unit.shown for unit in units)),
            (Piece(short(passage.source), (units[0].quote.source,)),),
        )
        for stance, passage in found
        for role, name in ROLE_NAMES.items()
        if (units := passage.named(role))
    )
    if rows:
        yield Table(("规划", "角色", "单位", "条款"), rows, (0.18, 0.14, 0.36, 0.32))
    else:
        yield words("所引条款都未载明单位。")


def _differences(topic: Topic) -> Iterator[Block]:
    if topic.differences:
        yield Heading(2, "差异与讨论")
    for number, difference in enumerate(topic.differences, 1):
        yield Paragraph((Piece(f"{number}. "), *difference.statement.pieces), "question")
        yield words(f"讨论：{difference.question}", "option")


def _cell(text: str) -> Cell:
    return (Piece(text),)
