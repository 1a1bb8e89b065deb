"""Lines to paragraphs: the one form that everything after it reads.

After this stage a line break is a paragraph break and nothing else.
"""

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise

from index_build.aligned import Aligned, Replacement, line_spans
from index_build.duties import units
from index_build.structure import annexes, labels, numbering, page_numbers, tables, wraps
from index_build.structure.numbering import Label
from qa.records import Span

STAGE = "paragraphs"
_DEEPEST = 9
_LONGEST_LABEL = 16
_AFTER_SENTENCE = re.compile("[。；：）”] *")
#: A heading and the blank behind it: 第一章 总则 第一条 …
_AFTER_HEADING = re.compile("(?<=[^\\s。；：！？]) +")
_HEADING = re.compile("[^。；：！？]{1,40}")
_TITLE = re.compile("[^。；：！？，]{4,60}")
#: Of the forms that a text begins with: chapters, articles, 一、.
_DEEPEST_OPENING = 5
_SENTENCE_ENDS = "。；："
#: Articles that a law left out where its text has been run together.
_MOST_LEFT_OUT = 5
_AFTER_UNITS = re.compile(r"\s*(?=[^\s。；，、：！？）》”〕])")
_BLANKS = " \u3000\u00a0"
_ASCII_WORDS = re.compile("[A-Za-z][A-Za-z]")


def open_head(page: Aligned) -> Aligned:
    """A title parted from the text that stands on its line: 某县方案 一、总体要求 … 二、主要任务 ….

    Believed only where the first label's successor stands further on in the line.
    """
    for start, end in line_spans(page.text):
        line = page.text[start:end]
        if numbering.parse(line):
            break
        place = _text_behind_title(line)
        if place is not None:
            return page.replace(STAGE, [Replacement(start + place - 1, start + place, "\n", "标题之后另起一段")])
    return page


def _text_behind_title(line: str) -> int | None:
    if "。" not in line or tables.is_row(line):
        return None
    depths = _depths(line, quoted=False)
    found = [(at, numbering.parse(line[at : at + _LONGEST_LABEL])) for at, _ in _openings(line) if not depths[at]]
    labelled = [(at, label) for at, label in found if label is not None and label.rank <= _DEEPEST_OPENING]
    if not labelled or labelled[0][1].number != 1 or not _TITLE.fullmatch(line[: labelled[0][0]].strip()):
        return None
    (place, first), rest = labelled[0], labelled[1:]
    return place if any(label.form == first.form and label.number == 2 for _, label in rest) else None


def split(page: Aligned) -> Aligned:
    """Blank lines and margins off, lines that a site broke joined, paragraphs that it ran together parted."""
    return _part(_join(page))


def _join(page: Aligned) -> Aligned:
    spans = [_inked(page.text, span) for span in line_spans(page.text) if page.text[slice(*span)].strip()]
    lines = [wraps.Line.of(page.text[slice(*span)], _raw_line(page, span)) for span in spans]
    wanted = _breaks(lines, [False, *(_is_bare(page, a, b) for a, b in pairwise(spans))])
    gaps = pairwise([(0, 0), *spans, (len(page.text), len(page.text))])
    changes = []
    for gap, wish in zip(((a[1], b[0]) for a, b in gaps), wanted, strict=True):
        if page.text[slice(*gap)] != wish:
            broken = gap[0] > 0 and gap[1] < len(page.text) and wish != "\n"
            changes.append(Replacement(*gap, wish, "合并被断开的行" if broken else "空行"))
    return page.replace(STAGE, changes)


def _inked(text: str, span: Span) -> Span:
    """A line without blanks at its edges; tabs part cells, the last of which may be empty."""
    line = text[slice(*span)]
    start = span[0] + len(line) - len(line.lstrip(_BLANKS))
    return start, start + len(line.strip(_BLANKS))


def _raw_line(page: Aligned, span: Span) -> str:
    start, end = page.raw_span(*span)
    stop = page.raw.find("\n", end)
    return page.raw[page.raw.rfind("\n", 0, start) + 1 : len(page.raw) if stop < 0 else stop]


def _is_bare(page: Aligned, before: Span, after: Span) -> bool:
    """Only a bare line break, or the end of a page, can be an accident: a blank line, as it came, is meant."""
    between = page.raw[page.ends[before[1] - 1] : page.starts[after[0]]].split("\n")[1:-1]
    return not between or any(page_numbers.number_of(line) is not None for line in between)


