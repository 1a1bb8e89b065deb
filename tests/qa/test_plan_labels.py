"""What plans are called side by side."""

from hypothesis import given
from hypothesis import strategies as st

from qa.labels import labels
from qa.records import Plan, RegionName

REGIONS = [
    None,
    RegionName("320106", "鼓楼区", "江苏省南京市鼓楼区"),
    RegionName("350102", "鼓楼区", "福建省福州市鼓楼区"),
    RegionName("440303", "罗湖区", "广东省深圳市罗湖区"),
]
DRAWN = st.lists(st.tuples(st.sampled_from(REGIONS), st.sampled_from(["规划", "方案"])), max_size=6)


def plan(number: int, region: RegionName | None, title: str) -> Plan:
    return Plan(f"p{number}", title, region, None, None, None, None, None, "规划", "x.txt")


@given(DRAWN)
def test_each_is_called_another(drawn: list[tuple[RegionName | None, str]]) -> None:
    found = labels(plan(i, region, title) for i, (region, title) in enumerate(drawn))
    assert len(set(found.values())) == len(found) == len(drawn)


def test_no_more_is_said_than_tells_them_apart() -> None:
    nanjing, fuzhou, luohu = (plan(i, REGIONS[i], "规划") for i in (1, 2, 3))
    assert list(labels([nanjing, luohu]).values()) == ["鼓楼区", "罗湖区"]
    assert list(labels([nanjing, fuzhou]).values()) == ["江苏省南京市鼓楼区", "福建省福州市鼓楼区"]
    twice = labels([luohu, plan(9, REGIONS[3], "方案"), plan(0, None, "某市要点")])
    assert list(twice.values()) == ["广东省深圳市罗湖区《规划》", "广东省深圳市罗湖区《方案》", "某市要点"]
