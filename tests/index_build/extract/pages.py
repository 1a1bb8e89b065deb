"""Pages of government sites as they are saved, each with the document that stands on it; all of it is made up."""

from collections.abc import Sequence
from dataclasses import dataclass, field

NOTICE_TITLE = "青石市人民政府关于印发青石市法治政府建设规划（2021—2025年）的通知"
NUMBER = "青政发〔2021〕7号"
NOTICE = (
    "各县（市、区）人民政府，市政府各部门、各直属机构：",
    "现将《青石市法治政府建设规划（2021—2025年）》印发给你们，请认真贯彻执行。",
    "青石市人民政府",
    "2021年3月15日",
)
PLAN_TITLE = "青石市法治政府建设规划"
PLAN = (
    PLAN_TITLE,
    "（2021—2025年）",
    "为深入推进依法行政，加快建设法治政府，结合我市实际，制定本规划。",
    "一、总体要求",
    "（一）指导思想。坚持依法行政，严格规范公正文明执法，不断提高行政效能和公信力。",
    "（二）主要目标",
    "到2025年，权责清单全面公开，重大行政决策合法性审查率达到100%。",
    "二、主要任务",
    "（一）健全依法行政制度体系。加强重点领域立法，完善立法听证、论证、评估机制。（牵头单位：市司法局；责任单位：市政府各部门）",
    "（二）规范行政执法。全面推行行政执法公示、执法全过程记录、重大执法决定法制审核制度。",
    "1.统一执法程序。编制执法流程图，明确每个环节的时限和责任人。",
    "2.加强执法监督。每年组织案卷评查不少于2次，结果向社会公开。",
    "三、组织保障",
    "各县（市、区）人民政府要加强组织领导，每年向市政府报告规划落实情况。",
)
DOCUMENT = (NOTICE_TITLE, NUMBER, *NOTICE, *PLAN)
DIVISION = (
    "序号\t任务\t牵头单位\t完成时限",
    "1\t编制权责清单\t市司法局\t2021年底前",
    "2\t公开执法结果\t市司法局\t2022年底前",
    "3\t组织案卷评查\t市政府办公室\t长期坚持",
)
STATED = {
    "索引号": "00123456-7/2021-00088",
    "发文字号": NUMBER,
    "发布机构": "青石市人民政府办公室",
    "成文日期": "2021年3月15日",
}
_OTHERS = [
    f"{town}召开{n}月份法治建设工作推进会议" for town in ("青山镇", "白河镇", "柳林镇", "石桥乡") for n in range(1, 11)
]
MENU = "".join(
    f'<li><a href="/{n}/">{w}</a></li>' for n, w in enumerate(("首页", "政务公开", "政务服务", "互动交流", "数据开放"))
)
OTHERS = "".join(
    f'<li><a href="/a/{n}.html">{title}</a><span>2021-03-0{n % 9 + 1}</span></li>' for n, title in enumerate(_OTHERS)
)
FOOTER = "<p>主办：青石市人民政府办公室　承办：青石市大数据中心</p><p>网站标识码：9900000001　青ICP备00000001号</p>"
FURNITURE = ("首页", "政务服务", "推进会议", "ICP备", "主办：", "打印", "分享", "上一篇", "当前位置", "var ")


@dataclass(frozen=True)
class SavedPage:
    """paragraphs: the document's, a table as one entry of rows. metadata: what must be among that of the page."""

    source: str
    paragraphs: Sequence[str] = DOCUMENT
    metadata: dict[str, str] = field(default_factory=dict)
    encoding: str = "utf-8"

    @property
    def data(self) -> bytes:
        return self.source.encode(self.encoding)


def p(paragraphs: Sequence[str], attributes: str = "") -> str:
    """Each as a <p>, indented as sites do with two ideographic spaces."""
    return "\n".join(f"<p{attributes}>{text}</p>" for text in paragraphs)


def page(body: str, head: str = "", charset: str = "utf-8") -> str:
    return f'<!DOCTYPE html>\n<html><head><meta charset="{charset}">{head}</head>\n<body>{body}</body></html>'


