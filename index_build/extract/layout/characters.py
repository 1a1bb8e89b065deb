"""Characters as fonts and recognisers give them: compatibility forms to plain ones, and how damaged a page is."""

import re
import unicodedata

#: Radicals and compatibility ideographs: fonts map glyphs of plain characters to them (⼀ for 一).
_COMPATIBLE = re.compile("[\u2e80-\u2eff\u2f00-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")
#: Radical, character: those that NFKC has no plain form for, as the Unicode character database pairs them
#: (EquivalentUnifiedIdeograph.txt), and ⼾, whose plain form of today is 户 and not NFKC's 戶.
_PAIRS = "⺟母⺠民⻁虎⻄西⻅见⻆角⻉贝⻋车⻑長⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼"
_PAIRS += "⻥鱼⻦鸟⻨麦⻩黄⻬齐⻮齿⻰龙⻳龟⼾户"
_RADICALS = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
#: Symbol fonts keep their bullets at U+F020 to U+F0FF: those are no damage.
_DAMAGED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uf01f\uf100-\uf8ff\U000f0000-\U0010ffff]|\\(cid:[0-9]+\\)"
)
#: Bytes of GBK read as Latin letters (ÖÐ¹ú): runs of them, as no text here has.
_MOJIBAKE = re.compile("[\u00a1-\u00b6\u00b8-\u00d6\u00d8-\u00f6\u00f8-\u017f]{2,}")
#: The share of a page's characters from which its text is not to be trusted.
_GARBLED = 0.05


def plain(text: str) -> str:
    """Radicals and compatibility ideographs as the characters they look like; nothing else changes."""
    return _COMPATIBLE.sub(lambda match: _plain(match[0]), text)


def is_garbled(text: str) -> bool:
    """Whether more than 5 % of the characters were lost between the font and its map."""
    solid = "".join(text.split())
    lost = sum(len(match[0]) for pattern in (_DAMAGED, _MOJIBAKE) for match in pattern.finditer(solid))
    return lost > _GARBLED * len(solid)


def _plain(character: str) -> str:
    return _RADICALS.get(character) or unicodedata.normalize("NFKC", character)
