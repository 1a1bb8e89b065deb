from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.regions import Mention, Region, Regions, read_csv

ROWS = read_csv(Path(__file__).parents[2] / "corpus" / "regions.csv")
REGIONS = Regions(ROWS)
REGIONS.mentions("")  # loads the dictionary, outside the laws' deadlines
WITH_PLAN = frozenset({"440303", "110115", "422823", "440100"})
regions = st.sampled_from(ROWS)
FRAGMENTS = """的 和 、 ， 在 请问 由谁负责 法治政府建设 行政复议
县级 公安局 全市 各区 深圳 罗湖 大兴 鼓楼区 朝阳 火星市 市 县 区 A1 ？"""
sentences = st.lists(
    st.one_of(st.sampled_from(FRAGMENTS.split()), regions.map(lambda r: r.name), st.text(max_size=4)),
    max_size=8,
).map("".join)


def codes(mention: Mention) -> set[str]:
    return {region.code for region in mention.candidates}


def found(text: str, favoured: frozenset[str] = WITH_PLAN) -> list[tuple[str, list[str]]]:
    return [(m.text, [r.full_name for r in m.candidates]) for m in REGIONS.mentions(text, favoured)]


@given(regions)
def test_code_and_full_name_resolve_to_exactly_their_region(region: Region) -> None:
    assert REGIONS.resolve(region.full_name) == (region,)
    assert REGIONS.resolve(region.code) == (region,)


@given(regions)
def test_every_name_and_alias_resolves_to_its_region_among_others(region: Region) -> None:
    for name in (region.name, *region.aliases):
        assert region in REGIONS.resolve(name)
        for ancestor in REGIONS.ancestors(region.code):
            assert region in REGIONS.resolve(ancestor.name + name)


@given(regions, regions)
def test_within_agrees_with_ancestors_and_is_transitive(region: Region, other: Region) -> None:
    line = REGIONS.ancestors(region.code)
    assert REGIONS.is_within(region.code, region.code)
    assert REGIONS.is_within(region.code, other.code) == (other == region or other in line)
    for index, ancestor in enumerate(line):
        assert not REGIONS.is_within(ancestor.code, region.code)
        assert REGIONS.ancestors(ancestor.code) == line[index + 1 :]


@given(sentences, st.sets(regions.map(lambda r: r.code), max_size=5))
def test_spans_are_verbatim_ascending_and_disjoint(text: str, favoured: set[str]) -> None:
    position = 0
    for mention in REGIONS.mentions(text, favoured):
        start, end = mention.span
        assert position <= start < end
        assert text[start:end] == mention.text
        position = end


@given(sentences, st.sets(regions.map(lambda r: r.code), max_size=5))
def test_candidates_bear_a_name_that_ends_the_mention(text: str, favoured: set[str]) -> None:
    for mention in REGIONS.mentions(text, favoured):
        for region in mention.candidates:
            assert mention.text.endswith((region.name, *region.aliases))


@settings(max_examples=200)
@given(regions)
def test_a_full_name_is_one_mention_of_its_region(region: Region) -> None:
    (mention,) = REGIONS.mentions(f"请问{region.full_name}的行政复议由谁负责？")
    assert mention.text == region.full_name
    assert mention.candidates == (region,)


def test_the_file_is_sorted_unique_and_its_parents_exist() -> None:
    listed = [region.code for region in ROWS]
    assert listed == sorted(set(listed))
    for region in ROWS:
        assert (region.parent is None) == (region.level == "province")
        parent = REGIONS.get(region.parent) if region.parent else None
        assert region.full_name == (parent.full_name if parent else "") + region.name
        assert all(len(alias) >= 2 and alias != region.name for alias in region.aliases)


