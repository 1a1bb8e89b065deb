"""Lines to paragraphs: after this stage a line break is a paragraph break and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index_build.aligned import Aligned, Replacement
from index_build.repair.chain import repair
from index_build.structure.paragraphs import open_head, split

PIECES = [
    *("\n", "\n", "\n\n", " ", "\t", "　", "。", "；", "：", "，", "（", "）", "“", "”", "《", "》"),
    *(
        "一、",
        "（一）",
        "（二）",
        "1.",
        "2.",
        "（1）",
        "甲乙丙丁",
        "加强领导" * 20,
        "（牵头单位：甲局）",
        "牵头单位：",
        "——",
    ),
]
ODD = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


def paragraphs(text: str) -> list[str]:
    return split(Aligned.of(text)).text.split("\n")


@given(ODD | st.text())
def test_only_white_space_is_added_or_taken(text: str) -> None:
    assert "".join(split(Aligned.of(text)).text.split()) == "".join(text.split())


@given(ODD)
def test_no_paragraph_is_empty(text: str) -> None:
    done = split(Aligned.of(text)).text
    assert "\n\n" not in done
    assert done == done.strip("\n")


@given(ODD)
def test_every_character_keeps_its_place_in_the_raw_text(text: str) -> None:
    done = split(Aligned.of(text))
    assert all(text[done.starts[i]] == c for i, c in enumerate(done.text) if not c.isspace())


@pytest.mark.parametrize("piece", [" ", "\n", " \n", "（牵头单位：甲）乙", "1.甲。2.", "（", "“（一）。", "甲"])
def test_odd_lines_without_end_are_survived(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    assert "".join(split(Aligned.of(text)).text.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("甲。\n乙。", ["甲。", "乙。"]),
        ("\n\n甲。\n\n\n乙。\n", ["甲。", "乙。"]),
        ("总体要求\n加强领导。", ["总体要求", "加强领导。"]),
        (f"{'加强领导，' * 13}\n落实责任。", [f"{'加强领导，' * 13}落实责任。"]),
        (f"{'加强领导，' * 13}\n\n落实责任。", [f"{'加强领导，' * 13}落实责任。"]),
        (f"{'加强领导' * 16}\n落实责任。", [f"{'加强领导' * 16}落实责任。"]),
        (f"{'加强领导' * 16}\n\n落实责任。", ["加强领导" * 16, "落实责任。"]),
        (f"{'加强领导，' * 13}\n（一）落实责任。", ["加强领导，" * 13, "（一）落实责任。"]),
        (f"{'加强领导，' * 13}落实。\n继续落实。", [f"{'加强领导，' * 13}落实。", "继续落实。"]),
    ],
)
def test_lines(text: str, parts: list[str]) -> None:
    assert paragraphs(text) == parts


def test_an_indent_that_repair_took_off_still_parts_paragraphs() -> None:
    line = "加强领导" * 16
    assert split(repair(Aligned.of(f"　　{line}\n　　落实责任。"))).text == f"{line}\n落实责任。"
    assert split(repair(Aligned.of(f"　　{line}\n落实责任。"))).text == f"{line}落实责任。"


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        (
            "完善台账。（牵头单位：县水利局）加快清淤。（牵头单位：县住建局）",
            ["完善台账。（牵头单位：县水利局）", "加快清淤。（牵头单位：县住建局）"],
        ),
        ("完善台账〔责任单位：县水利局〕加快清淤。", ["完善台账〔责任单位：县水利局〕", "加快清淤。"]),
        ("完善台账（牵头单位：县水利局）。", ["完善台账（牵头单位：县水利局）。"]),
        ("完善台账（牵头单位：县水利局），加快清淤。", ["完善台账（牵头单位：县水利局），加快清淤。"]),
        ("化解矛盾（县信访局负责）：完善机制。", ["化解矛盾（县信访局负责）：完善机制。"]),
        (
            "向县（市、区）政府推广。按规定办理（涉密的除外）。继续推进",
            ["向县（市、区）政府推广。按规定办理（涉密的除外）。继续推进"],
        ),
        ("（一）甲乙。（二）丙丁。（三）戊己。", ["（一）甲乙。", "（二）丙丁。", "（三）戊己。"]),
        ("一、甲乙。（一）丙丁；（二）戊己。", ["一、甲乙。", "（一）丙丁；", "（二）戊己。"]),
        ("1.甲乙。 2.丙丁。", ["1.甲乙。 ", "2.丙丁。"]),
        ("（一）甲乙。（三）丙丁。", ["（一）甲乙。（三）丙丁。"]),
        ("（一）甲乙。5.丙丁。", ["（一）甲乙。5.丙丁。"]),
        ("（一）甲乙，（二）丙丁。", ["（一）甲乙，（二）丙丁。"]),
        ("（一）依据“甲。（二）乙”办理。", ["（一）依据“甲。（二）乙”办理。"]),
        ("（一）按《某办法。（二）》办理。", ["（一）按《某办法。（二）》办理。"]),
        ("一、任务 （一）公示。落实。（二）记录。", ["一、任务 ", "（一）公示。落实。", "（二）记录。"]),
        ("第一章 总则 第一节 甲乙 第一条 丙丁。", ["第一章 总则 ", "第一节 甲乙 ", "第一条 丙丁。"]),
        ("第二章 职责  第二条 甲。第三条 乙。", ["第二章 职责  ", "第二条 甲。", "第三条 乙。"]),
        ("一、任务 1.公示。2.记录。", ["一、任务 ", "1.公示。", "2.记录。"]),
        ("一、投入 1.5亿元", ["一、投入 1.5亿元"]),
        ("一、依据 第三章 第五条的规定", ["一、依据 第三章 第五条的规定"]),
        ("根据第三章 第五条的规定办理。", ["根据第三章 第五条的规定办理。"]),
        ("（一）公示。落实 1.甲", ["（一）公示。落实 1.甲"]),
        ("（一）公示 （三）甲", ["（一）公示 （三）甲"]),
        ("①公示；②记录；③审核。", ["①公示；", "②记录；", "③审核。"]),
        ("措施：①公示；②记录。", ["措施：", "①公示；", "②记录。"]),
        ("1.甲达到。2.5亿元。", ["1.甲达到。2.5亿元。"]),
        ("（一）甲。（二）项规定的情形。", ["（一）甲。（二）项规定的情形。"]),
    ],
)
def test_inside_a_line(line: str, parts: list[str]) -> None:
    assert paragraphs(line) == parts


def test_no_label_inside_a_quotation_of_several_lines() -> None:
    lines = ["（一）改为：“甲。", "（一）乙。（二）丙。”", "（二）丁。（三）戊。"]
    assert paragraphs("\n".join(lines)) == [*lines[:2], "（二）丁。", "（三）戊。"]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("某县方案 一、甲 （一）乙。二、丙。", ["某县方案", "一、甲 （一）乙。二、丙。"]),
        ("某县方案 第一章 总则 第一条 乙。第二章 职责", ["某县方案", "第一章 总则 第一条 乙。第二章 职责"]),
        ("某县方案 一、甲 （一）乙。", ["某县方案 一、甲 （一）乙。"]),
        ("某县《方案 一、甲。二、乙。》", ["某县《方案 一、甲。二、乙。》"]),
        ("目录 第一章 总则 第二章 职责", ["目录 第一章 总则 第二章 职责"]),
        ("一、甲 一、乙。二、丙。", ["一、甲 一、乙。二、丙。"]),
    ],
)
def test_a_title_on_the_line_of_the_text(line: str, parts: list[str]) -> None:
    assert open_head(Aligned.of(line)).text.split("\n") == parts


def test_the_end_of_a_page_is_no_end_of_a_paragraph() -> None:
    raw = "\n".join([*WRAPPED[:2], "- 1 -", *WRAPPED[2:]])
    whole = Aligned.of(raw)
    at = raw.index("- 1 -")
    page = whole.replace("page", [Replacement(at, at + 5, "", "页码")])
    assert split(page).text.split("\n") == ["".join(WRAPPED[:4]), "".join(WRAPPED[4:])]


def test_a_count_runs_on_from_the_lines_above() -> None:
    assert paragraphs("（一）甲乙。\n丙丁。（二）戊己。") == ["（一）甲乙。", "丙丁。", "（二）戊己。"]


WRAPPED = [
    "（一）指导思想。高举中国特色社会主义伟大旗帜，坚持以人民为中心的",
    "发展思想，全面贯彻落实党中央、国务院关于法治政府建设的决策部署，",
    "结合本县实际，提出本实施意见，请各单位认真抓好落实，确保任务按时",
    "完成。",
    "（二）基本原则。坚持党的领导，坚持以人民为中心，坚持问题导向，坚",
    "持统筹推进，努力实现突破。",
]


def test_lines_broken_at_a_fixed_width_are_joined() -> None:
    assert paragraphs("\n".join(WRAPPED)) == ["".join(WRAPPED[:4]), "".join(WRAPPED[4:])]


def test_a_reference_that_a_break_brought_to_the_front_is_no_paragraph() -> None:
    lines = [*WRAPPED, "第三条 各单位应当坚持问题导向，坚持统筹推进，依照本条例的有关规定和", "第三十条 有关办法办理。"]
    assert paragraphs("\n".join(lines))[-1] == "".join(lines[-2:])


def test_a_line_without_indent_goes_on_where_paragraphs_are_indented() -> None:
    sentences = "各单位要高度重视，加强组织领导，明确责任，落实任务，确保按时完成。"
    lines = ["　　" + WRAPPED[0][:-2], *WRAPPED[1:3], sentences, WRAPPED[3], "　　" + WRAPPED[4][:-2], WRAPPED[5]]
    joined = ["".join([WRAPPED[0][:-2], *WRAPPED[1:3], sentences, WRAPPED[3]]), WRAPPED[4][:-2] + WRAPPED[5]]
    assert split(repair(Aligned.of("\n".join(lines)))).text.split("\n") == joined


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("第一条\n为了加强管理。", ["第一条 为了加强管理。"]),
        ("第一条\n\n为了加强管理。", ["第一条 为了加强管理。"]),
        ("（一）\n加强领导。", ["（一）加强领导。"]),
        ("一、\n（一）加强领导。", ["一、", "（一）加强领导。"]),
        ("第一章\n任务\t单位\n修路\t甲局", ["第一章", "任务\t单位", "修路\t甲局"]),
        ("依照本法第\n十条的规定。", ["依照本法第十条的规定。"]),
        ("依照本法第十\n二条的规定。", ["依照本法第十二条的规定。"]),
        ("加强领导，\n落实责任。", ["加强领导，落实责任。"]),
        ("甲乙丙。\n任务\t单位\n修路，\t甲局\n丁戊。", ["甲乙丙。", "任务\t单位", "修路，\t甲局", "丁戊。"]),
        ("任务\t单位\n（一）甲。（二）乙。\t甲局", ["任务\t单位", "（一）甲。（二）乙。\t甲局"]),
        ("第一条 甲。第二条 乙。", ["第一条 甲。", "第二条 乙。"]),
        ("第一条 甲（略）第二条 乙。", ["第一条 甲（略）", "第二条 乙。"]),
        ("第一条 甲。第九条规定的乙。", ["第一条 甲。第九条规定的乙。"]),
    ],
)
def test_labels_alone_and_tables(text: str, parts: list[str]) -> None:
    assert paragraphs(text) == parts
