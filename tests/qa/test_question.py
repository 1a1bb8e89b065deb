from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa import question
from qa.errors import InvalidRequest
from qa.filters import Filters
from qa.homes import Homes
from qa.question import LONGEST_QUESTION, Question
from qa.records import Plan, RegionName
from qa.regions import Regions, read_csv
from qa.text import fold

REGIONS = Regions(read_csv(Path(__file__).parents[2] / "corpus" / "regions.csv"))
PLACES = st.sampled_from(["罗湖", "巴东县", "鼓楼区", "火星市", "某市", "湖北各县", "《广州市办法》", "乾县", "深圳的"])
ASKINGS = st.sampled_from(["由谁牵头", "行政复议", "有什么要求", "？", "和", "，", "的"])
TEXTS = st.lists(PLACES | ASKINGS | st.text(max_size=3), max_size=8).map("".join)


def plan(plan_id: str, code: str | None) -> Plan:
    region = REGIONS.get(code) if code else None
    name = RegionName(region.code, region.name, region.full_name) if region else None
    return Plan(plan_id, "规划", name, None, None, None, None, None, "规划", "p.txt")


PLANS = {
    p.id: p
    for p in (plan("luohu", "440303"), plan("badong", "422823"), plan("guangzhou", "440100"), plan("unnamed", None))
}
GULOUS = {p.id: p for p in (plan("nanjing", "320106"), plan("fuzhou", "350102"))}


def understood(text: str) -> Question:
    return question.understand(text, REGIONS, Homes.of(PLANS.values()))


def codes(text: str) -> list[str]:
    return [region.code for region in understood(text).scope.regions]


@pytest.mark.parametrize("name", ["罗湖", "罗湖区", "羅湖區", "深圳罗湖", "深圳市罗湖区", "广东省深圳市罗湖区", "羅湖"])
def test_every_name_of_a_place_means_it(name: str) -> None:
    assert codes(f"{name}的行政复议由谁负责") == ["440303"]
    assert codes(f"请问{name}如何清理规范性文件？") == ["440303"]


def test_names_whose_characters_simplify_are_still_found() -> None:
    for region in (REGIONS.get("610424"), REGIONS.get("220723")):
        assert region is not None
        assert REGIONS.resolve(fold(region.full_name)) == (region,)
        assert understood(f"{region.full_name}的信访由谁负责").absent == (region.name,)
    assert understood("陝西乾縣的信訪由誰負責").absent == ("乾县",)
    assert understood("若干县的信访由谁负责").absent == ()


@pytest.mark.parametrize(
    ("text", "regions", "absent"),
    [
        ("火星市的行政复议由谁负责", [], ("火星市",)),
        ("鼓楼区的行政复议由谁负责", [], ("鼓楼区",)),
        ("湖北省的行政复议由谁负责", [], ("湖北省",)),
        ("湖北各县的行政复议由谁负责", ["422823"], ()),
        ("广东省各地的行政复议由谁负责", ["440303", "440100"], ()),
        ("巴东县和罗湖区的信访", ["422823", "440303"], ()),
        ("巴东县和上海市的信访", ["422823"], ("上海市",)),
        ("《湖北省行政问责办法》由谁落实", [], ()),
        ("落实《火星市考核办法》有哪些措施", [], ()),
        ("巴东落实《湖北省行政问责办法》", ["422823"], ()),
        ("行政复议由谁负责", [], ()),
    ],
)
def test_scope_and_places_without_a_plan(text: str, regions: list[str], absent: tuple[str, ...]) -> None:
    asked = understood(text)
    assert sorted(r.code for r in asked.scope.regions) == sorted(regions)
    assert asked.absent == absent


def test_a_name_of_several_places_means_the_one_with_a_plan() -> None:
    one, two = Homes.of([GULOUS["nanjing"]]), Homes.of(GULOUS.values())
    assert [r.code for r in question.understand("鼓楼区的信访", REGIONS, one).scope.regions] == ["320106"]
    both = question.understand("鼓楼区的信访", REGIONS, two)
    assert {r.code for r in both.scope.regions} == {"320106", "350102"}
    assert both.several
    parent = question.understand("福州鼓楼区的信访", REGIONS, two)
    assert [r.code for r in parent.scope.regions] == ["350102"]


def test_a_place_without_a_name_means_the_plans_without_a_region() -> None:
    asked = understood("某市的考核由谁牵头")
    assert (asked.plans, asked.scope.regions, asked.role) == (("unnamed",), (), "lead")
    assert not asked.several


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("罗湖区的信访", False),
        ("罗湖和巴东的信访", True),
        ("某市和罗湖的信访", True),
        ("各地的信访", True),
        ("信访", False),
    ],
)
def test_whether_each_region_answers_for_itself(text: str, several: bool) -> None:
    assert understood(text).several is several


def test_the_topic_leaves_places_and_askings_out() -> None:
    asked = understood("请问羅湖區的行政復議由誰牽頭？")
    assert (asked.topic, asked.role, asked.charged) == ("行政复议", "lead", True)
    assert asked.text == "请问羅湖區的行政復議由誰牽頭？"


@settings(deadline=None)
@given(TEXTS)
def test_any_text_is_understood_alike_in_its_folded_form(text: str) -> None:
    asked = understood(text)
    folded = understood(fold(text))
    assert (asked.topic, asked.scope, asked.absent) == (folded.topic, folded.scope, folded.absent)
    assert {r.code for r in asked.scope.regions} <= {p.region.code for p in PLANS.values() if p.region}
    assert asked.asks_units or (asked.role is None and not asked.charged)


@given(st.text())
def test_a_check_returns_the_text_trimmed_or_refuses(text: str) -> None:
    try:
        checked = question.check(text)
    except InvalidRequest:
        return
    assert checked == text.strip()
    assert 0 < len(checked) <= LONGEST_QUESTION
    checked.encode()


@pytest.mark.parametrize(
    "text", ["", " \n　", "问" * (LONGEST_QUESTION + 1), "问\x00题", "问\x1b题", "问\ud800题", "\x7f问"]
)
def test_what_is_refused(text: str) -> None:
    with pytest.raises(InvalidRequest) as refusal:
        question.check(text)
    assert refusal.value.field == "question"


def test_what_is_accepted() -> None:
    assert question.check(" 第一行\n第二行\t？ ") == "第一行\n第二行\t？"
    assert question.check("问" * LONGEST_QUESTION)


@settings(deadline=None)
@given(TEXTS, st.lists(st.sampled_from([*PLANS, "none"])).map(tuple))
def test_a_question_only_narrows_the_filters_given(text: str, given_plans: tuple[str, ...]) -> None:
    asked = understood(text)
    given_filters = Filters(plans=given_plans)
    confined = question.confine(asked, given_filters, PLANS)
    for p in PLANS.values():
        if confined.matches_plan(p, REGIONS):
            assert given_filters.matches_plan(p, REGIONS)
            scoped = {r.code for r in asked.scope.regions}
            assert not (scoped or asked.plans) or p.id in asked.plans or (p.region and p.region.code in scoped)
