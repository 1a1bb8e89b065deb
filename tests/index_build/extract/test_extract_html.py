import random
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index_build import catalogue
from index_build import read as reading
from index_build.aligned import Aligned
from index_build.extract.html import reader as html
from index_build.repair.chain import repair
from qa.errors import BadPlan
from qa.regions import Regions, read_csv
from tests.index_build.extract.pages import (
    DOCUMENT,
    FURNITURE,
    MENU,
    NOTICE_TITLE,
    OTHERS,
    PAGES,
    PLAN,
    SavedPage,
    p,
    page,
)

REGIONS = Regions(read_csv(catalogue.packaged() / "regions.csv"))
pages = pytest.mark.parametrize("saved", PAGES.values(), ids=PAGES)
light = settings(max_examples=80, deadline=None)


def paragraphs(source: str) -> list[str]:
    return html.read(source.encode()).text.split("\n\n")


def in_document(body: str) -> list[str]:
    """Paragraphs that `body` gives behind the document's own."""
    read = paragraphs(page(f"<div>{p(DOCUMENT)}{body}{p(['（此件公开发布）'])}</div>"))
    assert (read[: len(DOCUMENT)], read[-1]) == (list(DOCUMENT), "（此件公开发布）")
    return read[len(DOCUMENT) : -1]


@pages
def test_the_document_is_read_whole_and_alone(saved: SavedPage):
    read = html.read(saved.data)
    assert read.text.split("\n\n") == list(saved.paragraphs)
    assert read.tables == sum("\t" in paragraph for paragraph in saved.paragraphs)
    assert read.format == "HTML"


@pages
def test_nothing_of_the_site_is_left(saved: SavedPage):
    text = html.read(saved.data).text
    assert [word for word in FURNITURE if word in text] == []


@pages
def test_what_the_page_says_of_the_document(saved: SavedPage):
    read = html.read(saved.data)
    assert {name: read.metadata.get(name) for name in saved.metadata} == saved.metadata


@pages
def test_the_same_plan_comes_out_of_every_page(saved: SavedPage):
    read = reading.read_page(html.read(saved.data).text, REGIONS)
    lines = [line.strip() for line in read.text.text.split("\n")]
    body = [line for line in PLAN[3:] if not line.startswith("1.")]
    assert [line for line in lines if line in body] == body


# Laws: whatever a site wraps around paragraphs, they come out once and in order.

WRAPPERS = (
    "<div class='x'>{}</div>",
    "<section><div>{}</div></section>",
    "<center>{}</center>",
    "<form action='a'>{}</form>",
    "<table border=0><tr><td>{}</td></tr></table>",
    "<table><tr><td><table><tr><td>{}</td></tr></table></td></tr></table>",
    "<font size=3>{}</font>",
    "<div><span style='line-height:2'>{}</span></div>",
    "<article id='zoom'>{}</article>",
    "<div><!-- 正文 -->{}<script>var a = '。';</script></div>",
)
LINES = (
    "<p>{}</p>",
    "<p>　　{}</p>",
    "<div>{}</div>",
    "<p><span>{}</span></p>",
    "<p align=left><font face=宋体><b>{}</b></font></p>",
    "<br><br>{}<br><br>",
    "<p>&nbsp;&nbsp;{}</p>",
    "<p>{}",
)
AROUND = (
    f"<div><ul>{MENU}</ul></div>",
    f"<div class='related'><h3>相关阅读</h3><ul>{OTHERS}</ul></div>",
    f"<nav><p>首页导航，全部栏目都在这里。</p>{MENU}</nav>",
    "<div class='footer'><p>版权所有：青石市人民政府</p><p>青ICP备00000001号</p></div>",
    "<div style='display: none'>隐藏的导航文字，不应当读取。</div>",
    "<p>当前位置：<a href='/'>首页</a> &gt; <a href='/b'>政务公开</a></p>",
    "<script>document.write('首页导航，全部栏目。')</script>",
)
SITE_WORDS = ("首页", "推进会议", "ICP备", "隐藏的", "document")


