"""Tables: which lines are rows, which row is the header, and what the columns of a row say.

In clean text a tab parts cells and stands nowhere else, so a line with a tab is a row (`find_rows` sees to that,
before any other white space is touched).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from index_build.duties import units
from index_build.duties.names import NOBODY
from index_build.duties.units import Assignment
from index_build.structure import numbering
from qa.records import Role, Span

_HEADER_WORDS = (
    "任务|事项|举措|措施|内容|单位|部门|时限|时间|期限|进度|目标|成果|形式|标准|备注|类别|指标|分值|名称|领域|项目|要求|"
    "责任人|领导|依据|对象|方式|阶段|步骤|完成情况|说明|环节|职责|权限|条款|问题|值"
)
_HEADER_CELL = re.compile(
    rf"(?:[12][0-9]{{3}}年?|属性|序号|编号|序|号|牵头|主办|承办|配合|协办|参与|责任)|.{{0,10}}(?:{_HEADER_WORDS})(?:[（(].{{1,12}}[)）])?"
)
_LONGEST_HEADER_CELL = 20
_ROLE_COLUMNS: tuple[tuple[Role, str], ...] = (
    ("lead", "牵头|主办|主责|主管"),
    ("support", "配合|协办|参加|参与|协同|协助|支持"),
    ("responsible", "责任|负责|承办|落实|实施"),
)
_BODY = re.compile("单位|部门|机关|处室|科室|主体|^(?:牵头|配合|责任|主办|协办|承办)$")
_DEADLINE_COLUMN = re.compile("时限|时间|期限|时间表|完成日期|进度")
_RULE = re.compile(r"[\s|｜:：+\-—─━┼├┤┬┴┌┐└┘]*")
_PAGE_NUMBER = re.compile(r"[-—\s]*[0-9]{1,3}[-—\s]*")
_LEADER = re.compile(r"[.．…·⋯]{3}|…")
_BREAK = re.compile("\r\n|\r|\n")
_TABS = re.compile("\t")
_SEPARATOR = re.compile("[\t|｜│]")
_PIPES = re.compile("[|｜│]")


@dataclass(frozen=True)
class _Line:
    """One line of raw text: where it stands, and its cells (spans in the text) as its separators part them."""

    span: Span
    cells: tuple[Span, ...]
    separator: str
    below_blank: bool


def is_row(line: str) -> bool:
    """Whether a line of clean text is a table row."""
    return "\t" in line and bool(line.strip())


def is_rule(line: str) -> bool:
    """Whether a row is the line drawn under a header (|---|---|)."""
    return is_row(line) and bool(_RULE.fullmatch(line)) and any(c in line for c in "-—─━")


def cells(row: str) -> list[str]:
    """A row's cells, white space around them taken off."""
    return [cell.strip() for cell in row.split("\t")]


def is_header(row: str) -> bool:
    """Whether a row names columns (序号, 任务, 牵头单位 …) and nothing else."""
    named = [cell for cell in (re.sub(r"\s", "", c) for c in cells(row)) if cell]
    if len(named) < 2 or any(len(cell) > _LONGEST_HEADER_CELL or "。" in cell for cell in named):
        return False
    known = sum(bool(_HEADER_CELL.fullmatch(cell)) for cell in named)
    return known >= 2 and known * 2 > len(named)


def names_column(cell: str) -> bool:
    """Whether a word is the name of a column."""
    return len(cell) <= _LONGEST_HEADER_CELL and _HEADER_CELL.fullmatch(cell) is not None


def names_duty(column: str) -> bool:
    """Whether a column says who does the work or until when."""
    return bool(_BODY.search(column) or _DEADLINE_COLUMN.search(column))


