"""Numbers as automatic numbering writes them (ST_NumberFormat of ECMA-376 part 1, 17.18.59)."""

import unicodedata
from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_SIMPLE = ("零一二三四五六七八九", "十百千")
_LEGAL = ("零壹贰叁肆伍陆柒捌玖", "拾佰仟")
_LEGAL_TRADITIONAL = ("零壹貳參肆伍陸柒捌玖", "拾佰仟")
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
#: Above it, and below one, every format falls back to plain digits.
_MOST = 9999


def written(number: int, form: str) -> str:
    """A number in a format of Word; one that Chinese documents do not use is given in plain digits."""
    if form == "none":
        return ""
    writer = _FORMS.get(form)
    return writer(number) if writer and 1 <= number <= _MOST else str(number)


def _grouped(number: int, digits: str, units: str) -> str:
    """一百零一, 二千零三十: each place named, one zero for a gap."""
    parts: list[str] = []
    gap = False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            parts.append(digits[0] * (gap and bool(parts)) + digits[digit] + (units[place - 1] if place else ""))
        gap = not digit
    return "".join(parts)


def _counted(number: int) -> str:
    """十二 and not 一十二."""
    text = _grouped(number, *_SIMPLE)
    return text[1:] if text.startswith("一十") else text


def _positional(number: int) -> str:
    return "".join(_DIGITS[int(c)] for c in str(number))


def _roman(number: int) -> str:
    letters = ""
    for size, letter in _ROMAN:
        count, number = divmod(number, size)
        letters += letter * count
    return letters


def _letters(number: int) -> str:
    """a … z, aa, bb … as Word counts on."""
    repeats, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (repeats + 1)


def _full_width(number: int) -> str:
    return "".join(chr(ord(c) + 0xFEE0) for c in str(number))


def _one_of(characters: str) -> Callable[[int], str]:
    return lambda number: characters[number - 1] if number <= len(characters) else str(number)


def _run(name: str, count: int) -> Callable[[int], str]:
    """Characters that follow one another in Unicode from the one named."""
    first = ord(unicodedata.lookup(name))
    return _one_of("".join(map(chr, range(first, first + count))))


_CIRCLED = _one_of("".join(map(chr, (*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0)))))

_FORMS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda n: f"{n:02}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "lowerLetter": _letters,
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
    "numberInDash": lambda n: f"- {n} -",
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedParen": _run("PARENTHESIZED DIGIT ONE", 20),
    "decimalEnclosedFullstop": _run("DIGIT ONE FULL STOP", 20),
    "ideographEnclosedCircle": _run("CIRCLED IDEOGRAPH ONE", 10),
    "ideographTraditional": _one_of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _one_of("子丑寅卯辰巳午未申酉戌亥"),
    "chineseLegalSimplified": lambda n: _grouped(n, *_LEGAL),
    "ideographLegalTraditional": lambda n: _grouped(n, *_LEGAL_TRADITIONAL),
    **dict.fromkeys(("chineseCountingThousand", "taiwaneseCountingThousand"), _counted),
    **dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"), _positional),
    **dict.fromkeys(
        ("chineseCounting", "taiwaneseCounting", "japaneseCounting"),
        lambda n: _counted(n) if n < 100 else _positional(n),
    ),
}