def _breaks(lines: Sequence[wraps.Line], bare: Sequence[bool]) -> list[str]:
    """What parts each line from the one before it, with one more for the end of the text."""
    wrap = wraps.Wrap.of(lines)
    texts = [line.text for line in lines]
    known = labels.read(texts, wraps.doubted(wrap, lines, bare))
    found, length = [""], 0
    for i, (before, after) in enumerate(pairwise(lines), 1):
        length = len(before.text) + (0 if found[-1] == "\n" else length)
        alone = known[i - 1]
        if alone is not None and alone.written == before.text and _is_text(known[i], after.text):
            found.append(" " if alone.written.startswith("第") else "")
        elif (bare[i] or before.text.endswith(wraps.COMMAS)) and wraps.is_broken(
            wrap, before, after, known[i] is not None, length
        ):
            found.append(" " if _ASCII_WORDS.fullmatch(before.text[-1] + after.text[0]) else "")
        else:
            found.append("\n")
    return [*found, ""] if lines else [""]


def _is_text(label: Label | None, line: str) -> bool:
    """Whether a line is what a label alone on the line above belongs to."""
    return label is None and not tables.is_row(line) and not annexes.is_annex_line(line)


def _part(page: Aligned) -> Aligned:
    changes = []
    start = 0
    counts = _Counts()
    lines = page.text.split("\n")
    quoted = labels.quoted(lines)
    for i, line in enumerate(lines):
        if tables.is_row(line) or annexes.is_annex_line(line):
            start += len(line) + 1
            continue
        cuts = dict.fromkeys(counts.places(line, i in quoted), "行内编号另起一段")
        cuts |= dict.fromkeys(_after_units(line), "责任单位之后另起一段")
        changes += [Replacement(start + at, start + at, "\n", why) for at, why in cuts.items()]
        start += len(line) + 1
    return page.replace(STAGE, changes)


def _after_units(line: str) -> list[int]:
    """Where text goes on behind a bracket that names units: a new paragraph, whose units are its own."""
    behind = (_AFTER_UNITS.match(line, end) for _, end in units.brackets(line))
    return [match.end() for match in behind if match]


class _Counts:
    """The numbers that labels have reached: what tells a label inside a line from a number in a sentence."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}
        self._rank = 0.0

    def places(self, line: str, quoted: bool) -> list[int]:
        """Labels inside a line, believed only where they carry on a count or begin a deeper one.

        quoted: the line begins inside a quotation.
        """
        opening = None if quoted else numbering.parse(line)
        if opening:
            self._note(opening)
        depths = _depths(line, quoted)
        heading = len(opening.written) if opening else None
        places = []
        for at, ended in _openings(line):
            label = numbering.parse(line[at : at + _LONGEST_LABEL])
            if label is None or depths[at]:
                continue
            if ended is None:
                believed = heading is not None and self._opens(label, line[heading:at].strip())
            else:
                believed = self._expects(label, ended, _is_spaced(line, at, label))
            if believed:
                places.append(at)
                self._note(label)
                heading = at + len(label.written)
        return places

    def _opens(self, label: Label, heading: str) -> bool:
        """Whether a label goes on directly behind a heading: a deeper one that begins or carries on a count."""
        if label.number is None or not self._rank < label.rank <= _DEEPEST or not _HEADING.fullmatch(heading):
            return False
        last = self._last.get(label.form, 0)
        return label.number == 1 or (label.form == "article" and 0 < label.number - last <= _MOST_LEFT_OUT)

    def _note(self, label: Label) -> None:
        # Behind 措施： a list of any form may begin.
        self._rank = 0 if label.form == "named" else label.rank
        if label.number is not None:
            self._last[label.form] = label.number

    def _expects(self, label: Label, ended: bool, spaced: bool) -> bool:
        if label.number is None or label.rank > _DEEPEST:
            return False
        if label.form == "article" and spaced:
            return 0 < label.number - self._last.get(label.form, 0) <= _MOST_LEFT_OUT or "条之" in label.key
        if not ended:
            return False
        begins = label.number == 1 and label.rank > self._rank
        last = self._last.get(label.form)
        return begins or (last is not None and label.number == labels.following_number(label, last))


def _openings(line: str) -> list[tuple[int, bool | None]]:
    """Places where a label may stand, and whether a sentence ends before; None behind a blank only."""
    ended: dict[int, bool | None] = {m.end(): None for m in _AFTER_HEADING.finditer(line)}
    ended |= {m.end(): m.group()[0] in _SENTENCE_ENDS for m in _AFTER_SENTENCE.finditer(line)}
    return sorted(ended.items())


def _is_spaced(line: str, at: int, label: Label) -> bool:
    return line[at + len(label.written) : at + len(label.written) + 1] == " "


def _depths(line: str, quoted: bool) -> list[int]:
    """How many brackets, book titles and quotations are open before each character."""
    steps = ((c in "（《“") - (c in "）》”") for c in line)
    return list(accumulate(steps, lambda depth, step: max(0, depth + step), initial=int(quoted)))
