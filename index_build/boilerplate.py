"""Line classes of a crawled page: what a copying site put around the document.

A line is believed to be furniture only before the first or after the last line of the body; the same words
inside the body are content. Furniture is removed by whole line and every removal keeps its reason.
"""

import re
from collections.abc import Sequence

from index_build import numbering

_STRONG_SPAM = (
    "无码|娱乐城|比分直播|百家乐|六合彩|时时彩|老虎机|真人视频|博彩|赌场|体育投注|彩票平台|久久|一区二区|三级片|"
    "色情|裸聊|成人视频|欧美日韩|日韩欧美|国产精品|私服|代开发票|办证刻章|棋牌"
)
_SPAM_WORD = re.compile(_STRONG_SPAM)
_SITE_NOTE = re.compile(
    "来源于网友上传|不代表本站|本站为你|精心整理.*范文|由会员(?:上传|分享)|咨询客服|仅供参考.*下载|原创文章"
)
_BREADCRUMB = re.compile(r"^(?:当前(?:的)?位置|您(?:现在|当前)?(?:的|所在)?位置|位置)\s*[：:]|\S\s*(?:>>?|›|»|＞)\s*\S")
_NAVIGATION = re.compile(
    r"^(?:[•·\-—*]\s*)?(?:分享到?[：:]?|打印(?:本页|此页)?|关闭(?:窗口|本页)?|返回(?:顶部|首页|列表)?|字(?:体|号)[：:]?.*|"
    r"收藏(?:本页)?|扫一扫.*|扫描二维码.*|上一[篇页条].*|下一[篇页条].*|相关(?:新闻|文章|链接|阅读|附件|报道|稿件).*|"
    r"(?:网站)?首页|正文|更多|大中小|【.{0,12}】(?:【.{0,12}】)*|关注\s*[·|].*|责编|浏览器.*|无障碍|长者.*|[•·\-—*|│]+)$"
)
_META = re.compile(
    r"^(?:[•·\-—*]\s*)?(?:发布(?:时间|日期|机构|单位)|公开(?:时间|日期)|时间|日期|成文日期|印发日期|生成日期|来源|信息来源|"
    r"稿件来源|作者|索引号|文号|发文字号|发文机关|主题(?:分类|词)|名称|有效性|责任编辑|编辑|浏览(?:次数|量)|点击(?:数|量|次数)?|"
    r"阅读(?:次数|量)?|访问量)\s*[：:]"
)
# A date in words on a line of its own (2021年3月15日) belongs to a signature, unless it is a bullet.
_BARE_DATE = re.compile(
    r"^(?:[•·\-—*]\s*)?[12][0-9]{3}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?:\s+[0-9]{1,2}[：:][0-9]{2}.*)?$"
    r"|^[•·\-—*]\s*[12][0-9]{3}年[0-9]{1,2}月[0-9]{1,2}日$"
)
_FOOTER = re.compile(
    "版权(?:为|所有|归)|未经许可|不得(?:镜像|转载)|ICP备|公网安备|新闻信息服务许可|网站标识码|"
    "^(?:主办|承办|技术支持|网站维护)(?:单位)?[：:]|^联系(?:电话|地址|我们)"
)
_MENU_SEPARATOR = re.compile(r"\s*[│|｜]\s*")
_SENTENCE_END = ("。", "；")


def classify(line: str) -> str | None:
    """The reason (Chinese) why a clean line is furniture, or None for a line of the document."""
    text = line.strip()
    if not text:
        return None
    if numbering.parse(text):
        return None
    if len(text) <= 200 and _SITE_NOTE.search(text):
        return "网站导语"
    if text.endswith(_SENTENCE_END):
        return None
    for limit, reason, matches in _CLASSES:
        if len(text) <= limit and matches(text):
            return reason
    return None


def _is_spam(text: str) -> bool:
    if "。" in text:
        return False
    fragments = [f for f in re.split("[，,、\\s]+", text) if f]
    hits = sum(bool(_SPAM_WORD.search(f)) for f in fragments)
    return len(set(_SPAM_WORD.findall(text))) >= 2 or (len(fragments) >= 3 and hits >= 2)


def _is_menu(text: str) -> bool:
    items = [item for item in _MENU_SEPARATOR.split(text) if item]
    return len(items) >= 3 and all(len(item) <= 10 for item in items)


_CLASSES = (
    (120, "页脚", lambda t: bool(_FOOTER.search(t))),
    (400, "垃圾信息", _is_spam),
    (60, "导航", lambda t: bool(_BREADCRUMB.search(t) or _NAVIGATION.match(t)) or _is_menu(t)),
    (60, "网页信息", lambda t: bool(_META.match(t) or _BARE_DATE.match(t))),
)


def furniture(lines: Sequence[str]) -> dict[int, str]:
    """Index -> reason for the furniture before the first and after the last line of the document."""
    reasons = [classify(line) for line in lines]
    body = [i for i, line in enumerate(lines) if line.strip() and reasons[i] is None]
    if not body:
        return {i: reason for i, reason in enumerate(reasons) if reason}
    first, last = _body_start(lines, reasons), body[-1]
    return {i: r for i, r in enumerate(reasons) if r and (i < first or i > last)}


def _body_start(lines: Sequence[str], reasons: Sequence[str | None]) -> int:
    """The head ends at the first label or the first real sentence: titles and notices may stand in it."""
    for i, line in enumerate(lines):
        if reasons[i] is None and (numbering.parse(line.strip()) or line.rstrip().endswith("。")):
            return i
    return len(lines)
