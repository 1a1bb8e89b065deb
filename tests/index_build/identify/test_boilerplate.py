"""What a copying site put around a document, and what only sounds like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index_build.identify.boilerplate import classify, furniture
from index_build.structure import numbering

BODY = ["某县水利规划", "一、总体要求", "加强领导。"]
FURNITURE = [
    "首页 > 政务公开 > 正文",
    "发布时间：2020-01-02",
    "某某娱乐城，久久综合无码",
    "ICP备05028449号",
    "打印本页",
]


@given(st.lists(st.sampled_from([*FURNITURE, ""])), st.lists(st.sampled_from([*FURNITURE, ""])))
def test_furniture_is_found_before_and_after_the_body_only(head: list[str], tail: list[str]) -> None:
    lines = [*head, *BODY, *FURNITURE, "落实责任。", *tail]
    found = furniture(lines)
    start, end = len(head), len(lines) - len(tail)
    assert set(found) == {i for i, line in enumerate(lines) if line and not start <= i < end}


@given(st.text())
def test_a_line_with_a_label_or_a_sentence_is_never_furniture_of_its_kind(text: str) -> None:
    assert classify(f"（三）{text}") is None
    assert classify(f"1.甲{text}") is None


@given(st.lists(st.text(max_size=20)))
def test_any_lines_are_survived_and_every_removal_has_its_reason(lines: list[str]) -> None:
    found = furniture(lines)
    assert all(0 <= i < len(lines) and reason for i, reason in found.items())
    assert not any(numbering.parse(lines[i].strip()) for i in found)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("某某娱乐城，久久综合无码", "垃圾信息"),
        ("澳门赌场，百家乐，时时彩，老虎机", "垃圾信息"),
        ("版权为 某某比分直播 所有，未经许可不得复制", "页脚"),
        ("某ICP备05028449号 新闻信息服务许可某新网备0805号", "页脚"),
        ("主办单位：某县人民政府办公室", "页脚"),
        ("首页 > 政务公开 > 正文", "导航"),
        ("当前位置：", "导航"),
        ("您现在的位置：首页 > 正文", "导航"),
        ("首 页 │ 领导 │ 工作动态", "导航"),
        ("首页|新闻|政务", "导航"),
        ("分享到：", "导航"),
        ("【打印本页】【关闭窗口】", "导航"),
        ("字体：大 中 小", "导航"),
        ("扫一扫在手机打开当前页", "导航"),
        ("上一篇：某县人大规划", "导航"),
        ("• 分享到", "导航"),
        ("• -", "导航"),
        ("相关新闻", "导航"),
        ("发布时间：2020-01-02 09：00：00", "网页信息"),
        ("• 来源： 某县人民政府办公室", "网页信息"),
        ("• 2015-11-17", "网页信息"),
        ("责任编辑：张某", "网页信息"),
        ("浏览次数：1024", "网页信息"),
        ("索引号：0000/2015-01", "网页信息"),
        ("导语：某文来源于网友上传，不代表本站观点，欢迎参考。", "网站导语"),
        ("本站为你精心整理了某某规划范文。", "网站导语"),
        ("由会员上传分享", "网站导语"),
        ("【字体：大 中 小】", "导航"),
        ("[打印] [关闭]", "导航"),
        ("附件下载", "导航"),
        ("附件下载：正文.docx 正文.pdf", "附件链接"),
        ("相关热词：实施方案 依法行政", "导航"),
        ("相似法规", "导航"),
        ("图解：一枚印章管审批", "导航"),
        ("- END -", "导航"),
        ("©某某法规库：（www.example.com）专业提供法律信息", "页脚"),
        ("政策解读 | 图解", "导航"),
        ("您访问的链接即将离开某县政府网站", "导航"),
        ("信息索引：", "网页信息"),
        ("来源：某某 发布时间：2020-01-02 浏览次数：12", "网页信息"),
        ("索引号：000 分类：法治 发布机构：某县人民政府", "网页信息"),
    ],
)
def test_furniture(line: str, reason: str) -> None:
    assert classify(line) == reason


@pytest.mark.parametrize(
    "line",
    [
        *("打击网络赌博、淫秽色情信息专项行动。", "（三）加强成人教育，拓展欧美市场", "相关新闻单位要加强宣传。"),
        *(
            "拓展欧美、日韩市场",
            "加强扫黄打非工作",
            "开展成人教育",
            "网站首页设置专栏",
            "打击赌博、淫秽色情信息",
            "2015年11月17日印发",
        ),
        *("版权保护工作要加强。", "来源可查、去向可追", "时间安排：三月", "某县水利规划", "", "  "),
        "首页 > 政务公开 > 正文" + "甲" * 60,
    ],
)
def test_content(line: str) -> None:
    assert classify(line) is None
