"""What people read on a page or a terminal: records in words. And the templates that are filled with them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from qa.records import ROLE_NAMES, Clause, Deadline, Plan, Reference, Role, Target, Unit

FIELD_NAMES = {
    "title": "标题", "region": "地区", "issuer": "发文机关", "document_number": "文号", "years": "规划期",
    "issued": "成文日期", "published": "网页发布日期", "kind": "文件种类", "implements": "贯彻落实的文件",
}  # fmt: skip
#: White space that repair took out must be seen to be believed.
_VISIBLE = str.maketrans({" ": "␣", "\u3000": "□", "\u00a0": "␣", "\t": "→", "\n": "↵"})
#: Control characters may not stand in HTML, but their pictures may; half a surrogate pair has no encoding.
_PRINTABLE = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n"} | dict.fromkeys(
    range(0xD800, 0xE000), 0xFFFD
)
#: Characters of a repair shown in a list.
_LONGEST_REPAIR = 200
#: Characters shown of a clause that has no heading.
_OPENING = 24
_BOUNDS = {"at_least": "不少于", "at_most": "不超过", "exactly": "等于"}

_templates = Environment(
    loader=PackageLoader("api", "web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Fact:
    """A line about the plan; inferred: the document itself does not say so."""

    name: str
    value: str
    inferred: bool


def facts(plan: Plan) -> list[Fact]:
    """What is known of a plan, in the order in which it is shown; the title apart."""
    shown = {field: value for field, value in values(plan).items() if value and field != "title"}
    shown = {"region": "未写明"} | shown
    return [Fact(FIELD_NAMES[field], value, field in plan.inferred) for field, value in shown.items()]


def values(plan: Plan) -> dict[str, str | None]:
    """Each field of a plan as it is shown; None where it is unknown."""
    return {
        "title": plan.title,
        "region": plan.region.full_name if plan.region else None,
        "issuer": plan.issuer,
        "document_number": plan.document_number,
        "years": _period(plan.years),
        "issued": plan.issued,
        "published": plan.published,
        "kind": plan.kind,
        "implements": references(plan.implements) or None,
    }


def _period(years: tuple[int, int] | None) -> str | None:
    if years is None or years[0] == years[1]:
        return f"{years[0]}年" if years else None
    return f"{years[0]}—{years[1]}年"


def name(clause: Clause) -> str:
    """A clause in a line: its label and heading, or how it begins."""
    text = clause.text.replace("\t", " ")
    heading = clause.heading or (text if len(text) <= _OPENING else text[:_OPENING] + "……")
    return heading if clause.label == heading else clause.label + heading


def visible(text: str) -> str:
    """White space as marks."""
    return text.translate(_VISIBLE)


def brief(text: str) -> str:
    """White space as marks, and no more than fits into a list."""
    return visible(text if len(text) <= _LONGEST_REPAIR else text[:_LONGEST_REPAIR] + "……")


def references(found: Iterable[Reference]) -> str:
    return "、".join(f"《{r.title}》{f'（{r.document_number}）' if r.document_number else ''}" for r in found)


def unit_name(unit: Unit) -> str:
    """The unit as written, with the 等 that stands behind it."""
    return unit.name + ("等" if unit.others else "")


def units(found: Sequence[Unit]) -> list[tuple[Role, str, str]]:
    """Each role there is, its name and its units."""
    by_role = {role: "、".join(unit_name(unit) for unit in found if unit.role == role) for role in ROLE_NAMES}
    return [(role, ROLE_NAMES[role], names) for role, names in by_role.items() if names]


def deadline(found: Deadline) -> str:
    return f"{found.words}（至{found.by}）" if found.by else found.words


def target(found: Target) -> str:
    return f"{found.words}（{_BOUNDS[found.bound]}{found.value:.12g}{found.unit}）"


def damage(clause: Clause) -> str:
    """What a reader should know of the state in which a clause came; nothing if it came sound."""
    mended = f"有{clause.mended}处乱码，已修复" if clause.mended else ""
    doubtful = f"{clause.doubtful}处存疑未改" if clause.doubtful else ""
    told = "；".join(filter(None, (mended, f"有{doubtful}" if doubtful and not mended else doubtful)))
    return f"原文此条{told}" if told else ""


def sure(confidence: float) -> str:
    """Confidence in per cent; only what is certain is 100."""
    return "100%" if confidence >= 1 else f"{min(confidence, 0.99):.0%}"


def render(template: str, **values: object) -> str:
    page = _templates.get_template(template).render(
        name=name,
        visible=visible,
        brief=brief,
        units=units,
        unit_name=unit_name,
        roles=ROLE_NAMES,
        deadline=deadline,
        target=target,
        damage=damage,
        sure=sure,
        **values,
    )
    return page.translate(_PRINTABLE)
