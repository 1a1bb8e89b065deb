"""Who a written sentence charges with what: the roles as the clause gives them, no strangers in the lists."""

import re
from collections.abc import Sequence

from qa.records import Role, Unit
from qa.text import fold, key

_NAMES = r"[^，。；：！？,;:!?\n]{2,80}?"
#: 牵头单位是甲、乙 and 由甲、乙牵头; 负责 is said of any role.
_LISTED = re.compile(
    rf"(?P<before>牵头|责任|配合|协办)(?:单位|部门)(?:分别)?(?:有|为|是|包括|:)(?P<after_names>{_NAMES})(?=$|[，。；;,!?\n)])"
    rf"|由(?P<names>{_NAMES})(?:共同|联合|分别|负责|具体)?(?P<after>牵头|配合|协办|协助)"
)
_ROLES: dict[str, tuple[Role, ...]] = {
    "牵头": ("lead",),
    "责任": ("responsible", "lead"),
    "配合": ("support",),
    "协办": ("support",),
    "协助": ("support",),
}
_BETWEEN = re.compile("、|和|与|及|以及")
_TRAILING = re.compile("(?:等|等单位|等部门|两家|共同|联合|分别|负责|单位|为主)+$")


def misplaced(text: str, evidence: str, units: Sequence[Unit]) -> str | None:
    """The first name in a list of bodies that is not in the evidence, or not in that role. units: of its clauses."""
    there = key(evidence)
    for match in _LISTED.finditer(fold(text)):
        role = match.group("before") or match.group("after")
        wanted = {key(u.name) for u in units if u.role in _ROLES[role]}
        for name in _names(match.group("after_names") or match.group("names"), there):
            if key(name) not in there or (units and not any(key(name).endswith(w) for w in wanted)):
                return name
    return None


def _names(listed: str, there: str) -> list[str]:
    """The names in a list; one that has a joint within it (发展和改革局) is left whole where the evidence has it so."""
    pieces = [_TRAILING.sub("", piece) for piece in re.split("、", listed)]
    whole = (p if key(p) in there else None for p in pieces)
    return [n for p, w in zip(pieces, whole, strict=True) for n in ([w] if w else _BETWEEN.split(p)) if n]
