"""One plan from raw text to clauses: the rows of the acceptance table that are about structure, and the laws."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from index_build import catalogue
from index_build.aligned import Aligned
from index_build.read import Page, read_page, read_plan
from index_build.repair.chain import repair
from index_build.structure import paragraphs
from qa.records import PlanText
from qa.regions import Regions, read_csv

REGIONS = Regions(read_csv(catalogue.packaged() / "regions.csv"))
HEAD = "某县水利规划\n\n一、总体要求\n"

NOTICE = [
    "某某娱乐城，久久综合无码",
    "发布时间：2020-01-02",
    "某政发〔2015〕3号",
    "某县水利规划",
    "（2016—2020年）",
    "某县人民政府",
]
BODY = [
    *(
        "一、总体要求",
        "（一）指导思想：坚持统筹。",
        "（二）健全机制。（牵头单位：县水利局）加快建设。",
        "1.甲。子丑",
        "2.乙。",
        "目标：形成合力。",
    ),
    *(
        "加强领导，" * 14,
        "落实责任。",
        "牵头单位：县水利局",
        "完成时限：2025年底前",
        "第三条 适用范围",
        "",
        "",
        "　　缩进的一段。",
    ),
]
TAIL = ["某县人民政府", "2015年11月17日", "（此件公开发布）", "版权为某某所有，未经许可不得复制", "相关新闻"]
PAGES = st.tuples(*(st.lists(st.sampled_from(lines), max_size=12) for lines in (NOTICE, BODY, TAIL))).map(
    lambda parts: "\n".join(line for part in parts for line in part)
)


def page(raw: str) -> Page:
    return read_page(raw, REGIONS)


def plan(raw: str) -> PlanText:
    return read_plan("x", page(raw), "x.txt", {}, REGIONS)


def clauses(raw: str) -> dict[str, str]:
    return {c.id.removeprefix("x/"): c.text for c in plan(raw).clauses}


def units(raw: str) -> dict[str, list[str]]:
    return {c.id.removeprefix("x/"): [f"{u.role}:{u.name}" for u in c.units] for c in plan(raw).clauses if c.units}


def squeezed(text: str) -> str:
    return "".join(text.split())


@settings(deadline=None)
@given(PAGES | st.text(max_size=200))
def test_the_clauses_joined_are_the_clean_text(raw: str) -> None:
    text = plan(raw)
    assert "\n".join(text.clean[slice(*c.span)] for c in text.clauses) == text.clean


@settings(deadline=None)
@given(PAGES)
def test_a_line_is_in_the_clean_text_or_dropped_with_a_reason(raw: str) -> None:
    text = plan(raw)
    assert all(d.reason and raw.split("\n")[d.number - 1] == d.line for d in text.dropped)
    aside = {d.number for d in text.dropped}
    kept = [line for n, line in enumerate(raw.split("\n"), 1) if n not in aside]
    assert squeezed("".join(kept)) == squeezed(text.clean)


@settings(deadline=None)
@given(PAGES)
def test_the_raw_text_of_a_clause_can_be_reached(raw: str) -> None:
    text = plan(raw)
    aside = {d.number for d in text.dropped}
    for clause in text.clauses:
        start, end = clause.raw_span
        lines = enumerate(raw[start:end].split("\n"), 1 + raw.count("\n", 0, start))
        kept = squeezed("".join(line for number, line in lines if number not in aside))
        assert kept == squeezed(text.clean[slice(*clause.span)])


@settings(deadline=None)
@given(PAGES | st.text(max_size=200))
def test_ids_are_unique_and_units_stand_in_their_spans(raw: str) -> None:
    text = plan(raw)
    assert len({c.id for c in text.clauses}) == len(text.clauses)
    assert all(c.text[slice(*u.span)] == u.name for c in text.clauses for u in c.units)
    assert all(text.clean[slice(*c.span)].endswith(c.text) for c in text.clauses)


@settings(deadline=None)
@given(PAGES)
def test_line_ends_of_any_system_read_the_same(raw: str) -> None:
    assert plan(raw.replace("\n", "\r\n")) == plan(raw)


@settings(deadline=None)
@given(PAGES)
def test_the_clean_text_read_again_gives_the_same_paragraphs(raw: str) -> None:
    """But for head and tail (what stands before a signature that was taken off may look like one), and for paragraphs
    longer than a heading without an end, which only a blank line parts from the next."""
    clean = page(raw).text.text
    assume(all(len(line) <= 60 or line.endswith("。") for line in clean.split("\n")))
    assert paragraphs.split(repair(Aligned.of(clean))).text == clean


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("某某娱乐城,久久综合无码", "垃圾信息"),
        ("首页 > 政务公开 > 正文", "导航"),
        ("发布时间:2020-01-02 09:00:00", "网页信息"),
    ],
    ids=["45", "47", "48"],
)
def test_rows_of_furniture_at_the_head(line: str, reason: str) -> None:
    text = plan(f"{line}\n{HEAD}加强领导。")
    assert (text.dropped[0].line, text.dropped[0].reason) == (line, reason)
    assert text.clean == "一、总体要求\n加强领导。"
    assert text.plan.published == ("2020-01-02" if reason == "网页信息" else None)


def test_row_46_a_footer() -> None:
    line = "版权为 某某比分直播 所有,未经许可不得复制"
    text = plan(f"{HEAD}加强领导。\n\n{line}")
    assert (text.dropped[-1].line, text.dropped[-1].reason) == (line, "页脚")
    assert text.clean == "一、总体要求\n加强领导。"


@pytest.mark.parametrize(
    "line",
    ["打击网络赌博、淫秽色情信息专项行动。", "（三）加强成人教育，拓展欧美市场", "相关新闻单位要加强宣传。"],
    ids=["49", "50", "51"],
)
@pytest.mark.parametrize(
    "place", ["{0}\n一、总体要求\n加强领导。", "一、总体要求\n{0}\n加强领导。", "一、总体要求\n加强领导。\n{0}"]
)
def test_rows_of_content_are_kept_anywhere(line: str, place: str) -> None:
    text = plan(place.format(line))
    assert text.dropped == ()
    assert line in text.clean.split("\n")


WATER = ["lead:县水利局"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "（一）河道\n完善台账。(牵头单位:县水利局)加快河道清淤。(牵头单位:县住建局、县财政局)",
            {"1.1.p1": WATER, "1.1.p2": ["lead:县住建局", "lead:县财政局"]},
        ),
        ("制定目录。(责任单位:县政府各部门,各乡镇政府)", {"1": ["responsible:县政府各部门", "responsible:各乡镇政府"]}),
        ("向县(市、区)政府推广。按规定办理(涉密的除外)。继续推进", {}),
        (
            "做好灌溉。\n牵头单位:县农业农村局;配合单位:县气象局等\n完成时限:2025年底前",
            {"1": ["lead:县农业农村局", "support:县气象局"]},
        ),
        (
            "（二）优化服务。（县教育和体育局牵头，县民政局、县残联配合）",
            {"1.2": ["lead:县教育和体育局", "support:县民政局", "support:县残联"]},
        ),
        (
            "5.强化监管\n清理规定。(牵头单位:甲局)\n加快建设。(牵头单位:乙局)",
            {"1.5.p1": ["lead:甲局"], "1.5.p2": ["lead:乙局"]},
        ),
        ("14.落实审查制度，未经审查的，不得提交。（牵头单位：甲办）", {"1.14": ["lead:甲办"]}),
    ],
    ids=["52", "53", "54", "55", "56", "61", "62"],
)
def test_rows_of_units(body: str, expected: dict[str, list[str]]) -> None:
    assert units(HEAD + body) == expected


def test_row_55_is_one_clause_with_a_deadline() -> None:
    text = plan(HEAD + "做好灌溉。\n牵头单位:县农业农村局;配合单位:县气象局等\n完成时限:2025年底前")
    assert [c.deadline for c in text.clauses] == ["2025年底前"]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (
            "一、甲\n（一）乙。\n（二）丙。\n二、丁\n（三）戊。",
            {"1": "甲", "1.1": "乙。", "1.2": "丙。", "2": "丁", "2.3": "戊。"},
        ),
        ("三、甲\n甲乙。\n六、乙\n丙丁。", {"3": "甲\n甲乙。", "6": "乙\n丙丁。"}),
        (
            "（一）甲乙\n1. 甲。子\n2.乙。丑\n3、丙。寅",
            {"1": "甲乙", "1.1": "甲。子", "1.2": "乙。丑", "1.3": "丙。寅"},
        ),
        ("2.\ue010健全机制。加强督查。", {"2": "健全机制。加强督查。"}),
        ("1.5亿元用于修路。", {"前言": "1.5亿元用于修路。"}),
        ("（一）指导思想：坚持统筹。", {"1": "指导思想：坚持统筹。"}),
        ("（一）协作\n目标：形成合力。", {"1": "协作", "1.目标": "形成合力。"}),
        ("第一章 总则\n第三条（适用范围）本办法适用于本县。", {"1": "总则", "1.3": "（适用范围）本办法适用于本县。"}),
        (
            "二、保障\n（一）领导。加强领导。（牵头单位：甲局）\n（五）任务\n抓好任务落实。（牵头单位：丙局）\n"
            "各单位要制定具体方案，认真执行。",
            {
                "2": "保障",
                "2.1": "领导。加强领导。（牵头单位：甲局）",
                "2.5": "任务\n抓好任务落实。（牵头单位：丙局）",
                "2.p1": "各单位要制定具体方案，认真执行。",
            },
        ),
    ],
    ids=["57", "58", "59", "59a", "60", "63", "64", "65", "68"],
)
def test_rows_of_the_tree(raw: str, expected: dict[str, str]) -> None:
    assert clauses(raw) == expected


def test_row_58_reports_the_gap() -> None:
    assert plan("三、甲\n甲乙。\n六、乙\n丙丁。").checks == ("x/6：编号由3跳到6",)


def test_rows_59_63_and_65_headings() -> None:
    raw = "（一）甲乙\n1. 甲。子\n2.乙。丑\n3、丙。寅\n（二）指导思想：坚持统筹。\n第三条（适用范围）本办法适用于本县。"
    found = {c.path[-1]: c.heading for c in plan(raw).clauses}
    assert [found[k] for k in ("1", "2", "3", "(二)", "第三条")] == ["甲", "乙", "丙", "指导思想", "适用范围"]


def test_row_66_citations_lend_no_metadata() -> None:
    text = plan("某某水利方案\n根据《某某规划（2011-2015年）》（某政发〔2011〕3号），制定本方案。\n一、甲\n乙丙。")
    assert (text.plan.years, text.plan.document_number) == (None, None)


def test_row_67_an_upload_time_is_no_date_of_issue() -> None:
    text = plan("某市工作要点\n时间:2022-09-11 10:34:29\n一、甲\n（一）乙。丙丁。")
    assert (text.plan.region, text.plan.issued, text.plan.published) == (None, None, "2022-09-11")
    assert text.plan.title == "某市工作要点"


def test_what_the_catalogue_knows_overrides_the_text() -> None:
    known = {"title": "乙县规划", "region": "422823", "years": [2011, 2015], "inferred": ["years"]}
    text = read_plan("x", page("甲县水利规划（2016—2020年）\n一、甲\n乙。"), "x.txt", known, REGIONS)
    assert (text.plan.title, text.plan.years, text.plan.inferred) == ("乙县规划", (2011, 2015), ("years",))
    assert text.plan.region is not None
    assert text.plan.region.name == "巴东县"


def test_a_flag_is_reported_with_its_clause() -> None:
    lost = plan("一、甲\n（一）锟斤拷锟斤拷乙。").checks
    assert len(lost) == 1
    assert lost[0].startswith("x/1.1：原文“锟斤拷锟斤拷”疑有损坏")


@pytest.mark.parametrize("raw", ["", "\n\n", " ", "\ufeff", "。", "（", "首页 > 正文"])
def test_a_page_without_a_plan_has_no_clauses_or_one(raw: str) -> None:
    assert len(plan(raw).clauses) <= 1


def test_a_date_in_words_at_the_end_is_the_signature() -> None:
    read = page("某县法治工作方案\n\n一、总体要求\n坚持依法行政。\n\n某县人民政府\n2021年3月15日\n")
    assert read.identity.issued == "2021-03-15"
    assert [d.reason for d in read.dropped] == ["标题", "落款", "落款"]
    assert read.text.text == "一、总体要求\n坚持依法行政。"


def test_a_page_without_any_number_is_said_to_be_doubtful() -> None:
    assert any("没有认出任何编号" in note for note in plan("新闻中心今天发布消息。\n").checks)


ENTRIES = ("一、总体要求", "二、主要任务", "三、保障措施")


@pytest.mark.parametrize("mark", ["\t{}", "  {}", "&nbsp;{}", "- {} -", "({})", "（{}）", "——————{}"])
@pytest.mark.parametrize("word", ["目录\n", ""])
def test_contents_with_page_numbers_are_no_clauses(mark: str, word: str) -> None:
    listed = "\n".join(entry + mark.format(n) for entry, n in zip(ENTRIES, (1, 3, 5), strict=True))
    text = plan(
        f"某县法治政府建设方案\n{word}{listed}\n一、总体要求\n坚持领导。\n二、主要任务\n（一）决策。\n三、保障措施\n加强领导。"
    )
    assert [c.id for c in text.clauses] == ["x/1", "x/2", "x/2.1", "x/3"]
    assert text.checks == ()


def test_a_whole_document_on_one_line() -> None:
    text = plan("某县法治政府建设方案 一、总体要求 （一）坚持领导。（二）坚持依法。二、主要任务 （一）决策。")
    assert [c.id for c in text.clauses] == ["x/1", "x/1.1", "x/1.2", "x/2", "x/2.1"]
    assert text.plan.title == "某县法治政府建设方案"


def test_page_numbers_in_the_body_are_dropped() -> None:
    text = plan(f"{HEAD}加强领导。\n- 1 -\n落实责任。\n第 2 页 共 3 页\n二、要求\n— 9 —\n甲。")
    assert [d.line for d in text.dropped if d.reason == "页码"] == ["- 1 -", "第 2 页 共 3 页"]
    assert text.clean == "一、总体要求\n加强领导。\n落实责任。\n二、要求\n— 9 —\n甲。"


def test_a_table_parted_by_spaces() -> None:
    rows = "序号 任务 牵头单位 完成时限\n1 推进放权 县政务局 6月底前\n2 清理证明 县司法局{} 长期坚持\n二、要求\n甲。"
    assert units(HEAD + rows.format("")) == {"1.表1.1": ["lead:县政务局"], "1.表1.2": ["lead:县司法局"]}
    assert "疑有表格未能还原：“序号 任务 牵头单位 完成时限”" in plan(HEAD + rows.format(" 县教育局")).checks
    assert plan(HEAD + rows.format("")).checks == ()
