"""Stage 1: a page that as a whole was decoded with the wrong charset, and text so destroyed.

Known ways: GB18030 or UTF-8 read as CP1252 or Latin-1, and UTF-8 read as GBK or GB18030. Read as UTF-8, GBK is lost.
"""

import re
from dataclasses import dataclass

from index_build.aligned import Replacement

#: A page is one wrong decoding if this share of its non-ASCII characters is Latin-1 (or, for UTF-8 read as GBK,
#: beyond ASCII at all) and, once decoded anew, that share of them is Chinese. A few signs such as ± × prove nothing.
_LATIN_SHARE, _CHINESE_SHARE, _FEWEST = 0.3, 0.9, 20
#: At an odd number of bytes UTF-8 read as GBK loses one. Text never decoded so loses nearly all if it is decoded anew.
_LOST_SHARE, _WITH_LOSS = 0.35, 0.5
#: A page can have been decoded wrongly again and again.
_MOST_ROUNDS = 3
_CHINESE = re.compile("[\u2010-\u2027\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
_LOST = re.compile("\ufffd+|(?:锟斤拷)+|烫{3,}")
_HALVES, _REPLACEMENT = re.compile("[\ud800-\udfff]+"), "\ufffd"
_LINE = re.compile("[^\r\n]+")
_FOREIGN = re.compile("[^\x00-\x7f]+")
#: In UTF-8 no white space can stand there: it was the byte A0, a no-break space that turned into a plain one.
_SPACED = re.compile(rb"(?<=[\xe3-\xe9]) (?=[\x80-\xbf])|(?<=[\xe3-\xe9][\x80-\xbf]) ")
#: What a lost byte and the rest of its character became.
_RUINED = re.compile("\ufffd+\\??")
_NEVER = b"\xff"


def _windows_bytes() -> dict[int, int]:
    """CP1252's characters to their bytes; the five it leaves out are Latin-1 controls, as on the web."""
    codes = {code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)}
    return {ord(character): code for code, character in codes.items() if character != "\ufffd"}


_BYTES = _windows_bytes()


@dataclass(frozen=True)
class _Mistake:
    """Text whose bytes are `true`, read as CP1252 (`narrow`) or as GBK."""

    true: str
    narrow: bool

    def undo(self, line: str) -> str:
        """The line as it should read; U+FFFD where a byte is gone. UnicodeError if it was not read so."""
        data = self._bytes(line)
        if self.true != "utf-8":
            return data.decode(self.true)
        text = _SPACED.sub(b"\xa0", data).decode("utf-8", "replace")
        return _RUINED.sub("\ufffd", text) if "\ufffd" in text else text

    def _bytes(self, line: str) -> bytes:
        if self.narrow:
            pieces = [piece.translate(_BYTES).encode("latin-1") for piece in line.split("\ufffd")]
        else:
            # CP936 shows the lone byte 80 as the euro sign.
            pieces = [
                b"\x80".join(part.encode("gb18030") for part in piece.split("€")) for piece in line.split("\ufffd")
            ]
        return _NEVER.join(pieces)


_NARROW = (_Mistake("utf-8", narrow=True), _Mistake("gb18030", narrow=True))
_WIDE = (_Mistake("utf-8", narrow=False),)


def find_decoding(text: str) -> list[Replacement]:
    """Each line of a wrongly decoded page as it should read; U+FFFD for what is lost."""
    mistakes = _mistakes(text, _MOST_ROUNDS)
    lines = [(line, _undone(line[0], mistakes)) for line in _LINE.finditer(text)] if mistakes else []
    return [_replacement(line, new) for line, new in lines if new != line[0]]


def find_lost(text: str) -> list[Replacement]:
    """Flags on what no decoding brings back; halves of surrogate pairs, which are no text, become U+FFFD."""
    halves = ((half, _REPLACEMENT * len(half[0])) for half in _HALVES.finditer(text))
    marks = ((lost, lost[0]) for lost in _LOST.finditer(text))
    return [Replacement(*match.span(), shown, "原文已失，无法复原", 0.0) for match, shown in (*halves, *marks)]


def _replacement(line: re.Match[str], new: str | None) -> Replacement:
    if new is None:
        return Replacement(*line.span(), line[0], "整页解码有误，此行字节不全，无法复原", 0.0)
    whole = "\ufffd" not in new
    return Replacement(*line.span(), new, "改正整页的错误解码", 1.0 if whole else _WITH_LOSS)


def _mistakes(text: str, most: int) -> list[_Mistake]:
    """At most so many mistakes that made the page what it is, the last one first."""
    foreign = "".join(_FOREIGN.findall(text))
    if not most or len(foreign) < _FEWEST:
        return []
    narrow = sum(c < "\u0100" for c in foreign) >= _LATIN_SHARE * len(foreign)
    for mistake in _NARROW if narrow else _WIDE:
        lines = [_undone(line, [mistake]) for line in text.split("\n")]
        undone = "\n".join(line for line in lines if line is not None)
        if sum(len(line) for line, new in zip(text.split("\n"), lines, strict=True) if new is None) > len(undone):
            continue
        earlier = _mistakes(undone, most - 1) if _is_legible(undone) else []
        if earlier or _is_chinese(undone):
            return [mistake, *earlier]
    return []


def _is_legible(text: str) -> bool:
    """Whether most of its bytes made characters."""
    return text.count("\ufffd") <= _LOST_SHARE * sum(map(len, _FOREIGN.findall(text)))


def _is_chinese(text: str) -> bool:
    foreign = "".join(_FOREIGN.findall(text.replace("\ufffd", "")))
    return _is_legible(text) and len(_CHINESE.findall(foreign)) >= _CHINESE_SHARE * len(foreign) > 0


def _undone(line: str, mistakes: list[_Mistake]) -> str | None:
    try:
        for mistake in mistakes:
            line = mistake.undo(line)
    except UnicodeError:
        return None
    return line