@st.composite
def layouts(draw: st.DrawFn) -> str:
    lines = [draw(st.sampled_from(LINES)).format(text) for text in DOCUMENT]
    parts = [lines] if draw(st.booleans()) else [lines[:9], lines[9:]]
    wrapped = []
    for part in parts:
        source = "\n".join(part)
        for wrapper in draw(st.lists(st.sampled_from(WRAPPERS), max_size=3)):
            source = wrapper.format(source)
        wrapped.append(f"<div>{source}</div>")
    above = draw(st.lists(st.sampled_from(AROUND), max_size=3))
    below = draw(st.lists(st.sampled_from(AROUND), max_size=3))
    inside = "".join(wrapped)
    for wrapper in draw(st.lists(st.sampled_from(WRAPPERS[:5]), max_size=2)):
        inside = wrapper.format(inside)
    return page("".join((*above, inside, *below)))


@settings(max_examples=250, deadline=None)
@given(layouts())
def test_every_paragraph_once_and_in_order_in_any_layout(source: str):
    read = html.read(source.encode())
    assert [line.strip(" \xa0　") for line in read.text.split("\n\n")] == list(DOCUMENT)
    assert [word for word in SITE_WORDS if word in read.text] == []


# Tables.


@light
@given(
    st.lists(st.lists(st.sampled_from(["甲局", "乙局、丙局", "", "2021年底前"]), min_size=3, max_size=3), min_size=1)
)
def test_cells_come_out_as_they_stand(rows: list[list[str]]):
    # A table whose rows have one filled cell each is a column of paragraphs.
    rows = [["任务", "单位", "时限"], *([f"任务{n}", "甲局", *row[2:]] for n, row in enumerate(rows))]
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    assert in_document(f"<table border=1>{cells}</table>") == ["\n".join("\t".join(row) for row in rows)]


def table(rows: str) -> list[str]:
    (read,) = in_document(f"<table border=1>{rows}</table>")
    return read.split("\n")


def test_a_cell_over_rows_stands_in_each_and_one_over_columns_once():
    rows = "<tr><td rowspan=2>甲</td><td colspan=2>乙</td></tr><tr><td>丙</td><td>丁</td></tr>"
    rows += "<tr><td>一</td><td>二</td><td>三</td></tr>"
    assert table(rows) == ["甲\t乙\t", "甲\t丙\t丁", "一\t二\t三"]


def test_spans_that_lie_are_cut():
    rows = "<tr><td colspan=999999999 rowspan=999999999>甲</td><td>乙</td></tr><tr><td>丙</td></tr>"
    assert table(rows) == ["甲\t\t乙", "甲\t\t丙"]


def test_a_heading_broken_for_a_narrow_column_is_one_word_and_units_are_not():
    rows = "<tr><td>牵头<br>单位</td><td>时限</td></tr><tr><td><p>市司法局</p><p>市财政局</p></td><td>2021年</td></tr>"
    assert table(rows) == ["牵头单位\t时限", "市司法局 市财政局\t2021年"]


def test_paragraphs_of_a_cell_stay_apart_and_lines_of_one_letter_do_not():
    rows = "<tr><td><p>公示</p><p>公开</p></td><td>责<br>任</td></tr><tr><td><div>会同</div>会签</td><td>抄送</td></tr>"
    assert table(rows) == ["公示 公开\t责任", "会同 会签\t抄送"]


def test_what_is_left_out_is_listed_with_the_reason():
    aside = "<div style='display:none'>旧版<b>标题</b><script>var a = 1;</script></div><nav><a href='/'>首页</a></nav>"
    foot = "<div class='footer'><p>版权所有：青石市人民政府</p></div><p><ruby>嵊<rt>shèng</rt></ruby>州</p>"
    fields = "<table><tr><td>索引号：</td><td>01-3</td></tr><tr><td>发布机构：</td><td>市政府</td></tr></table>"
    menu = "<div><a href='/b'>政务公开</a> <a href='/c'>网上办事</a></div>"
    read = html.read(page(f"{aside}{menu}{fields}<div>{p(DOCUMENT)}</div>{foot}").encode())
    assert {"导航", "隐藏文字", "网页信息", "网页其他部分", "注音"} == {reason for _, reason in read.left_out}
    expected = [
        ("政务公开 网上办事", "导航"),
        ("索引号：\t01-3\n发布机构：\t市政府", "网页信息"),
        ("版权所有：青石市人民政府", "网页其他部分"),
        ("旧版标题", "隐藏文字"),
        ("首页", "导航"),
        ("shèng", "注音"),
    ]
    assert [item for item in read.left_out if item in expected] == expected


