"""What stands around a plan's clauses: notice, title, addressee, signature, imprint."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index_build.identify import frontmatter

NOTICE = [
    ("某政发〔2015〕3号", "发文字号"),
    ("某县人民政府关于印发某县水利规划（2015—2020年）的通知", "印发通知的标题"),
    ("各乡镇人民政府，县直各部门：", "印发通知"),
    ("现将《某县水利规划》印发给你们，请认真贯彻执行。", "印发通知"),
    ("某县人民政府", "印发通知的落款"),
    ("2015年11月17日", "印发通知的落款"),
    ("某县水利规划", "标题"),
    ("（2015—2020年）", "标题下的期限"),
]
BODY = ["为加强水利工作，制定本规划。", "一、总体要求", "加强领导。"]
TAIL = [
    ("某县人民政府", "落款"),
    ("二○一五年十一月十七日", "落款"),
    ("（此件公开发布）", "文末附注"),
    ("抄送：县委各部门", "文末附注"),
    ("某县人民政府办公室 2015年11月25日印发", "印发信息"),
]


def dropped(lines: list[str]) -> list[tuple[str, str]]:
    found = frontmatter.find(lines, {})
    return [(lines[i], reason) for i, reason in sorted(found.dropped.items())]


@pytest.mark.parametrize("first", range(len(NOTICE) - 1))
def test_a_notice_that_carries_a_plan_begins_anywhere(first: int) -> None:
    assert dropped([*(line for line, _ in NOTICE[first:]), *BODY]) == NOTICE[first:]


@pytest.mark.parametrize("first", range(len(TAIL)))
def test_signature_and_notes_close_it(first: int) -> None:
    head = [NOTICE[-2][0], *BODY]
    assert dropped([*head, *(line for line, _ in TAIL[first:])])[1:] == TAIL[first:]


def test_the_plan_names_itself_below_the_notice() -> None:
    lines = [line for line, _ in NOTICE] + BODY
    found = frontmatter.find(lines, {})
    assert found.title is not None
    assert found.notice_title is not None
    assert (lines[found.title], lines[found.notice_title]) == (NOTICE[-2][0], NOTICE[1][0])
    assert [lines[i] for i in found.body] == BODY


def test_a_title_given_twice_is_dropped_twice() -> None:
    assert dropped(["某县水利规划", "某县水利规划", *BODY]) == [
        ("某县水利规划", "重复的标题"),
        ("某县水利规划", "标题"),
    ]


def test_without_a_title_the_text_before_the_first_label_stays() -> None:
    assert dropped(BODY) == []
    assert frontmatter.find(BODY, {}).title is None


def test_an_addressee_under_the_title_goes_and_a_sentence_with_a_colon_stays() -> None:
    lines = ["某县水利方案", "各乡镇人民政府：", "为做好水利工作，提出如下方案：", "一、甲乙", "丙丁。"]
    assert dropped(lines) == [("某县水利方案", "标题"), ("各乡镇人民政府：", "主送机关")]


@pytest.mark.parametrize("line", ["具体工作由县水利局", "（一）2015年11月17日", "自2015年11月17日起施行。"])
def test_a_last_line_of_the_body_is_no_signature(line: str) -> None:
    assert dropped(["某县水利规划", *BODY, line]) == [("某县水利规划", "标题")]


@pytest.mark.parametrize("named", ["《某县水利规划》", "某县水利规划"])
def test_tasks_of_the_notice_go_with_it_where_the_plan_it_names_follows(named: str) -> None:
    head = [f"关于印发{named}的通知", "各乡镇：", "现印发给你们，有关要求如下："]
    tasks = ["一、提高认识。高度重视。", "二、加强督查。开展督查。"]
    plan = ["某县水利规划", *BODY, "二、保障措施", "落实责任。"]
    found = dropped([*head, *tasks, "某县人民政府", "2021年3月4日", *plan])
    assert [line for line, _ in found] == [*head, *tasks, "某县人民政府", "2021年3月4日", plan[0]]


def test_tasks_of_a_notice_stay_where_its_annex_is_not_what_it_hands_over() -> None:
    head = ["某县关于开展检查的通知", "现将有关事项通知如下："]
    tasks = ["一、提高认识。高度重视。", "附件", "检查任务清单", "1.甲任务。", "2.乙任务。"]
    assert dropped([*head, *tasks]) == [(head[0], "标题")]


def test_a_plan_below_a_dated_notice_keeps_its_clauses_whatever_annex_is_named() -> None:
    head = ["现将《甲方案》《乙任务清单》印发给你们。", "2022年3月3日"]
    plan = ["一、总体要求", "加强领导。", "附件", "乙任务清单", "1.甲任务。", "2.乙任务。"]
    assert [line for line, _ in dropped([*head, *plan])] == head


@pytest.mark.parametrize("sign", ["某县人民政府", "××县人民政府", "XX镇人民政府"])
@pytest.mark.parametrize("date", ["2021年3月4日", "20XX年X月X日", "XXXX年XX月XX日", "2021年  月  日"])
def test_a_draft_is_signed_with_what_it_leaves_open(sign: str, date: str) -> None:
    assert dropped(["某县水利规划", *BODY, sign, date])[1:] == [(sign, "落款"), (date, "落款")]


@pytest.mark.parametrize(
    "lines",
    [
        ["1 总体要求", "1.1 指导方案", "坚持领导。", "1.2 目标", "建成。", "2 主要任务", "落实。"],
        ["一 总体要求", "（一）指导思想", "坚持领导。", "二 主要任务", "落实。"],
        ["1.1 发展规划", "坚持领导。", "1.2 实施方案", "落实。"],
        ["（市司法局 2021年3月）", "一、总体要求", "加强领导。"],
        ["总体要求", "加强领导。", "主要任务", "落实责任。"],
    ],
)
def test_labelled_lines_brackets_and_side_headings_are_no_title(lines: list[str]) -> None:
    assert dropped(lines) == []
    assert dropped(["某县水利规划", *lines])[0] == ("某县水利规划", "标题")


@given(st.lists(st.text(max_size=12) | st.sampled_from([*BODY, *(line for line, _ in NOTICE + TAIL), ""])))
def test_every_line_is_body_or_dropped_or_furniture_or_empty(lines: list[str]) -> None:
    aside = {i: "导航" for i, line in enumerate(lines) if line == NOTICE[0][0]}
    found = frontmatter.find(lines, aside)
    told = [*found.body, *found.dropped, *aside]
    assert sorted(told) == sorted({i for i, line in enumerate(lines) if line.strip()} | set(aside))
    assert list(found.body) == sorted(found.body)
    assert all(found.dropped.values())
