"""Who issued a plan, for where and when: read from the text itself, null where it does not say."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index_build import frontmatter
from index_build.frontmatter import FrontMatter
from qa.numerals import number
from qa.records import Reading, Reference
from qa.regions import Regions

_YEARS = re.compile(r"([12][0-9]{3})\s*年?\s*[-—–－～~至到]+\s*([12][0-9]{3})(?![0-9])")
_DATE = re.compile(
    r"([12][0-9]{3})\s*[-年/.]\s*([0-9]{1,2})\s*[-月/.]\s*([0-9]{1,2})"
    r"|([一二][零〇○一二三四五六七八九]{3})\s*年\s*([一二三四五六七八九十]{1,2})\s*月\s*([一二三四五六七八九十]{1,3})\s*日"
)
_PUBLISHED = re.compile(r"^(?:[•·\-—*]\s*)?(?:发布(?:时间|日期)|公开(?:时间|日期)|时间|日期)\s*：\s*(.+)$")
_ISSUED_BY_NOTICE = re.compile(r"^(.{3,40}?)关于(?:印发|转发|公布|下发)")
_KIND = re.compile(
    "实施方案|实施意见|指导意见|行动方案|规划纲要|规划|方案|意见|要点|纲要|计划|办法|规定|细则|决定|措施|条例|通知"
)


@dataclass(frozen=True)
class Identity:
    """What the text says of itself; None where it does not."""

    title: str | None = None
    region: str | None = None
    issuer: str | None = None
    document_number: str | None = None
    years: tuple[int, int] | None = None
    issued: str | None = None
    published: str | None = None
    kind: str = "规划"
    implements: tuple[Reference, ...] = ()
    readings: tuple[Reading, ...] = ()

    def known(self) -> dict[str, object]:
        return {k: v for k, v in vars(self).items() if v not in (None, ())}


def identify(lines: Sequence[str], furniture: Mapping[int, str], front: FrontMatter, regions: Regions) -> Identity:
    """Read the metadata lines of a clean page; the body is not searched, since it cites other documents."""
    reasons = {**furniture, **front.dropped}
    title = _title(lines, front)
    issuer = _issuer(lines, front, reasons)
    return Identity(
        title=title,
        region=_region(title, regions) or _region(issuer, regions),
        issuer=issuer,
        document_number=_first(lines, reasons, "发文字号"),
        years=_years(title),
        issued=_issued(lines, reasons),
        published=_published(lines, furniture),
        kind=_kind(title),
    )


def _title(lines: Sequence[str], front: FrontMatter) -> str | None:
    if front.title is None:
        return None
    title = lines[front.title].strip()
    below = [i for i, why in front.dropped.items() if why == "标题下的期限" and i > front.title]
    return title + lines[below[0]].strip() if below and "（" not in title else title


def _region(name: str | None, regions: Regions) -> str | None:
    mentions = regions.mentions(name) if name else []
    certain = {m.candidates[0].code for m in mentions if len(m.candidates) == 1}
    return certain.pop() if len(certain) == 1 else None


def _issuer(lines: Sequence[str], front: FrontMatter, reasons: Mapping[int, str]) -> str | None:
    if front.notice_title is not None:
        notice = _ISSUED_BY_NOTICE.match(lines[front.notice_title].strip())
        if notice:
            return notice.group(1)
    signed = [i for i, why in sorted(reasons.items()) if "落款" in why]
    names = [lines[i].strip() for i in signed if not frontmatter.DATE_LINE.match(lines[i].strip())]
    return names[0] if names else None


def _first(lines: Sequence[str], reasons: Mapping[int, str], reason: str) -> str | None:
    return next((lines[i].strip() for i, why in sorted(reasons.items()) if why == reason), None)


def _years(title: str | None) -> tuple[int, int] | None:
    match = _YEARS.search(title) if title else None
    return (int(match.group(1)), int(match.group(2))) if match else None


def _issued(lines: Sequence[str], reasons: Mapping[int, str]) -> str | None:
    signed = (lines[i].strip() for i, why in sorted(reasons.items()) if "落款" in why)
    return next((_date(line) for line in signed if frontmatter.DATE_LINE.match(line)), None)


def _published(lines: Sequence[str], furniture: Mapping[int, str]) -> str | None:
    marked = (_PUBLISHED.match(lines[i].strip()) for i, why in sorted(furniture.items()) if why == "网页信息")
    return next((_date(match.group(1)) for match in marked if match), None)


def _date(text: str) -> str | None:
    match = _DATE.search(text)
    return "{:04}-{:02}-{:02}".format(*(number(part) for part in match.groups() if part)) if match else None


def _kind(title: str | None) -> str:
    found = _KIND.findall(title) if title else []
    return found[-1] if found else "规划"
