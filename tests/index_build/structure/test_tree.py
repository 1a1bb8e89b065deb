"""Paragraphs to a tree: which stands under which label."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index_build.structure import tree
from index_build.structure.tree import Node

LABELS = [
    "第一章 ",
    "第二章 ",
    "第一条 ",
    "一、",
    "二、",
    "（一）",
    "（二）",
    "（三）",
    "1.",
    "2.",
    "2、",
    "（1）",
    "①",
    "目标：",
    "",
]
LINES = st.lists(
    st.tuples(st.sampled_from(LABELS), st.sampled_from(["甲乙", "甲乙。", "本规划由某局解释。", ""])), max_size=30
)
PLANS = LINES.map(lambda lines: "\n".join(label + words for label, words in lines))


def paths(text: str) -> list[str]:
    return ["/".join(node.path) for node in tree.numbered(tree.grow(text))]


def above(node: Node) -> list[Node]:
    return [] if node.parent is None else [node.parent, *above(node.parent)]


@given(PLANS | st.text())
def test_every_line_stands_in_one_node_in_the_order_of_the_text(text: str) -> None:
    spans = [span for node in tree.numbered(tree.grow(text)) for span in node.paragraphs]
    assert [text[slice(*span)] for span in spans] == [line for line in text.split("\n") if line]
    assert spans == sorted(spans)


@given(PLANS | st.text())
def test_a_label_stands_under_lower_ranks_only(text: str) -> None:
    for node in tree.numbered(tree.grow(text)):
        assert node.label is None or all(a.rank < node.rank for a in above(node))


@given(PLANS | st.text())
def test_no_path_is_given_twice(text: str) -> None:
    found = paths(text)
    assert len(found) == len(set(found))


@pytest.mark.parametrize("line", ["一、甲", "（一）甲", "1.甲。", "甲。", "目标：甲"])
def test_one_label_without_end_is_survived(line: str) -> None:
    text = "\n".join([line] * 20_000)
    assert sum(len(node.paragraphs) for node in tree.numbered(tree.grow(text))) == 20_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、甲\n（一）乙。\n（二）丙。\n二、丁\n（三）戊。", ["一", "一/(一)", "一/(二)", "二", "二/(三)"]),
        ("三、甲\n六、乙", ["三", "六"]),
        ("（一）甲\n1. 乙。子\n2.丙。丑\n3、丁。寅", ["(一)", "(一)/1", "(一)/2", "(一)/3"]),
        ("一、甲\n1.乙。\n（一）丙\n1.丁。", ["一", "一/1", "一/(一)-2", "一/(一)-2/1"]),
        ("第一章 甲\n第一条 乙。\n第二章 丙\n第二条 丁。", ["第一章", "第一章/第一条", "第二章", "第二章/第二条"]),
        ("甲乙。\n丙丁。\n一、戊", ["前言", "一"]),
        ("一、甲\n一、乙\n一、丙", ["一", "一-2", "一-3"]),
        ("一、甲\n（一）乙\n目标：丙。\n1.丁。", ["一", "一/(一)", "一/(一)/目标", "一/(一)/1"]),
        ("一、甲\n措施：\n1.乙。\n2.丙。\n目标：丁。", ["一", "一/措施", "一/措施/1", "一/措施/2", "一/目标"]),
        ("一、甲\n1.乙。\n措施：\n1.丙。\n二、丁", ["一", "一/1", "一/措施", "一/措施/1", "二"]),
        ("一、甲\n1.乙。\n措施：\n（1）丙。\n2.丁", ["一", "一/1", "一/1/措施", "一/1/措施/(1)", "一/2"]),
        ("一、甲\n目标：乙。\n1.丙。", ["一", "一/目标", "一/1"]),
        ("一、甲\n注：\n①乙。\n[2]丙。", ["一", "p1"]),
        ("一、甲\n[1]乙。", ["一", "p1"]),
        ("一、甲\n注：乙。\n二、丙", ["一", "二"]),
        (
            "一、甲\n附件1：\n任务清单\n一、乙\n附件2：\n指标体系\n一、丙",
            ["一", "附件1", "附件1/一", "附件2", "附件2/一"],
        ),
        ("一、甲\n乙。\n——丙。\n一是丁。", ["一"]),
        ("1.5亿元用于修路。\n一、二、三产业融合。", ["前言"]),
        ("", []),
    ],
)
def test_paths(text: str, expected: list[str]) -> None:
    assert paths(text) == expected


HEAD = "二、保障\n（一）领导。加强领导。（牵头单位：甲局）\n（五）任务\n抓好落实。（牵头单位：乙局）\n"


@pytest.mark.parametrize("last", ["各单位要制定具体方案，认真执行。", "本规划由县水利局解释。"])
def test_a_last_paragraph_on_the_whole_document_closes_its_section(last: str) -> None:
    assert paths(HEAD + last) == ["二", "二/(一)", "二/(五)", "二/p1"]


def test_such_a_paragraph_closes_a_section_that_another_follows() -> None:
    assert paths(HEAD + "各单位要制定具体方案。\n三、要求\n甲。") == ["二", "二/(一)", "二/(五)", "二/p1", "三"]
    assert paths(HEAD + "各单位要制定具体方案。\n（六）甲。") == ["二", "二/(一)", "二/(五)", "二/(六)"]


@pytest.mark.parametrize(
    "last",
    [
        "本意见自2021年5月1日起施行，有效期5年。",
        "本办法自公布之日起施行。\n《某县办法》同时废止。",
        "特此函告。",
        "特此通知。",
    ],
)
def test_a_sentence_that_closes_the_document(last: str) -> None:
    assert paths("一、甲\n（一）乙。\n（二）丙。\n" + last) == ["一", "一/(一)", "一/(二)", "一/p1"]
    assert paths("一、乙。\n二、丙。\n" + last) == ["一", "二", "p1"]
    assert paths("一、甲\n乙。\n" + last) == ["一"]
    assert paths("第一条 甲。\n" + last) == ["第一条"]
    assert paths("一、甲\n（一）乙。\n" + last + "\n（二）丙。") == ["一", "一/(一)", "一/(二)"]


@pytest.mark.parametrize(
    "last", ["继续抓好落实。", "各单位要制定具体方案。（牵头单位：丙局）", "各单位要制定方案。\n继续落实。"]
)
def test_another_last_paragraph_stays_with_its_item(last: str) -> None:
    assert paths(HEAD + last) == ["二", "二/(一)", "二/(五)"]


def test_the_closing_paragraph_does_not_take_the_name_of_one_above() -> None:
    text = "二、保障\n甲。（牵头单位：甲局）\n乙。（牵头单位：乙局）\n" + HEAD.split("\n", 1)[1] + "各单位要认真执行。"
    assert paths(text)[-1] == "二/p3"
