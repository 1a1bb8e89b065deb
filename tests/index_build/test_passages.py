"""Clauses to passages that fit the encoder."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index_build.passages import context_of, passages
from index_build.structure.clauses import cut
from qa.arrays import Vectors
from qa.records import Clause, Plan


@dataclass(frozen=True)
class Characters:
    """An encoder for which a character is a token, and each text has two more."""

    max_tokens: int = 60
    name: str = "characters"
    dimension: int = 1

    def count_tokens(self, text: str) -> int:
        return len(text) + 2

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        raise NotImplementedError

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        raise NotImplementedError


PLAN = Plan("x", "某县水利规划", None, None, None, None, None, None, "规划", "x")
TEXT = st.text(alphabet="加强领导落实责任。；，、\n", min_size=1, max_size=300)


def clause(text: str) -> Clause:
    return cut("x", f"一、总体要求\n（一）指导思想\n{text}")[-1]


@given(TEXT, st.integers(8, 90))
def test_passages_joined_are_the_clause(text: str, room: int) -> None:
    encoder = Characters(room)
    of = clause(text)
    context = context_of(PLAN, of) if all_carry(PLAN, of, encoder) else ""
    parts = [part.removeprefix(context) for part in passages(PLAN, of, encoder)]
    assert "".join("".join(parts).split()) == "".join(of.text.split())


@given(TEXT, st.integers(8, 90))
def test_every_passage_fits(text: str, room: int) -> None:
    encoder = Characters(room)
    assert all(encoder.count_tokens(part) <= room for part in passages(PLAN, clause(text), encoder))


def all_carry(plan: Plan, of: Clause, encoder: Characters) -> bool:
    return all(part.startswith(context_of(plan, of)) for part in passages(plan, of, encoder))


def test_every_passage_carries_title_and_headings() -> None:
    parts = passages(PLAN, clause("加强领导，落实责任。" * 20), Characters(60))
    assert len(parts) > 2
    assert all(part.startswith("某县水利规划\n总体要求\n") for part in parts)


def test_a_short_clause_is_one_passage() -> None:
    assert passages(PLAN, clause("加强领导。"), Characters(60)) == ["某县水利规划\n总体要求\n指导思想\n加强领导。"]


def test_a_heading_that_is_not_in_the_text_is_carried() -> None:
    (named,) = [c for c in cut("x", "（一）协作\n目标：形成合力。") if c.heading == "目标"]
    assert context_of(PLAN, named) == "某县水利规划\n协作 目标\n"


def test_a_context_that_would_take_half_the_room_is_left_out() -> None:
    parts = passages(PLAN, clause("加强领导。" * 10), Characters(20))
    assert not any(part.startswith("某县") for part in parts)


@pytest.mark.parametrize("text", ["加强领导。" * 9, "加强，领导，" * 9])
def test_a_cut_falls_behind_a_mark_where_there_is_one(text: str) -> None:
    parts = passages(PLAN, cut("x", f"一、{text}")[0], Characters(30))
    assert len(parts) > 1
    assert all(part.endswith(("。", "，")) for part in parts)