@settings(deadline=None, max_examples=30)
@given(layouts())
def test_every_word_of_the_page_is_in_the_text_or_left_out(source: str):
    read = html.read(source.encode())
    words = "".join(text for text, _ in read.left_out) + read.text
    shown = [word for word in ("当前位置", "推进会议", "ICP备", "隐藏的", *DOCUMENT) if word in source]
    assert [word for word in shown if word not in words] == []


def test_a_page_of_wrongly_decoded_text_keeps_its_bytes():
    source = page(
        p(DOCUMENT) + "<table border=1><tr><td>内</td><td>公</td></tr><tr><td>内</td><td>全</td></tr></table>"
    )
    text = html.read(source.encode().decode("latin-1").encode()).text
    assert "内\t公\n内\t全" in repair(Aligned.of(text)).text
    assert "\ufffd" not in repair(Aligned.of(text)).text


def test_a_table_in_a_cell_is_text_of_the_cell():
    inner = "<table><tr><td>子</td><td>丑</td></tr></table>"
    rows = f"<tr><td>甲乙丙丁戊</td><td>{inner}</td></tr><tr><td>己庚辛</td><td>壬癸</td></tr>"
    assert table(rows) == ["甲乙丙丁戊\t子 丑", "己庚辛\t壬癸"]


def test_a_table_that_frames_prose_is_paragraphs():
    prose = [f"（{n}）落实第{n}项任务，明确责任单位和完成时限，加强督促检查。" for n in "一二三四五六七"]
    assert in_document(f"<table><tr><td>栏目</td><td>{p(prose)}</td></tr></table>") == ["栏目", *prose]


def test_a_list_of_documents_is_no_metadata():
    rows = ["序号\t名称\t文号\t有效性", "1\t某办法\t青政发〔2019〕1号\t有效"]
    cells = "".join(f"<tr><td>{row.replace(chr(9), '</td><td>')}</td></tr>" for row in rows)
    assert in_document(f"<table border=1>{cells}</table>") == ["\n".join(rows)]


# Text.


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>依法\n   行政，建设<b>法治</b>政府 2021 年。</p>", ["依法行政，建设法治政府 2021 年。"]),
        ("<p>第一行<br>第二行</p>", ["第一行\n第二行"]),
        ("<p>第一段<br><br>第二段</p>", ["第一段", "第二段"]),
        ("<div>甲<p>乙</p>丙</div>", ["甲", "乙", "丙"]),
        ("<p>面积为5m<sup>2</sup>，见注<sup>①</sup>。</p>", ["面积为5m2，见注①。"]),
        ("<p>&nbsp;　　缩进</p>", ["\xa0　　缩进"]),
        ("<p>&lt;script&gt;甲&lt;/script&gt;</p>", ["<script>甲</script>"]),
        ("<p>依照<a href='/law' title='提示'>《行政处罚法》</a>办理</p>", ["依照《行政处罚法》办理"]),
        ("<pre>甲\n  乙\t丙</pre>", ["甲\n  乙    丙"]),
        ("<p><a href='#a1'>一、要求</a></p><p><a href='#a2'>二、任务</a></p>", ["一、要求", "二、任务"]),
        ("<ol type='A' start=3><li>甲<li value=9>乙</ol>", ["C. 甲", "I. 乙"]),
        ("<ol reversed><li>甲</li><li>乙</li></ol>", ["2. 甲", "1. 乙"]),
        ("<ol type=i><li>甲</li><li><ol><li>乙</li></ol></li></ol>", ["i. 甲", "1. 乙"]),
        ("<ol><li>（一）甲</li><li>（二）乙</li></ol>", ["（一）甲", "（二）乙"]),
        ("<ul><li>甲</li><li>乙</li></ul>", ["甲", "乙"]),
        ("<dl><dt>甲</dt><dd>乙</dd></dl>", ["甲", "乙"]),
        ("<p>甲<!-- 注释 -->乙<style>p{}</style>丙</p>", ["甲乙丙"]),
    ],
)
def test_text_as_a_browser_shows_it(markup: str, expected: list[str]):
    assert in_document(markup) == expected


