"""Lines to paragraphs: the one form that everything after it reads.

After this stage a line break is a paragraph break and nothing else.
"""

import re
from itertools import accumulate

from index_build import numbering, units
from index_build.aligned import Aligned, Replacement
from index_build.numbering import Label

STAGE = "paragraphs"
_ENDS_PARAGRAPH = tuple("。）〕；：！？”』")
_LONGEST_HEADING = 60
_DEEPEST = 8
_BREAK = re.compile(r"(?<![ \t])[ \t]*\n[ \t\n]*")
_AFTER_SENTENCE = re.compile("([。；：]) *")
_AFTER_UNITS = re.compile(r"\s*(?=[^\s。；，、])")


def split(page: Aligned) -> Aligned:
    """Blank lines and margins off, lines that a site broke joined, paragraphs that it ran together parted."""
    return _part(_join(page))


def _join(page: Aligned) -> Aligned:
    changes = []
    for match in _BREAK.finditer(page.text):
        at_edge = match.start() == 0 or match.end() == len(page.text)
        wanted = "" if at_edge or _is_broken(page, match) else "\n"
        if match.group() != wanted:
            reason = "合并被断开的行" if wanted == "" and not at_edge else "空行"
            changes.append(Replacement(match.start(), match.end(), wanted, reason))
    return page.replace(STAGE, changes)


def _is_broken(page: Aligned, gap: re.Match[str]) -> bool:
    """Only a bare line break can be an accident: a blank line or an indent, in the page as it came, is meant."""
    text = page.text
    if page.raw[page.starts[gap.start()] : page.starts[gap.end()]] != "\n":
        return False
    before = text[text.rfind("\n", 0, gap.start()) + 1 : gap.start()]
    after = text[gap.end() : gap.end() + _LONGEST_HEADING]
    if before.endswith(_ENDS_PARAGRAPH) or len(before) <= _LONGEST_HEADING:
        return False
    return not numbering.parse(after) and not after.startswith(("——", "—", "•", "附件"))


def _part(page: Aligned) -> Aligned:
    changes = []
    start = 0
    counts = _Counts()
    for line in page.text.split("\n"):
        cuts = dict.fromkeys(counts.places(line), "行内编号另起一段")
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
        self._rank = 0

    def places(self, line: str) -> list[int]:
        """Labels inside a line, believed only where they carry on a count or begin a deeper one."""
        opening = numbering.parse(line)
        if opening:
            self._note(opening)
        depths = _depths(line)
        places = []
        for match in _AFTER_SENTENCE.finditer(line):
            label = numbering.parse(line[match.end() : match.end() + 12])
            if label and not depths[match.end()] and self._expects(label):
                places.append(match.end())
                self._note(label)
        return places

    def _note(self, label: Label) -> None:
        self._rank = label.rank
        if label.number is not None:
            self._last[label.form] = label.number

    def _expects(self, label: Label) -> bool:
        if label.number is None or label.rank > _DEEPEST:
            return False
        begins = label.number == 1 and label.rank > self._rank
        return begins or label.number == self._last.get(label.form, label.number) + 1


def _depths(line: str) -> list[int]:
    """How many brackets, book titles and quotations are open before each character."""
    steps = ((c in "（《“") - (c in "）》”") for c in line)
    return list(accumulate(steps, lambda depth, step: max(0, depth + step), initial=0))