def _modern() -> SavedPage:
    head = (
        f'<title>{NOTICE_TITLE}_青石市人民政府门户网站</title><meta name="SiteName" content="青石市人民政府门户网站">'
        f'<meta name="ArticleTitle" content="{NOTICE_TITLE}"><meta name="PubDate" content="2021-03-18 09:30:00">'
        '<meta name="ContentSource" content="市政府办公室"><script>var menu = "。";</script><style>p{color:red}</style>'
    )
    body = f"""
<div class="header"><div class="logo"><img src="logo.png" alt="青石市人民政府"></div><nav><ul>{MENU}</ul></nav></div>
<div class="wrap">
<div class="BreadcrumbNav">当前位置：<a href="/">首页</a> &gt; <a href="/zw/">政务公开</a> &gt; 文件</div>
<div class="article"><h1>{NOTICE_TITLE}</h1>
<div class="pages-date">2021-03-18 09:30 <span class="font">来源： 市政府办公室</span>
<span class="share">【字体：<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>】
<a href="javascript:print()">打印</a></span></div>
<div class="pages_content" id="UCAP-CONTENT">{p(DOCUMENT[1:], ' style="text-indent: 2em;"')}</div>
<div class="editor">责任编辑：王某</div></div>
<div class="related"><h3>相关稿件</h3><ul>{OTHERS}</ul></div></div>
<div class="footer">{FOOTER}</div>"""
    metadata = {
        "标题": NOTICE_TITLE,
        "发布日期": "2021-03-18 09:30:00",
        "来源": "市政府办公室",
        "网站名称": "青石市人民政府门户网站",
    }
    return SavedPage(page(body, head), metadata=metadata)


def _trs() -> SavedPage:
    font = '<span style="font-size: 16pt"><font face="仿宋_GB2312">'
    paragraphs = "".join(f'<p style="text-align: justify">{font}　　{text}</font></span></p>' for text in DOCUMENT)
    body = f"""<table width="1000" align="center"><tr><td><ul>{MENU}</ul></td></tr></table>
<div id="zoom"><div class="TRS_Editor"><div class="Custom_UnionStyle">{paragraphs}</div></div>
<p class="fj"><a href="./P0202103.docx">附件：青石市法治政府建设重点任务.docx</a></p></div>
<div class="prev">上一篇：<a href="/1.html">青石市人民政府2020年工作总结报告</a></div>
<div class="prev">下一篇：<a href="/2.html">青石市人民政府2021年工作要点</a></div>{FOOTER}"""
    paragraphs_read = (*(f"　　{text}" for text in DOCUMENT), "附件：青石市法治政府建设重点任务.docx")
    return SavedPage(page(body, f"<title>{NOTICE_TITLE}</title>"), paragraphs_read, {"标题": NOTICE_TITLE})


def _nested_tables() -> SavedPage:
    text = "<BR><BR>".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{line}" for line in DOCUMENT)
    links = "".join(f'<tr><td height=22>·<a href="list{n}.asp">{t}</a></td></tr>' for n, t in enumerate(_OTHERS))
    body = f"""<TABLE width=778 border=0><TR><TD background=top.gif>
<A href=index.asp>首页</A> | <A href=1.asp>政务服务</A></TD></TR></TABLE>
<TABLE width=778 border=0 cellpadding=0><TR><TD width=180 valign=top><TABLE border=0>{links}</TABLE></TD>
<TD width=598 valign=top><TABLE width="100%" border=0><TR><TD class=bt align=center><B>{NOTICE_TITLE}</B></TD></TR>
<TR><TD align=center>发布日期：2009-3-15&nbsp;&nbsp;来源：市法制办&nbsp;&nbsp;点击数：128</TD></TR>
<TR><TD><TABLE border=0 width="98%"><TR><TD><FONT size=3>{text}</FONT></TD></TR></TABLE></TD></TR>
<TR>
<TD align=right>【<A href="javascript:window.print()">打印本页</A>】
【<A href="javascript:window.close()">关闭窗口</A>】</TD>
</TR></TABLE></TD></TR></TABLE>
<TABLE width=778><TR><TD align=center>版权所有：青石市人民政府 青ICP备00000001号</TD></TR></TABLE>"""
    head = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>青石政府网</title>'
    source = f"<HTML><HEAD>{head}</HEAD><BODY>{body}</BODY></HTML>"
    lines = [f"\xa0\xa0\xa0\xa0{line}" for line in DOCUMENT]
    return SavedPage(source, lines, {"发布日期": "2009-3-15", "来源": "市法制办"}, "gb18030")


def _metadata_table() -> SavedPage:
    rows = [("索引号", "索 引 号"), ("发布机构", "发布机构"), ("成文日期", "成文日期"), ("发文字号", "发文字号")]
    cells = [f"<td class='lab'>{shown}：</td><td>{STATED[name]}</td>" for name, shown in rows]
    table = f"<table class='xxgk' border=1><tr>{cells[0]}{cells[1]}</tr><tr>{cells[2]}{cells[3]}</tr></table>"
    division = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row.split("\t")) + "</tr>" for row in DIVISION)
    body = f"""<div class="top"><a href="/">青石市人民政府</a></div><div class="main">{table}
<div class="title">{NOTICE_TITLE}</div><div class="content">{p(DOCUMENT[1:])}<p>附件</p>
<p>重点任务分工表</p><table border="1">{division}</table></div></div><div id="foot">{FOOTER}</div>"""
    document = (*DOCUMENT, "附件", "重点任务分工表", "\n".join(DIVISION))
    return SavedPage(page(body, f"<title>{NOTICE_TITLE}-青石市</title>"), document, STATED)