def test_readings_of_characters_are_dropped_and_pictures_counted():
    body = "<p><ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>字</p>"
    body += "<p><img src=a.jpg alt=流程图><img src=i.gif width=16></p>"
    read = html.read(page(f"<div>{p(DOCUMENT)}{body}{p(['（此件公开发布）'])}</div>").encode())
    assert "\n\n漢字\n\n" in read.text
    assert read.notes == ("有1张图片未读取。", "删去1处注音（ruby）。")


# Sources.


@pytest.mark.parametrize(
    ("codec", "declared"),
    [
        ("gb18030", "gb2312"),
        ("utf-8", "gb2312"),
        ("gb18030", "utf-8"),
        ("utf-8-sig", "gbk"),
        ("utf-16", "utf-8"),
        ("gbk", ""),
    ],
)
def test_the_bytes_decide_what_a_page_declares_wrongly(codec: str, declared: str):
    source = page(p(DOCUMENT), charset=declared)
    assert html.read(source.encode(codec)).text.split("\n\n") == list(DOCUMENT)


def test_an_archive_of_a_browser():
    parts = [
        "From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="B"\r\n\r\n',
        "--B\r\nContent-Type: text/css\r\n\r\np { color: red }\r\n",
        "--B\r\nContent-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n",
    ]
    quoted = "".join(f"={byte:02X}" for byte in page(p(DOCUMENT), charset="gb2312").encode("gbk"))
    lines = "=\r\n".join(quoted[i : i + 72] for i in range(0, len(quoted), 72))
    archive = "".join((*parts, lines, "\r\n--B--\r\n")).encode("ascii")
    assert html.read(archive).text.split("\n\n") == list(DOCUMENT)


def test_an_archive_without_a_page_is_refused():
    with pytest.raises(BadPlan, match="MHT"):
        html.read(b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx\r\n")
    with pytest.raises(BadPlan, match="层数"):
        html.read(b"MIME-Version: 1.0\r\n" + b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n" * 200)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (f"<iframe srcdoc='{p(DOCUMENT)}'></iframe>", "iframe"),
        (f"<textarea>{p(DOCUMENT)}</textarea>", "文本框"),
        (f"<script type='text/template'>{p(DOCUMENT)}</script>", "脚本"),
        (f"<ul>{MENU}</ul><ul>{OTHERS}</ul>", "没有找到正文"),
        ("<!-- ", "没有找到正文"),
        ("", "没有找到正文"),
    ],
)
def test_a_page_without_a_document_is_refused(body: str, place: str):
    with pytest.raises(BadPlan, match=place):
        html.read(page(body).encode())


# Hostile pages.

