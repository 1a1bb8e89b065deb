"""Which （N） a line may have begun with, when its bytes are read one off; and which of them numbering allows."""

import re
from dataclasses import dataclass

from index_build.repair import cp936

_DIGITS = "〇一二三四五六七八九"
_LABEL = re.compile(r"\s*[(（]([一二三四五六七八九十]{1,4})[)）]")
_OPENING_SECOND, _CLOSING_SECOND = 0xA8, 0xA9
_FULL_WIDTH_LEAD = 0xA3


@dataclass(frozen=True)
class Label:
    """（number）, of which all but the last byte fits the page up to `end`; `sure` if that byte is seen too."""

    number: int
    end: int
    sure: bool

    @property
    def text(self) -> str:
        """Without the closing bracket, whose second byte is still to come."""
        return "（" + numeral(self.number)


def numeral(number: int) -> str:
    """1 to 99 in Chinese."""
    tens, ones = divmod(number, 10)
    ten = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return ten + (_DIGITS[ones] if ones else "")


_NUMBERS = {numeral(number): number for number in range(1, 100)}


def number_at(line: str) -> int | None:
    """The number of the undamaged label （N） that the line begins with."""
    match = _LABEL.match(line)
    return _NUMBERS.get(match[1]) if match else None


def fitting(text: str, at: int, after: int | None = None) -> list[Label]:
    """Labels whose bytes fit what follows the full stop that `（` lost its first byte to.

    One that shows in nothing at all fits only if it is the one after the number `after`.
    """
    labels = [label for number in range(1, 100) if (label := _fit(number, text, at, number - 1 == after))]
    farthest = max(((label.sure, label.end) for label in labels), default=None)
    return [label for label in labels if (label.sure, label.end) == farthest]


def unresolved(labels: list[Label], number: int | None) -> int | None:
    """What a damaged label counts as, after `number`."""
    label = allowed(labels, number)
    if label:
        return label.number
    return number + 1 if labels and number else None


def allowed(labels: list[Label], number: int | None) -> Label | None:
    """The one that comes after `number`, else the first of a new list, else the only one."""
    for wanted in (number + 1 if number else None, 1):
        for label in labels:
            if label.number == wanted:
                return label
    return labels[0] if len(labels) == 1 else None


def _fit(number: int, text: str, at: int, expected: bool) -> Label | None:
    inner = numeral(number).encode("gbk")
    start = at
    data = bytes([_OPENING_SECOND]) + inner + bytes([_FULL_WIDTH_LEAD])
    for pair in zip(data[::2], data[1::2], strict=True):
        if cp936.pair_of(text[at : at + 1] or " ") == pair:
            at += 1
        elif pair in cp936.characters():
            return None
    closing = cp936.pair_of(text[at : at + 1] or " ")
    sure = closing is not None and closing[0] == _CLOSING_SECOND
    return Label(number, at, sure) if sure or expected or at > start else None
