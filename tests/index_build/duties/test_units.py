"""Who a clause names for which role."""

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index_build.duties import units
from qa.records import Unit

PIECES = [
    *("（", "）", "〔", "〕", "【", "】", "(", ")", "[", "]", "、", "，", "；", "。", "：", "\n", " "),
    *("牵头单位：", "责任单位：", "配合单位：", "完成时限：", "牵头", "负责", "配合", "参与", "按职责分工", "由", "等"),
    *("县司法局", "教育和体育局", "各乡镇政府", "2025年底前", "完成", "加强领导", "谁"),
]
ODD = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def show(found: Iterable[Unit]) -> list[str]:
    """role:name, with + where there are others."""
    return [f"{u.role}:{u.name}{'+' * u.others}" for u in found]


def read(text: str) -> tuple[list[str], str | None]:
    found = units.find(text)
    names = show(u for a in found for u in a.units)
    return names, next((a.deadline for a in found if a.deadline), None)


@given(ODD | st.text())
def test_a_unit_is_what_stands_in_its_span(text: str) -> None:
    for assignment in units.find(text):
        for unit in assignment.units:
            assert text[slice(*unit.span)] == unit.name == unit.name.strip() != ""
            assert assignment.span[0] <= unit.span[0] <= unit.span[1] <= assignment.span[1]


@given(ODD)
def test_no_unit_is_named_twice_over(text: str) -> None:
    spans = sorted(u.span for a in units.find(text) for u in a.units)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@given(ODD | st.text())
