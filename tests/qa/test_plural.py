"""Words that ask several places at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import plural

WORDS = st.lists(st.sampled_from(["各地", "哪些地方", "比较", "和", "的", "普法宣传", "规定了", "分别", "，", "市"]))


@pytest.mark.parametrize(
    ("text", "each"),
    [
        ("各地怎么规定普法", True),
        ("哪些地方规定了听证", True),
        ("哪几个县设了法律顾问", True),
        ("各个地方怎么说", True),
        ("哪个地方要公开账目", True),
        ("所有规划里的考核", True),
        ("这三份方案有什么不同", True),
        ("在哪个地方公开结果", False),
        ("由哪个区分管", False),
        ("各部门怎么分工", False),
        ("市场监管怎么做", False),
        ("哪些市场主体受罚", False),
    ],
)
def test_whether_each_plan_is_asked(text: str, each: bool) -> None:
    assert plural.asks_each(text) is each


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("哪些地方规定了行政调解", "行政调解"),
        ("哪些规划里都提到了碳排放", "碳排放"),
        ("各地对电子政务有什么不同", "电子政务"),
        # What is left of 比较甲县和乙县的普法宣传.
        ("比较和的普法宣传", "普法宣传"),
        ("、、和分别怎么管理印章", "怎么管理印章"),
        ("普法宣传的异同", "普法宣传"),
        ("普法宣传", "普法宣传"),
        ("各地", "各地"),
    ],
)
def test_what_is_asked_about(text: str, left: str) -> None:
    assert plural.without(text) == left


@given(WORDS.map("".join) | st.text(max_size=30))
def test_something_is_left_and_nothing_is_added(text: str) -> None:
    left = plural.without(text)
    assert bool(left) == bool(text)
    assert not set(left) - set(text) - {" "}


@given(st.text("普法宣传考核信访", min_size=1, max_size=12))
def test_a_topic_is_the_same_however_it_is_asked_of_all(topic: str) -> None:
    assert plural.without(f"各地{topic}") == plural.without(f"哪些地方规定了{topic}") == topic
