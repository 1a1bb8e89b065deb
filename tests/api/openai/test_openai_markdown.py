"""Laws of the content, whatever the text is: made-up answers over a made-up plan."""

import re
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from api.openai.content import Content, Links, told
from api.openai.conversation import linked
from qa.records import Answer, Citation, Clause, Plan, Scope
from qa.writing.written import Delta, Events

BASE = "https://plans.example"
_SCRAPS = [
    "行政",
    "[1]",
    "[2]",
    "[",
    "]",
    "(",
    ")",
    ":",
    "!",
    "](http://evil.example)",
    "[1]: x",
    "<b>",
    "*",
    "`",
    "\n",
    "~",
]
_TEXTS = st.lists(st.sampled_from(_SCRAPS), max_size=12).map("".join)
_LINK = re.compile(r"\[[^\[\]]*\]\(([^()]*)\)")


def citation(n: int, heading: str) -> Citation:
    plan = Plan("p-2020", f"某县{heading}规划", None, None, None, None, "2020-01-01", None, "规划", "x")
    clause = Clause(f"p-2020/1.（{n}）", "p-2020", n, ("一",), (heading,), 1, "一、", heading, "甲", (), (), (), (0, 1))
    return Citation(n, clause, plan, "甲", (0, 1))


@st.composite
def answered(draw: st.DrawFn) -> tuple[Answer, list[str]]:
    """An answer and the pieces in which it comes."""
    pieces = draw(st.lists(_TEXTS, max_size=4))
    count = draw(st.integers(0, 3))
    headings = draw(st.lists(_TEXTS, min_size=count, max_size=count))
    cited = tuple(citation(n, heading) for n, heading in enumerate(headings, 1))
    given = draw(st.sampled_from(["问", "问["]))
    whole = "".join(pieces) if draw(st.booleans()) else draw(_TEXTS)
    note = draw(st.none() | st.just("以下为条款原文。"))
    found = Answer("问", "answered", whole, Scope(), 1.0, citations=cited, understood=given, note=note)
    return found, pieces


def events(found: Answer, pieces: list[str]) -> Events:
    yield from (Delta(piece) for piece in pieces)
    yield found


def sent(found: Answer, pieces: list[str]) -> Iterator[str | Links | Content]:
    return told(found, events(found, pieces), BASE)


@given(answered())
def test_the_pieces_joined_are_the_whole(made: tuple[Answer, list[str]]) -> None:
    *pieces, content = sent(*made)
    assert isinstance(content, Content)
    assert "".join(p.text if isinstance(p, Links) else str(p) for p in pieces) == content.text


@given(answered())
def test_only_links_to_clauses_are_links_and_spans_are_marks_or_links(made: tuple[Answer, list[str]]) -> None:
    *_, content = sent(*made)
    assert isinstance(content, Content)
    urls = [source.url for source in content.sources]
    assert _LINK.findall(content.text) == urls
    assert all(url.startswith(f"{BASE}/c/p-2020/") for url in urls)
    assert not re.search(r"\][(:]", re.sub(r"\]\(https://plans\.example/c/", "", content.text))
    for source in content.sources:
        span = content.text[slice(*source.span)]
        assert span == f"[{source.citation.n}]" or _LINK.fullmatch(span)


@given(answered())
def test_the_clauses_are_found_again_in_the_links(made: tuple[Answer, list[str]]) -> None:
    *_, content = sent(*made)
    assert isinstance(content, Content)
    assert linked(content.text) == [citation.clause.id for citation in made[0].citations]
