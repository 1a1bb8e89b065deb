"""A page told into its parts, as every reading of its metadata is given it; and what such a reading is."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from index_build.identify.frontmatter import FrontMatter
from index_build.identify.page_facts import Fact

Value = TypeVar("Value")

#: How sure a reading is. The document itself says so, in the place where documents say it.
STATED = 1.0
#: The page or file says so of the document, under a label.
LABELLED = 0.95
#: It follows from the words: 十四五 is 2021 to 2025, a notice names what it carries, an imprint gives a date.
DERIVED = 0.9
#: It is the likeliest meaning of the words, not the only one.
LIKELY = 0.7


@dataclass(frozen=True)
class Found(Generic[Value]):
    """A value and the words it was read from; line: from 1, 0 for what the file says beside its text."""

    value: Value
    quote: str
    line: int
    confidence: float


@dataclass(frozen=True)
class Page:
    """lines: clean; reasons: index -> why a line is none of the body's; facts: what the page says beside the text."""

    lines: Sequence[str]
    reasons: Mapping[int, str]
    front: FrontMatter
    facts: tuple[Fact, ...]

    def marked(self, reason: str) -> Iterator[tuple[int, str]]:
        """(index, line) of the lines whose reason holds the word, in order."""
        return ((i, self.lines[i].strip()) for i in self._dropped if reason in self.reasons[i])

    @cached_property
    def _dropped(self) -> list[int]:
        return sorted(self.reasons)

    def facts_of(self, fields: Collection[str]) -> Iterator[Fact]:
        return (fact for fact in self.facts if fact.field in fields)

    def title_line(self) -> int:
        """The line of the title, from 1; 0 where the text bears none."""
        return 0 if self.front.title is None else self.front.title + 1

    def notice_line(self) -> int:
        return 0 if self.front.notice_title is None else self.front.notice_title + 1


def labelled(fact: Fact) -> Found[str]:
    return Found(fact.value, fact.quote, fact.line, LABELLED)