def test_brackets_are_apart_and_in_order(text: str) -> None:
    spans = units.brackets(text)
    assert all(text[start] in "（〔【([" and text[end - 1] in "）〕】)]" for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@pytest.mark.parametrize(
    "piece",
    [
        "（",
        "）",
        "（）",
        "（〔",
        "〔）",
        "（责任单位：甲）",
        "责任单位：",
        "责任单位：甲\n",
        "，乙",
        "负责，",
        "（甲负责",
        "牵头；",
    ],
)
@pytest.mark.parametrize("opening", ["", "责任单位：甲；", "（"])
def test_odd_brackets_without_end_are_survived(piece: str, opening: str) -> None:
    text = opening + piece * (100_000 // len(piece))
    for assignment in units.find(text):
        assert all(text[slice(*u.span)] == u.name for u in assignment.units)
    assert units.is_units_line(text) in (True, False)


LEAD, HELP = "lead:县司法局", "support:县财政局"


@pytest.mark.parametrize(
    ("text", "names", "deadline"),
    [
        ("（牵头单位：县司法局；配合单位：县财政局）", [LEAD, HELP], None),
        ("加强复议。（牵头单位：县司法局，配合单位：县财政局）", [LEAD, HELP], None),
        ("加强复议。〔牵头单位：县司法局〕", [LEAD], None),
        ("加强复议。【牵头单位：县司法局】", [LEAD], None),
        ("加强复议。[牵头单位：县司法局]", [LEAD], None),
        (
            "加强复议。牵头单位：县司法局；责任单位：县财政局、县审计局",
            [LEAD, "responsible:县财政局", "responsible:县审计局"],
            None,
        ),
        (
            "加强复议。\n牵头单位：县司法局\n配合单位：县财政局等\n完成时限：2025年底前",
            [LEAD, HELP + "+"],
            "2025年底前",
        ),
        (
            "（县教育和体育局牵头，县民政局、县残联配合）",
            ["lead:县教育和体育局", "support:县民政局", "support:县残联"],
            None,
        ),
        ("（县司法局牵头负责，县财政局配合）", [LEAD, HELP], None),
        ("（由县司法局负责）", ["responsible:县司法局"], None),
        ("（县司法局、各乡镇政府按职责分工负责）", ["responsible:县司法局", "responsible:各乡镇政府"], None),
        ("（县司法局负责，2025年底前完成）", ["responsible:县司法局"], "2025年底前"),
        ("（责任单位：县司法局，2025年底前完成）", ["responsible:县司法局"], "2025年底前"),
        ("（责任单位：县司法局；完成时限：长期坚持）", ["responsible:县司法局"], "长期坚持"),
        ("（责任单位：各部门，按职责分工负责）", ["responsible:各部门"], None),
        ("（责任单位：县政府各部门,各乡镇政府）", ["responsible:县政府各部门", "responsible:各乡镇政府"], None),
        ("（牵头单位：县司法局（行政复议办）、县财政局）", ["lead:县司法局（行政复议办）", "lead:县财政局"], None),
        ("甲。（牵头单位：县司法局）乙。（责任单位：县财政局）", [LEAD, "responsible:县财政局"], None),
    ],
)
def test_forms(text: str, names: list[str], deadline: str | None) -> None:
    assert read(text) == (names, deadline)


RESP = "responsible:"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("（责任单位：县教育局 县民政局）", "县教育局 县民政局"),
        ("责任单位：县教育局\n", "县教育局"),
        ("责任单位:县教育局\t县民政局", "县教育局 县民政局"),
        ("责任单位：\n县教育局\n县民政局\n加强宣传。", "县教育局 县民政局"),
        ("（责任单位：县教育局和县民政局）", "县教育局 县民政局"),
        ("（责任单位：县教育局及各乡镇人民政府）", "县教育局 各乡镇人民政府"),
        ("（责任单位：县自然资源和规划局和县人力资源和社会保障局）", "县自然资源和规划局 县人力资源和社会保障局"),
        ("（责任单位：教育和体育局、住房和城乡建设局）", "教育和体育局 住房和城乡建设局"),
        ("（责任单位：各级党委和政府）", "各级党委和政府"),
        ("（责任单位：县商务局和市场监管局）", "县商务局和市场监管局"),
        ("（责任单位：县教育局、县民政局等）", "县教育局 县民政局+"),
        ("（责任单位：县教育局、县民政局等部门）", "县教育局 县民政局+"),
        ("（责任单位：县教育局、县民政局等有关部门按职责分工负责）", "县教育局 县民政局+"),
        ("（责任单位：县教育局、县民政局等5个部门）", "县教育局 县民政局+"),
        ("（责任单位：县教育局等单位，各乡镇人民政府）", "县教育局+ 各乡镇人民政府"),
        ("（责任单位：省高等法院）", "省高等法院"),
        ("（责任单位：各乡镇（街道）、县直有关部门）", "各乡镇（街道） 县直有关部门"),
        (
            "（责任单位：各县（市、区）人民政府，市直各部门、各直属机构）",
            "各县（市、区）人民政府 市直各部门 各直属机构",
        ),
        ("（责任单位：各有关单位）", "各有关单位"),
        ("（各有关部门按职责分工负责）", "各有关部门"),
        ("（按职责分工负责）", ""),
        ("责任部门：区财政局", "区财政局"),
        ("责任单位：各县（市，区）人民政府，市财政局", "各县（市，区）人民政府 市财政局"),
        ("承办单位：区财政局", "区财政局"),
        ("主体责任单位：区财政局", "区财政局"),
        ("实施单位：团县委、县妇联、县总工会", "团县委 县妇联 县总工会"),
        ("责任主体：县供电公司、县烟草专卖局", "县供电公司 县烟草专卖局"),
        ("（责任单位：县司法局；联系电话：07184222222）", "县司法局"),
        ("（责任领导：王某某；责任单位：县司法局）", "县司法局"),
        ("责任单位：县司法局 王某某", "县司法局"),
        ("责任单位：区委 区政府", "区委 区政府"),
        ("责任单位：县公安、教育、民政等部门", "县公安 教育 民政+"),
        ("（责任单位：县司法局；县财政局）", "县司法局 县财政局"),
        ("（责任单位：“放管服”改革办公室）", "“放管服”改革办公室"),
    ],
)
def test_the_names_of_a_label(text: str, names: str) -> None:
    assert read(text)[0] == [RESP + name for name in names.split(" ") if name]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("责任部门：县司法局牵头，县财政局配合", [LEAD, HELP]),
        ("（牵头单位：县司法局，县财政局等部门配合）", [LEAD, HELP + "+"]),
        ("【牵头单位】县司法局\n【配合单位】县财政局", [LEAD, HELP]),
        ("牵头单位：县司法局 配合单位：县财政局 完成时限：长期坚持", [LEAD, HELP]),
        ("主办单位：县司法局\n协办单位：县财政局", [LEAD, HELP]),
        ("牵头部门：县司法局；参加单位：县财政局", [LEAD, HELP]),
        ("（牵头单位：县司法局；督办单位：县纪委监委；配合部门：县财政局）", [LEAD, HELP]),
        ("（县司法局牵头，县财政局参与）", [LEAD, HELP]),
        ("（县司法局牵头，县财政局等部门参加，2025年底前完成）", [LEAD, HELP + "+"]),
        ("（由县司法局牵头负责组织实施）", [LEAD]),
        ("（牵头领导：张某某）", []),
        ("责任人：李某某", []),
        ("责任单位：县委 组织部", ["responsible:县委 组织部"]),
        ("责任领导：李某某、王某某", []),
        ("（县司法局牵头、县财政局配合）", [LEAD, HELP]),
    ],
)
def test_other_roles_by_label(text: str, names: list[str]) -> None:
    assert read(text)[0] == names