def joined_columns(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """Column names of a header of two rows: 责任单位 over 牵头 and 配合."""
    width = max(len(upper), len(lower))
    above, below = ([*row, *[""] * (width - len(row))] for row in (upper, lower))
    # A name over several columns stands in the first of them, and holds up to the next name.
    for k in range(1, width):
        above[k] = above[k] or (above[k - 1] if below[k] else "")
    return tuple(a if a == b else a + b for a, b in zip(above, below, strict=True))


def repeated_headers(lines: Sequence[str]) -> dict[int, str]:
    """Line -> reason, for headers that a table repeats on its next page and the rules drawn between rows."""
    dropped: dict[int, str] = {}
    header: str | None = None
    for i, line in enumerate(lines):
        if not is_row(line):
            header = header if not line.strip() else None
        elif is_rule(line):
            dropped[i] = "表格线"
        elif is_header(line):
            if cells(line) == (cells(header) if header else None):
                dropped[i] = "重复的表头"
            header = line
    return dropped


def find_rows(text: str) -> list[tuple[Span, list[Span]]]:
    """Each line that is a row, with its cells, in text whose white space is as it came; cells without their margins."""
    if not _SEPARATOR.search(text):
        return []
    lines = list(_lines(text))
    rows = []
    for _, group in groupby(range(len(lines)), key=lambda i: _run(lines[i], i)):
        for part in _tables(text, [lines[i] for i in group]):
            rows += [(line.span, [_stripped(text, cell) for cell in line.cells]) for line in part]
    return rows


def _stripped(text: str, cell: Span) -> Span:
    inside = text[slice(*cell)]
    start = cell[0] + len(inside) - len(inside.lstrip())
    return (start, start + len(inside.strip())) if inside.strip() else (cell[0], cell[0])


def _lines(text: str) -> Iterator[_Line]:
    """The lines that are not blank."""
    start, below_blank = 0, False
    for at in [*_BREAK.finditer(text), None]:
        end = at.start() if at else len(text)
        line = text[start:end]
        if line.strip():
            yield _Line((start, end), *_cells(line, start), below_blank)
        below_blank = not line.strip()
        start = at.end() if at else end


def _cells(line: str, start: int) -> tuple[tuple[Span, ...], str]:
    separator = "\t" if "\t" in line else "|"
    marks = [m.start() for m in (_TABS if separator == "\t" else _PIPES).finditer(line)]
    edges = [-1, *marks, len(line)]
    if separator == "|" and len(marks) > 1:
        # A frame's own lines part nothing.
        edges = edges[bool(not line[: marks[0]].strip()) : len(edges) - bool(not line[marks[-1] + 1 :].strip())]
    return tuple((start + a + 1, start + b) for a, b in pairwise(edges)), separator


def _run(line: _Line, i: int) -> tuple[str, int]:
    """What consecutive lines of one table share: their separator. A line of one cell parts tables."""
    return (line.separator, -1) if len(line.cells) > 1 else ("", i)


def _tables(text: str, run: list[_Line]) -> Iterator[list[_Line]]:
    """The tables of a run of lines with separators: rows of one width, or below a header rows as wide or narrower."""
    position = 0
    while position < len(run):
        width = len(run[position].cells)
        headed = is_header(_joined(text, run[position]))
        end = position + 1
        while end < len(run) and _goes_on(text, run[end], width, headed):
            end += 1
        part = run[position:end]
        if width > 1 and len(part) > 1 and (headed or _is_table(text, part)):
            yield part
        position = end


def _goes_on(text: str, line: _Line, width: int, headed: bool) -> bool:
    """Below a header rows may lack their last cells, or have blank lines between them."""
    if line.below_blank and not headed:
        return False
    if len(line.cells) == width:
        return True
    return headed and len(line.cells) < width and not _is_label([text[slice(*cell)].strip() for cell in line.cells])


def _joined(text: str, line: _Line) -> str:
    return "\t".join(text[slice(*cell)] for cell in line.cells)


def _is_table(text: str, part: Sequence[_Line]) -> bool:
    """Not labels parted from their text, nor headings from their page numbers, nor a page's menu."""
    rows = [[text[slice(*cell)].strip() for cell in line.cells] for line in part]
    if sum(sum(bool(cell) for cell in row) > 1 for row in rows) < 2:
        return False
    if all(not any(row[:-1]) or _is_label(row) or _is_entry(row) for row in rows):
        return False
    if part[0].separator == "\t":
        return True
    whole = [text[slice(*line.span)].strip() for line in part]
    return all(line[0] in "|｜│" for line in whole) or bool(_RULE.fullmatch(whole[1]))


def _is_label(row: Sequence[str]) -> bool:
    if len([cell for cell in row if cell]) != 2:
        return False
    first = next(cell for cell in row if cell)
    label = numbering.parse(first + " ")
    return label is not None and label.written == first


def _is_entry(row: Sequence[str]) -> bool:
    named = [cell for cell in row if cell]
    page = bool(named) and bool(_PAGE_NUMBER.fullmatch(named[-1]))
    return page and (len(named) == 1 or numbering.parse(named[0]) is not None or bool(_LEADER.search(named[0])))


def assignments(header: Sequence[str], row: str) -> list[Assignment]:
    """Who does a row's work and until when, by the names of the columns; offsets into `row`."""
    found: list[Assignment] = []
    start = 0
    for k, cell in enumerate(row.split("\t")):
        name = re.sub(r"\s", "", header[k]) if k < len(header) else ""
        role = _role(name)
        inside = (start, start + len(cell))
        if NOBODY.fullmatch(cell):
            pass
        elif role is not None:
            found += _named(row, inside, role)
        elif _DEADLINE_COLUMN.search(name):
            until = _stripped(row, inside)
            found.append(Assignment((), row[slice(*until)], inside, until))
        start += len(cell) + 1
    return found or units.find(row)


def _role(column: str) -> Role | None:
    if not _BODY.search(column):
        return None
    return next((role for role, words in _ROLE_COLUMNS if re.search(words, column)), None)


def _named(row: str, span: Span, role: Role) -> list[Assignment]:
    """Names in a cell; where spaces part them, a piece of one character is a part of a name spread wide (教 育 局)."""
    start, end = span
    pieces = [(start + m.start(), start + m.end()) for m in re.finditer(r"\S+", row[start:end])]
    if any(b - a < 2 for a, b in pieces):
        pieces = [(pieces[0][0], pieces[-1][1])]
    named = tuple(unit for a, b in pieces for unit in units.names(row, a, b, role))
    return [Assignment(named, None, span)] if named else []
