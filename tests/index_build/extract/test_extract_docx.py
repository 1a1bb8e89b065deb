"""DOCX as a reader sees it: text, tables, notes, what the file says of itself."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index_build.extract.docx import reader as docx
from tests.index_build.extract import documents as d
from tests.index_build.extract.documents import p, r, tbl, tc, tr

# Brackets and digits too, but no white space, which has no meaning at a paragraph's ends.
words = st.text(st.sampled_from("依法行政（一）、。2016年<&目标：ab"), min_size=1, max_size=12)


def text(body: str, **parts: str) -> str:
    return docx.read(d.document(body, **parts)).text


def paragraphs(body: str, **parts: str) -> list[str]:
    return text(body, **parts).split("\n\n")


cells = st.tuples(st.integers(1, 4), st.integers(2, 4)).flatmap(
    lambda size: st.lists(st.lists(words, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0])
)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.one_of(words, cells), min_size=1, max_size=8))
def test_paragraphs_in_are_paragraphs_out_and_tables_too(blocks: list[str | list[list[str]]]) -> None:
    read = docx.read(d.document("".join(p(b) if isinstance(b, str) else d.table(b) for b in blocks)))
    shown = [b if isinstance(b, str) else "\n".join("\t".join(row) for row in b) for b in blocks]
    assert read.text == "\n\n".join(shown)
    assert read.tables == sum(not isinstance(b, str) for b in blocks)
    assert (read.format, read.notes) == ("DOCX", ())


class TestText:
    @pytest.mark.parametrize(
        ("runs", "shown"),
        [
            (r("第一") + r("章"), "第一章"),
            ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲 乙"),
            ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r>", "甲\n乙"),
            ('<w:r><w:br w:type="page"/><w:t>甲</w:t><w:lastRenderedPageBreak/><w:t>乙</w:t></w:r>', "甲乙"),
            ("<w:r><w:t>2016</w:t><w:noBreakHyphen/><w:t>2020</w:t><w:softHyphen/><w:t>年</w:t></w:r>", "2016-2020年"),
            ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>是</w:t></w:r>', "☑是"),
            ('<w:r><w:sym w:font="x" w:char="zz"/><w:t>是</w:t></w:r>', "是"),
            ('<w:hyperlink r:id="x">' + r("链接") + "</w:hyperlink>" + r("后"), "链接后"),
            (
                "<w:smartTag>" + r("内") + "</w:smartTag><w:sdt><w:sdtContent>" + r("容") + "</w:sdtContent></w:sdt>",
                "内容",
            ),
            ("<w:r><w:ruby><w:rt>" + r("zhì") + "</w:rt><w:rubyBase>" + r("治") + "</w:rubyBase></w:ruby></w:r>", "治"),
            ("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>", "x=1"),
            (r("　　首行缩进"), "首行缩进"),
            ("<w:r><w:t>甲\n  乙</w:t></w:r>", "甲   乙"),
        ],
    )
    def test_a_paragraph(self, runs: str, shown: str) -> None:
        assert text(p(runs)) == shown

    def test_changes_are_shown_accepted(self) -> None:
        body = (
            p(
                r("县")
                + "<w:ins>"
                + r("人民")
                + "</w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
                + r("政府")
            )
            + p("<w:moveFrom>" + r("移走") + "</w:moveFrom>", "<w:rPr><w:moveFrom/></w:rPr>")
            + p("<w:moveTo>" + r("移来") + "</w:moveTo>")
        )
        read = docx.read(d.document(body))
        assert read.text == "县人民政府\n\n移来"
        assert read.notes == ("文档含 4 处修订，已按全部接受后的文字读取。",)

    def test_a_deleted_mark_joins_two_paragraphs(self) -> None:
        assert text(p("前半", "<w:rPr><w:del/></w:rPr>") + p("后半") + p("下段")) == "前半后半\n\n下段"
        assert text(p("末段", "<w:rPr><w:del/></w:rPr>")) == "末段"

    def test_hidden_text_is_left_out_and_said(self) -> None:
        styles = d.style("H", "<w:rPr><w:vanish/></w:rPr>", "character")
        body = p(r("见") + r("隐", "<w:vanish/>") + r("藏", '<w:rStyle w:val="H"/>') + r("字", '<w:vanish w:val="0"/>'))
        read = docx.read(d.document(body, styles=styles))
        assert read.text == "见字"
        assert read.notes == ("文档含 2 处隐藏文字，未读取。",)
        assert read.left_out == (("隐藏", "隐藏文字"),)

    def test_headers_comments_and_struck_text_are_listed(self) -> None:
        struck = "<w:del><w:r><w:delText>旧字</w:delText></w:r></w:del>"
        comment = f'<w:comment w:id="1">{p("不妥")}{p("请改")}</w:comment>'
        body = p(r("新字") + struck)
        read = docx.read(d.document(body, header=p("某某县规划"), footer=p("— 1 —"), comments=comment))
        assert read.text == "新字"
        expected = (("某某县规划", "页眉"), ("— 1 —", "页脚"), ("不妥\n请改", "批注"), ("旧字", "修订中删去的文字"))
        assert read.left_out == expected

    def test_a_damaged_header_does_not_refuse_the_document(self) -> None:
        files = d.members(p("甲"), header=p("乙")) | {"word/header.xml": b"<broken"}
        read = docx.read(d.packed(files))
        assert (read.text, len(read.left_out)) == ("甲", 1)

    def test_a_field_is_its_result(self) -> None:
        def border(kind: str) -> str:
            return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

        inner = (
            border("begin") + "<w:r><w:instrText>PAGE</w:instrText></w:r>" + border("separate") + r("7") + border("end")
        )
        toc = border("begin") + "<w:r><w:instrText>TOC</w:instrText></w:r>" + border("separate")
        body = p(toc + r("第一章　总则 ") + inner) + p(r("第二章　附则") + border("end"))
        assert text(body) == "第一章　总则 7\n\n第二章　附则"
        condition = border("begin") + inner + r("=1") + border("separate") + r("甲") + border("end")
        assert text(p(condition) + p('<w:fldSimple w:instr="DATE">' + r("今天") + "</w:fldSimple>")) == "甲\n\n今天"
        assert text(p(border("begin") + r("坏")) + p("不丢")) == "不丢"

    def test_a_box_is_read_once_behind_its_paragraph(self) -> None:
        content = "<w:txbxContent>" + p("框内一") + d.table([["甲", "乙"]]) + "</w:txbxContent>"
        box = (
            "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><a:graphic><a:graphicData>"
            f"<wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
            f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r>"
        )
        old = f"<w:r><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></w:r>"
        assert text(p(r("锚") + box + r("点")) + p("后")) == "锚点\n\n框内一\n\n甲\t乙\n\n后"
        assert text(p(old) + p("后")) == "框内一\n\n甲\t乙\n\n后"

    def test_notes_stand_behind_their_paragraph(self) -> None:
        def note(kind: str, number: int, *lines: str) -> str:
            return f'<w:{kind} w:id="{number}">{"".join(map(p, lines))}</w:{kind}>'

        read = docx.read(
            d.document(
                p(
                    r("甲")
                    + '<w:r><w:footnoteReference w:id="5"/></w:r>'
                    + r("乙")
                    + '<w:r><w:endnoteReference w:id="2"/></w:r>'
                )
                + d.table([["表", "中"]])
                + p(r("丙") + '<w:r><w:footnoteReference w:id="3"/></w:r><w:r><w:footnoteReference w:id="9"/></w:r>'),
                footnotes=note("footnote", 3, " 释三") + note("footnote", 5, "释五", "又一段"),
                endnotes=note("endnote", 2, "尾"),
            )
        )
        assert read.text == (
            "甲〔注1〕乙〔尾注1〕\n\n〔注1〕释五\n\n又一段\n\n〔尾注1〕尾\n\n表\t中\n\n丙〔注2〕〔注3〕\n\n〔注2〕释三"
        )

    def test_a_note_that_refers_to_itself(self) -> None:
        mark = '<w:r><w:footnoteReference w:id="1"/></w:r>'
        own = f'<w:footnote w:id="1">{p(r("见") + mark)}</w:footnote>'
        assert text(p(r("甲") + mark), footnotes=own) == "甲〔注1〕\n\n〔注1〕见〔注1〕"

    def test_what_is_not_read_is_said(self) -> None:
        comment = f'<w:comment w:id="1">{p("不妥")}</w:comment>'
        picture = "<w:r><w:drawing><a:graphic><pic:pic/></a:graphic></w:drawing></w:r>"
        read = docx.read(d.document(p(r("甲") + picture + picture) + '<w:altChunk r:id="x"/>', comments=comment))
        assert read.text == "甲"
        assert read.notes == (
            "文档含 2 张图片，图中文字未读取。",
            "文档嵌入了 1 个外部内容，未读取。",
            "文档含 1 条批注，未读取。",
        )

    def test_strict_documents(self) -> None:
        files = d.members(p("甲") + d.table([["一", "二"]]))
        name = "word/document.xml"
        transitional = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        files[name] = files[name].replace(transitional, b"http://purl.oclc.org/ooxml/wordprocessingml/main")
        assert docx.read(d.packed(files)).text == "甲\n\n一\t二"

    def test_part_names_and_targets_in_other_forms(self) -> None:
        files = d.members(p("甲"))
        files["word/Document2.xml"] = files.pop("word/document.xml")
        files["word/_rels/Document2.xml.rels"] = files.pop("word/_rels/document.xml.rels")
        rels = files["_rels/.rels"]
        files["_rels/.rels"] = rels.replace(b'"word/document.xml"', b'"/word/document2.xml"')
        assert docx.read(d.packed(files)).text == "甲"


class TestMetadata:
    @pytest.mark.parametrize(
        "title", ["", "Microsoft Word 文档", "新建 Microsoft Word 文档", "文档1", "Word 文档", "Plan"]
    )
    def test_a_title_that_is_none(self, title: str) -> None:
        assert docx.read(d.document(p("甲"), title=title)).metadata == {}

    def test_a_title(self) -> None:
        assert docx.read(d.document(p("甲"), title=" 某县水利规划 ")).metadata == {"标题": "某县水利规划"}

    @pytest.mark.parametrize(
        ("head", "metadata"), [("某政发〔2015〕3号", {"页眉": "某政发〔2015〕3号"}), ("第 1 页", {}), ("2015年3号", {})]
    )
    def test_a_running_head_with_a_document_number(self, head: str, metadata: dict[str, str]) -> None:
        section = '<w:sectPr><w:headerReference w:type="default" r:id="header"/></w:sectPr>'
        read = docx.read(d.document(p("甲") + section, header=p("页眉") + p(head)))
        assert (read.metadata, read.text) == (metadata, "甲")


class TestTables:
    def test_a_cell_over_columns_stands_once_and_one_over_rows_in_each(self) -> None:
        body = tbl(
            tr(tc("任务", '<w:gridSpan w:val="2"/>'), tc("单位")),
            tr(tc("甲", '<w:vMerge w:val="restart"/>'), tc("一"), tc("司法局")),
            tr(tc("", "<w:vMerge/>"), tc("二"), tc("")),
            tr(tc("", '<w:vMerge w:val="continue"/>'), tc("三"), tc("教育局")),
            tr(tc("乙"), tc("四", '<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>')),
            tr(tc("丙"), tc("", '<w:gridSpan w:val="2"/><w:vMerge/>')),
        )
        assert text(body) == "任务\t\t单位\n甲\t一\t司法局\n甲\t二\t\n甲\t三\t教育局\n乙\t四\t\n丙\t四\t"

    def test_cells_left_out_at_the_sides_and_old_merges(self) -> None:
        body = tbl(
            tr(tc("甲"), tc("乙"), properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="2"/>'),
            tr(tc("一", '<w:hMerge w:val="restart"/>'), tc("x", "<w:hMerge/>"), tc("二")),
            tr(tc(""), tc("")),
            tr(tc("删"), tc("除"), properties="<w:del/>"),
        )
        assert text(body) == "\t甲\t乙\t\t\n一\t\t二"

    def test_lines_of_a_cell(self) -> None:
        body = tbl(
            tr(tc(p("序") + p("号")), tc(p("责任") + p("单位"))),
            tr(tc(p("市司法局") + p("市教育局")), tc("<w:p><w:r><w:t>甲乡镇</w:t><w:br/><w:t>第2批</w:t></w:r></w:p>")),
        )
        assert text(body) == "序号\t责任单位\n市司法局 市教育局\t甲乡镇 第2批"

    def test_a_table_in_a_cell_is_flattened(self) -> None:
        body = tbl(tr(tc("外"), tc(d.table([["内一", "内二"], ["内三", "内四"]]) + p("后文字"))))
        read = docx.read(d.document(body))
        assert (read.text, read.tables) == ("外\t内一 内二 内三 内四 后文字", 1)

    def test_rows_and_cells_in_content_controls(self) -> None:
        row = "<w:sdt><w:sdtPr/><w:sdtContent>" + tr(
            tc("甲"), "<w:sdt><w:sdtContent>" + tc("乙") + "</w:sdtContent></w:sdt>"
        )
        assert text(tbl(row + "</w:sdtContent></w:sdt>")) == "甲\t乙"

    def test_a_table_that_lays_out_the_page_is_unwrapped(self) -> None:
        lines = [f"第{n}段正文文字" for n in range(25)]
        whole = "".join(map(p, lines)) + d.table([["甲", "乙"]])
        shown = [*lines, "甲\t乙"]
        assert paragraphs(tbl(tr(tc(whole)))) == shown
        assert paragraphs(tbl(tr(tc("栏目"), tc("首页")), tr(tc(""), tc(whole)))) == ["栏目", "首页", *shown]
        assert docx.read(d.document(tbl(tr(tc(whole))))).tables == 1

    def test_a_long_cell_does_not_make_a_layout(self) -> None:
        few = "".join(p(f"第{n}项") for n in range(15))
        assert docx.read(d.document(tbl(tr(tc("任务"), tc(few))))).tables == 1
