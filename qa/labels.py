"""What plans are called where several stand side by side."""

from collections import Counter
from collections.abc import Iterable

from qa.records import Plan


def labels(plans: Iterable[Plan]) -> dict[str, str]:
    """By id, each another: the region's name, with its parents or with the title where the name alone would do for two.

    A plan without a region is called by its title.
    """
    known = list({plan.id: plan for plan in plans}.values())
    found = {plan.id: plan.region.name if plan.region else plan.title for plan in known}
    for longer in (_with_parents, _with_title, _with_id):
        counts = Counter(found.values())
        found = {p.id: longer(p) if counts[found[p.id]] > 1 else found[p.id] for p in known}
    return found


def _with_parents(plan: Plan) -> str:
    return plan.region.full_name if plan.region else plan.title


def _with_title(plan: Plan) -> str:
    return f"{plan.region.full_name}《{plan.title}》" if plan.region else plan.title


def _with_id(plan: Plan) -> str:
    return f"{_with_title(plan)}（{plan.id}）"
