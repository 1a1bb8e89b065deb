"""The spreadsheet: topics × plans with quotations, units to filter, references, and figures with a chart."""

from collections.abc import Iterator, Sequence
from itertools import chain, cycle

from qa.export.content import NO_DEADLINE, NO_LEAD, NO_UNIT, SILENCE, UNSURE, Lesson, Passage, Stance, Topic
from qa.export.measure import CUT, shortened
from qa.export.printable import printable
from qa.export.xlsx_sheets import FONT, SIZE, Book, Cell, most_lines, points, workbook
from qa.records import ROLE_NAMES

#: Widths: the first column; all quotations side by side; one of many of them; a link.
_FIRST, _ACROSS, _NARROWEST, _LINK = 18.0, 110.0, 34.0, 12.0
#: Lines of a cell kept for what is not quoted: the place, units, deadlines, remarks.
_BESIDE = 10
_COLOURS = ("#1F4E79", "#5B8DB8", "#A5BFD8", "#BFBFBF")
_MATRIX, _UNITS, _SOURCES, _COVERAGE = "对比矩阵", "责任单位", "出处", "覆盖情况"


def matrix_xlsx(lesson: Lesson) -> bytes:
    """The file; the same for the same lesson."""

    def fill(sheets: Book) -> None:
        _matrix(sheets, lesson)
        _units(sheets, lesson)
        _sources(sheets, lesson)
        _coverage(sheets, lesson)

    return workbook(lesson.title, lesson.kind, lesson.accessed, fill)


def _matrix(sheets: Book, lesson: Lesson) -> None:
    """What each plan says to each topic, and the clause, which is a link; the fewer of the two go across."""
    names, plans = [t.name for t in lesson.topics], [column.name for column in lesson.columns]
    stances = [topic.stances for topic in lesson.topics]
    down, across, corner = names, plans, "专题"
    if len(plans) > len(names):
        down, across, corner, stances = plans, names, "规划", list(zip(*stances, strict=True))
    width = max(_NARROWEST, _ACROSS / len(across)) if across else _ACROSS
    header = (corner, *(title for name in across for title in (name, f"{name}：条款")))
    rows = ((Cell(n), *_cells(row, width)) for n, row in zip(down, stances, strict=True))
    sheets.sheet(_MATRIX, header, (_FIRST, *[width, _LINK] * len(across)), rows)


def _cells(stances: Sequence[Stance], width: float) -> Iterator[Cell]:
    """Two for each: office programs do not wrap the text of a link."""
    for stance in stances:
        first = stance.passages[0].source if stance.passages else None
        yield Cell(_said(stance, width))
        yield Cell(f"[{first.n}] {first.clause.label}".rstrip(), first.url) if first else Cell("")


def _said(stance: Stance, width: float) -> str:
    """What answers first: where it stands, in its words, who is charged and by when."""
    if not stance.passages:
        return SILENCE.get(stance.kind, "")
    first = stance.passages[0]
    words = "\n".join(quote.words for quote in first.quotes)
    shown = shortened(printable(words), SIZE, points(width), most_lines() - _BESIDE)
    remarks = "；".join(remark for remark in (stance.said, UNSURE if stance.is_unsure else "") if remark)
    leads = "、".join(unit.shown for unit in stance.leads)
    parts = (
        first.source.place,
        shown if len(shown) == len(words) else shown + CUT,
        f"牵头单位：{leads}" if leads else NO_LEAD,
        f"时限：{_dates(first)}" if first.deadlines else NO_DEADLINE,
        f"（{remarks}）" if remarks else "",
    )
    return "\n".join(part for part in parts if part)


def _dates(passage: Passage) -> str:
    return "、".join(dict.fromkeys(deadline.words for deadline in passage.deadlines))


def _units(sheets: Book, lesson: Lesson) -> None:
    header = ("专题", "规划", "条款", "角色", "单位", "时限", "链接")
    rows = chain.from_iterable(
        _named(topic, stance, passage)
        for topic in lesson.topics
        for stance in topic.stances
        for passage in stance.passages
    )
    sheets.sheet(_UNITS, header, (18, 20, 40, 12, 28, 20, 40), rows)


def _named(topic: Topic, stance: Stance, passage: Passage) -> Iterator[tuple[Cell, ...]]:
    """A row for each unit; one that says so where a clause names none, unless it only mentions the topic."""
    source = passage.source
    where = (Cell(topic.name), Cell(stance.column.name), Cell(source.place))
    rest = (Cell(_dates(passage) or NO_DEADLINE), Cell(source.url, source.url))
    for unit in passage.units:
        yield (*where, Cell(ROLE_NAMES[unit.role]), Cell(unit.shown), *rest)
    if not passage.units and not passage.mention:
        yield (*where, Cell("—"), Cell(NO_UNIT), *rest)


def _sources(sheets: Book, lesson: Lesson) -> None:
    rows = (
        (s.n, Cell(s.name), Cell(s.place), Cell(s.entry), Cell(s.url, s.url), Cell(s.clause.text))
        for s in lesson.sources
    )
    header = ("序号", "规划", "条款", "参考文献（GB/T 7714）", "链接", "条款原文")
    sheets.sheet(_SOURCES, header, (7, 20, 34, 50, 36, 70), rows)


def _coverage(sheets: Book, lesson: Lesson) -> None:
    """Figures by topics, and a chart of them where there are any."""
    names = [count.name for count in lesson.topics[0].counts]
    rows: list[tuple[Cell | int, ...]] = [
        (Cell(t.name), t.plans, *(count.value for count in t.counts)) for t in lesson.topics
    ]
    sheet = sheets.sheet(_COVERAGE, ("专题", "规划份数", *names), (30, *[14] * (len(names) + 1)), rows)
    if not names or not lesson.columns:
        return
    chart = sheets.book.add_chart({"type": "column"})
    for column, colour in zip(range(2, len(names) + 2), cycle(_COLOURS), strict=False):
        chart.add_series(
            {
                "name": [_COVERAGE, 0, column],
                "categories": [_COVERAGE, 1, 0, len(rows), 0],
                "values": [_COVERAGE, 1, column, len(rows), column],
                "data_labels": {"value": True},
                "fill": {"color": colour},
            }
        )
    font = {"name": FONT, "size": SIZE}
    chart.set_title({"name": "各专题下，各项成立的规划份数", "name_font": font})
    chart.set_x_axis({"num_font": font})
    chart.set_y_axis({"min": 0, "visible": False, "major_gridlines": {"visible": False}})
    chart.set_legend({"position": "bottom", "font": font})
    chart.set_size({"width": 760, "height": 360})
    sheet.insert_chart(len(rows) + 2, 0, chart, {"description": "柱形图：各专题下，各项成立的规划份数"})
