"""What a plan is called and what kind of document that makes it."""

import re

from index_build.identify.head import carried, is_cover, without_brackets
from index_build.identify.head_lines import DRAFT, compact, is_title
from index_build.identify.page import DERIVED, LABELLED, LIKELY, STATED, Found, Page
from index_build.identify.title_lines import tidy

_KIND = re.compile(
    "实施方案|实施意见|指导意见|行动方案|行动计划|规划纲要|规划|方案|意见|要点|纲要|计划|办法|规定|细则|决定|决议|措施|条例|通知|通报|"
    "通告|公告|公报|报告|批复|复函|函|安排|解释|规则|守则|准则|规程|规范|制度|章程|预案|标准|指引|指南|分解表|分工表|任务表|清单|"
    "修正案|公约|协定|请示|命令|总结|汇报|宪法|法(?=[”》〉]*(?:$|[。，；]))"
)
#: What a text that bears no title calls itself: 制定本方案, 提出如下意见.
_OWN_WORD = re.compile(
    rf"(?:制定|制订|编制|拟定|提出|作出|形成)(?:了|以下|如下|本)*(?:以下|如下|本)(?P<kind>{_KIND.pattern})(?=[。：，；]|$)"
)
_DRAFT_END = re.compile(f"(?:{DRAFT})$")
_FIRST_LINES = 6
_MOST_READ = 2000
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


def kind(named: Found[str] | None) -> Found[str] | None:
    """The last word of the title that says what it is: 实施方案."""
    if named is None:
        return None
    # A bracket behind it (征求意见稿) speaks of the state of the text.
    words = _KIND.findall(_DRAFT_END.sub("", without_brackets(compact(named.value))))
    return Found(_LAWS.get(words[-1], words[-1]), named.quote, named.line, named.confidence) if words else None


def own_word(page: Page) -> Found[str] | None:
    """What kind of document a text says that it is, where no title does."""
    first = (*page.front.preface, *page.front.body[:_FIRST_LINES])
    said = ((i, _OWN_WORD.search(page.lines[i][:_MOST_READ])) for i in first)
    return next((Found(_LAWS.get(m["kind"], m["kind"]), m.group(), i + 1, LIKELY) for i, m in said if m), None)
