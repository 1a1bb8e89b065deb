"""Automatic numbers as the reader of a document sees them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index_build.extract.docx import reader as docx
from index_build.extract.docx.labels import labelled
from index_build.extract.docx.numerals import written
from index_build.structure import numbering
from qa.numerals import number
from tests.index_build.extract import documents as d
from tests.index_build.extract.documents import abstract, item, lvl, num, p

PLAN = abstract(
    1,
    lvl(0, "chineseCountingThousand", "第%1章"),
    lvl(1, "chineseCounting", "%2、"),
    lvl(2, "chineseCountingThousand", "（%3）"),
    lvl(3, "decimal", "%4."),
    lvl(4, "decimal", "（%5）"),
    lvl(5, "decimalEnclosedCircle", "%6"),
)


def shown(body: str, definitions: str, styles: str = "") -> list[str]:
    return docx.read(d.document(body, numbering=definitions, styles=styles)).text.split("\n\n")


def items(*places: tuple[int, int]) -> str:
    """Paragraphs called 甲 by (list, level)."""
    return "".join(item("甲", *place) for place in places)


def labels(definitions: str, *places: tuple[int, int]) -> list[str]:
    return [line.removesuffix("甲").strip() for line in shown(items(*places), definitions)]


class TestForms:
    @pytest.mark.parametrize(
        ("form", "numbers", "forms"),
        [
            ("decimal", (1, 12), ["1", "12"]),
            ("decimalZero", (1, 12), ["01", "12"]),
            ("decimalFullWidth", (1, 12), ["１", "１２"]),
            ("chineseCounting", (1, 10, 12, 20, 99, 101), ["一", "十", "十二", "二十", "九十九", "一〇一"]),
            (
                "chineseCountingThousand",
                (3, 10, 19, 110, 101, 1001, 2030),
                ["三", "十", "十九", "一百一十", "一百零一", "一千零一", "二千零三十"],
            ),
            ("ideographDigital", (1, 10, 21), ["一", "一〇", "二一"]),
            ("chineseLegalSimplified", (1, 10, 12, 101), ["壹", "壹拾", "壹拾贰", "壹佰零壹"]),
            ("ideographTraditional", (1, 10, 11), ["甲", "癸", "11"]),
            ("ideographZodiac", (1, 12), ["子", "亥"]),
            ("ideographEnclosedCircle", (1, 10), ["㊀", "㊉"]),
            ("decimalEnclosedCircle", (1, 20, 21, 50, 51), ["①", "⑳", "㉑", "㊿", "51"]),
            ("decimalEnclosedCircleChinese", (3,), ["③"]),
            ("decimalEnclosedParen", (1, 20), ["⑴", "⒇"]),
            ("decimalEnclosedFullstop", (1, 20), ["⒈", "⒛"]),
            ("lowerLetter", (1, 26, 27), ["a", "z", "aa"]),
            ("upperLetter", (2, 28), ["B", "BB"]),
            ("lowerRoman", (4, 1990), ["iv", "mcmxc"]),
            ("upperRoman", (9, 40), ["IX", "XL"]),
            ("none", (5,), [""]),
            ("hindiVowels", (5,), ["5"]),
            ("upperRoman", (0, -3, 99_999_999), ["0", "-3", "99999999"]),
        ],
    )
    def test_a_number_in_a_form(self, form: str, numbers: tuple[int, ...], forms: list[str]) -> None:
        assert [written(n, form) for n in numbers] == forms

    @given(
        st.integers(1, 9999),
        st.sampled_from(
            ["decimal", "decimalFullWidth", "chineseCounting", "chineseCountingThousand", "ideographDigital"]
        ),
    )
    def test_what_is_written_reads_as_the_number(self, value: int, form: str) -> None:
        assert number(written(value, form)) == value

    @given(st.integers(1, 99), st.sampled_from(["第{}章", "第{}条", "{}、", "（{}）"]))
    def test_labels_open_clauses(self, value: int, around: str) -> None:
        """The whole way: numbering.xml to a label that the tree knows."""
        start = num(1, 1, d.restarted(0, value))
        (line,) = shown(items((1, 0)), abstract(1, lvl(0, "chineseCounting", around.format("%1"))) + start)
        label = numbering.parse(line)
        assert label
        assert label.number == value


class TestJoining:
    @pytest.mark.parametrize(
        ("label", "suffix", "text", "typed"),
        [
            ("一、", "tab", "总则", "一、总则"),
            ("（一）", "space", "总则", "（一）总则"),
            ("第一章", "tab", "总则", "第一章 总则"),
            ("第一条　", "tab", "总则", "第一条　总则"),
            ("第一条", "nothing", "总则", "第一条总则"),
            ("1.", "tab", "加强", "1.加强"),
            ("1.", "tab", "2021年", "1. 2021年"),
            ("1.1", "space", "加强", "1.1 加强"),
            ("①", "tab", "加强", "①加强"),
            ("•", "tab", "加强", "• 加强"),
            ("——", "tab", "加强", "——加强"),
            ("3", "tab", "", "3"),
        ],
    )
    def test_as_it_would_be_typed(self, label: str, suffix: str, text: str, typed: str) -> None:
        assert labelled(label, suffix, text) == typed


class TestLevels:
    def test_a_plan(self) -> None:
        places = [(1, level) for level in (0, 1, 2, 2, 3, 3, 4, 5, 5, 3, 2, 3, 1, 2, 0, 1)]
        assert " ".join(labels(PLAN + num(1, 1), *places)) == (
            "第一章 一、 （一） （二） 1. 2. （1） ① ② 3. （三） 1. 二、 （一） 第二章 一、"
        )

    def test_numbers_of_many_levels(self) -> None:
        definition = abstract(
            1,
            lvl(0, "chineseCounting", "第%1部分"),
            lvl(1, "decimal", "%1.%2", "<w:isLgl/>"),
            lvl(2, "decimal", "%1.%2.%3"),
        )
        places = [(1, level) for level in (0, 1, 1, 2, 0, 1)]
        assert " ".join(labels(definition + num(1, 1), *places)) == "第一部分 1.1 1.2 一.2.1 第二部分 2.1"

    def test_a_level_passed_over_counts_as_used(self) -> None:
        definition = abstract(1, lvl(0, "decimal", "%1"), lvl(1, "decimal", "%1.%2")) + num(1, 1)
        assert labels(definition, (1, 1), (1, 0), (1, 1)) == ["1.1", "2", "2.1"]

    def test_items_that_run_on_over_their_headings(self) -> None:
        definition = abstract(
            1,
            lvl(0, "chineseCounting", "%1、"),
            lvl(1, "chineseCounting", "（%2）", '<w:lvlRestart w:val="0"/>'),
            lvl(2, "decimal", "%3.", '<w:lvlRestart w:val="1"/>'),
        )
        places = [(1, level) for level in (0, 1, 2, 1, 2, 0, 1, 2)]
        assert " ".join(labels(definition + num(1, 1), *places)) == "一、 （一） 1. （二） 2. 二、 （三） 1."

    def test_lists_of_one_definition_count_on_unless_they_start_anew(self) -> None:
        definitions = PLAN + num(1, 1) + num(2, 1) + num(3, 1, d.restarted(0, 1)) + num(4, 1, d.restarted(0, 7))
        places = [(n, 0) for n in (1, 2, 1, 3, 3, 1, 4)]
        assert labels(definitions, *places) == [f"第{n}章" for n in "一二三一二三七"]

    def test_lists_of_two_definitions_count_each_by_itself(self) -> None:
        definitions = PLAN + abstract(2, lvl(0, "decimal", "%1、")) + num(1, 1) + num(2, 2)
        assert labels(definitions, (1, 0), (2, 0), (1, 0), (2, 0)) == ["第一章", "1、", "第二章", "2、"]

    def test_a_level_that_a_list_changes(self) -> None:
        own = f'<w:lvlOverride w:ilvl="0">{lvl(0, "upperRoman", "%1.")}</w:lvlOverride>'
        assert labels(PLAN + num(1, 1) + num(2, 1, own), (1, 0), (2, 0)) == ["第一章", "II."]

    def test_numbering_switched_off_and_lists_that_are_missing(self) -> None:
        assert labels(PLAN + num(1, 1) + num(5, 99), (0, 0), (1, 0), (5, 0), (6, 0), (1, 0)) == [
            "",
            "第一章",
            "",
            "",
            "第二章",
        ]

    def test_levels_out_of_range(self) -> None:
        assert labels(PLAN + num(1, 1), (1, -4), (1, 99)) == ["第一章", ""]

    def test_numbers_in_cells(self) -> None:
        row = d.tr(d.tc(item("", 1, 3)), d.tc("任务"))
        assert shown(d.tbl(row, row), PLAN + num(1, 1)) == ["1.\t任务\n2.\t任务"]

    def test_deleted_and_hidden_paragraphs_do_not_count(self) -> None:
        number_one = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        deleted = p("<w:del><w:r><w:delText>删</w:delText></w:r></w:del>", number_one + "<w:rPr><w:del/></w:rPr>")
        hidden = p(d.r("藏", "<w:vanish/>"), number_one + "<w:rPr><w:vanish/></w:rPr>")
        assert shown(item("甲", 1) + deleted + hidden + item("乙", 1), PLAN + num(1, 1)) == ["第一章 甲", "第二章 乙"]


class TestBullets:
    @pytest.mark.parametrize(
        ("mark", "font", "line"),
        [
            ("\uf06c", "Wingdings", "• 甲"),
            ("l", "Wingdings", "• 甲"),
            ("●", "宋体", "• 甲"),
            ("——", "宋体", "——甲"),
            ("-", "宋体", "-甲"),
            ("注：", "宋体", "注：甲"),
            ("", "宋体", "甲"),
        ],
    )
    def test_a_bullet(self, mark: str, font: str, line: str) -> None:
        level = lvl(0, "bullet", mark).replace("</w:lvl>", f'<w:rPr><w:rFonts w:ascii="{font}"/></w:rPr></w:lvl>')
        assert shown(items((1, 0)), abstract(1, level) + num(1, 1)) == [line]


class TestStyles:
    HEADINGS = d.style("T1", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>') + d.style(
        "T2", '<w:basedOn w:val="T1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr>'
    )

    def heading(self, name: str, more: str = "") -> str:
        return p("甲", f'<w:pStyle w:val="{name}"/>{more}')

    def test_a_heading_is_numbered_by_its_style(self) -> None:
        body = "".join(self.heading(name) for name in ("T1", "T2", "T2", "T1"))
        assert shown(body, PLAN + num(1, 1), self.HEADINGS) == ["第一章 甲", "一、甲", "二、甲", "第二章 甲"]

    def test_a_level_tied_to_a_style(self) -> None:
        definition = abstract(1, lvl(0, "decimal", "%1、"), lvl(1, "decimal", "%1.%2", '<w:pStyle w:val="T1"/>'))
        assert shown(self.heading("T1"), definition + num(1, 1), self.HEADINGS) == ["1.1 甲"]

    def test_a_paragraph_overrides_its_style(self) -> None:
        off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
        deeper = '<w:numPr><w:ilvl w:val="2"/></w:numPr>'
        body = self.heading("T1", off) + self.heading("T1", deeper)
        assert shown(body, PLAN + num(1, 1), self.HEADINGS) == ["甲", "（一）甲"]

    def test_a_definition_behind_a_list_style(self) -> None:
        linked = abstract(2, more='<w:numStyleLink w:val="L"/>')
        own = PLAN.replace("<w:lvl ", '<w:styleLink w:val="L"/><w:lvl ', 1)
        style = d.style("L", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>', "numbering")
        assert shown(items((2, 0), (1, 0)), own + linked + num(1, 1) + num(2, 2), style) == ["第一章 甲", "第二章 甲"]

    def test_definitions_and_styles_that_refer_to_themselves(self) -> None:
        circular = abstract(1, more='<w:numStyleLink w:val="L"/>') + num(1, 1)
        style = d.style(
            "L", '<w:basedOn w:val="L"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>', "numbering"
        )
        assert shown(items((1, 0)), circular, style) == ["甲"]

    def test_a_label_without_end_is_cut(self) -> None:
        assert len(shown(items((1, 0)), abstract(1, lvl(0, "decimal", "长" * 10_000)) + num(1, 1))[0]) < 200
