"""What a question asks for: which regions, whether it wants units and in which role, and what about.

Works on the folded question (Simplified, half-width), so that 羅湖 and 罗湖 ask the same.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from qa import phrases, plural
from qa.errors import InvalidRequest
from qa.exact import keys
from qa.exact.keys import Keys
from qa.exact.tasks import Tasks
from qa.filters import Filters
from qa.homes import Homes
from qa.records import Plan, RegionName, Role, Scope
from qa.regions import Mention, Regions
from qa.text import fold

#: Longer than any question that a person types; an embedding of more would be noise.
LONGEST_QUESTION = 500
_MARKED = re.compile('《[^》]*》|“[^”]*”|"[^"]*"|「[^」]*」|『[^』]*』|‘[^’]*’')


@dataclass(frozen=True)
class Question:
    """A question understood.

    text: as asked. topic: folded, without the region's name and the words that merely ask.
    scope: regions with a plan that it names. absent: places it names that have none.
    plans: plans it names without a region (某市). several: whether each region is to answer for itself.
    asks_units: whether units answer it; charged: whether only a body in charge does; role: None means any.
    asks_basis: whether the preface answers it. keys: what it points at without describing it; idle: whether it
    asks no more than what stands there (the topic is then what it quotes). tasks: the unit whose tasks it asks for.
    also: other names, in this index, of the units that it names.
    """

    text: str
    topic: str
    scope: Scope
    absent: tuple[str, ...]
    plans: tuple[str, ...]
    asks_units: bool
    charged: bool
    role: Role | None
    asks_basis: bool
    several: bool
    keys: Keys = field(default_factory=Keys)
    idle: bool = False
    tasks: Tasks | None = None
    also: tuple[str, ...] = ()


def check(text: str) -> str:
    """The question trimmed. InvalidRequest if it is empty, too long or has control characters."""
    trimmed = text.strip()
    if not trimmed:
        raise InvalidRequest("问题为空，请输入要问的内容。")
    if len(trimmed) > LONGEST_QUESTION:
        raise InvalidRequest(f"问题过长（{len(trimmed)}字），请控制在{LONGEST_QUESTION}字以内。")
    if any((ord(c) < 32 and c not in "\t\n\r") or c == "\x7f" or "\ud800" <= c <= "\udfff" for c in trimmed):
        raise InvalidRequest("问题中含有控制字符或残缺的字符，请删去后重试。")
    return trimmed


def understand(text: str, regions: Regions, homes: Homes) -> Question:
    """Read a checked question; homes: of the plans that are indexed."""
    folded, own = fold(text), homes.regions
    pointed = keys.read(folded)
    mentions = [m for m in regions.mentions(folded, own) if _is_meant(folded, m, own) and not _inside(m, pointed)]
    found, absent = _places(mentions, own, regions, phrases.spans_everywhere(folded))
    unnamed = homes.unplaced if phrases.names_unnamed(folded) else ()
    bare = _without(folded, [*(m.span for m in mentions), *pointed.spans])
    charged = phrases.asks_charged(bare)
    asks = charged or phrases.asks_doer(bare)
    several = len(found) + len(unnamed) > 1 or (not found and plural.asks_each(folded))
    about = plural.without(bare) if several or absent else bare
    idle = bool(pointed) and phrases.is_idle(phrases.remainder(_MARKED.sub("", bare)))
    return Question(
        text=text,
        topic=" ".join((*pointed.titles, *pointed.phrases)) if idle else phrases.topic(about),
        scope=Scope(tuple(found.values()), tuple(m.text for m in mentions)),
        absent=absent,
        plans=unnamed,
        asks_units=asks,
        charged=charged,
        role=phrases.role(bare) if asks else None,
        asks_basis=phrases.asks_basis(folded),
        several=several,
        keys=pointed,
        idle=idle,
    )


def confine(asked: Question, given: Filters, plans: Mapping[str, Plan]) -> Filters:
    """The filters given, narrowed to the plans of the very regions that the question names."""
    pinned = {r.code for p in asked.plans if p in plans and (r := plans[p].region)}
    # Of a region one of whose plans is named itself, that plan is meant.
    codes = {region.code for region in asked.scope.regions} - pinned
    if not codes and not asked.plans:
        return given
    named = [p.id for p in plans.values() if p.id in asked.plans or (p.region and p.region.code in codes)]
    if not named:
        return given
    chosen = [p for p in named if not given.plans or p in given.plans]
    # A plan that does not exist keeps the two conditions from cancelling out to none at all.
    return replace(given, plans=tuple(chosen) or ("",))


def _is_meant(folded: str, mention: Mention, own: Mapping[str, RegionName]) -> bool:
    """A place inside the name of a cited document is no scope, unless that place has a plan of its own."""
    before = folded[: mention.span[0]]
    cited = any(before.count(a) > before.count(b) for a, b in ("《》", "“”", "〈〉"))
    return not cited or any(c.code in own for c in mention.candidates)


def _inside(mention: Mention, pointed: Keys) -> bool:
    """恩施州 in 恩施州发〔2017〕6号 names a document and no place."""
    return any(a < mention.span[1] and mention.span[0] < b for a, b in pointed.spans)


def _places(
    mentions: Sequence[Mention], own: Mapping[str, RegionName], regions: Regions, everywhere: bool
) -> tuple[dict[str, RegionName], tuple[str, ...]]:
    """Regions with a plan, by code, and the names of those without.

    A province named alone asks for its own plan; its counties speak for it only if the question says so.
    """
    found: dict[str, RegionName] = {}
    absent: list[str] = []
    for mention in mentions:
        codes = [c.code for c in mention.candidates]
        wanted = [code for code in codes if code in own]
        if not wanted and everywhere:
            wanted = [code for code in own if any(regions.is_within(code, c) for c in codes)]
        found.update((code, own[code]) for code in wanted)
        if not wanted:
            absent.append(mention.candidates[0].name if len(mention.candidates) == 1 else mention.text)
    return found, tuple(dict.fromkeys(absent))


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    pieces, position = [], 0
    for start, end in sorted(spans):
        pieces.append(text[position:start])
        position = max(position, end)
    return "".join([*pieces, text[position:]])