@pytest.mark.parametrize(
    ("code", "full_name", "parent"),
    [
        ("110115", "北京市大兴区", "110000"),
        ("440303", "广东省深圳市罗湖区", "440300"),
        ("422823", "湖北省恩施土家族苗族自治州巴东县", "422800"),
        ("429004", "湖北省仙桃市", "420000"),
        ("500237", "重庆市巫山县", "500000"),
    ],
)
def test_pseudo_levels_are_left_out(code: str, full_name: str, parent: str) -> None:
    region = REGIONS.get(code)
    assert region is not None
    assert (region.full_name, region.parent) == (full_name, parent)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("南京鼓楼区", {"320106"}),
        ("江苏省鼓楼区", {"320106", "320302"}),
        ("深圳 罗湖", {"440303"}),
        ("恩施州", {"422800"}),
        ("巴马", {"451227"}),
        ("内蒙古", {"150000"}),
        ("吉林", {"220000", "220200"}),
        ("密云县", {"110118"}),
        ("无此地", set()),
        ("", set()),
    ],
)
def test_resolve(name: str, expected: set[str]) -> None:
    assert {region.code for region in REGIONS.resolve(name)} == expected


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("湖北省恩施州巴东县的行政复议由谁负责", "湖北省恩施州巴东县", {"422823"}),
        ("深圳罗湖怎么推进法治政府建设", "深圳罗湖", {"440303"}),
        ("那罗湖呢", "罗湖", {"440303"}),
        ("大兴行政复议谁负责", "大兴", {"110115"}),
        ("大兴区委依法治区办负责什么", "大兴区", {"110115"}),
        ("围绕法治巴东建设总体目标", "巴东", {"422823"}),
        ("南京市鼓楼区的规划", "南京市鼓楼区", {"320106"}),
        ("广州的天河区", "广州的天河区", {"440106"}),
        ("上海市浦东新区的方案", "上海市浦东新区", {"310115"}),
        ("上海浦东新区何时建成", "上海浦东新区", {"310115"}),
        ("鼓楼区有哪些要求", "鼓楼区", {"320106", "320302", "350102", "410204"}),
        ("通州的规划", "通州", {"110112", "320612"}),
        ("浙江怎么做", "浙江", {"330000"}),
        ("东莞的规划", "东莞", {"441900"}),
        ("吉林的规划", "吉林", {"220000"}),
        ("恩施的规划", "恩施", {"422800"}),
        ("请问沙县的规划", "沙县", {"350405"}),
    ],
)
def test_one_region_is_named(text: str, name: str, expected: set[str]) -> None:
    (mention,) = REGIONS.mentions(text, WITH_PLAN)
    assert (mention.text, codes(mention)) == (name, expected)


def test_a_parent_elsewhere_and_a_plan_at_hand_disambiguate() -> None:
    assert found("在江苏，南京和鼓楼区的规划")[-1] == ("鼓楼区", ["江苏省南京市鼓楼区"])
    assert found("朝阳区的规划", frozenset({"110105"})) == [("朝阳区", ["北京市朝阳区"])]
    assert len(found("朝阳区的规划")[0][1]) == 2


def test_several_regions_keep_their_order() -> None:
    assert [name for name, _ in found("比较巴东、大兴和罗湖的行政执法")] == ["巴东", "大兴", "罗湖"]
    assert [name for name, _ in found("广东省和罗湖区的规划")] == ["广东省", "罗湖区"]


@pytest.mark.parametrize(
    "text",
    [
        "公安局负责什么",
        "公共资源交易由谁负责",
        "行政和刑事衔接",
        "市和县人民政府",
        "完成县级任务",
        "相应县级人民政府",
        "应县级以上人民政府要求",
        "各县、全县、本县、我县、市中区",
        "和平、民主、团结、安全、平安、开发、新城、长安、东方、文明、兴安",
        "如何大兴调查研究之风",
        "大兴土木由谁管",
        "法治政府建设",
        "城区、矿区、郊区的应诉",
        "中山装",
        "应当会同县（市）主管部门",
        "由市、沿河县（市、区）人民政府",
        "北京大学的章程",
        "日照的时间",
        "罗湖村的复议",
        "巴东镇的信访",
    ],
)
def test_common_words_name_no_region(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("火星市的行政复议由谁负责", "火星市"),
        ("请问幸福县谁负责普法", "幸福县"),
        ("湖北省幸福县谁负责普法", "湖北省幸福县"),
    ],
)
def test_an_unlisted_region_is_named_without_candidates(text: str, name: str) -> None:
    assert found(text) == [(name, [])]


@pytest.mark.parametrize(
    "place",
    """全市 各区 本县 我市 该县 哪个县 社区 园区 辖区 市区 景区 乡镇 示范区 先行区
    开发区 自贸区 自治区 城区 地区 某市 某县 贫困县""".split(),  # noqa: SIM905
)
def test_kinds_of_place_are_no_names(place: str) -> None:
    assert found(f"请问{place}的规划由谁负责") == []
    assert found(f"{place}政府的职责") == []


@pytest.mark.parametrize(
    ("name", "code"),
    [("襄樊市", "420600"), ("北京市崇文区", "110101"), ("上海市闸北区", "310106"), ("莱芜市莱城区", "370116")],
)
def test_a_former_name_is_its_successor(name: str, code: str) -> None:
    assert {c for mention in REGIONS.mentions(f"请问{name}的法治政府建设由谁负责？") for c in codes(mention)} == {code}


def test_former_names_are_aliases_with_a_year_and_never_names_of_today() -> None:
    today = {region.name for region in ROWS}
    former = [(region, name, year) for region in ROWS for name, year in region.former]
    assert len(former) > 60
    assert all(name in region.aliases and 1980 < year < 2024 for region, name, year in former)
    assert not today & {name for _, name, _ in former}
