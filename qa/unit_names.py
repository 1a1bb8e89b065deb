"""One body under its several names: 县法制办, 县政府法制办, 县人民政府法制办公室. For search only, never for quotes.

Each line of unit_names.tsv: the official name of a body without its region, a tab, its short names parted by spaces;
public knowledge of how local government is organised. A body that was merged into another (法制办公室 into 司法局 in
2018, 国土资源局 into 自然资源局) is another body. A name that the table does not know is the same as itself alone.
"""

import functools
import re
from dataclasses import dataclass
from importlib.resources import files

from qa.text import key

#: What may stand between a region and its body: 县政府法制办, 县委宣传部.
_BETWEEN = ("人民政府", "政府", "委")
_LEVELS = frozenset("省市县区州盟旗镇乡")
_LEVEL_BREAK = re.compile("(?:自治)?[省市县区州盟旗镇乡]")
_LONGEST_REGION = 20
#: 县委依法治县 is not a county, though it ends in one.
_NO_REGION = re.compile("[委局办部]|依法治")
#: 各乡镇 is all of them, not one that is called so.
_ALL = ("各", "全", "所有")


@dataclass(frozen=True)
class _Body:
    """region: as written, '' without one; name: official where the table knows it."""

    region: str
    name: str
    known: bool


def canonical(name: str) -> str:
    """Region as written and official name, folded: 县法制办 and 县政府法制办 both give 县法制办公室."""
    found = _parse(key(name))
    return found.region + found.name


def body(name: str) -> str:
    """The official name without its region: 法制办公室. Names of one body share it, whatever their regions."""
    return _parse(key(name)).name


def same(a: str, b: str) -> bool:
    """Whether two names mean the same body: by the table, and with regions that do not contradict each other.

    A name without a region fits any; 县 fits 巴东县, 巴东县 does not fit 秭归县. So it carries no further: 县司法局 and
    市司法局 both fit 司法局, and not each other.
    """
    one, other = _parse(key(a)), _parse(key(b))
    if one.name != other.name:
        return False
    return one.region == other.region or (one.known and _fit(one.region, other.region))


def is_named(wanted: str, name: str, home: str = "") -> bool:
    """Whether a unit answers to what a filter wants: part of its name as written, or another name of the body.

    home: the full name of the region of the plan, which says whose 县政府 is meant: 秭归县政府 is not that of a plan of
    巴东县.
    """
    if key(wanted) in key(name):
        return True
    place, bare = _own_name(_parse(key(wanted)).region), _own_name(_parse(key(name)).region) == ""
    return same(wanted, name) and (not place or not bare or place in key(home))


def _own_name(region: str) -> str:
    """巴东 of 湖北省巴东县; '' of 县."""
    return _LEVEL_BREAK.split(region)[-2][:2] if region[-1:] in _LEVELS else region[:2]


def _fit(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    if not short:
        return not long.startswith(_ALL)
    if (short + long).startswith(_ALL) or long.startswith(_ALL):
        return False
    return long.endswith(short) and not (short == "区" and long.endswith("自治区"))


@functools.lru_cache(maxsize=4096)
def _parse(folded: str) -> _Body:
    """The shortest region that leaves a name of the table."""
    table = _table()
    for cut in range(min(len(folded), _LONGEST_REGION) + 1):
        if cut and (folded[cut - 1] not in _LEVELS or _NO_REGION.search(folded[:cut])):
            continue
        rest = folded[cut:]
        for between in ("", *_BETWEEN):
            found = table.get(rest.removeprefix(between)) if rest.startswith(between) else None
            if found:
                return _Body(folded[:cut], found, True)
    return _Body("", folded, False)


@functools.cache
def _table() -> dict[str, str]:
    """Every name of every body, folded, with the official one."""
    names: dict[str, str] = {}
    for official, short in entries():
        names.update((key(name), key(official)) for name in (official, *short))
    return names


@functools.cache
def entries() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The table: (official name, short names)."""
    lines = (files("qa") / "unit_names.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line)
    return tuple((official, tuple(short.split())) for official, short in pairs)
