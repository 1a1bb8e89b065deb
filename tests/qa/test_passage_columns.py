"""What filters let through, in rows: against asking row by row, with rows of removed plans among the others."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qa.arrays import Ids
from qa.columns import Columns


@st.composite
def some_columns(draw: st.DrawFn) -> Columns:
    """Plans of some clauses, clauses of some passages, and runs of dead rows between them."""
    clause, plan, places, numbers = [], [], 0, 0
    for alive, clauses in draw(st.lists(st.tuples(st.booleans(), st.lists(st.integers(0, 3), max_size=4)), max_size=8)):
        for passages in clauses:
            clause += [numbers] * passages
            plan += [places if alive else -1] * passages
            numbers += 1
        places += alive
    plans = np.array(plan, np.int64)
    flags = np.zeros(len(plans), bool)
    return Columns(np.array(clause, np.int64), plans, flags, flags)


def ids(most: int) -> st.SearchStrategy[Ids]:
    return st.sets(st.integers(0, most)).map(lambda found: np.array(sorted(found), np.int64))


@given(some_columns(), st.none() | ids(9), st.none() | ids(30))
def test_rows_let_through_are_those_that_pass_one_by_one(
    columns: Columns, plans: Ids | None, clauses: Ids | None
) -> None:
    passing = [
        row
        for row, (clause, plan) in enumerate(zip(columns.clause.tolist(), columns.plan.tolist(), strict=True))
        if plan >= 0 and (plans is None or plan in plans) and (clauses is None or clause in clauses)
    ]
    allowed = columns.allowed(plans, clauses)
    assert (np.arange(len(columns.plan)) if allowed is None else allowed).tolist() == passing


@given(some_columns(), ids(30))
def test_passages_of_clauses_are_found(columns: Columns, clauses: Ids) -> None:
    assert columns.passages(clauses).tolist() == np.flatnonzero(np.isin(columns.clause, clauses)).tolist()


def test_a_filter_that_lets_all_through_costs_what_none_does() -> None:
    plan = np.repeat(np.arange(3), 2)
    columns = Columns(np.arange(6), plan, plan > 0, plan > 0)
    assert columns.allowed(np.arange(3), None) is None
    assert columns.allowed(np.arange(2), None) is not None
