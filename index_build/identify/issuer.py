"""Who issued a document, and under which number: its own head and signature before what the page says of it."""

import re
from collections.abc import Iterator

from index_build.identify.head_lines import (
    AUTHOR,
    OWN_NUMBER,
    RED_HEAD,
    SIGNED_DATE,
    TRAILING_NUMBER,
    is_organ,
    is_person,
)
from index_build.identify.page import STATED, Found, Page, labelled

_BEFORE = re.compile(r"^(?P<issuer>.{2,120}?)\s*(?:关于|印发|转发|批转|公布|颁布|发布)")
_ORDER = re.compile(r"^(?P<issuer>.{2,60}?)(?:令|公告|通告)\s*(?:[（(〔\[].*)?(?:[12][0-9]{3}\s*年?\s*)?第")

#: What a draft leaves open: XX县人民政府.
_OPEN = re.compile("[×*＊]|[XxＸ]{2}")


def issuer(page: Page) -> Found[str] | None:
    """As its notice or head has it, or in full where the notice is signed in full."""
    first = next(_issuers(page), None)
    if first is None:
        return None
    return next((f for f in _signed(page, "通知的落款") if f.value.endswith(first.value)), first)


def _issuers(page: Page) -> Iterator[Found[str]]:
    """From the surest to the least sure."""
    yield from _of_title(page.front.notice, page.notice_line())
    for i, line in page.marked("发文机关标志"):
        if head := RED_HEAD.match(line):
            yield Found(head["issuer"].strip(), line, i + 1, STATED)
    yield from _of_title(page.front.heading, page.title_line())
    yield from _of_numbers(page)
    for reason in ("通知的落款", "落款", "署名"):
        yield from _signed(page, reason)
    yield from (labelled(fact) for fact in page.facts_of(["issuer"]))


def _of_title(title: str | None, line: int) -> Iterator[Found[str]]:
    match = _BEFORE.match(title) if title else None
    if match and is_organ(match["issuer"]):
        yield Found(match["issuer"], match["issuer"], line, STATED)


def _of_numbers(page: Page) -> Iterator[Found[str]]:
    """The organ on the line of the number: 某县人民政府办公室　某政办发〔2021〕3号, 某市人民政府令第3号."""
    for i, line in page.marked("发文字号"):
        trailing = TRAILING_NUMBER.search(line)
        name = line[: trailing.start()] if trailing else (match["issuer"] if (match := _ORDER.match(line)) else "")
        name = head["issuer"] if (head := RED_HEAD.match(name)) else name
        if is_organ(name):
            yield Found(name, line, i + 1, STATED)


def _signed(page: Page, reason: str) -> Iterator[Found[str]]:
    """The organs that sign, as they are written one after another; persons are none."""
    names, first = [], 0
    for i, line in page.marked(reason):
        with_date = SIGNED_DATE.match(line) or AUTHOR.match(line)
        name = with_date["name"] if with_date else line
        if is_organ(name) and not is_person(name) and not _OPEN.search(name):
            first = first or i + 1
            names.append(re.sub(r"（.{0,2}章）$", "", name).strip())
    if names:
        yield Found(" ".join(dict.fromkeys(names)), " ".join(names), first, STATED)


def document_number(page: Page) -> Found[str] | None:
    return next(_numbers(page), None)


def _numbers(page: Page) -> Iterator[Found[str]]:
    for i, line in page.marked("发文字号"):
        match = OWN_NUMBER.match(line) or TRAILING_NUMBER.search(line)
        if match:
            yield Found(match["number"].strip(), line, i + 1, STATED)
    for reason in ("印发通知的标题", "标题"):
        for i, line in page.marked(reason):
            if match := TRAILING_NUMBER.search(line):
                yield Found(match["number"].strip(), line, i + 1, STATED)
    yield from (labelled(fact) for fact in page.facts_of(["document_number"]) if re.search("[0-9]", fact.value))
