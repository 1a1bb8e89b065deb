"""Which division a plan is of: as its title, its issuer or its page name it, else as its text speaks of its own.

Host names say nothing of it, and nor does a place that stands for any (某市, XX县, *县).
"""

import re
from collections import Counter
from collections.abc import Iterator

from index_build.identify.page import DERIVED, LABELLED, LIKELY, STATED, Found, Page
from qa.region_names import COUNTY, GENERIC
from qa.regions import Mention, Region, Regions
from qa.text import fold

_LEAD = re.compile(
    r"^(?:中国共产党|中共|关于|印发|公布|转发|批准|修改|《|〈|“|[12][0-9]{3}年度?|[0-9]{4}[-—–至][0-9]{4}年?|的|通知|[\s（）]|"
    r"贯彻|落实|在|支持|加强|推进)*"
)
_NATION = re.compile(
    r"^(?:中华人民共和国(?!香港|澳门)|国务院|全国|最高人民|中共中央|中国共产党中央|国家|财政部|司法部|公安部|民政部|教育部|"
    r"中央|[\u4e00-\u9fff]{2,12}部$|[\u4e00-\u9fff]{2,10}总局)"
)
_ANYWHERE = re.compile(r"(?:[某×*＊○〇]{1,3}|[XxＸ]{1,3})(?:省|自治区|市|县|区|州|盟|旗|镇|乡|街道)")
_QUOTED = re.compile("《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_OWN = re.compile("(?:我|本|全)([省市县区州盟旗])|([省市县区州盟旗])(?:委、[省市县区州盟旗]政府|人?民?政府)")
#: A region that the body names for its own is named at least so often, and twice as often as any other of its level.
_OFTEN, _MORE = 3, 2
_MOST_READ = 30_000
_SUFFIX = re.compile("[省市县区州盟旗]")
_SPECIAL_ZONE = re.compile("^(..)经济特区")
_LONGEST_NAME = 40


def region(page: Page, title: str | None, issuer: Found[str] | None, regions: Regions) -> Found[Region] | None:
    """The division, surest reading first; None where nothing names one division and no other."""
    named = page.front.notice or title or ""
    if issuer is None and _NATION.match(named):
        return None
    if issuer is not None and _NATION.match(issuer.value):
        return None
    if found := next(_said(page, title, issuer, regions), None):
        return found
    anonymous = any(_ANYWHERE.search(text) for text in (named, title or "", issuer.value if issuer else ""))
    return None if anonymous else _of_body(page, regions)


def _said(page: Page, title: str | None, issuer: Found[str] | None, regions: Regions) -> Iterator[Found[Region]]:
    if issuer is not None and (found := leading(issuer.value, regions)):
        yield Found(found, issuer.quote, issuer.line, issuer.confidence)
    texts = ((title, page.title_line()), (page.front.notice, page.notice_line()))
    for text, line in texts:
        if text and (found := leading(text, regions)):
            yield Found(found, text, line, STATED)
    for i, line_text in page.marked("署名"):
        if found := leading(line_text.lstrip("（"), regions):
            yield Found(found, line_text, i + 1, DERIVED)
    for text, line in texts:
        if text and (found := _only(text, regions)):
            yield Found(found, text, line, DERIVED)
    for fact in page.facts_of(["issuer", "title", "source"]):
        if found := leading(fact.value, regions):
            yield Found(found, fact.quote, fact.line, LIKELY if fact.field == "source" else LABELLED)


def leading(text: str, regions: Regions) -> Region | None:
    """The one division that a title or an organ's name begins with; None for a name that several bear."""
    plain = fold(_LEAD.sub("", text)[:_LONGEST_NAME])
    for end in sorted((match.end() for match in _SUFFIX.finditer(plain)), reverse=True):
        name = plain[:end]
        if end > 1 and name not in GENERIC and (candidates := regions.resolve(name)):
            return candidates[0] if len(candidates) == 1 else None
    if zone := _SPECIAL_ZONE.match(plain):
        return next((r for r in regions.resolve(zone.group(1)) if r.level != COUNTY), None)
    first = next(iter(regions.mentions(plain)), None)
    certain = first is not None and first.span[0] == 0 and len(first.candidates) == 1
    return first.candidates[0] if first and certain else None


def _only(text: str, regions: Regions) -> Region | None:
    """The one division that a title names outside 《》."""
    named = (mention.candidates for mention in regions.mentions(fold(_QUOTED.sub("，", text))))
    regions_named = {candidate.code: candidate for candidates in named for candidate in candidates}
    return next(iter(regions_named.values())) if len(regions_named) == 1 else None


def renamed(region: Region, quote: str) -> str:
    """What a reader must know of a division that the text calls by a name it no longer bears; else nothing."""
    folded = fold(quote)
    former = [(name, year) for name, year in region.former if name in folded and region.name not in folded]
    return f"（原称{former[0][0]}，{former[0][1]}年区划变更）" if former else ""


def _of_body(page: Page, regions: Regions) -> Found[Region] | None:
    """The division that the text speaks of most, where it says 我县, 本市 or 区政府 of one of that kind."""
    text, starts = _body(page)
    kinds = Counter(match.group(1) or match.group(2) for match in _OWN.finditer(text))
    mentions = [m for m in regions.mentions(text) if len(m.candidates) == 1]
    named = {m.candidates[0].code: m for m in reversed(mentions)}
    counts = {code: _count(text, m.candidates[0]) for code, m in named.items() if m.candidates[0].name in m.text}
    chosen = max((code for code in counts if kinds[_kind(named[code])]), key=counts.__getitem__, default=None)
    if chosen is None or counts[chosen] < _OFTEN:
        return None
    first = named[chosen]
    rivals = (n for code, n in counts.items() if code != chosen and _level(named[code]) == _level(first))
    if max(rivals, default=0) * _MORE > counts[chosen]:
        return None
    line = next(i for i, start in reversed(starts) if start <= first.span[0])
    return Found(first.candidates[0], f"{first.text}（正文共{counts[chosen]}处）", line + 1, LIKELY)


def _count(text: str, region: Region) -> int:
    """How often a text names a division, in full or by its bare name (罗湖)."""
    stem = region.name[:-1]
    return text.count(stem if stem in region.aliases else region.name)


def _body(page: Page) -> tuple[str, list[tuple[int, int]]]:
    """The body's text without cited titles, folded, and (line, offset) of each of its lines."""
    pieces: list[str] = []
    starts, size = [], 0
    for i in page.front.body:
        if size > _MOST_READ:
            break
        starts.append((i, size))
        line = " ".join(page.lines[i][: _MOST_READ - size + 1].split())
        pieces.append(fold(_QUOTED.sub("，", line)))
        size += len(pieces[-1]) + 1
    return "\n".join(pieces), starts


def _kind(mention: Mention) -> str:
    """The word that such a division has for itself: 我县, 本市, 全区."""
    return mention.candidates[0].name[-1]


def _level(mention: Mention) -> str:
    return mention.candidates[0].level
