"""The numbering grammar: what opens a paragraph, and what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index_build.structure.numbering import NAMED_RANK, parse, segment

PIECES = [
    *(
        "第",
        "一",
        "十",
        "百",
        "零",
        "〇",
        "1",
        "23",
        "条",
        "章",
        "节",
        "篇",
        "编",
        "部分",
        "（",
        "）",
        "(",
        ")",
        "、",
        ".",
        "．",
    ),
    *("㈠", "㈩", "⑴", "⒈", "①", " ", "目标", "：", "之", "项", "至", "甲", "——", "\n", "２"),
]
ODD = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@given(ODD | st.text())
def test_any_text_has_a_label_at_its_start_or_none(text: str) -> None:
    label = parse(text)
    assert label is None or (text.startswith(label.written) and label.written and label.key)


@given(ODD | st.text())
def test_a_segment_is_never_empty_and_never_holds_a_dot_between_levels(text: str) -> None:
    label = parse(text)
    if label is not None:
        assert segment(label.key)
        assert not set(segment(label.key)) & set(". ()（）、")


@pytest.mark.parametrize(
    "written", ["一" * 9000 + "、", "第" + "1" * 9000 + "条", "（" + "十" * 9000 + "）", "1" * 9000 + "."]
)
def test_a_number_of_absurd_length_is_survived(written: str) -> None:
    label = parse(written + "甲")
    assert label is None or label.number is None


@pytest.mark.parametrize(
    ("line", "rank", "written", "key", "number", "name"),
    [
        ("第一篇 水利", 1, "第一篇", "第一篇", 1, "1"),
        ("第二编总则", 1, "第二编", "第二编", 2, "2"),
        ("第三部分总则", 1, "第三部分", "第三部分", 3, "3"),
        ("第十二章 总则", 2, "第十二章", "第十二章", 12, "12"),
        ("第2章 中小企业", 2, "第2章", "第2章", 2, "2"),
        ("第三节 机构", 3, "第三节", "第三节", 3, "3"),
        ("第三条（适用范围）本办法适用于本县。", 4, "第三条", "第三条", 3, "3"),
        ("第四条 所有单位都要公开。", 4, "第四条", "第四条", 4, "4"),
        ("第四条之一 甲", 4, "第四条之一", "第四条之一", 4, "4之一"),
        ("十一、总体要求", 5, "十一、", "十一", 11, "11"),
        ("一.总体要求", 5, "一.", "一", 1, "1"),
        ("一．总体要求", 5, "一．", "一", 1, "1"),
        ("三、三年行动", 5, "三、", "三", 3, "3"),
        ("（一）健全机制", 6, "（一）", "(一)", 1, "1"),
        ("(二十一)健全机制", 6, "(二十一)", "(二十一)", 21, "21"),
        ("㈠健全机制", 6, "㈠", "(一)", 1, "1"),
        ("（一）、健全机制", 6, "（一）、", "(一)", 1, "1"),
        ("（二）2018年前完成", 6, "（二）", "(二)", 2, "2"),
        ("1.健全机制", 7, "1.", "1", 1, "1"),
        ("12．健全机制", 7, "12．", "12", 12, "12"),
        ("3、健全机制", 7, "3、", "3", 3, "3"),
        ("4、2020年前完成", 7, "4、", "4", 4, "4"),
        ("1. 健全机制", 7, "1.", "1", 1, "1"),
        ("⒈健全机制", 7, "⒈", "1", 1, "1"),
        ("（1）健全机制", 8, "（1）", "(1)", 1, "1"),
        ("(1)健全机制", 8, "(1)", "(1)", 1, "1"),
        ("⑴健全机制", 8, "⑴", "(1)", 1, "1"),
        ("1）健全机制", 8, "1）", "(1)", 1, "1"),
        ("①健全机制", 9, "①", "①", 1, "1"),
        ("目标：形成合力。", NAMED_RANK, "目标", "目标", None, "目标"),
        ("保障措施：加强领导。", NAMED_RANK, "保障措施", "保障措施", None, "保障措施"),
    ],
)
def test_labels(line: str, rank: int, written: str, key: str, number: int | None, name: str) -> None:
    label = parse(line)
    assert label is not None
    assert (label.rank, label.written, label.key, label.number) == (rank, written, key, number)
    assert segment(label.key) == name


@pytest.mark.parametrize(
    "heading", ["及时公开", "和谐稳定", "与群众保持联系", "到2020年建成", "项目管理", "条件保障", "或有债务"]
)
def test_a_heading_may_open_with_a_word_that_also_refers(heading: str) -> None:
    assert parse(f"（三）{heading}") is not None
    assert parse(f"（3）{heading}") is not None


@pytest.mark.parametrize(
    "line",
    [
        *("1.5亿元用于修路。", "3.15行动", "2015年完成", "2015.完成", "12%的任务", "30个村", "5项任务", "3条措施"),
        *("一、二、三产业融合", "一、二季度各组织一次", "三、四级响应", "12、13、14号楼", "一是加强领导", "十个方面"),
        *(
            "（一）（二）项工作",
            "（1）（2）项",
            "（一）至（三）项",
            "（一）、（二）项规定",
            "（二）和（三）",
            "（二）项规定",
            "（二）条规定",
            "（2）项规定",
        ),
        *(
            "第一章规定的",
            "第三条所称单位",
            "第三条、第四条",
            "第三条第二款",
            "第三条 第二款",
            "第二章至第四章",
            "第三条之规定",
        ),
        *("（2015—2020年）", "（试行）", "（以下简称方案）", "——加强领导", "目标明确", "目标", "", " "),
    ],
)
def test_what_only_looks_like_a_label(line: str) -> None:
    assert parse(line) is None


@pytest.mark.parametrize(
    ("key", "name"),
    [("p1", "p1"), ("p12", "p12"), ("(二)-2", "2-2"), ("前言", "前言"), ("目标", "目标"), ("第十章", "10")],
)
def test_segments(key: str, name: str) -> None:
    assert segment(key) == name
