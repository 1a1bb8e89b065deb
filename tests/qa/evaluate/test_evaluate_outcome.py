from dataclasses import replace

import pytest

from qa.evaluate.outcome import Cited, Outcome


def test_ranks_count_from_one(hit: Outcome, absent: Outcome) -> None:
    late = replace(hit, ranking=(*"uvwxy", "p/1"))
    assert [o.rank for o in (hit, late, replace(hit, ranking=("x",)), absent)] == [1, 6, None, None]


def test_the_first_clause_is_the_cited_one_before_the_best_found(hit: Outcome, absent: Outcome) -> None:
    other = replace(hit, citations=(Cited("p/7", None, True, ()), *hit.citations))
    assert [o.first for o in (hit, other, replace(hit, citations=()), absent)] == ["p/1", "p/7", "p/1", None]


def test_a_citation_is_verbatim_and_from_a_right_clause(hit: Outcome) -> None:
    (cited,) = hit.citations
    assert hit.supports(cited)
    assert not hit.supports(replace(cited, verbatim=False))
    assert not hit.supports(replace(cited, clause="p/10"))


def test_a_heading_above_supports_only_if_it_has_every_unit(unit: Outcome, hit: Outcome) -> None:
    below = replace(unit, case=replace(unit.case, clauses=("p/1.2",)))
    (cited,) = unit.citations
    assert below.supports(cited)
    assert not below.supports(replace(cited, named=("甲局",)))
    assert not below.supports(replace(cited, clause="p/2"))
    assert not replace(hit, case=replace(hit.case, clauses=("p/1.2",))).supports(hit.citations[0])


@pytest.mark.parametrize(
    ("asked", "shown", "cited", "within"),
    [
        ("440303", ("440303",), ("440303",), True),
        ("440000", ("440303", "440100"), (), True),
        ("440300", ("440303", "440100"), (), False),
        ("440303", ("440303", "440304"), (), False),
        ("440303", ("440303",), ("440304",), False),
        ("440303", ("440303", None), (), False),
        ("440303", ("440303",) * 10 + ("110115",), (), True),
        ("440303", (), (), False),
    ],
)
def test_a_region_is_right_if_all_that_is_shown_is_in_it(
    hit: Outcome, asked: str, shown: tuple[str | None, ...], cited: tuple[str, ...], within: bool
) -> None:
    citations = tuple(Cited("p/1", code, True, ()) for code in cited)
    outcome = replace(hit, case=replace(hit.case, region=asked), regions=shown, citations=citations)
    assert outcome.is_within_region() is within


def test_each_plan_is_wanted_once_and_what_is_more_takes_up_its_place(several: Outcome) -> None:
    ranking = ("x/1", "q/2", "q/1", "p/1")
    assert list(replace(several, ranking=ranking).met()) == ["x/1", "q", "q/1", "p"]
