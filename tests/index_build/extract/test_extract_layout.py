"""Laws and examples of the layout: the same paper as PDF and as OFD gives the paragraphs it was set from."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index_build.extract import ofd, pdf
from index_build.extract.layout.asides import page_list
from index_build.extract.layout.characters import is_garbled, plain
from index_build.extract.layout.page import Box, Page
from index_build.extract.layout.pages import lay_out
from index_build.extract.shape import Extracted
from tests.index_build.extract import paper
from tests.index_build.extract.paper import Sheet, Style, Word, broken, typeset

BODY = "健全依法决策机制，把公众参与、专家论证、风险评估、合法性审查、集体讨论决定确定为重大行政决策法定程序。"
LETTERS = st.sampled_from("法治政府建设加快推进依的规划目标任务措施，。；《》2016a")
STYLES = st.builds(
    Style,
    length=st.integers(12, 40),
    lines=st.integers(6, 30),
    size=st.sampled_from([10.5, 12.0, 14.0, 16.0, 18.0]),
    pitch=st.sampled_from([1.3, 1.5, 1.75, 2.0]),
    number=st.sampled_from(["", "— {} —", "- {} -", "{}", "第{}页 共99页", "{}/99"]),
    head=st.sampled_from(["", "某某县法治政府建设规划"]),
)


def both(sheets: list[Sheet]) -> Extracted:
    """What the sheets read as, PDF and OFD alike."""
    from_pdf, from_ofd = pdf.read(paper.pdf(sheets)), ofd.read(paper.ofd(sheets))
    assert (from_ofd.text, from_ofd.tables, from_ofd.places) == (from_pdf.text, from_pdf.tables, from_pdf.places)
    return from_pdf


def paragraphs(found: Extracted) -> list[str]:
    return found.text.split("\n\n")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(LETTERS, min_size=1, max_size=160), max_size=9), STYLES)
def test_paragraphs_are_read_as_they_were_set(texts: list[str], style: Style):
    # The first one is wrapped: lines that are never wrapped show no margin.
    texts = [BODY * 2, *texts]
    sheets = typeset(texts, style)
    if len(sheets) == 1:
        sheets = typeset(texts, replace(style, head=""))
    assert paragraphs(both(sheets)) == texts


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 800), st.text("法治ab 1、", max_size=5)), max_size=60))
def test_every_character_is_kept_wherever_it_stands(placed: list[tuple[int, int, str]]):
    boxes = tuple(Box(text, x, x + 12 * max(1, len(text)), y, y + 12, 12) for x, y, text in placed)
    # One page bears no running head, and a lone number may be its page number.
    text = lay_out([Page(595, 842, (*boxes, Box("一、总则", 80, 128, 400, 412, 12)))]).text
    kept, given = Counter("".join(text.split())), Counter("一、总则")
    inside = Counter("一、总则")
    for box in boxes:
        given += Counter("".join(box.text.split()))
        if 120 < box.top < 700 and 100 < box.x0 < 450:
            inside += Counter("".join(box.text.split()))
    assert inside <= kept <= given


def test_a_line_is_joined_over_the_page_break_and_its_page_number():
    found = both(typeset([BODY * 12], Style(number="— {} —", head="某某县法治规划（征求意见稿）")))
    assert found.text == BODY * 12
    assert [name for _, name in found.places] == ["第1页", "第2页"]
    offset = found.places[1][0]
    assert 0 < offset < len(found.text)
    assert found.text[offset:].startswith(broken(BODY * 12, 26, 2)[22])


def test_a_repeated_line_of_the_body_is_no_running_head():
    texts = ["维护社会稳定。"] * 44
    assert paragraphs(both(typeset([BODY * 2, *texts], Style(top=20, pitch=1.5)))) == [BODY * 2, *texts]


def test_numbers_of_the_body_are_no_page_numbers():
    texts = [BODY, "2016", BODY, "3"]
    assert paragraphs(both(typeset(texts, Style()))) == texts


def test_a_heading_without_indent_does_not_go_on_a_full_line():
    line = "法" * 23 + "。"
    sheet = Sheet()
    rows = [(32, line), (0, "一、总体要求"), (32, "短句。"), (32, line), (0, "二、主要任务"), (32, BODY[:20])]
    for i, (indent, text) in enumerate(rows):
        sheet.write(text, 90 + indent, 200 + 28 * i)
    assert paragraphs(both([sheet])) == [text for _, text in rows]


def test_a_cross_reference_at_a_line_s_start_is_no_heading():
    text = "法" * 24 + "第三条规定的程序办理，" + "一、二级以上" + "法" * 30
    assert paragraphs(both(typeset([text, BODY * 2], Style()))) == [text, BODY * 2]


def test_a_title_on_two_lines_is_one_and_its_period_another():
    sheet = Sheet()
    sheet.centre("某某县人民政府关于印发《某某县法治", 120, 22)
    sheet.centre("政府建设实施方案》的通知", 158, 22)
    sheet.centre("（2016—2020年）", 192, 16)
    for i, line in enumerate(broken(BODY * 2, 26, 2)):
        sheet.write(line, 90 + (0 if i else 32), 240 + 28 * i)
    title = "某某县人民政府关于印发《某某县法治政府建设实施方案》的通知"
    assert paragraphs(both([sheet])) == [title, "（2016—2020年）", BODY * 2]


def _two_columns(left: list[str], right: list[str]) -> Sheet:
    sheet = Sheet()
    sheet.centre("某某县法治政府建设工作简报第一期通报", 100, 22)
    for x, lines in ((80, left), (320, right)):
        for i, line in enumerate(lines):
            sheet.write(line, x + (0 if i else 30), 150 + 24 * i, 15)
    return sheet


def test_columns_are_read_left_before_right_below_their_title():
    left, right = BODY * 4, "推进机构、职能、权限、程序、责任法定化，完善行政组织和行政程序法律制度。" * 5
    sheet = _two_columns(broken(left, 13, 2), broken(right, 13, 2))
    assert paragraphs(both([sheet])) == ["某某县法治政府建设工作简报第一期通报", left, right]


def test_rows_without_rules_are_no_columns():
    sheet = Sheet()
    rows = [
        ("县司法局", "组织普法"),
        ("县财政局", "落实经费保障"),
        ("县教育局", "青少年法治教育"),
        ("县水利局", "执法"),
    ]
    for i, (unit, task) in enumerate(rows):
        sheet.write(unit, 90, 150 + 24 * i, 15)
        sheet.write(task, 330, 150 + 24 * i, 15)
    assert paragraphs(both([sheet])) == [f"{unit} {task}" for unit, task in rows]


_XS = (80, 120, 300, 410, 515)
_HEADER = ("序号", "任务", "牵头单位", "完成时限")


def _table(rows: list[tuple[str, ...]], top: float) -> Sheet:
    sheet = Sheet()
    ys = [top + 40 * i for i in range(len(rows) + 1)]
    sheet.grid(_XS, ys)
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            for k, line in enumerate(broken(cell, int((_XS[j + 1] - _XS[j]) // 12) - 1, 0)):
                sheet.write(line, _XS[j] + 4, ys[i] + 15 + 14 * k, 12)
    return sheet


def _rows(found: Extracted) -> list[list[str]]:
    return [line.split("\t") for line in found.text.split("\n") if "\t" in line]


def test_a_table_over_two_pages_is_one_with_one_header():
    first = [
        ("1", "完善重大行政决策程序，健全依法决策机制", "县政府办公室", "2016年底前"),
        ("2", "清理文件", "", "长期"),
    ]
    second = [("3", "推行权力清单", "县委编办、县司法局、县财政局", "2017年")]
    sheets = [_table([_HEADER, *first], 640), _table([_HEADER, *second], 100)]
    sheets[0].write("附件：任务分工表", 80, 600)
    sheets[1].write("本表由县司法局解释。", 112, 400)
    found = both(sheets)
    assert found.tables == 1
    assert _rows(found) == [list(row) for row in (_HEADER, *first, *second)]
    assert paragraphs(found)[0] == "附件：任务分工表"
    assert paragraphs(found)[-1] == "本表由县司法局解释。"


def test_a_row_cut_by_the_page_break_is_mended():
    sheets = [_table([_HEADER, ("1", "完善重大行政决策程序，健全", "县司法局", "长期")], 700)]
    sheets.append(_table([("", "依法决策机制", "", "")], 100))
    assert _rows(both(sheets))[1] == ["1", "完善重大行政决策程序，健全依法决策机制", "县司法局", "长期"]


def test_merged_cells_stand_in_each_row_and_once_in_a_row():
    sheet = Sheet()
    sheet.rules += [(80, 100, 480, 100), (180, 140, 480, 140), (80, 180, 480, 180), (80, 220, 480, 220)]
    sheet.rules += [(80, 100, 80, 220), (180, 100, 180, 180), (330, 100, 330, 180), (480, 100, 480, 220)]
    cells = [
        ("县司法局", 90, 145),
        ("任务一", 190, 125),
        ("长期", 340, 125),
        ("任务二", 190, 165),
        ("合计两项", 90, 205),
    ]
    for text, x, y in cells:
        sheet.write(text, x, y, 12)
    assert _rows(both([sheet])) == [
        ["县司法局", "任务一", "长期"],
        ["县司法局", "任务二", ""],
        ["合计两项", "", ""],
    ]


def test_a_frame_round_text_is_no_table():
    sheets = typeset([BODY * 3], Style())
    sheets[0].grid((60, sheets[0].width - 60), (90, 500))
    found = both(sheets)
    assert (found.text, found.tables) == (BODY * 3, 0)


def test_a_footnote_stands_behind_the_sentence_that_goes_on_overleaf():
    sheets = typeset([BODY * 12, "下一段。"], Style(number="— {} —"))
    y = sheets[0].height - 90
    sheets[0].rules.append((80, y, 210, y))
    sheets[0].write("①见《法治政府建设实施纲要》。", 80, y + 16, 9)
    assert paragraphs(both(sheets)) == [BODY * 12, "①见《法治政府建设实施纲要》。", "下一段。"]


def test_turned_text_is_left_out_and_named():
    sheets = typeset([BODY], Style())
    sheets[0].words.append(Word("内部资料", 40, 300, 16, 90))
    found = both(sheets)
    assert found.text == BODY
    assert found.notes == ("第1页有旋转或页边的文字（如印章、装订线），未收入正文。",)
    assert found.left_out == (("内部资料", "旋转的文字（第1页）"),)


def test_letters_of_a_binding_line_are_left_out_and_named():
    sheets = typeset([BODY * 6], Style())
    sheets[0].words += [Word(letter, 30, 200 + 80 * i, 10) for i, letter in enumerate("装订线")]
    found = both(sheets)
    assert found.text == BODY * 6
    assert "页边" in found.notes[0]
    assert found.left_out == (("装订线", "页边文字（第1页）"),)


def test_running_heads_and_page_numbers_are_listed_once_with_their_pages():
    found = both(typeset([BODY * 30], Style(number="— {} —", head="某某县法治规划")))
    assert found.text == BODY * 30
    last = found.places[-1][1].strip("第页")
    assert last > "2"
    assert found.left_out == (("某某县法治规划", f"页眉（第1—{last}页）"), ("—1—", f"页码（第1—{last}页）"))


def test_spaces_stand_between_words_only():
    sheet = Sheet()
    sheet.write("推广 open data 平台", 112, 200)
    sheet.write("第一章", 112, 240)
    sheet.write("总则", 176, 240)
    sheet.write("目", 112, 280)
    sheet.write("录", 160, 280)
    assert paragraphs(both([sheet])) == ["推广open data平台", "第一章 总则", "目录"]


@pytest.mark.parametrize(
    ("raw", "wanted"), [("⼀是⾏政", "一是行政"), ("⻅机⻋站⻰", "见机车站龙"), ("豈", "豈"), ("①㎡ａ", "①㎡ａ")]
)
def test_radicals_become_characters_and_nothing_else_changes(raw: str, wanted: str):
    assert plain(raw) == wanted


@pytest.mark.parametrize(
    ("text", "garbled"),
    [
        ("依法行政" * 20, False),
        ("\uf06c加强", False),
        ("依法行政\ue123\ue124" * 9, True),
        ("(cid:12)(cid:7)", True),
        ("ÖÐ»ªÈË" * 3, True),
    ],
)
def test_a_garbled_layer_is_known(text: str, garbled: bool):
    assert is_garbled(text) == garbled


def test_pages_are_listed_as_one_writes_them():
    assert page_list([0, 2, 3, 4, 8]) == "第1、3—5、9页"


def test_a_left_column_alone_on_the_last_page_is_a_column():
    text = BODY * 9
    lines = broken(text, 13, 2)
    sheets = [_two_columns(lines[:14], [])]
    for i, line in enumerate(lines[14:28]):
        sheets[0].write(line, 320, 150 + 24 * i, 15)
    sheets.append(Sheet())
    for i, line in enumerate(lines[28:]):
        sheets[1].write(line, 80, 150 + 24 * i, 15)
    assert paragraphs(both(sheets))[1:] == [text]


def test_paragraphs_without_indents_are_joined():
    sheet = Sheet()
    for i, line in enumerate(["一、总体要求", *broken(BODY * 3, 26, 0), *broken("二、" + BODY, 26, 0)]):
        sheet.write(line, 90, 200 + 28 * i)
    assert paragraphs(both([sheet])) == ["一、总体要求", BODY * 3, "二、" + BODY]


def test_a_table_of_contents_is_left_out_and_named():
    contents = Sheet()
    contents.centre("目录", 100, 22)
    entries = ["一、总体要求", "二、完善依法行政制度体系，健全", "重大行政决策机制", "三、保障措施"]
    for i, entry in enumerate(entries):
        leader = "" if i == 1 else "…" * (24 - len(entry)) + "12"
        contents.write(entry + leader, 90, 160 + 28 * i)
    texts = ["一、总体要求", BODY * 2, "二、完善制度……4", BODY]
    found = both([contents, *typeset(texts, Style())])
    assert paragraphs(found) == texts
    assert [text.strip("…12") for text, _ in found.left_out] == ["目录", *entries]
    assert {reason for _, reason in found.left_out} == {"目录（第1页）"}
    assert found.notes == ("第1页的目录未收入正文。",)
