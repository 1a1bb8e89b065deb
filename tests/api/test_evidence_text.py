"""A clause as plain text stands by itself: where it is from, and what holds for it."""

from dataclasses import replace

from api import evidence
from qa.records import Clause, Plan, RegionName, Unit

PLAN = Plan(
    id="1-2016",
    title="某县实施方案",
    region=RegionName("1", "某县", "某省某县"),
    issuer=None,
    document_number=None,
    years=None,
    issued=None,
    published=None,
    kind="实施方案",
    source="x.txt",
)
LEAD = Unit("lead", "县司法局", (0, 4), others=True)
ROW = Clause(
    id="1-2016/1.1",
    plan_id="1-2016",
    ordinal=1,
    path=("一", "1"),
    trail=("任务分工", "任务\t牵头单位"),
    level=2,
    label="1.",
    heading="",
    text="清理文件\t县政府办",
    units=(),
    deadlines=(),
    targets=(),
    span=(0, 11),
    heir_of="1-2016/1",
)


def test_a_row_has_the_names_of_its_columns_and_the_units_of_its_heading() -> None:
    assert evidence.text(ROW, PLAN, [LEAD]).split("\n") == [
        "某省某县《某县实施方案》",
        "任务分工 › 任务 | 牵头单位",
        "1.清理文件 | 县政府办",
        "（上级标题写明的单位：牵头单位：县司法局等）",
    ]


def test_units_of_its_own_are_told_once_and_damage_is_told() -> None:
    own = replace(ROW, text="由县司法局清理", units=(LEAD,), heir_of=None, mended=2)
    told = evidence.text(own, PLAN, own.units)
    assert told.count("县司法局") == 1
    assert told.endswith("（原文此条有2处乱码，已修复）")


def test_an_unnumbered_heading_stands_on_a_line_of_its_own_and_nothing_is_left_blank() -> None:
    named = replace(ROW, label="目标", heading="目标", text="建成法治政府。", trail=())
    assert evidence.text(named, replace(PLAN, region=None), ()).split("\n") == [
        "《某县实施方案》",
        "目标",
        "建成法治政府。",
    ]
    preface = replace(ROW, label="", text="为落实……", trail=())
    assert evidence.text(preface, PLAN, ()).split("\n") == ["某省某县《某县实施方案》", "为落实……"]
    assert evidence.clause_path(named) == "目标"
    assert evidence.title(named, PLAN) == "某县实施方案 › 目标"