def _metadata_list(form: str) -> SavedPage:
    shown = {"索引号": "索&nbsp;引&nbsp;号", **{name: name for name in list(STATED)[1:]}}
    if form == "dl":
        items = "".join(f"<dt>{shown[name]}</dt><dd>{value}</dd>" for name, value in STATED.items())
    elif form == "ul":
        items = "".join(f"<li><b>{shown[name]}：</b><span>{value}</span></li>" for name, value in STATED.items())
    else:
        items = "".join(f"<div><div>{shown[name]}：</div><div>{value}</div></div>" for name, value in STATED.items())
    box = f"<{form} class='info'>{items}</{form}>"
    article = f"<section>{box}<article>{p(DOCUMENT)}</article></section>"
    body = f"<header><ul>{MENU}</ul></header>{article}<footer>{FOOTER}</footer>"
    return SavedPage(page(body), metadata=STATED)


def _long_sidebar() -> SavedPage:
    summary = "近日，某县召开会议，总结上半年工作，部署下半年任务，会议强调要压实责任。"
    feed = "".join(
        f'<div><h4><a href="/n/{n}">{title}</a></h4><p>{summary}</p></div>' for n, title in enumerate(_OTHERS)
    )
    body = f"""<div id="container"><div class="left-side">{feed}</div><div class="right"><h2>{NOTICE_TITLE}</h2>
<div>发布时间：2021-03-18</div><div>{p(DOCUMENT[1:])}</div></div></div>"""
    return SavedPage(page(body), metadata={"发布时间": "2021-03-18", "标题": NOTICE_TITLE})


def _bare_breaks() -> SavedPage:
    body = f"""<div><a href="/">首页</a>|<a href="/b">新闻</a>|<a href="/c">公开</a></div><div class="con">
<center>{NOTICE_TITLE}</center>
<br>{"<br>".join(DOCUMENT[1:])}<br></div><div>上一篇：<a href="x">没有了</a></div>"""
    return SavedPage(page(body), (NOTICE_TITLE, "\n".join(DOCUMENT[1:])))


def _word() -> SavedPage:
    def paragraph(text: str) -> str:
        label = "<![if !supportLists]><span style='mso-list:Ignore'>1.</span><![endif]>"
        rest = text.removeprefix("1.")
        at = next((i for i in range(9, len(rest)) if not rest[i].isdigit()), 0)
        broken = f"<span\nstyle='font-size:16.0pt'>{rest[:at]}\n{rest[at:]}<o:p></o:p></span>"
        return f"<p class=MsoNormal style='text-indent:32.0pt'>{label if rest != text else ''}{broken}</p>"

    head = """<meta name=Generator content="Microsoft Word 15"><title>青石市</title><!--[if gte mso 9]><xml>
<o:DocumentProperties><o:Author>张某。</o:Author></o:DocumentProperties></xml><![endif]-->
<style><!-- p.MsoNormal {mso-style-parent:"";} @page WordSection1 {size:595pt} --></style>"""
    body = (
        "<div class=WordSection1>"
        + "\n\n".join(map(paragraph, DOCUMENT))
        + "<p class=MsoNormal><o:p>&nbsp;</o:p></p></div>"
    )
    return SavedPage(page(body, head, "gb2312"), encoding="gbk")


def _division_table() -> SavedPage:
    table = """<table><caption>重点任务分工表</caption><thead><tr><th>任务</th><th>举措</th>
<th colspan="2">责任<br>单位</th></tr></thead>
<tbody><tr><td rowspan="2">健全制度</td><td>编制权责清单</td><td>市司法局</td><td>市政府办公室</td></tr>
<tr><td><p>完善听证机制</p><p>公开听证结果</p></td><td rowspan="2">市司法局</td><td></td></tr>
<tr><td>规范执法</td><td>组织案卷评查</td><td>各县区</td></tr></tbody></table>"""
    rows = (
        "任务\t举措\t责任单位\t",
        "健全制度\t编制权责清单\t市司法局\t市政府办公室",
        "健全制度\t完善听证机制 公开听证结果\t市司法局\t",
        "规范执法\t组织案卷评查\t市司法局\t各县区",
    )
    body = f'<div class="nav">{MENU}</div><div>{p(DOCUMENT)}<p>附件</p>{table}</div>'
    return SavedPage(page(body), (*DOCUMENT, "附件", "重点任务分工表", "\n".join(rows)))


