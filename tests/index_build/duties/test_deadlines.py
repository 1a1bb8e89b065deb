"""By when a clause wants its task done."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index_build.duties import deadlines
from index_build.duties.last_day import last_day

PIECES = [
    *(
        "到",
        "2025年",
        "二〇二五年",
        "12月",
        "31日",
        "底",
        "末",
        "前",
        "以前",
        "每年",
        "第一季度",
        "上半年",
        "年内",
        "三个月内",
        "完成",
    ),
    *(
        "“十四五”",
        "期间",
        "规划期内",
        "长期坚持",
        "，",
        "。",
        "；",
        "（",
        "）",
        "《",
        "》",
        "〔2016〕",
        "完成时限：",
        "的",
        "已",
        "了",
        "\n",
    ),
]
ODD = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@given(ODD | st.text())
def test_a_deadline_is_what_stands_in_its_span(text: str) -> None:
    found = deadlines.find(text)
    assert all(text[slice(*d.span)] == d.words == d.words.strip() != "" for d in found)
    assert all(a.span[1] <= b.span[0] for a, b in pairwise(found))
    assert all(d.by is None or date.fromisoformat(d.by) for d in found)


@given(st.dates(date(1949, 10, 1), date(2099, 12, 31)))
def test_a_day_is_its_own_limit(day: date) -> None:
    text = f"{day.year}年{day.month}月{day.day}日前完成清理。"
    assert [(d.words, d.by) for d in deadlines.find(text)] == [(text.removesuffix("完成清理。"), day.isoformat())]


@given(st.integers(2000, 2098), st.integers(1, 12))
def test_a_month_ends_the_day_before_the_next(year: int, month: int) -> None:
    by = date.fromisoformat(last_day(f"{year}年{month}月底前") or "")
    assert (by.year, by.month) == (year, month)
    assert date.fromordinal(by.toordinal() + 1).day == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2017年底前要制定活动清单。", "2017年底前=2017-12-31"),
        ("力争2017年年底前完成。", "2017年年底前=2017-12-31"),
        ("2025年12月31日前报送总结。", "2025年12月31日前=2025-12-31"),
        ("于2020年6月底前完成编制。", "2020年6月底前=2020-06-30"),
        ("2024年2月底前完成。", "2024年2月底前=2024-02-29"),
        ("到2020年，基本建成法治政府。", "到2020年=2020-12-31"),
        ("到2016年底，法律专业人员的比例不少于80%。", "到2016年底=2016-12-31"),
        ("到2025年6月底，全面完成清理。", "到2025年6月底=2025-06-30"),
        ("2025年3月1日前公布目录。", "2025年3月1日前=2025-03-01"),
        ("二〇二五年底前建成平台。", "二〇二五年底前=2025-12-31"),
        ("2025年2月30日前公布。", "2025年2月30日前=None"),
        ("2020年前基本建成。", "2020年前=None"),
        ("年底前完成整改。", "年底前=None"),
        ("每年12月底前上报情况。", "每年12月底前=None"),
        ("每年1月31日前公开年度报告。", "每年1月31日前=None"),
        ("次年3月底前完成评估。", "次年3月底前=None"),
        ("每月5日前报送进度。", "每月5日前=None"),
        ("每年第一季度要向县委报告上一年度情况。", "每年第一季度=None"),
        ("2025年第二季度前启动，2025年第三季度末前完成。", "2025年第二季度前=None 2025年第三季度末前=2025-09-30"),
        ("“十四五”期间，实现村居法律顾问有效覆盖。", "“十四五”期间=2025-12-31"),
        ("“十三五”末基本消除无证执法。", "“十三五”末=2020-12-31"),
        ("规划期内完成两轮清理。", "规划期内=None"),
        ("三个月内完成整改。", "三个月内=None"),
        ("各部门应于当年年底向领导小组提交报告。", "当年年底=None"),
        ("2018年底基本建成网上平台。", "2018年底=2018-12-31"),
        ("2021年上半年完成编制。", "2021年上半年=2021-06-30"),
        ("2021年内完成编制。", "2021年内=2021-12-31"),
        ("定期开展清理，长期坚持。", "长期坚持=None"),
        ("（县司法局负责，2025年底前完成）", "2025年底前=2025-12-31"),
        ("责任单位：县司法局\n完成时限：2025年6月底前", "2025年6月底前=2025-06-30"),
        ("完成时限：持续推进", "持续推进=None"),
        ("（责任单位：县司法局；时间要求：立行立改）", "立行立改=None"),
        ("完成时限：自受理之日起20个工作日内", "自受理之日起20个工作日内=None"),
        ("（牵头单位：县司法局；完成时限：2025年）", "2025年=2025-12-31"),
        ("完成时限：2025年6月底前制定，2025年底前完成", "2025年6月底前=2025-06-30 2025年底前=2025-12-31"),
        ("到2022年初步建成，到2025年全面建成。", "到2022年=2022-12-31 到2025年=2025-12-31"),
        ("2023年12月中旬前完成自查。", "2023年12月中旬前=2023-12-20"),
        ("做好灌溉。\n牵头单位:县农业农村局;配合单位:县气象局等\n完成时限:2025年底前", "2025年底前=2025-12-31"),
        ("每年的12月31日前报送取水情况。", "每年的12月31日前=None"),
        ("年内实现全覆盖。", "年内=None"),
        ("11月30日前完成考核。", "11月30日前=None"),
    ],
)
def test_deadlines(text: str, found: str) -> None:
    assert [f"{d.words}={d.by}" for d in deadlines.find(text)] == found.split(" ")


@pytest.mark.parametrize(
    "text",
    [
        "2015年以来，依法行政扎实推进。",
        "2014年底前已完成清理。",
        "2016年底前，全县完成了机构改革。",
        "清理2016年12月31日前制定的规范性文件。",
        "2010年前建成的房屋。",
        "根据《法治政府建设实施纲要（2021—2025年）》制定本方案。",
        "落实《2025年底前工作安排》。",
        "县政发〔2016〕37号",
        "2021—2025年，全面推进。",
        "从2016年到2020年，分两步实施。",
        "2016年到2020年是关键时期。",
        "自受理之日起三十日内作出决定。",
        "自发布之日起三个月内完成备案。",
        "五个工作日内予以答复。",
        "近三年内未受过处罚。",
        "持续推进政务公开工作。",
        "建立长期有效的机制。",
        "每年至少举办一期培训班。",
        "每两年清理一次。",
        "2013、2014年，连续两年获得第一名。",
        "自2004年国务院颁布纲要以来，成效明显。",
        "截至2020年底，全县建成站点。",
        "达到2020年水平。",
        "年度内容公开。",
        "2016年前三季度的情况。",
        "党的十八大提出的到2020年全面建成的总目标。",
        "“十三五”期间，我县取得了明显成效。",
        "会前学法，年前走访。",
        "坚持全民参与、长期坚持、讲求实效的方针。",
        "检查评查工作实现制度化、常态化，公开透明。",
        "2017年4月1日前缴纳的专项基金予以清退。",
    ],
)
def test_what_is_no_deadline(text: str) -> None:
    assert deadlines.find(text) == ()


@pytest.mark.parametrize(
    "piece",
    [
        "2025年",
        "到",
        "到2025年",
        "每年",
        "二〇二五年",
        "十",
        "“十四五”",
        "长期",
        "，长期坚持",
        "三个月内",
        "《",
        "完成时限：",
        "2025年底前",
        "1",
    ],
)
def test_text_without_end_is_survived(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    assert all(text[slice(*d.span)] == d.words for d in deadlines.find(text))
