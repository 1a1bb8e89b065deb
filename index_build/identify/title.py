"""What a plan is called and what kind of document that makes it."""

import re

from index_build.identify.head import is_cover
from index_build.identify.head_lines import compact, is_title
from index_build.identify.page import DERIVED, LABELLED, LIKELY, STATED, Found, Page
from index_build.identify.title_lines import tidy

_CARRIED = re.compile(r"(?:印发|转发|批转|公布|颁布|下发|颁发|发布)[^《]{0,40}《(?P<title>.+)》[^《》]{0,8}$")
_CARRIED_BARE = re.compile(r"(?:印发|转发|批转|下发)(?P<title>[^《》]{4,})的(?:通知|函|决定)(?:（[^（）]*）)*$")
_SEVERAL = re.compile(r"》\s*[、和及与]?\s*《|》[、和及与]")
_KIND = re.compile(
    "实施方案|实施意见|指导意见|行动方案|行动计划|规划纲要|规划|方案|意见|要点|纲要|计划|办法|规定|细则|决定|决议|措施|条例|通知|通报|"
    "通告|公告|公报|报告|批复|复函|函|安排|解释|规则|守则|准则|规程|规范|制度|章程|预案|标准|指引|指南|分解表|分工表|任务表|清单|"
    "修正案|公约|协定|请示|命令|总结|汇报|宪法|法"
)
_LAWS = {"法": "法律", "宪法": "法律", "修正案": "法律"}


def title(page: Page) -> Found[str] | None:
    """The carried document's title before the notice's, the text's before the page's."""
    front = page.front
    stated = next(iter(page.facts_of(["title"])), None)
    if front.heading is not None:
        own = Found(front.heading, front.heading, page.title_line(), STATED if is_title(front.heading) else LIKELY)
        if own.confidence == STATED or stated is None:
            return _of_notice(page, own)
    return _of_notice(page, Found(tidy(stated.value), stated.quote, stated.line, LABELLED)) if stated else None


def _of_notice(page: Page, found: Found[str]) -> Found[str]:
    """Where the title found is the notice's and the text below is not: the title that the notice names."""
    hands_over = any(True for _ in page.marked("印发通知")) and is_cover(found.value)
    own = page.front.heading is not None and page.front.heading != page.front.notice
    if not hands_over or own:
        return found
    named = carried(found.value)
    return Found(named, found.quote, found.line, DERIVED) if named else found


def carried(notice: str) -> str | None:
    """The one document that a notice's title names: 关于印发《…》的通知; None for several and for none."""
    match = _CARRIED.search(notice)
    if match:
        return None if _SEVERAL.search(match["title"]) else tidy(match["title"])
    match = _CARRIED_BARE.search(notice)
    return match["title"].strip() if match else None


def kind(named: Found[str] | None) -> Found[str] | None:
    """The last word of the title that says what it is: 实施方案."""
    if named is None:
        return None
    # A bracket behind it (征求意见稿) speaks of the state of the text.
    words = _KIND.findall(_without_brackets(compact(named.value)))
    return Found(_LAWS.get(words[-1], words[-1]), named.quote, named.line, named.confidence) if words else None


def _without_brackets(title: str) -> str:
    return re.sub(r"(?:\s*[（(〔\[][^（）()]*[）)〕\]])+$", "", title)
