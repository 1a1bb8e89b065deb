"""Line classes of a crawled page: what a copying site put around the document.

A line is believed to be furniture only before the first or after the last line of the body; the same words
inside the body are content. Furniture is removed by whole line and every removal keeps its reason.
"""

import re
from collections.abc import Sequence

from index_build.identify import page_facts
from index_build.structure import numbering

_STRONG_SPAM = (
    "无码|娱乐城|比分直播|百家乐|六合彩|时时彩|老虎机|真人视频|博彩|赌场|体育投注|彩票平台|久久|一区二区|三级片|"
    "色情|裸聊|成人视频|欧美日韩|日韩欧美|国产精品|私服|代开发票|办证刻章|棋牌"
)
_SPAM_WORD = re.compile(_STRONG_SPAM)
_SITE_NOTE = re.compile(
    "来源于网友上传|不代表本站|本站为你|精心整理.*范文|由会员(?:上传|分享)|咨询客服|仅供参考.*下载|原创文章"
)
_BREADCRUMB = re.compile(
    r"^(?:您?(?:当前|现在)?(?:所在|的)*位置|你的位置|当前页面?|首\s?页)\s*[：:>›»＞/-]|\S\s*(?:>>?|›|»|＞|→)\s*\S"
)
_BULLET = r"(?:[•·●■◆\-—*]\s*)?"
_SIZE = r"(?:特?[大中小]|超大|默认|正常|标准|[+＋\-－A])"
_CONTROL = (
    rf"分享(?:到|至|本页)?|打印(?:本页|此页|本文|页面|文章|预览)?|关闭(?:窗口|本页|页面|此页)?|返回(?:顶部|首页|列表|上一?页)?|"
    r"收藏(?:本页|此页|本文)?|加入收藏|设为首页|下载(?:文件|附件|文字版|全文|word版|pdf版)?|导出|朗读|语音播报|播放|暂停|微信|微博|新浪微博|"
    r"qq空间|复制链接|附件下载|相关附件|相关解读|政策解读|图解|图片解读|文字解读|视频解读|解读链接|网上咨询|我要纠错|纠错|我要评论|评论|点赞|"
    r"我要留言|智能问答|政策问答|繁体(?:版|中文)?|简体(?:版|中文)?|english|登录|注册|搜索|高级搜索|无障碍(?:浏览|阅读)?|关怀版|长者(?:版|模式|助手)|"
    rf"适老化|移动端|手机版|客户端|保护视力色|(?:网站)?首页|网站地图|正文|更多|字[体号]|{_SIZE}"
)
_CONTROLS = re.compile(
    rf"^{_BULLET}(?:[\s\[【（(「|｜│/、：:\]】）)」]*(?:{_CONTROL}))+[\s\]】）)」|｜│：:…>]*$", re.IGNORECASE
)
_NAVIGATION = re.compile(
    rf"^{_BULLET}(?:分享到?[：:]?|[【\[（(]?字(?:体|号)(?:大小)?\s*[：:]?.{{0,30}}|扫一扫.*|.{{0,8}}扫描.{{0,6}}二维码.*|"
    r"[上下]一[篇页条](?:\s*[：:].*)?|"
    r"相关(?:新闻|文章|链接|阅读|附件|报道|稿件|文件|政策|文档|信息|推荐)(?:\s*[：:].*|推荐)?|"
    r"【.{0,12}】(?:【.{0,12}】)*|关注\s*[·|].*|责编|浏览器.*|(?:您|你)?访问的(?:链接|网站|页面).*|.{0,6}即将离开.*|"
    r"(?:您|你)?是第\s*[0-9]*\s*位访(?:问者|客)|无障碍.{0,10}|长者.{0,8}|[•·\-—*|│_=]+|本页(?:二维码|网址).*|公众号.{0,20}|"
    r"(?:相关|热门)?(?:热词|标签|关键词)\s*[：:].*|(?:相似|相关|关联|引用|配套)法规|"
    r"(?:一?图(?:解|读懂?)|视频|动画|音频|文字|专家|政策)(?:解读)?\s*[：:].{2,40}|\W*(?:THE )?END\W*|"
    r"(?:继续|放弃|取消)访问|展开|收起|文件下载\s*[：:]?|版式文件.{0,20}|(?:电子)?公报链接)$"
)
#: Links to the document as a file.
_FILES = re.compile(
    r"^[^。；]{1,160}\.(?:docx?|wps|pdf|ofd|xlsx?|zip|rar)(?:\s*[（(][^（）()]{1,20}[）)])?$", re.IGNORECASE
)
# A date in words on a line of its own (2021年3月15日) belongs to a signature, unless it is a bullet.
_BARE_DATE = re.compile(
    r"^(?:[•·\-—*]\s*)?[12][0-9]{3}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?:\s+[0-9]{1,2}[：:][0-9]{2}.*)?$"
    r"|^[•·\-—*]\s*[12][0-9]{3}年[0-9]{1,2}月[0-9]{1,2}日$"
)
_FOOTER = re.compile(
    "版权(?:为|所有|归)|未经许可|不得(?:镜像|转载)|ICP备|公网安备|新闻信息服务许可|网站标识码|Copyright|"
    "All Rights Reserved|^©|(?:^|[（(：:\\s])www[.]|"
    r"^(?:主办|承办|协办|技术支持|网站维护|维护|运维|建设|运营|管理)(?:单位)?\s*[：:]|^(?:联系(?:电话|地址|我们)|网站地图|政府网站找错|"
    r"备案序?号|地址\s*[：:].{2,40}(?:邮编|邮政编码|电话)|邮编\s*[：:]|建议使用.{2,40}浏览)",
    re.IGNORECASE,
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
    (60, "导航", lambda t: bool(_BREADCRUMB.search(t) or _NAVIGATION.match(t) or _CONTROLS.match(t)) or _is_menu(t)),
    (200, "附件链接", lambda t: bool(_FILES.match(t))),
    (60, "网页信息", lambda t: bool(page_facts.labelled(t) or _BARE_DATE.match(t))),
    (400, "网页信息", lambda t: len(page_facts.labelled(t)) > 1),
    (200, "网页信息", lambda t: bool(page_facts.naming(t))),
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
