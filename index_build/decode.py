"""Stage 1: a page that as a whole was decoded with the wrong charset, and text so destroyed."""

import re

from index_build.aligned import Replacement

#: A page is one wrong decoding if this share of its non-ASCII characters is Latin-1 and, once decoded anew,
#: that share of them is Chinese. A few signs such as ± × prove nothing.
_LATIN_SHARE, _CHINESE_SHARE, _FEWEST = 0.3, 0.9, 20
_CHINESE = re.compile("[\u2010-\u2027\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
_LOST = re.compile("\ufffd+|(?:锟斤拷)+|烫{3,}")
_LINE = re.compile("[^\r\n]+")


def _windows_bytes() -> dict[int, int]:
    """CP1252's characters to their bytes; the five it leaves out are Latin-1 controls, as on the web."""
    codes = {code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)}
    return {ord(character): code for code, character in codes.items() if character != "\ufffd"}


_BYTES = _windows_bytes()


def find_decoding(text: str) -> list[Replacement]:
    """Each line of a wrongly decoded page as it should read, else flags on what is lost for good."""
    encoding = _true_encoding(text)
    if encoding is None:
        return [Replacement(*lost.span(), lost[0], "原文已失，无法复原", 0.0) for lost in _LOST.finditer(text)]
    lines = [(line.span(), line[0], _decoded(line[0], encoding)) for line in _LINE.finditer(text)]
    return [Replacement(*span, new, "改正整页的错误解码") for span, old, new in lines if new != old]


def _true_encoding(text: str) -> str | None:
    foreign = [character for character in text if character > "\x7f"]
    if len(foreign) < _FEWEST or sum(c < "\u0100" for c in foreign) < _LATIN_SHARE * len(foreign):
        return None
    return next((encoding for encoding in ("utf-8", "gb18030") if _reads_chinese(text, encoding)), None)


def _reads_chinese(text: str, encoding: str) -> bool:
    try:
        decoded = [character for character in _decoded(text, encoding) if character > "\x7f"]
    except UnicodeError:
        return False
    return sum(bool(_CHINESE.match(c)) for c in decoded) >= _CHINESE_SHARE * len(decoded)


def _decoded(text: str, encoding: str) -> str:
    return text.translate(_BYTES).encode("latin-1").decode(encoding)
