"""Numbers as labels write them: Chinese, Arabic, circled and bracketed characters."""

import re
import unicodedata

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}
#: Characters that a Chinese number is made of.
CHINESE_NUMERAL = "零〇一二三四五六七八九十百千"
_ENCLOSED = re.compile(f"[^0-9{CHINESE_NUMERAL}]")
#: No label counts so far; a longer run of digits is something else.
_MOST_DIGITS = 12


def number(written: str) -> int | None:
    """The value of 三, 二十一, 12, １２, ㈢, ⑿, ③ or ⒈; None where it is no number."""
    plain = _ENCLOSED.sub("", unicodedata.normalize("NFKC", written).replace("○", "〇"))
    if len(plain) > _MOST_DIGITS:
        return None
    if plain.isascii() and plain.isdigit():
        return int(plain)
    return _chinese(plain)


def _chinese(text: str) -> int | None:
    if not text or any(c not in _DIGITS and c not in _UNITS for c in text):
        return None
    if not any(c in _UNITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total, digit = 0, None
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        else:
            # 十二 has no digit before 十; 一百零三 has a zero that adds nothing.
            total += (1 if digit is None else digit) * _UNITS[char]
            digit = 0
    return total + (digit or 0)
