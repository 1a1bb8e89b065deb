"""The tree to clauses: nothing lost, nothing twice, each unit where it is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index_build.structure.checks import structure as checks
from index_build.structure.clauses import cut
from qa.records import Clause

LABELS = [
    *(
        "第一章 ",
        "第二章 ",
        "第一条 ",
        "第一条（适用范围）",
        "一、",
        "二、",
        "三、",
        "（一）",
        "（二）",
        "（五）",
        "1.",
        "2、",
        "3．",
    ),
    *("（1）", "①", "目标：", "——", "", "", ""),
]
WORDS = [
    "总体要求",
    "健全机制。",
    "加强督查，落实责任。按期办结。",
    "指导思想：坚持统筹。",
    "各单位要制定具体方案。",
    "本规划由某局解释。",
]
UNITS = [
    "",
    "",
    "（牵头单位：甲局、乙局）",
    "（责任单位：丙局；完成时限：2025年底前）",
    "（甲局牵头，乙局配合）",
    "（试行）",
]
UNIT_LINES = ["牵头单位：甲局", "（责任单位：丙局）", "完成时限：2025年底前"]
LINE = st.tuples(*map(st.sampled_from, (LABELS, WORDS, UNITS))).map("".join) | st.sampled_from(UNIT_LINES)
PLANS = st.lists(LINE, max_size=25).map("\n".join)


def lines(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if line)


def outline(text: str) -> list[tuple[str, str, str]]:
    return [(c.id.removeprefix("x/"), c.heading, c.text) for c in cut("x", text)]


def by_id(text: str) -> dict[str, Clause]:
    return {c.id.removeprefix("x/"): c for c in cut("x", text)}


def named(clause: Clause) -> list[str]:
    return [f"{u.role}:{u.name}" for u in clause.units]


@given(PLANS | st.text())
def test_the_clauses_joined_are_the_text(text: str) -> None:
    assert "\n".join(text[slice(*c.span)] for c in cut("x", text)) == lines(text)


@given(PLANS | st.text())
def test_a_clause_ends_with_its_text_and_begins_with_its_label(text: str) -> None:
    for clause in cut("x", text):
        whole = text[slice(*clause.span)]
        between = whole.removeprefix(clause.label).removesuffix(clause.text)
        assert whole == clause.label + between + clause.text
        assert between.strip() in ("", "：")


@given(PLANS | st.text())
def test_ids_are_unique_and_places_count_on(text: str) -> None:
    found = cut("x", text)
    assert len({c.id for c in found}) == len({c.path for c in found}) == len(found)
    assert [c.ordinal for c in found] == list(range(len(found)))
    assert all(c.level == len(c.path) for c in found)


@given(PLANS | st.text())
def test_a_unit_is_what_stands_in_its_span(text: str) -> None:
    assert all(c.text[slice(*u.span)] == u.name for c in cut("x", text) for u in c.units)


@given(PLANS)
def test_every_unit_of_the_text_is_in_one_clause(text: str) -> None:
    found = [u.name for c in cut("x", text) for u in c.units]
    assert sorted(found) == sorted(name for name in ("甲局", "乙局", "丙局") for _ in range(text.count(name)))


@given(PLANS)
def test_only_a_heading_that_names_nobody_is_kept_from_the_searches(text: str) -> None:
    def is_heading(clause: Clause) -> bool:
        """Numbered, or one without a number, whose path has an h."""
        return bool(clause.label) or clause.id.rpartition(".")[2].rpartition("/")[2].startswith("h")

    assert all(c.searchable or (is_heading(c) and not c.units and "\n" not in c.text) for c in cut("x", text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "一、总体要求\n（一）指导思想：坚持统筹。",
            [("1", "总体要求", "总体要求"), ("1.1", "指导思想", "指导思想：坚持统筹。")],
        ),
        ("一、总体要求。\n（一）甲乙。", [("1", "总体要求", "总体要求。"), ("1.1", "", "甲乙。")]),
        ("一、总体要求\n加强领导。", [("1", "总体要求", "总体要求\n加强领导。")]),
        ("1. 甲。子", [("1", "甲", "甲。子")]),
        (
            "1.优化职能，提高效率，降低成本。精简机构。",
            [("1", "优化职能，提高效率，降低成本", "优化职能，提高效率，降低成本。精简机构。")],
        ),
        ("1.加强领导，落实责任。", [("1", "", "加强领导，落实责任。")]),
        ("第三条（适用范围）本办法适用于本县。", [("3", "适用范围", "（适用范围）本办法适用于本县。")]),
        ("第三条 （适用范围）本办法适用于本县。", [("3", "适用范围", "（适用范围）本办法适用于本县。")]),
        ("（一）协作\n目标：形成合力。", [("1", "协作", "协作"), ("1.目标", "目标", "形成合力。")]),
        (
            "14.落实审查制度，未经审查的，不得提交。（牵头单位：甲办）",
            [("14", "落实审查制度，未经审查的，不得提交", "落实审查制度，未经审查的，不得提交。（牵头单位：甲办）")],
        ),
        ("甲乙。\n丙丁。", [("前言", "", "甲乙。\n丙丁。")]),
    ],
)
def test_headings(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert outline(text) == expected


def test_paragraphs_that_name_their_own_units_are_clauses_of_their_own() -> None:
    found = by_id("5.强化监管\n清理规定。（牵头单位：甲局）\n加快建设。（牵头单位：乙局）")
    assert {k: named(c) for k, c in found.items()} == {"5": [], "5.p1": ["lead:甲局"], "5.p2": ["lead:乙局"]}
    assert [c.searchable for c in found.values()] == [False, True, True]
    assert found["5.p2"].trail == ("强化监管",)


def test_units_on_lines_of_their_own_belong_to_the_paragraph_above() -> None:
    text = "1.灌溉\n做好灌溉。\n牵头单位：甲局；配合单位：乙局等\n完成时限：2025年底前\n做好排水。\n牵头单位：丙局"
    found = by_id(text)
    assert named(found["1.p1"]) == ["lead:甲局", "support:乙局"]
    assert (found["1.p1"].deadline, found["1.p2"].deadline) == ("2025年底前", None)
    assert named(found["1.p2"]) == ["lead:丙局"]


def test_units_under_a_heading_line_belong_to_it() -> None:
    assert named(by_id("1.做好灌溉\n牵头单位：甲局\n2.排水")["1"]) == ["lead:甲局"]


def test_paragraphs_without_units_stay_one_clause() -> None:
    assert outline("1.灌溉\n做好灌溉。\n做好排水。") == [("1", "灌溉", "灌溉\n做好灌溉。\n做好排水。")]


def test_a_heading_with_one_paragraph_stays_one_clause_with_its_units() -> None:
    found = by_id("1.灌溉\n做好灌溉。（牵头单位：甲局）\n2.排水")
    assert {k: named(c) for k, c in found.items()} == {"1": ["lead:甲局"], "2": []}


def test_the_trail_names_what_stands_above() -> None:
    heading = "坚持统筹，依法办事，全面落实各项改革任务，持续提高行政效能，切实加强基层队伍建设"
    text = f"第一章 总则\n一、要求\n（一）{heading}。\n1.甲。乙。"
    assert cut("x", text)[-1].trail == ("总则", "要求", heading)


def test_gaps_and_repeats_are_reported_and_nothing_is_renumbered() -> None:
    found = cut("x", "三、甲\n做好。\n六、乙\n（一）丙。\n（一）丁。")
    assert [c.path for c in found] == [("三",), ("六",), ("六", "(一)"), ("六", "(一)-2")]
    notes = checks(found)
    assert "x/6：编号由3跳到6" in notes
    assert any(note.startswith("x/6.1-2：") for note in notes)


def test_a_number_that_runs_on_into_the_next_section_is_no_gap() -> None:
    assert checks(cut("x", "一、甲\n（一）乙。\n（二）丙。\n二、丁\n（三）戊。")) == []


def test_a_clause_far_too_long_is_reported() -> None:
    (note,) = checks(cut("x", "一、" + "加强领导。" * 1000))
    assert note.startswith("x/1：条款过长")
