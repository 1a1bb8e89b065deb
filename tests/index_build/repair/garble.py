"""How copying sites damage a page, as a forward model: test data without limit (text.md, section 12).

The site held the page as GBK bytes, inserted pinyin behind every occurrence of some byte pairs and replaced every
occurrence of others, blind to where a character begins.
"""

from collections.abc import Mapping

from pypinyin import Style, lazy_pinyin

INDENT = "　　"
_MARKS = {"？": "?", "！": "!", "；": ";", "，": ",", "。": "。"}
_HALF_WIDTH = str.maketrans("，；？！：（）", ",;?!:()")

Piece = bytes | str


def annotations_for(characters: str, style: Style = Style.TONE) -> dict[str, str]:
    """Each character with its commonest reading; Style.NORMAL leaves the tones out."""
    return {c: lazy_pinyin(c, style=style)[0] for c in characters}


def garble(
    paragraph: str, annotated: Mapping[str, str] | None = None, *, punctuation: bool = True, private: bool = False
) -> str:
    """What a reader of the damaged page sees of one paragraph.

    annotated: character -> reading inserted; punctuation: whether marks were replaced too; private: whether pairs
    that mean nothing show as private-use characters instead of vanishing.
    """
    pieces = _insert((INDENT + paragraph).encode("gbk"), annotated or {})
    for mark, shown in _MARKS.items():
        pieces = _replace(pieces, mark.encode("gbk"), shown) if punctuation else pieces
    return _decode(pieces, private).translate(_HALF_WIDTH).strip("　")


def _insert(data: bytes, annotated: Mapping[str, str]) -> list[Piece]:
    readings = {character.encode("gbk"): reading for character, reading in annotated.items()}
    pieces: list[Piece] = []
    start = 0
    for end in range(2, len(data) + 1):
        reading = readings.get(data[end - 2 : end])
        if reading:
            pieces += [data[start:end], f"({reading})"]
            start = end
    return [*pieces, data[start:]]


def _replace(pieces: list[Piece], pair: bytes, shown: str) -> list[Piece]:
    result: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str):
            result.append(piece)
            continue
        first, *others = piece.split(pair)
        result.append(first)
        for other in others:
            result += [shown, other]
    return result


def _decode(pieces: list[Piece], private: bool) -> str:
    shown = ""
    swallow = False
    for piece in pieces:
        if isinstance(piece, bytes):
            text, swallow = _decode_bytes(piece, private)
            shown += text
        else:
            opens = piece.startswith("(")
            shown += piece[1:] if swallow and opens else piece
            swallow = False
    return shown


def _decode_bytes(data: bytes, private: bool) -> tuple[str, bool]:
    """The text, and whether a lead byte is left over that takes what follows."""
    shown, at = "", 0
    while at < len(data):
        lead, trail = data[at], data[at + 1 : at + 2]
        if lead < 0x80:
            shown, at = shown + chr(lead), at + 1
        elif not trail or trail[0] < 0x40:
            shown, at = shown + "?", at + 2
        else:
            shown, at = shown + _pair(data[at : at + 2], private), at + 2
    return shown, at > len(data)


def _pair(pair: bytes, private: bool) -> str:
    try:
        return pair.decode("gb18030" if private else "gbk")
    except UnicodeDecodeError:
        return ""
