"""A lesson as slides, the title slide apart: what stands on each, in their order, parted so that everything fits."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from qa.export.content import FORM_NAMES, SILENCE, UNSURE, Exercise, Lesson, Passage, Quote, Source, Stance, Topic
from qa.export.measure import CUT, shortened
from qa.export.outline import Heading, Table, comparison, facts, short, units_named
from qa.export.printable import printable
from qa.export.quiz_outline import lettered, shown_sentence
from qa.export.slides import (
    CELL,
    INDENT,
    SIDE,
    SIZES,
    WIDTH,
    Bars,
    Block,
    Grid,
    Row,
    Run,
    Slide,
    Text,
    height,
    parted,
    runs,
)

#: Up to so many plans, of all topics together, have a slide each; more stand in tables.
_MOST_SINGLE = 12
#: Clauses of one plan on its slide, and lines of what is quoted of the first and of the others.
_SHOWN, _FIRST, _OTHER = 2, 7, 4
#: Lines of a quotation in a table, and shares of the table's width.
_IN_TABLE, _SHARES = 5, (0.16, 0.62, 0.22)
#: Exercises of a topic in class: the first of so many forms. The others are in the handout.
_FORMS = 2
#: Points: two tables that are not higher together stand on one slide.
_BOTH = 295.0


def deck(lesson: Lesson) -> tuple[Slide, ...]:
    """All slides behind the first, none longer than a slide."""
    made = [page for slide in _slides(lesson) for page in parted(slide)]
    cited = dict.fromkeys(source for slide in made for source in slide.sources)
    return (*made, *(page for slide in _references(sorted(cited, key=lambda s: s.n)) for page in parted(slide)))


def _slides(lesson: Lesson) -> Iterator[Slide]:
    if len(lesson.topics) > 1:
        yield Slide("目录", tuple(Text((Run(f"{n}. {t.name}"),)) for n, t in enumerate(lesson.topics, 1)))
        yield from _overview(lesson)
    single = sum(len(topic.stances) for topic in lesson.topics) <= _MOST_SINGLE
    numbered = list(enumerate(lesson.exercises, 1))
    for topic in lesson.topics:
        yield from _summary(topic)
        yield from _coverage(topic)
        yield from _stances(topic) if single else _tabled(topic)
        yield from _tables(topic)
        yield from _differences(topic)
        yield from _quiz(topic, [(n, e) for n, e in numbered if e.topic == topic.name])


def _overview(lesson: Lesson) -> Iterator[Slide]:
    names = [count.name for count in lesson.topics[0].counts]
    if names:
        rows = tuple(
            Row(tuple((Run(cell),) for cell in (t.name, *(f"{c.value}／{t.plans}" for c in t.counts))))
            for t in lesson.topics
        )
        grid = Grid(("专题", *names), rows, (0.36, *[0.64 / len(names)] * len(names)))
        yield Slide("总览：各项成立的规划份数与规划总数", (grid,))


def _summary(topic: Topic) -> Iterator[Slide]:
    if topic.summary:
        texts = tuple(Text(runs(s.pieces), sources=s.sources) for s in topic.summary)
        yield Slide("回答", texts, topic.name)


def _coverage(topic: Topic) -> Iterator[Slide]:
    """A chart where there is more than one plan; who is silent; or that nobody treats the topic."""
    silent = [s for s in topic.stances if not s.passages]
    lines = tuple(
        Text((Run(f"{SILENCE.get(kind, '')}：{'、'.join(stance.column.name for stance in group)}"),), "note")
        for kind, group in groupby(sorted(silent, key=lambda s: s.kind), key=lambda s: s.kind)
    )
    treating = [s for s in topic.stances if s.passages]
    if not treating:
        yield Slide("没有相关条款", (Text((Run("所列规划都没有与此相关的条款。"),)), *lines), topic.name)
    elif topic.plans > 1 and topic.counts:
        notes = "\n".join(f"{c.name}（{c.value}／{topic.plans}）：{'、'.join(c.names) or '无'}" for c in topic.counts)
        bars = Bars(topic.counts, topic.plans, tuple(s.passages[0].source for s in treating))
        yield Slide(f"覆盖情况（{topic.plans}份规划）", (bars, *lines), topic.name, notes)
    elif lines:
        yield Slide("没有相关条款的地方", lines, topic.name)


def _stances(topic: Topic) -> Iterator[Slide]:
    """A slide a plan; plans whose clauses have an earlier one's text stand on that one's."""
    for stance in topic.stances:
        passages = [p for p in _main(stance) if not p.same_as]
        if not passages:
            continue
        blocks: list[Block] = []
        remarks = [remark for remark in (stance.said, UNSURE if stance.is_unsure else "") if remark]
        if remarks:
            blocks.append(Text((Run(f"{'；'.join(remarks)}。"),), "note"))
        for place, passage in enumerate(passages[:_SHOWN]):
            blocks += _passage(passage, _OTHER if place else _FIRST)
        left = len(stance.passages) - len(passages[:_SHOWN]) + stance.more
        if left:
            blocks.append(Text((Run(f"另有{left}个相关条款，见讲义。"),), "note"))
        yield Slide(_named(stance, passages[0]), tuple(blocks), topic.name, _spoken(stance))


def _main(stance: Stance) -> list[Passage]:
    """Without mere mentions, unless there is nothing else."""
    return [p for p in stance.passages if not p.mention] or list(stance.passages[:1])


def _named(stance: Stance, passage: Passage) -> str:
    others = list(dict.fromkeys(source.name for source in passage.also))
    return f"{'、'.join([stance.column.name, *others])}（文字相同）" if others else stance.column.name


def _passage(passage: Passage, most: int) -> Iterator[Block]:
    source = passage.source
    place = f"{'提及：' if passage.mention else ''}{source.place}"
    yield Text((Run(place), Run(f"[{source.n}]", source.url)), "place", (source, *passage.also), joined=True)
    for quote in passage.quotes:
        yield Text(_cut(quote, SIZES["quote"], WIDTH - INDENT, most), "quote", (source,))
    said = facts(passage)
    if said:
        yield Text(runs(said), "note", tuple(s for piece in said for s in piece.sources))


def _cut(quote: Quote, size: float, room: float, most: int) -> tuple[Run, ...]:
    words = shortened(printable(quote.words), size, room, most)
    return (Run(words),) if len(words) == len(quote.words) else (Run(words), Run(CUT))


def _spoken(stance: Stance) -> str:
    """What is quoted, in full, with its references."""
    return "\n\n".join(_proof(p.source, [q.words for q in p.quotes]) for p in stance.passages)


def _proof(source: Source, words: Sequence[str]) -> str:
    return "\n".join([f"{source.name}　{source.place}", *(f"“{w}”" for w in words), f"[{source.n}] {source.entry}"])


def _tabled(topic: Topic) -> Iterator[Slide]:
    """Few rows a slide, each with the first of what a plan says."""
    shown = [(stance, _main(stance)[0]) for stance in topic.stances if stance.passages]
    rows = tuple(_row(stance, passage) for stance, passage in shown if not passage.same_as)
    if rows:
        notes = "\n\n".join(_spoken(stance) for stance, _ in shown)
        yield Slide("各地规定", (Grid(("规划", "规定", "牵头单位"), rows, _SHARES),), topic.name, notes)


def _row(stance: Stance, passage: Passage) -> Row:
    source = passage.source
    mark = Run(f"[{source.n}]", source.url)
    words = _cut(passage.quotes[0], CELL, WIDTH * _SHARES[1] - 2 * SIDE, _IN_TABLE)
    leads = "、".join(unit.shown for unit in stance.leads) or "—"
    return Row(((Run(_named(stance, passage)),), (*words, mark), (Run(leads),)), (source, *passage.also))


def _tables(topic: Topic) -> Iterator[Slide]:
    """Side by side; who is charged."""
    several = len(topic.stances) > 1 and any(stance.passages for stance in topic.stances)
    found = [*(comparison(topic) if several else ()), *units_named(topic)]
    made = {
        heading.text: _grid(table)
        for heading, table in pairwise(found)
        if isinstance(heading, Heading) and isinstance(table, Table)
    }
    first, *others = made or [""]
    if sum(map(height, made.values())) <= _BOTH:
        named: list[Block] = [b for title in others for b in (Text((Run(title),), "note", joined=True), made[title])]
        yield from [Slide(first, (made[first], *named), topic.name)] if made else []
    else:
        yield from (Slide(title, (grid,), topic.name) for title, grid in made.items())


def _grid(table: Table) -> Grid:
    rows = tuple(
        Row(tuple(map(runs, row)), tuple(s for cell in row for piece in cell for s in piece.sources))
        for row in table.rows
    )
    return Grid(table.header, rows, table.shares)


def _differences(topic: Topic) -> Iterator[Slide]:
    blocks: list[Block] = []
    for number, difference in enumerate(topic.differences, 1):
        said = difference.statement
        blocks.append(Text((Run(f"{number}. "), *runs(said.pieces)), "option", said.sources, joined=True))
        blocks.append(Text((Run(f"讨论：{difference.question}"),), "note"))
    if blocks:
        yield Slide("差异与讨论", tuple(blocks), topic.name)


def _quiz(topic: Topic, numbered: Sequence[tuple[int, Exercise]]) -> Iterator[Slide]:
    """Questions, the answer and its proof in the notes, and all answers on the slide that follows."""
    firsts = {e.form: (n, e) for n, e in reversed(numbered)}
    chosen = sorted(firsts.values(), key=lambda numbered: numbered[0])[:_FORMS]
    for number, exercise in chosen:
        proof = _proof(exercise.proof.source, [exercise.proof.words])
        blocks = [Text((Run(exercise.stem),), joined=True)]
        sentence = shown_sentence(exercise)
        blocks += [Text((Run(sentence),), "quote", joined=bool(exercise.options))] if sentence else []
        blocks += [Text((Run(option),), "option") for option in lettered(exercise)]
        yield Slide(
            f"测验：{FORM_NAMES[exercise.form]}（讲义第{number}题）",
            tuple(blocks),
            topic.name,
            f"答案：{exercise.answer}\n{proof}",
        )
    if chosen:
        yield Slide("测验答案", tuple(_answer(n, e) for n, e in chosen), topic.name)


def _answer(number: int, exercise: Exercise) -> Text:
    source = exercise.proof.source
    right = next((o for o in lettered(exercise) if o.endswith(f". {exercise.answer}")), exercise.answer)
    said = f"{number}. {right}　见{source.name} {short(source)}"
    return Text((Run(said), Run(f"[{source.n}]", source.url)), "option", (source,))


def _references(cited: Sequence[Source]) -> Iterator[Slide]:
    if cited:
        yield Slide("参考文献", tuple(Text(_entry(source), "entry") for source in cited))


def _entry(source: Source) -> tuple[Run, ...]:
    before, url, behind = source.entry.rpartition(source.url)
    return (Run(f"[{source.n}] {before}"), Run(url, url), Run(f"{behind} {source.place}"))
