"""Which documents a plan carries out: those that its preface, its notice and its title name as what it follows."""

import re
from collections.abc import Iterator

from index_build.identify.head_lines import BRACKETED_NUMBER
from index_build.identify.page import Page
from qa.records import Reading, Reference
from qa.text import key, sentences

_FOLLOWS = re.compile("根据|依据|按照|依照|遵照|遵循|贯彻|落实|执行|实施|围绕|对照|衔接")
#: Behind these words a sentence speaks of the plan itself.
_OWN = re.compile(
    "现将|印发|转发|经.{0,20}(?:同意|审议)|(?:制定|编制|提出|制订|拟定|形成)(?:了)?(?:本|《|如下|以下)|现(?:就|提出|制定)"
)
_NUMBER = re.compile(rf"\s*[（(]\s*(?P<number>{BRACKETED_NUMBER})")
#: Behind the titles of documents that a notice passes on: 《甲方案》《乙方案》已经县政府同意.
_IS_AGREED = re.compile(
    r"\s*(?:[、和及与]?\s*《[^《》]*》)*\s*(?:[（(][^（）()]*[）)])?\s*(?:等[^，。《]{0,10})?(?:已|业经|现[印予转])"
)
_MADE_UNDER = re.compile("制定本|制订本|编制本")
_FIRST_CLAUSES = 6
_STATED = 1.0
_LONGEST_SENTENCE = 3000


def implements(page: Page, title: str | None) -> tuple[tuple[Reference, ...], tuple[Reading, ...]]:
    """The documents in the order in which they are named, once each, and where each stands."""
    found: dict[str, tuple[Reference, Reading]] = {}
    own = {key(name) for name in (title, page.front.heading) if name}
    for i, text in _places(page):
        for reference, quote in _references(text):
            name = key(reference.title)
            known = found.get(name)
            if name in own or (known and (known[0].document_number or not reference.document_number)):
                continue
            found[name] = reference, Reading("implements", _shown(reference), quote, i + 1, _STATED)
    return tuple(r for r, _ in found.values()), tuple(reading for _, reading in found.values())


def _places(page: Page) -> Iterator[tuple[int, str]]:
    if page.front.title is not None and page.front.heading:
        yield page.front.title, page.front.heading
    yield from ((i, page.lines[i].strip()) for i in page.front.preface)
    made = page.front.body[:_FIRST_CLAUSES]
    yield from ((i, page.lines[i].strip()) for i in made if _MADE_UNDER.search(page.lines[i]))


def _references(text: str) -> Iterator[tuple[Reference, str]]:
    for start, end in sentences(text):
        sentence = text[start : min(end, start + _LONGEST_SENTENCE)]
        cue = next((m for m in _FOLLOWS.finditer(sentence) if not _inside(sentence, m.start())), None)
        if cue is None:
            continue
        stop = next(
            (m.start() for m in _OWN.finditer(sentence, cue.end()) if not _inside(sentence, m.start())), len(sentence)
        )
        for left, right in _titles(sentence, cue.end(), stop):
            if _IS_AGREED.match(sentence, right):
                continue
            number = _NUMBER.match(sentence, right)
            quote = sentence[left : number.end() + 1 if number else right]
            yield Reference(sentence[left + 1 : right - 1], number["number"].strip() if number else None), quote


def _titles(sentence: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """The outermost 《…》 that open in a stretch of a sentence."""
    depth, left = 0, 0
    for place, char in enumerate(sentence):
        if char == "《":
            left = place if depth == 0 else left
            depth += 1
        elif char == "》" and depth:
            depth -= 1
            if depth == 0 and start <= left < stop:
                yield left, place + 1


def _inside(sentence: str, place: int) -> bool:
    before = sentence[:place]
    return before.count("《") > before.count("》")


def _shown(reference: Reference) -> str:
    return f"《{reference.title}》" + (f"（{reference.document_number}）" if reference.document_number else "")
