"""Laws of Aligned: whatever the stages replace, the way back to the raw text stays whole."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index_build.aligned import Aligned, Replacement

TEXTS = st.text(alphabet="ab甲乙。\n", max_size=30)
NEW = st.text(alphabet="xyz", max_size=4)


def replacements_of(draw: st.DrawFn, text: str) -> list[Replacement]:
    """Replacements of ranges that are not empty and do not overlap, in order."""
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=10)))
    return [Replacement(start, end, draw(NEW), "test") for start, end in pairwise(cuts) if draw(st.booleans())]


@st.composite
def one_stage(draw: st.DrawFn) -> tuple[str, list[Replacement]]:
    text = draw(TEXTS)
    return text, replacements_of(draw, text)


@st.composite
def two_stages(draw: st.DrawFn) -> Aligned:
    text = draw(TEXTS)
    page = Aligned.of(text).replace("one", replacements_of(draw, text))
    return page.replace("two", replacements_of(draw, page.text))


@given(two_stages())
def test_every_raw_character_is_kept_or_logged(page: Aligned) -> None:
    logged = {i for entry in page.log for i in range(*entry.raw_span)}
    kept = dict(zip(page.starts, page.text, strict=True))
    for place, character in enumerate(page.raw):
        assert place in logged or kept[place] == character


@given(two_stages(), st.data())
def test_raw_span_covers_all_that_its_characters_came_from(page: Aligned, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(page.text)))
    end = data.draw(st.integers(start, len(page.text)))
    low, high = page.raw_span(start, end)
    assert 0 <= low <= high <= len(page.raw)
    assert all(low <= page.starts[i] <= page.ends[i] <= high for i in range(start, end))


@given(two_stages())
def test_the_raw_places_never_run_backwards(page: Aligned) -> None:
    assert list(page.starts) == sorted(page.starts)
    assert list(page.ends) == sorted(page.ends)
    assert len(page.starts) == len(page.ends) == len(page.text)


@given(one_stage())
def test_two_replaces_compose_to_one(case: tuple[str, list[Replacement]]) -> None:
    text, items = case
    first, second = items[::2], items[1::2]
    shifted = []
    for item in second:
        by = sum(len(f.text) - (f.end - f.start) for f in first if f.end <= item.start)
        shifted.append(Replacement(item.start + by, item.end + by, item.text, item.reason))
    at_once = Aligned.of(text).replace("one", items)
    in_turn = Aligned.of(text).replace("one", first).replace("one", shifted)
    assert (in_turn.text, in_turn.starts, in_turn.ends) == (at_once.text, at_once.starts, at_once.ends)
    assert in_turn.repairs() == at_once.repairs()


@given(one_stage())
def test_a_repair_shows_where_it_stands_in_both_texts(case: tuple[str, list[Replacement]]) -> None:
    text, items = case
    page = Aligned.of(text).replace("one", items)
    repairs = page.repairs()
    assert [r.raw_span for r in repairs] == [(item.start, item.end) for item in items]
    for repair in repairs:
        assert page.text[slice(*repair.span)] == repair.repaired
        assert page.raw[slice(*repair.raw_span)] == repair.raw


@given(two_stages())
def test_what_came_from_a_repaired_range_is_inside_its_span(page: Aligned) -> None:
    for repair in page.repairs():
        (low, high), (start, end) = repair.raw_span, repair.span
        came = [i for i in range(len(page.text)) if low <= page.starts[i] and page.ends[i] <= high]
        assert all(start <= i < end for i in came)


@given(one_stage())
def test_the_order_of_replacements_is_no_matter(case: tuple[str, list[Replacement]]) -> None:
    text, items = case
    assert Aligned.of(text).replace("one", reversed(items)) == Aligned.of(text).replace("one", items)


def test_a_flag_changes_nothing_and_is_logged() -> None:
    page = Aligned.of("甲乙丙").replace("one", [Replacement(1, 2, "乙", "doubtful", 0.5)])
    assert page.text == "甲乙丙"
    (flag,) = page.repairs()
    assert (flag.raw, flag.repaired, flag.span, flag.raw_span) == ("乙", "乙", (1, 2), (1, 2))
    assert (flag.stage, flag.reason, flag.confidence) == ("one", "doubtful", 0.5)


def test_overlapping_replacements_are_refused() -> None:
    with pytest.raises(ValueError, match="overlapping"):
        Aligned.of("abc").replace("one", [Replacement(0, 2, "x", "r"), Replacement(1, 3, "y", "r")])
