"""Administrative divisions (GB/T 2260): names to codes, ancestors, and the regions a sentence names.

All text given to this module is taken to be Simplified and NFKC-folded already.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from qa.region_names import (
    COUNTY,
    LONGEST_INVENTED,
    PREFECTURE,
    PROVINCE,
    Lexicon,
    Trust,
    continues,
    followed_up,
    led_in,
)
from qa.text import fold

_LEVELS = (PROVINCE, PREFECTURE, COUNTY)
_JOINTS = frozenset(("", "的", " "))


@dataclass(frozen=True)
class Region:
    """One division; ``level`` is province, prefecture or county; ``parent`` skips 市辖区 and the like.

    former: names of divisions that have since become this one, each with the year of the change. They are aliases
    too; an index keeps them as that alone.
    """

    code: str
    name: str
    full_name: str
    parent: str | None
    level: str
    aliases: tuple[str, ...]
    former: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Mention:
    """A place named in a text: ``text[slice(*span)] == mention.text``.

    No candidates: it looks like a region, but none is known by that name. Several: the name is ambiguous.
    """

    text: str
    span: tuple[int, int]
    candidates: tuple[Region, ...]


def read_csv(path: Path | str) -> list[Region]:
    """Read regions.csv (code, name, full_name, parent, level, aliases), and regions-former.csv where it lies beside it.

    KeyError if a column is missing.
    """
    former = _former(Path(path).with_name("regions-former.csv"))
    return [_region(row, former.get(row["code"], ())) for row in _rows(Path(path))]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _former(path: Path) -> dict[str, tuple[tuple[str, int], ...]]:
    """Former names and years by the code of what they have become (successor, code, names, changed).

    Source: 民政部, 中华人民共和国县级以上行政区划变更情况, by year (the year of approval).
    """
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for row in _rows(path) if path.exists() else ():
        names = tuple((name, int(row["changed"])) for name in row["names"].split("|"))
        found[row["successor"]] = (*found.get(row["successor"], ()), *names)
    return found


def _region(row: Mapping[str, str], former: tuple[tuple[str, int], ...]) -> Region:
    aliases = (*filter(None, row["aliases"].split("|")), *(name for name, _ in former))
    return Region(
        code=row["code"],
        name=row["name"],
        full_name=row["full_name"],
        parent=row["parent"] or None,
        level=row["level"],
        aliases=aliases,
        former=former,
    )


class Regions:
    """The divisions and their names. The dictionary for ``mentions`` is loaded at its first call."""

    def __init__(self, regions: Iterable[Region]) -> None:
        self._by_code = {region.code: region for region in regions}
        self._by_full_name = {region.full_name: region for region in self._by_code.values()}
        self._by_name: dict[str, list[Region]] = {}
        for region in self._by_code.values():
            names = (region.name, *region.aliases)
            # A folded text says 干县 for 乾县.
            for name in dict.fromkeys((*names, *map(fold, names))):
                self._by_name.setdefault(name, []).append(region)
        self._longest = max(map(len, self._by_name), default=0)

    def get(self, code: str) -> Region | None:
        return self._by_code.get(code)

    def ancestors(self, code: str) -> tuple[Region, ...]:
        """Nearest first, without the region itself; empty for a province or an unknown code."""
        found: list[Region] = []
        region = self.get(code)
        while region and region.parent and (region := self.get(region.parent)):
            found.append(region)
        return tuple(found)

    def is_within(self, code: str, ancestor_code: str) -> bool:
        """Whether ``code`` is ``ancestor_code`` or lies in it; False for unknown codes."""
        if code == ancestor_code:
            return code in self._by_code
        return any(region.code == ancestor_code for region in self.ancestors(code))

    def resolve(self, name: str) -> tuple[Region, ...]:
        """All regions a code, name, alias, full name or parent + name (南京鼓楼区) can mean, by code."""
        name = "".join(name.split())
        if exact := self._by_code.get(name) or self._by_full_name.get(name):
            return (exact,)
        if len(name) > len(_LEVELS) * self._longest:
            return ()
        found = {region.code: region for region in self._by_name.get(name, ())}
        for cut in range(2, len(name) - 1):
            children = self._by_name.get(name[cut:])
            for region in self._within(children, self.resolve(name[:cut])) if children else ():
                found[region.code] = region
        return tuple(found[code] for code in sorted(found))

    def mentions(self, text: str, favoured: Collection[str] = ()) -> list[Mention]:
        """The regions named in ``text``, left to right; spans do not overlap.

        A chain (湖北省恩施州巴东县) is one mention of its last member. A bare short name of a county counts
        only where it can hardly be a common word, and more freely if its code is in ``favoured``.
        """
        joined = self._join(text, self._scan(text, frozenset(favoured)))
        return [self._settle(mention, joined, favoured) for mention in joined]

    @cached_property
    def _words(self) -> Lexicon:
        highest = {name: min((r.level for r in rs), key=_LEVELS.index) for name, rs in self._by_name.items()}
        return Lexicon(highest)

    def _scan(self, text: str, favoured: frozenset[str]) -> list[Mention]:
        found: list[Mention] = []
        marks, position = self._words.boundaries(text), 0
        for index, start in enumerate(marks):
            if start < position:
                continue
            before = found[-1] if found and found[-1].span[1] == start else None
            ends = marks[index + 1 : bisect_right(marks, start + self._longest)]
            mention = self._known(text, start, ends, before, favoured)
            near = marks[index : bisect_right(marks, start + LONGEST_INVENTED)]
            if mention is None and (end := self._words.invented(text, start, near, before is not None)):
                mention = Mention(text[start:end], (start, end), ())
            if mention:
                found.append(mention)
                position = mention.span[1]
        return found

    def _known(
        self, text: str, start: int, ends: list[int], before: Mention | None, favoured: frozenset[str]
    ) -> Mention | None:
        for end in reversed(ends):
            name = text[start:end]
            candidates = self._by_name.get(name)
            if not candidates or continues(text, name, end):
                continue
            child = before is not None and bool(self._within(candidates, before.candidates))
            favour = any(region.code in favoured for region in candidates)
            trust = self._words.trust_child(name) if child else self._words.trust(name, favour)
            before_it, behind_it = child or led_in(text, start), followed_up(text, end)
            # One side is enough where a plan is at hand: 大兴打算…, 对比一下大兴和广州.
            in_place = (before_it or behind_it) if favour else (before_it and behind_it)
            if trust is Trust.ALIGNED or (trust is Trust.FRAMED and in_place):
                return Mention(name, (start, end), tuple(candidates))
        return None

    def _within(self, children: Iterable[Region], parents: Collection[Region]) -> tuple[Region, ...]:
        codes = {region.code for region in parents}
        return tuple(c for c in children if not codes.isdisjoint(a.code for a in self.ancestors(c.code)))

    def _join(self, text: str, mentions: list[Mention]) -> list[Mention]:
        joined: list[Mention] = []
        for mention in mentions:
            if joined and text[joined[-1].span[1] : mention.span[0]] in _JOINTS:
                touches = joined[-1].span[1] == mention.span[0]
                inner = self._within(mention.candidates, joined[-1].candidates)
                if inner or (touches and not mention.candidates):
                    span = (joined.pop().span[0], mention.span[1])
                    mention = Mention(text[slice(*span)], span, inner)
            joined.append(mention)
        return joined

    def _settle(self, mention: Mention, all_mentions: list[Mention], favoured: Collection[str]) -> Mention:
        if len(mention.candidates) < 2:
            return mention
        certain = {m.candidates[0].code for m in all_mentions if len(m.candidates) == 1}
        lines = {c.code: sum(a.code in certain for a in self.ancestors(c.code)) for c in mention.candidates}
        left = tuple(c for c in mention.candidates if lines[c.code] == max(lines.values()))
        # 吉林 alone is the province, whatever smaller places share its name.
        left = tuple(region for region in left if region.level == PROVINCE) or left
        if len(chosen := tuple(region for region in left if region.code in favoured)) == 1:
            left = chosen
        inside = self._within(left, left)
        return replace(mention, candidates=tuple(region for region in left if region not in inside))


@lru_cache(4)
def shared(regions: tuple[Region, ...]) -> Regions:
    """One for all generations of an index that have the same divisions: their dictionary takes seconds to read."""
    return Regions(regions)
