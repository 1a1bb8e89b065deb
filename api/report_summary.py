"""The report's head and tail: what the document is, what was counted, what was checked, and the notes on repairs."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.marks import QUIET_STAGES, is_flag, is_numbered
from api.wording import FIELD_NAMES, values
from qa.records import Clause, Plan, PlanText, Reading, Repair

STAGE_NAMES = {
    "decode": "编码还原", "escapes": "网页转义", "invisible": "不可见字符", "byteshift": "字节错位", "pinyin": "注音",
    "traditional": "繁简转换", "width": "全角半角与空白", "paragraphs": "分段",
}  # fmt: skip
#: An outline of more entries leads nowhere; it then stops at a higher level.
_LONGEST_OUTLINE = 2000


@dataclass(frozen=True)
class Field:
    """A field of the plan as shown (None: unknown), how it came to be known, and what the text says of it."""

    name: str
    value: str | None
    standing: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class StageCount:
    """What a stage of repair did."""

    name: str
    changed: int
    flagged: int


@dataclass(frozen=True)
class Note:
    """A numbered repair and the place of its clause among the clauses (None: in none)."""

    number: int
    repair: Repair
    stage: str
    clause: int | None


@dataclass(frozen=True)
class Likes:
    """Repairs of one stage, for one reason and with one confidence; each different one with how often it was made."""

    stage: str
    reason: str
    confidence: float
    quiet: bool
    total: int
    changes: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True)
class Check:
    """A sentence of the self-check; clause: the place of the one it begins with, left out of the sentence."""

    clause: int | None
    message: str


def fields(text: PlanText) -> list[Field]:
    """Every field a plan can have, in the order in which it is shown."""
    by_field: dict[str, list[Reading]] = {}
    for reading in text.readings:
        by_field.setdefault(reading.field, []).append(reading)
    return [
        Field(FIELD_NAMES[field], value, _standing(text.plan, field, value, found), found)
        for field, value in values(text.plan).items()
        for found in [tuple(by_field.get(field, ()))]
    ]


def _standing(plan: Plan, field: str, value: str | None, readings: Sequence[Reading]) -> str:
    if not value or (field == "region" and plan.region is None):
        return ""
    if field in plan.inferred:
        return "推断"
    if any(_says(plan, field, reading.value) for reading in readings):
        return ""
    return "目录" if readings else ""


def _says(plan: Plan, field: str, value: str) -> bool:
    """Whether a reading means what the plan says; the catalogue may have overridden it."""
    if field == "region" and plan.region:
        return value in (plan.region.code, plan.region.name, plan.region.full_name)
    if field == "years" and plan.years:
        return {int(year) for year in re.findall("[0-9]{4}", value)} == set(plan.years)
    if field == "implements":
        return any(r.title in value for r in plan.implements)
    return bool(value == getattr(plan, field))


def counts(text: PlanText) -> list[tuple[str, int]]:
    """What there was and what became of it; characters without white space."""
    inside = [d for d in text.dropped if d.number]
    total, gone = _characters([text.raw]), _characters(d.line for d in inside)
    units = [unit for clause in text.clauses for unit in clause.units]
    return [
        ("原文字数", total),
        ("略去字数", gone),
        ("保留字数", total - gone),
        ("整理后字数", _characters([text.clean])),
        ("原文行数", text.raw.rstrip("\n").count("\n") + 1),
        ("略去行数", len(inside)),
        ("原文之外略去", len(text.dropped) - len(inside)),
        ("条款", len(text.clauses)),
        ("单位", len(units)),
        ("时限", sum(len(clause.deadlines) for clause in text.clauses)),
        ("指标", sum(len(clause.targets) for clause in text.clauses)),
        ("表格行", sum("\t" in line for line in text.clean.split("\n"))),
    ]


def _characters(texts: Iterable[str]) -> int:
    return sum(len(re.sub(r"\s+", "", text)) for text in texts)


def stages(repairs: Iterable[Repair]) -> list[StageCount]:
    """What each stage did, in the order of the stages."""
    counted = Counter((r.stage, is_flag(r)) for r in repairs)
    order = [*STAGE_NAMES, *sorted({stage for stage, _ in counted} - STAGE_NAMES.keys())]
    found = (StageCount(stage_name(s), counted[s, False], counted[s, True]) for s in order)
    return [stage for stage in found if stage.changed or stage.flagged]


def stage_name(stage: str) -> str:
    return STAGE_NAMES.get(stage, stage)


def notes(repairs: Iterable[Repair], clauses: Sequence[Clause]) -> list[Note]:
    """The repairs that have a number, in its order."""
    found: list[Note] = []
    place = 0
    for repair in filter(is_numbered, repairs):
        while place < len(clauses) and clauses[place].raw_span[1] <= repair.raw_span[0]:
            place += 1
        inside = place < len(clauses) and clauses[place].raw_span[0] <= repair.raw_span[0]
        found.append(Note(len(found) + 1, repair, stage_name(repair.stage), place if inside else None))
    return found


def likes(repairs: Iterable[Repair]) -> list[Likes]:
    """The repairs without a number; those that are marked in the text first."""
    groups: dict[tuple[bool, str, str, float], Counter[tuple[str, str]]] = {}
    for r in repairs:
        if not is_numbered(r):
            kind = r.stage in QUIET_STAGES, r.stage, r.reason, r.confidence
            groups.setdefault(kind, Counter())[r.raw, r.repaired] += 1
    return [
        Likes(stage_name(stage), reason, sure, quiet, group.total(), tuple((*c, n) for c, n in group.most_common()))
        for (quiet, stage, reason, sure), group in sorted(groups.items(), key=lambda item: item[0][0])
    ]


def checks(text: PlanText) -> list[Check]:
    """The self-check, with the clauses it speaks of."""
    places = {clause.id: clause.ordinal for clause in text.clauses}
    parted = (check.partition("：") for check in text.checks)
    return [
        Check(places[head], rest) if head in places else Check(None, head + colon + rest)
        for head, colon, rest in parted
    ]


def outline(clauses: Sequence[Clause]) -> list[Clause]:
    """Down to the deepest level at which it is still short enough."""
    levels = Counter(clause.level for clause in clauses)
    deepest = max(levels, default=1)
    while deepest > 1 and sum(n for level, n in levels.items() if level <= deepest) > _LONGEST_OUTLINE:
        deepest -= 1
    return [clause for clause in clauses if clause.level <= deepest][:_LONGEST_OUTLINE]