HOSTILE = {
    "deep": "<div>" * 100_000,
    "deep inline": "<span>" * 50_000,
    "nested tables": "<table border=1><tr><td>a<td>b<tr><td>c<td>" * 3000,
    "nested lists": "<ol><li>" * 3000,
    "attribute": f"<p class='{'x' * 1_000_000}'>",
    "style": f"<p style='{'border ' * 50_000}'>",
    "open attribute": "<p class='" * 50_000,
    "angles": "<" * 100_000,
    "wide": f"<table border=1><tr>{'<td>一</td>' * 50_000}</tr><tr><td>a<td>b</table>",
    "lying spans": f"<table border=1>{'<tr><td colspan=9999999 rowspan=9999999>甲乙<td>丙' * 5000}</table>",
    "long spans": f"<table border=1>{'<tr>' + '<td rowspan=9999>甲</td>' * 700}{'<tr><td>b</td>' * 700}</table>",
    "zeros": "\0" * 50,
    "breaks": "<br>" * 100_000,
    "blanks": "&nbsp;" * 500_000 + " " * 500_000,
    "fields": "<p>索引号</p>" * 20_000,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_page_is_read_and_its_text_stays_bounded(body: str):
    read = html.read(page(p(DOCUMENT) + body).encode())
    assert read.text.startswith("\n\n".join(DOCUMENT))
    assert len(read.text) <= 25 * len(body) + 50_000


def test_an_unclosed_comment_hides_what_follows():
    assert paragraphs(page(p(DOCUMENT) + "<!-- " + "x" * 1_000_000)) == list(DOCUMENT)


@light
@given(st.integers(0, 10**6))
def test_broken_markup_is_read_or_refused(seed: int):
    chance = random.Random(seed)
    source = PAGES["nested tables"].source
    cuts = sorted(chance.randrange(len(source)) for _ in range(6))
    broken = "".join(source[a:b] for a, b in zip([0, *cuts[1::2]], [*cuts[::2], len(source)], strict=False))
    with suppress(BadPlan):
        assert html.read(broken.encode()).text.strip()


def test_the_title_above_the_body_is_kept_once():
    read = html.read(
        page(f"<h1>{NOTICE_TITLE}</h1><p>来源：市政府办公室</p><ul>{MENU}</ul><div>{p(DOCUMENT[1:])}</div>").encode()
    )
    assert read.text.split("\n\n") == list(DOCUMENT)
    assert read.metadata == {"标题": NOTICE_TITLE, "来源": "市政府办公室"}


def test_a_signature_without_a_date_stays_at_the_end():
    lines = [*DOCUMENT, "青石市人民政府办公室"]
    read = paragraphs(page(f"<ul>{MENU}</ul><div>{p(lines)}</div><ul>{OTHERS}</ul>"))
    assert read == lines


def test_fields_side_by_side_are_told_apart():
    info = "<div><span>发布日期：2021-03-18</span><span>浏览次数：12</span> 【字体：大 中 小】</div>"
    read = html.read(page(f"<h2>{NOTICE_TITLE}</h2>{info}<div>{p(DOCUMENT[1:])}</div>").encode())
    assert read.metadata == {"标题": NOTICE_TITLE, "发布日期": "2021-03-18", "浏览次数": "12"}
    assert read.text.split("\n\n") == list(DOCUMENT)


def test_the_title_is_the_one_that_the_page_head_gives() -> None:
    side = "<div class='side'><h3>关于调整城区公交票价的通告</h3></div>"
    text = "".join(f"<p>{'一二三'[i]}、第{i}项工作要抓紧抓好，按时完成，逐级负责，层层落实。</p>" for i in range(3))
    main = f"<div><p>石泉县人民政府关于做好法治工作的通知</p>{text}</div>"
    found = html.read(f"<title>石泉县人民政府关于做好法治工作的通知_石泉县</title>{side}{main}".encode())
    assert found.metadata["标题"] == "石泉县人民政府关于做好法治工作的通知"
    assert "公交" not in found.text


def test_what_a_script_would_show_is_read() -> None:
    text = "".join(f"<p>{'一二三'[i]}、第{i}项工作要抓紧抓好，按时完成，逐级负责，层层落实。</p>" for i in range(3))
    for style, shown in (("visibility: hidden; opacity: 0", True), ("display: none", False)):
        page = f"<div style='{style}'>{text}</div><p>本页公布有关工作安排，请各单位认真阅读，遵照执行，抓好落实。</p>"
        assert ("第1项工作" in html.read(page.encode()).text) == shown


def test_a_tree_of_columns_beside_the_document_is_no_part_of_it() -> None:
    tree = "<div class='leftTree'><span>一、机构概况</span><span>二、人事任免</span></div>"
    text = "".join(f"<p>{'一二三'[i]}、第{i}项工作要抓紧抓好，按时完成，逐级负责，层层落实。</p>" for i in range(3))
    found = html.read(f"{tree}<div>{text}</div>".encode())
    assert "机构概况" not in found.text
    assert any("机构概况" in words for words, _ in found.left_out)
