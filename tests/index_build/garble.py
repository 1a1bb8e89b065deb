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


def annotations_for(characters: str) -> dict[str, str]:
    """Each character with its commonest reading."""
    return {c: lazy_pinyin(c, style=Style.TONE)[0] for c in characters}


def garble(paragraph: str, annotated: Mapping[str, str] | None = None) -> str:
    """What a reader of the damaged page sees of one paragraph. `annotated`: character -> reading inserted."""
    pieces = _insert((INDENT + paragraph).encode("gbk"), annotated or {})
    for mark, shown in _MARKS.items():
        pieces = _replace(pieces, mark.encode("gbk"), shown)
    return _decode(pieces).translate(_HALF_WIDTH).strip("　")


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


def _decode(pieces: list[Piece]) -> str:
    shown = ""
    swallow = False
    for piece in pieces:
        if isinstance(piece, bytes):
            text, swallow = _decode_bytes(piece)
            shown += text
        else:
            opens = piece.startswith("(")
            shown += piece[1:] if swallow and opens else piece
            swallow = False
    return shown


def _decode_bytes(data: bytes) -> tuple[str, bool]:
    """The text, and whether a lead byte is left over that takes what follows."""
    shown, at = "", 0
    while at < len(data):
        lead, trail = data[at], data[at + 1 : at + 2]
        if lead < 0x80:
            shown, at = shown + chr(lead), at + 1
        elif not trail or trail[0] < 0x40:
            shown, at = shown + "?", at + 2
        else:
            shown, at = shown + _pair(data[at : at + 2]), at + 2
    return shown, at > len(data)


def _pair(pair: bytes) -> str:
    try:
        return pair.decode("gbk")
    except UnicodeDecodeError:
        return ""
