"""Which facts a question asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answers.wanted import asking, asks_receiver, wanted
from qa.text import fold

ASKING = [
    "什么时候完成",
    "多久检查一次",
    "多少学时",
    "几次",
    "比例是多少",
    "叫什么",
    "哪些内容",
    "怎么规定",
    "最迟哪天",
    "多少钱",
]


@given(st.lists(st.sampled_from([*ASKING, "巴东县", "培训", "，"])).map("".join))
def test_each_kind_once_and_nothing_inside_quotation_marks(question: str) -> None:
    kinds = [w.kind for w in wanted(question)]
    assert len(kinds) == len(set(kinds))
    assert wanted(f"“{question}”") == wanted(f"《{question}》") == ()


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("什么时候建成？", ["date"]),
        ("啥時候交報告", ["date"]),
        ("最迟哪天办完", ["date"]),
        ("文件隔多久清理一次", ["frequency"]),
        ("几年评估一次", ["frequency"]),
        ("多久公布一批案例", ["frequency"]),
        ("几月底前全部查一遍", ["date"]),
        ("培训多少学时", ["number"]),
        ("一年至少办几期", ["number"]),
        ("应诉率要达到多少", ["number"]),
        ("受理后多久答复", ["number"]),
        ("由谁牵头，什么时候完成", ["date"]),
        ("什么时候完成，培训几次", ["date", "number"]),
        ("这个平台叫什么", ["name"]),
        ("依据哪些文件制定", ["name", "item"]),
        ("邀请哪些人参加", ["item"]),
        ("有哪些要求", []),
        ("比例怎么降低", []),
        ("怎么规定", []),
        ("行政复议工作", []),
    ],
)
def test_kinds_in_the_order_of_the_question(question: str, kinds: list[str]) -> None:
    assert sorted(w.kind for w in wanted(fold(question))) == sorted(kinds)


@pytest.mark.parametrize(
    ("question", "strict"),
    [
        ("什么时候完成", True),
        ("什么时候可以不公开", False),
        ("何时应当听证", False),
        ("分几级", False),
        ("几个工作日", True),
        ("安排了多少经费", True),
        ("一共要建几个联系点", True),
        ("一届干几年", True),
        ("一周上几节", True),
        ("有几个联系点", False),
        ("能不能给他们定多少钱的任务", False),
        ("花了多少钱，看得到不", False),
    ],
)
def test_what_a_clause_must_state_to_answer(question: str, strict: bool) -> None:
    assert next(iter(wanted(question))).strict is strict


def test_words_that_merely_ask_are_left_out() -> None:
    assert asking("文件什么时候清理").split() == ["文件", "清理"]
    assert asking("文件怎么清理") == "文件怎么清理"


@pytest.mark.parametrize(("question", "asks"), [("报哪里备案", True), ("交给哪个部门", True), ("由哪个部门交", False)])
def test_whether_a_receiver_is_asked_for(question: str, asks: bool) -> None:
    assert asks_receiver(question) is asks
