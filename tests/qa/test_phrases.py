import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import phrases, plural
from qa.text import fold

SCRAPS = "谁 哪个部门 哪些单位 牵头 配合 负责 责任单位 由 管 的 ， ？ 某市 各地 复议 请问 什么 规定 根据 文件 、 多少"
ASKINGS = st.lists(st.sampled_from(SCRAPS.split()) | st.text(max_size=3).map(fold), max_size=12).map("".join)

CHARGED = [
    "信访谁牵头",
    "信访由哪个部门负责",
    "信访的责任单位是谁",
    "信访归哪个局管",
    "牵头办信访的是哪几家单位",
    "信访该找谁",
    "信访由哪四家牵头",
    "责任在哪几个单位",
    "这项任务的承担部门有哪些",
    "由哪两家承办",
]
DOERS = [
    "清单由谁制定",
    "让谁组织听证",
    "任务分给了哪些",
    "哪个机构审查合同",
    "哪级政府承担这些事项",
    "哪些学校要开设这门课",
    "由哪几个部门组成",
]
NEITHER = [
    "信访怎么办理",
    "落实谁执法谁普法责任制",
    "怎样加强管理",
    "负责人出庭应诉有什么要求",
    "牵头任务有哪些要求",
    "向哪个部门报告",
    "对哪些单位检查",
    "决策承办单位要做什么",
    "承办单位应当提供哪些材料",
]


@pytest.mark.parametrize("text", CHARGED)
def test_asks_for_a_body_in_charge(text: str) -> None:
    assert phrases.asks_charged(text)


@pytest.mark.parametrize("text", DOERS)
def test_asks_for_a_body_that_does_something(text: str) -> None:
    assert phrases.asks_doer(text)
    assert not phrases.asks_charged(text)


@pytest.mark.parametrize("text", NEITHER)
def test_asks_for_no_body(text: str) -> None:
    assert not phrases.asks_charged(text)
    assert not phrases.asks_doer(text)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("谁牵头", "lead"),
        ("由哪个局主办", "lead"),
        ("哪些单位配合", "support"),
        ("谁协办", "support"),
        ("责任单位是哪些", "responsible"),
        ("责任部门是谁", "responsible"),
        ("由谁负责", None),
        ("谁牵头、谁配合", None),
        ("由谁牵头，哪些局分工参与", None),
        ("到场处置的是谁，又由谁配合", None),
        ("除了牵头部门还有谁要协同", "support"),
        ("给牵头单位打配合的是谁", "support"),
        ("公众参与由谁负责", None),
        ("牵头的是谁，要完成什么", "lead"),
    ],
)
def test_roles(text: str, role: str | None) -> None:
    assert phrases.role(text) == role


@pytest.mark.parametrize(
    ("text", "everywhere", "every_plan"),
    [
        ("各地怎么清理文件", True, True),
        ("哪些市有法律顾问", True, True),
        ("对比两个县的做法", True, False),
        ("分别有什么要求", True, False),
        ("市场监管怎么做", False, False),
        ("各单位要做什么", False, False),
    ],
)
def test_how_far_a_question_reaches(text: str, everywhere: bool, every_plan: bool) -> None:
    assert phrases.spans_everywhere(text) is everywhere
    assert plural.asks_each(text) is every_plan


@given(ASKINGS)
def test_asking_every_plan_is_asking_everywhere(text: str) -> None:
    assert phrases.spans_everywhere(text) or not plural.asks_each(text)


@pytest.mark.parametrize(
    ("text", "unnamed"), [("某市的考核", True), ("某县", True), ("某些市民", False), ("某个", False)]
)
def test_places_without_a_name(text: str, unnamed: bool) -> None:
    assert phrases.names_unnamed(text) is unnamed


@pytest.mark.parametrize(
    ("text", "basis"),
    [("根据哪些文件制定", True), ("制定依据是什么", True), ("贯彻什么意见", True), ("依据清单办事", False)],
)
def test_asks_on_what_basis(text: str, basis: bool) -> None:
    assert phrases.asks_basis(text) is basis


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("请问行政复议由谁牵头?", "行政复议"),
        ("某市的信访工作有哪些要求", "信访工作"),
        ("规范性文件多久清理一次", "规范性文件多久清理一次"),
        ("谁牵头", "谁牵头"),
    ],
)
def test_the_topic_is_what_is_left(text: str, topic: str) -> None:
    assert phrases.topic(text) == topic


@given(ASKINGS)
def test_a_topic_adds_no_character_and_is_empty_for_nothing_only(text: str) -> None:
    topic = phrases.topic(text)
    assert set(topic) <= {*text, " "}
    assert bool(topic) == bool(text)
