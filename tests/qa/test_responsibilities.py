"""The list of responsibilities: nothing charged is lost or told twice, and every word of it is the plan's."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.records import Clause, Deadline, Plan, Role, Unit
from qa.responsibilities import ORDERS, DutyList, Order, Wanted, duty_list, entry, ordered, selected, task, unnamed
from qa.service import Service
from qa.unit_names import same

_NAMES = [
    *("县司法局", "司法局", "市司法局", "县法制办", "县政府法制办"),
    *("县编办", "各乡镇政府", "县发展改革局", "县发改局"),
]
_ROLES: list[Role] = ["lead", "responsible", "support"]
PLAN = Plan("p", "某县规划", None, None, None, None, None, None, "规划", "x")


Named = tuple[tuple[Role, str], ...]


def clause(n: int, text: str = "加强培训。", units: Named = (), heir_of: str | None = None) -> Clause:
    """Its units stand in a bracket behind the text."""
    found = []
    for role, name in units:
        text += f"（{role}：{name}）"
        found.append(Unit(role, name, (len(text) - 1 - len(name), len(text) - 1)))
    return Clause(
        f"p/{n}", "p", n, (str(n),), (), 1, "", "", text, tuple(found), (), (), (0, len(text)), heir_of=heir_of
    )


@st.composite
def plans(draw: st.DrawFn) -> list[Clause]:
    """Clauses with units, with those of an earlier one, or with none; some with deadlines, some bare headings."""
    clauses: list[Clause] = []
    for n in range(draw(st.integers(0, 8))):
        units = tuple(draw(st.lists(st.tuples(st.sampled_from(_ROLES), st.sampled_from(_NAMES)), max_size=4)))
        heads = [c.id for c in clauses if c.units]
        heir = draw(st.sampled_from(heads)) if heads and not units and draw(st.booleans()) else None
        made = clause(n, units=units, heir_of=heir)
        days = draw(st.lists(st.sampled_from([None, "2020-12-31", "2017-06-30"]), max_size=2))
        made = replace(made, deadlines=tuple(Deadline(f"{day}前", (0, 1), day) for day in days))
        clauses.append(replace(made, searchable=draw(st.booleans())))
    return clauses


def charged(listed: DutyList) -> list[tuple[str, Role, str]]:
    return [(d.clause.id, d.unit.role, d.unit.name) for body in listed.bodies for d in body.duties]


@settings(deadline=None)
@given(plans())
def test_every_unit_of_every_clause_stands_there_once(clauses: list[Clause]) -> None:
    listed = duty_list(PLAN, clauses)
    by_id = {c.id: c for c in clauses}
    expected = {(c.id, u.role, u.name) for c in clauses for u in (by_id[c.heir_of] if c.heir_of else c).units}
    assert len(charged(listed)) == len(set(charged(listed)))
    assert set(charged(listed)) == expected
    for body in listed.bodies:
        for duty in body.duties:
            assert duty.source.text[slice(*duty.unit.span)] == duty.unit.name
            assert duty.is_inherited == bool(duty.clause.heir_of)


@settings(deadline=None)
@given(plans())
def test_a_clause_is_charged_or_unnamed_or_a_bare_heading(clauses: list[Clause]) -> None:
    listed = duty_list(PLAN, clauses)
    with_units = {id_ for id_, _, _ in charged(listed)}
    without = {c.id for c in listed.unnamed}
    assert with_units.isdisjoint(without)
    assert {c.id for c in clauses if c.searchable} <= with_units | without
    assert without <= {c.id for c in clauses if c.searchable}


@settings(deadline=None)
@given(plans())
def test_only_names_of_one_body_stand_together(clauses: list[Clause]) -> None:
    bodies = duty_list(PLAN, clauses).bodies
    assert all(same(a, b) for body in bodies for a in body.names for b in body.names)
    names = [name for body in bodies for name in body.names]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("by", ORDERS)
@settings(deadline=None)
@given(clauses=plans(), descending=st.booleans())
def test_sorting_moves_and_loses_nothing(by: Order, clauses: list[Clause], descending: bool) -> None:
    listed = duty_list(PLAN, clauses)
    duties = ordered(listed.bodies, by, descending)
    assert sorted((d.clause.id, d.unit.role, d.unit.name) for d in duties) == sorted(charged(listed))
    if by == "deadline":
        days = [min((d.by for d in duty.clause.deadlines if d.by), default=None) for duty in duties]
        known = [day for day in days if day]
        assert days == sorted(known, reverse=descending) + [None] * (len(days) - len(known))
    if by == "task":
        places = [duty.clause.ordinal for duty in duties]
        assert places == sorted(places, reverse=descending)


@settings(deadline=None)
@given(plans(), st.sampled_from(["", *_NAMES]), st.sampled_from([None, *_ROLES]), st.sampled_from(["", "培训", "火星"]))
def test_what_is_selected_answers_to_every_condition(
    clauses: list[Clause], unit: str, role: Role | None, words: str
) -> None:
    listed = duty_list(PLAN, clauses)
    found = selected(listed, Wanted(unit, role, words))
    assert {d for body in found for d in body.duties} <= {d for body in listed.bodies for d in body.duties}
    assert all(body.duties for body in found)
    assert all(role in (None, d.unit.role) and words in d.clause.text for body in found for d in body.duties)
    if not unit and not role and not words:
        assert found == listed.bodies
    if unit in {name for body in listed.bodies for name in body.names}:
        assert len(found) <= 1
        assert all(unit in body.names for body in found)


def test_two_names_of_one_body_stand_together_and_a_third_that_fits_only_one_does_not() -> None:
    listed = duty_list(PLAN, [clause(1, units=(("lead", "县法制办"),)), clause(2, units=(("lead", "县政府法制办"),))])
    assert [body.names for body in listed.bodies] == [("县法制办", "县政府法制办")]
    three = [clause(n, units=(("lead", name),)) for n, name in enumerate(("司法局", "县司法局", "市司法局"))]
    assert [body.names for body in duty_list(PLAN, three).bodies] == [("市司法局",), ("司法局",), ("县司法局",)]


def test_names_stand_in_the_order_of_their_sounds() -> None:
    names = ["综治办", "财政局", "编办", "发改局"]
    listed = duty_list(PLAN, [clause(n, units=(("lead", name),)) for n, name in enumerate(names)])
    assert [body.name for body in listed.bodies] == ["编办", "财政局", "发改局", "综治办"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("完善办法。每年检查一次。", "完善办法。"),
        ("完善办法", "完善办法"),
        ("1\t制定本年度目录\t县水利局\t12月", "制定本年度目录"),
    ],
)
def test_a_task_is_the_first_sentence_or_the_cell(text: str, expected: str) -> None:
    found = clause(1, text)
    assert task(found) == expected
    name = Unit("lead", "县水利局", (text.find("县水利局"), text.find("县水利局") + 4))
    assert task(replace(found, units=(name,) if "水利局" in text else ())) == expected


def test_a_task_ends_before_the_bracket_with_its_units() -> None:
    assert task(clause(1, "完善考评办法", (("lead", "县编办"),))) == "完善考评办法"
    assert task(clause(1, "完善考评（含年度考评）办法", (("lead", "县编办"),))) == "完善考评（含年度考评）办法"
    assert task(clause(1, "", (("lead", "县编办"),))) == "（lead：县编办）"
    running = "开展评查（含自查），由县编办负责。每年一次。"
    unit = Unit("lead", "县编办", (11, 14))
    assert running[slice(*unit.span)] == unit.name
    assert task(replace(clause(1, running), units=(unit,))) == "开展评查（含自查），由县编办负责。"


def test_a_label_stands_before_the_task_once() -> None:
    assert entry(replace(clause(1), label="3.", heading="加强培训")) == "3.加强培训"
    assert entry(replace(clause(1), label="目标", heading="目标")) == "目标"


def test_every_task_of_every_plan_is_verbatim(service: Service) -> None:
    for plan in service.plans():
        for found in service.clauses(plan.id):
            assert task(found)
            assert task(found) in (found.label, found.heading) or task(found) in found.text


def test_words_are_looked_for_in_the_clause_its_unit_and_what_is_above(service: Service) -> None:
    listed = service.duties("422823-2016")
    both = selected(listed, Wanted(words="行政复议 县编办"))
    assert "422823-2016/2.6.32" in {duty.clause.id for body in both for duty in body.duties}
    assert selected(listed, Wanted(words="火星")) == ()
    assert selected(listed, Wanted(words="依法有效化解社會矛盾糾紛"))
    assert unnamed(listed, "") == listed.unnamed
    assert len(unnamed(listed, "目标")) < len(listed.unnamed)


def test_a_unit_that_is_not_listed_is_part_of_a_name(service: Service) -> None:
    listed = service.duties("422823-2016")
    assert [b.name for b in selected(listed, Wanted(unit="县政府"))] == ["县政府办公室", "县政府法制办", "县政府各部门"]
    assert [b.name for b in selected(listed, Wanted(unit="县政府办公室"))] == ["县政府办公室"]
