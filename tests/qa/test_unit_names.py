"""A unit's names joined: by the table and by region, never further."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.text import key
from qa.unit_names import body, canonical, entries, is_named, same

TABLE = entries()
BODY = st.sampled_from(TABLE).map(lambda entry: (entry[0], *entry[1]))
REGION = st.sampled_from(["", "县", "市", "区", "省", "州", "巴东县", "湖北省恩施州巴东县", "罗湖区", "广州市"])
BETWEEN = st.sampled_from(["", "人民政府", "政府"])
NAME = st.builds(lambda r, b, names, k: r + b + names[k % len(names)], REGION, BETWEEN, BODY, st.integers(0, 20))
ANY = NAME | st.sampled_from(["各有关部门", "教育和体育局、", "（县）法制办", ""]) | st.text(max_size=8)


@given(ANY)
def test_a_canonical_name_is_its_own(name: str) -> None:
    assert canonical(canonical(name)) == canonical(name)
    assert body(canonical(name)) == body(name)
    assert canonical(name).endswith(body(name))


@given(ANY, ANY)
def test_same_is_reflexive_and_symmetric(a: str, b: str) -> None:
    assert same(a, a)
    assert same(a, b) == same(b, a)
    assert same(a, b) <= (body(a) == body(b))


@given(REGION, BETWEEN, BODY)
def test_all_names_of_a_body_are_one(region: str, between: str, names: tuple[str, ...]) -> None:
    assert {canonical(region + name) for name in names} == {canonical(region + between + names[0])}
    assert all(same(region + name, names[0]) for name in names)


@given(REGION, REGION, BODY, BODY, st.integers(0, 20), st.integers(0, 20))
def test_two_bodies_are_never_one(
    region: str, other: str, one: tuple[str, ...], two: tuple[str, ...], i: int, j: int
) -> None:
    assert same(region + one[i % len(one)], other + two[j % len(two)]) <= (one == two)


@given(ANY, ANY)
def test_what_is_named_holds_the_word_or_is_the_same(wanted: str, name: str) -> None:
    assert is_named(wanted, wanted)
    assert is_named(wanted, name) <= (key(wanted) in key(name) or same(wanted, name))


def test_no_name_stands_for_two_bodies() -> None:
    names = [*chain.from_iterable((official, *short) for official, short in TABLE)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "names",
    [
        "县法制办 县政府法制办 县人民政府法制办公室 巴东县政府法制办公室 法制办",
        "县政府 县人民政府 巴东县人民政府",
        "县人社局 县人力资源和社会保障局",
        "市发改委 市发展和改革委员会 市发改局",
        "区住建局 区住房和城乡建设局 罗湖区住房城乡建设局",
        "市市场监督管理局 市市监局 市场监管局",
        "县自规局 县自然资源和规划局",
        "县卫健委 县卫生健康委员会 县卫健局",
        "县编办 县委编办 县机构编制委员会办公室 县委机构编制委员会办公室",
        "县教体局 县教育和体育局",
        "区文旅局 区文化和旅游局",
        "县医保局 县医疗保障局",
        "区城管局 区城市管理（综合行政）执法局 区城市管理局",
        "县委组织部 县组织部",
        "县委政法委 县政法委员会",
        "县法院 县人民法院",
        "省检察院 湖北省人民检察院",
        "县纪委监委 县纪律检查委员会监察委员会",
        "县政府办 县政府办公室 县人民政府办公室",
        "各乡镇政府 各乡镇人民政府",
    ],
)
def test_names_of_one_body(names: str) -> None:
    first, *others = names.split(" ")
    assert all(same(first, other) for other in others)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("县法制办", "市法制办"),
        ("巴东县司法局", "秭归县司法局"),
        ("区司法局", "宁夏回族自治区司法局"),
        ("县法制办", "县司法局"),
        ("县国土局", "县自然资源局"),
        ("教育局", "教育和体育局"),
        ("县委办", "县政府办"),
        ("县政府", "县政府办公室"),
        ("镇政府", "各乡镇人民政府"),
        ("人民政府", "各乡镇人民政府"),
        ("县人大", "县人大常委会"),
        ("县纪委", "县监委"),
        ("县委办公室", "县委全面依法治县委员会办公室"),
        ("甲局", "乙局"),
    ],
)
def test_names_of_two_bodies(a: str, b: str) -> None:
    assert not same(a, b)


def test_a_filter_without_a_region_finds_every_level() -> None:
    assert all(is_named("法制办", name) for name in ("县政府法制办", "市人民政府法制办公室", "县法制办"))
    assert not is_named("县法制办", "市政府法制办")
    assert is_named("司法局", "巴东县司法局（行政复议局）")
    assert not is_named("教育局", "县教育和体育局")


def test_the_plan_says_whose_county_is_meant() -> None:
    home = "湖北省恩施土家族苗族自治州巴东县"
    assert is_named("巴东县法制办", "县政府法制办", home)
    assert is_named("恩施州法制办", "州政府法制办", home)
    assert is_named("湖北省恩施州巴东县法制办", "县政府法制办", home)
    assert not is_named("秭归县法制办", "县政府法制办", home)
    assert not is_named("巴东县法制办", "县政府法制办")