@pytest.mark.parametrize(
    "text",
    [
        *(
            "向县（市、区）政府推广。",
            "按规定办理（涉密的除外）。",
            "（试行）",
            "（以下简称方案）",
            "（谁执法谁负责）",
            "（由谁负责）",
        ),
        *(
            "（政府主导、社会参与）",
            "（财政支持）",
            "各单位要明确责任单位：不得推诿的",
            "落实主体责任，加强配合。",
            "（某政发〔2011〕3号）",
        ),
        *("（甲。乙负责）", "（牵头单位：", "由县司法局牵头。"),
    ],
)
def test_other_brackets_and_sentences_name_nobody(text: str) -> None:
    assert read(text) == ([], None)


@pytest.mark.parametrize(
    "line", ["责任单位：甲局", "完成时限：2025年", "（牵头单位：甲局）", "〔甲局牵头，乙局配合〕", "配合单位: 甲局"]
)
def test_a_line_that_only_names_units(line: str) -> None:
    assert units.is_units_line(line)


@pytest.mark.parametrize(
    "line", ["加强领导。（牵头单位：甲局）", "（牵头单位：甲局）加强领导。", "（试行）", "责任单位要落实", ""]
)
def test_a_line_that_says_more(line: str) -> None:
    assert not units.is_units_line(line)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("由县司法局牵头，县财政局、县审计局配合，开展清理。", "lead:县司法局 support:县财政局 support:县审计局"),
        ("行政复议工作由县司法局负责组织实施。", "responsible:县司法局"),
        ("由县司法局牵头、县财政局配合。", "lead:县司法局 support:县财政局"),
        ("县司法局会同县财政局、县审计局制定办法。", "responsible:县司法局 support:县财政局 support:县审计局"),
        ("县政府办公室牵头，会同县司法局等部门研究提出意见。", "lead:县政府办公室 support:县司法局+"),
        ("各乡镇人民政府负责本辖区内的普法工作。", "responsible:各乡镇人民政府"),
        ("各乡镇人民政府、街道办事处负责本辖区内的普法工作。", "responsible:各乡镇人民政府 responsible:街道办事处"),
        ("区法治政府建设领导小组负责本规划的贯彻落实。", "responsible:区法治政府建设领导小组"),
        ("县级以上人民政府司法行政部门负责本行政区域内的法治宣传工作。", "responsible:县级以上人民政府司法行政部门"),
        ("司法行政部门负责指导人民调解工作。", "responsible:司法行政部门"),
        ("县委组织部、县人社局负责将学法情况纳入考核。", "responsible:县委组织部 responsible:县人社局"),
        ("县教育和体育局具体负责校园普法。", "responsible:县教育和体育局"),
        ("一是县司法局负责统筹协调。", "responsible:县司法局"),
        ("年度报告由各部门起草，县司法局负责汇总上报。", "responsible:县司法局"),
        ("各县（市、区）人民政府应当统一负责本地区的清理工作。", "responsible:各县（市、区）人民政府"),
        ("县司法局为牵头单位，县财政局为配合单位。", "lead:县司法局 support:县财政局"),
        ("办公室日常工作由县司法局承担。", "responsible:县司法局"),
        ("市直各部门按照职责分工负责相关工作。", "responsible:市直各部门"),
        ("各级党委和政府负总责。", "responsible:各级党委和政府"),
        ("县司法局和县财政局共同负责经费保障。", "responsible:县司法局 responsible:县财政局"),
        (
            "市住房和城乡建设局、市城市管理执法局等部门负责整治。",
            "responsible:市住房和城乡建设局 responsible:市城市管理执法局+",
        ),
        ("巴东县人民政府负责督促检查。", "responsible:巴东县人民政府"),
        ("国务院司法行政部门负责全国的律师工作。", "responsible:国务院司法行政部门"),
        ("本方案由县司法局负责解释。", "responsible:县司法局"),
        ("县领导小组办公室（设在县司法局）负责协调。", "responsible:县领导小组办公室"),
        ("县司法局要牵头制定清单，各部门要认真组织实施。", "lead:县司法局 responsible:各部门"),
        ("由公安机关负责查处。", "responsible:公安机关"),
        ("县市场监督管理局牵头负责清理，县商务局协助。", "lead:县市场监督管理局 support:县商务局"),
        ("2025年底前由区政务服务局牵头完成事项梳理。", "lead:区政务服务局"),
        ("县发展和改革局牵头组织评估，会同县统计局每年发布结果。", "lead:县发展和改革局 support:县统计局"),
        ("开展督察（牵头单位：县司法局），县财政局负责保障经费。", "responsible:县财政局"),
    ],
)
def test_sentences_that_charge_a_body(text: str, names: str) -> None:
    assert show(units.prose(text)) == names.split(" ")


