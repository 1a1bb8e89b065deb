"""Plans of styles that the packaged ones do not have."""

import pytest

from index_build import catalogue
from index_build.read import read_page, read_plan
from qa.records import PlanText
from qa.regions import Regions, read_csv
from tests.index_build.structure.structures import STRUCTURES, Structure

REGIONS = Regions(read_csv(catalogue.packaged() / "regions.csv"))
styles = pytest.mark.parametrize("plan", STRUCTURES, ids=lambda plan: plan.style)


def read(raw: str) -> PlanText:
    return read_plan("x", read_page(raw, REGIONS), "x.txt", {}, REGIONS)


@styles
def test_tree(plan: Structure) -> None:
    clauses = read(plan.raw).clauses
    assert [(c.id.removeprefix("x/"), c.heading) for c in clauses] == [row[:2] for row in plan.rows]
    assert [c.text[: len(row[2])] for c, row in zip(clauses, plan.rows, strict=True)] == [row[2] for row in plan.rows]


@styles
def test_lines_left_out(plan: Structure) -> None:
    assert tuple(d.reason for d in read(plan.raw).dropped) == plan.dropped


@styles
def test_nothing_is_lost(plan: Structure) -> None:
    text = read(plan.raw)
    assert "\n".join(text.clean[slice(*c.span)] for c in text.clauses) == text.clean
    assert not [note for note in text.checks if "保留与剔除" in note or "目录中的" in note]


@styles
def test_the_same_with_line_ends_and_margins_of_another_system(plan: Structure) -> None:
    other = read(plan.raw.replace("\n", "\r\n") + "\r\n\r\n")
    assert other.clauses == read(plan.raw).clauses


def test_a_row_names_its_units_by_column() -> None:
    row = next(c for c in read(STRUCTURES[2].raw).clauses if c.id == "x/1.表1.1")
    assert [(u.role, u.name) for u in row.units] == [("lead", "县司法局"), ("support", "县教育局")]
    assert all(row.text[slice(*u.span)] == u.name for u in row.units)
    assert row.trail == ("分工", "序号 任务 责任单位 牵头 配合")


def test_a_row_has_the_deadline_of_its_column() -> None:
    rows = [c for c in read(STRUCTURES[0].raw).clauses if c.units]
    assert [(d.words, c.text[slice(*d.span)]) for c in rows for d in c.deadlines] == [
        ("6月底前", "6月底前"),
        ("长期坚持", "长期坚持"),
    ]
