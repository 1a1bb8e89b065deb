"""The numbers that a browser writes before the items of a list."""

import re
from itertools import islice

from index_build.extract.html.tree import Node
from index_build.structure import numbering

_DIGITS = "零一二三四五六七八九"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
_LIST_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_CHINESE_STYLES = ("cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal", "cjk-decimal")


def markers(node: Node) -> list[str]:
    """What stands before each item: nothing in a <ul>, in a list without numbers, or where items bring their own."""
    items = [child for child in node.children if isinstance(child, Node) and child.tag == "li"]
    style = _style(node)
    if node.tag == "ul" or style == "none" or not items:
        return []
    if 2 * sum(numbering.parse(_opening(item)) is not None for item in items) >= len(items):
        return []
    step = -1 if "reversed" in node.attributes else 1
    count = _integer(node.get("start"), 1 if step == 1 else len(items))
    found = []
    for item in items:
        count = _integer(item.get("value"), count)
        found.append(_marker(count, style))
        count += step
    return found


def _style(node: Node) -> str:
    given = _LIST_STYLE.search(node.get("style"))
    return given[1].lower() if given else _LIST_TYPES.get(node.get("type"), "decimal")


def _opening(node: Node) -> str:
    """The first characters of an element, enough for a label."""
    waiting: list[Node | str] = [node]
    while waiting:
        first = waiting.pop()
        if isinstance(first, Node):
            waiting += reversed(list(islice(first.children, 8)))
        elif first.strip():
            return first.strip()[:12]
    return ""


def _integer(text: str, default: int) -> int:
    return int(text) if re.fullmatch("-?[0-9]{1,6}", text.strip()) else default


def _marker(count: int, style: str) -> str:
    if style in _CHINESE_STYLES and 0 < count < 100:
        return f"{_chinese(count)}、"
    if style.endswith(("alpha", "latin")) and 0 < count <= 26:
        letter = chr(ord("a") + count - 1)
        return f"{letter.upper() if style.startswith('upper') else letter}. "
    if style.endswith("roman") and 0 < count < 40:
        return f"{_roman(count).upper() if style.startswith('upper') else _roman(count)}. "
    return f"{count}. "


def _chinese(count: int) -> str:
    tens, ones = divmod(count, 10)
    return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones else "")


def _roman(count: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        written += letters * (count // value)
        count %= value
    return written