@pytest.mark.parametrize(
    "text",
    [
        "落实“谁执法谁普法”普法责任制。",
        "按照谁决策、谁负责的要求追究责任。",
        "坚持政府主导、社会参与。",
        "健全党委领导、政府负责、民主协商、社会协同的体制。",
        "党政主要负责人履行推进法治建设第一责任人职责。",
        "县司法局主要负责人牵头推进。",
        "县司法局负责人应当出庭应诉。",
        "行政机关负责人出庭应诉率达到100%。",
        "牵头制定工作方案，配合做好检查。",
        "各部门要各负其责、密切配合。",
        "行政机关应当积极配合。",
        "坚持一件事情原则上由一个部门负责。",
        "需要多个部门管理的事项，要明确牵头部门，分清主次责任。",
        "指定专门机构负责政府信息公开的日常工作。",
        "各部门应确立专人负责处理代表的询问。",
        "完善行政首长牵头的依法行政工作领导协调机制。",
        "建立由政府负总责、政府法制机构牵头、各职能部门为主体的行政调解工作体制。",
        "建立由县司法局牵头、县财政局配合的工作机制。",
        "由县司法局负责的事项另行规定。",
        "县司法局对县政府负责。",
        "2014年，县司法局牵头制定了实施办法。",
        "县司法局已负责三年。",
        "健全部门间协调配合机制。",
        "支持配合检察机关开展公益诉讼。",
        "聘请专业领域律师协助审核。",
        "《由县司法局负责实施办法》继续有效。",
        "部门负责、分级管理。",
        "有关单位负责落实。",
        "费用由申请人承担。",
        "分级负责、属地管理为主的应急管理体制。",
        "领导干部负责包案。",
        "分管领导牵头，定期研究。",
        "每个部门确定一名同志负责联络。",
        "审批部门负责公开办事指南。",
        "（责任单位：县司法局）",
        "责任单位：县司法局",
        "会同有关方面研究。",
        "由县委、县政府主要领导负责。",
        "领导小组办公室负责日常工作。",
        "县级以上人民政府负责残疾人工作的机构应当公开信息。",
        "市城市管理局可以委托市环境卫生管理机构具体负责清扫。",
        "市城市管理局可以委托市环境卫生管理机构负责清扫。",
    ],
)
def test_sentences_that_charge_nobody_by_name(text: str) -> None:
    assert units.prose(text) == ()


@given(ODD | st.text())
def test_prose_and_labels_never_share_a_place(text: str) -> None:
    found = units.every(text)
    assert all(text[slice(*u.span)] == u.name for u in found)
    assert all(a.span[1] <= b.span[0] for a, b in pairwise(found))
    assert {u for a in units.find(text) for u in a.units} | set(units.prose(text)) == set(found)


@pytest.mark.parametrize(
    "piece",
    [
        "负责",
        "由县司法局",
        "县司法局牵头，",
        "县司法局、",
        "会同县",
        "按照职责",
        "县",
        "县司法局和",
        "“",
        "《由",
        "为牵头单位",
        "应当要",
    ],
)
def test_sentences_without_end_are_survived(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    assert all(text[slice(*u.span)] == u.name for u in units.every(text))
