"""Which regions have plans: looked up with every question, so gathered once for an index, which may have thousands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qa.records import Plan, RegionName


@dataclass(frozen=True)
class Homes:
    """regions: those that plans are of, by code. unplaced: ids of the plans that are of none (某市)."""

    regions: Mapping[str, RegionName]
    unplaced: tuple[str, ...]

    @classmethod
    def of(cls, plans: Iterable[Plan]) -> "Homes":
        listed = list(plans)
        return cls({p.region.code: p.region for p in listed if p.region}, tuple(p.id for p in listed if not p.region))