def _mobile() -> SavedPage:
    sections = "".join(f"<section><span>{text}</span></section>" for text in DOCUMENT[1:])
    body = f"""<div class="m-header"><a href="/">返回</a></div><section class="detail">
<h3 class="detail-title">{NOTICE_TITLE}</h3>
<p class="time">2021-03-18</p><section>{sections}</section></section>
<div style="display:none">隐藏的文字，不应当读取。</div><div hidden>也不应当读取这里的内容。</div>
<div aria-hidden="true">播报内容已经结束。</div>
<div class="bottom-bar"><button>分享</button><a href="/x">收藏</a></div><noscript>请启用脚本以继续浏览。</noscript>"""
    return SavedPage(page(body), metadata={"标题": NOTICE_TITLE})


def _pre() -> SavedPage:
    body = f"<ul>{MENU}</ul><pre>\n{chr(10).join(DOCUMENT)}\n</pre><p>{FOOTER}</p>"
    return SavedPage(page(body), ("\n".join(DOCUMENT),))


def _library() -> SavedPage:
    body = f"""<div class="hd"><a href="/">某某文库</a><a href="/c">公文范文</a></div><h1>{PLAN_TITLE}</h1>
<p>时间：2022-09-11 10:34:29</p>
<div class="doc"><p>导语：{PLAN_TITLE}一文来源于网友上传，不代表本站观点。</p>{p(PLAN)}</div>
<div class="rec"><h2>相关推荐</h2><ul>{OTHERS}</ul></div><div>版权所有 某某文库 未经许可不得转载</div>"""
    document = (f"导语：{PLAN_TITLE}一文来源于网友上传，不代表本站观点。", *PLAN)
    return SavedPage(page(body), document, {"时间": "2022-09-11 10:34:29"})


def _numbered_list() -> SavedPage:
    items = (
        "编制权责清单，并在每年年底前向社会公开。",
        "完善听证机制，公开听证的过程和结果。",
        "组织案卷评查，结果纳入年度考核。",
    )
    lists = f"<ol>{''.join(f'<li>{text}</li>' for text in items)}</ol>"
    chinese = (
        f'<ol style="list-style-type: cjk-ideographic" start="4">{"".join(f"<li><p>{t}</p></li>" for t in items)}</ol>'
    )
    plain = f'<ol style="list-style:none">{"".join(f"<li>{text}</li>" for text in items)}</ol>'
    numbered = tuple(f"{n}. {text}" for n, text in enumerate(items, 1))
    in_words = tuple(f"{n}、{text}" for n, text in zip("四五六", items, strict=True))
    return SavedPage(
        page(f"<div>{p(DOCUMENT)}{lists}{chinese}{plain}</div>"), (*DOCUMENT, *numbered, *in_words, *items)
    )


def _siblings() -> SavedPage:
    parts = (DOCUMENT[:6], DOCUMENT[6:9], DOCUMENT[9:13], DOCUMENT[13:])
    body = f"""<div id="nav"><ul>{MENU}</ul></div>{"".join(f"<div class='part'>{p(part)}</div><hr>" for part in parts)}
<div class="list"><p>相关链接</p><ul>{OTHERS}</ul></div><div class="copyright">{FOOTER}</div>"""
    return SavedPage(page(body))


def _xhtml() -> SavedPage:
    source = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>{NOTICE_TITLE}</title></head><body>
<form id="aspnetForm" action="x.aspx">
<input type="hidden" name="__VIEWSTATE" value="长文本。" /><div id="menu"><ul>{MENU}</ul></div>
<div id="ctl00_main">{p(DOCUMENT)}</div></form></body></html>"""
    return SavedPage(source)


PAGES = {
    "modern": _modern(),
    "trs": _trs(),
    "nested tables": _nested_tables(),
    "metadata table": _metadata_table(),
    "metadata dl": _metadata_list("dl"),
    "metadata ul": _metadata_list("ul"),
    "metadata div": _metadata_list("div"),
    "long sidebar": _long_sidebar(),
    "bare breaks": _bare_breaks(),
    "word": _word(),
    "division table": _division_table(),
    "mobile": _mobile(),
    "pre": _pre(),
    "library": _library(),
    "numbered list": _numbered_list(),
    "siblings": _siblings(),
    "xhtml": _xhtml(),
}
