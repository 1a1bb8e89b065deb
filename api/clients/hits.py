"""A clause that was found, as retrievers of other people's frameworks pass it on."""

from api.schemas import HitOut


def metadata(hit: HitOut) -> dict[str, str | float]:
    """Where a clause comes from. source: its permalink; region and region_code: empty where the plan names none."""
    clause, plan = hit.clause, hit.clause.plan
    return {
        "source": clause.permalink,
        "title": plan.title,
        "region": plan.region.name if plan.region else "",
        "region_code": plan.region.code if plan.region else "",
        "plan": plan.id,
        "clause_path": clause.id.partition("/")[2],
        "heading": " › ".join([*(above.replace("\t", " ") for above in clause.trail), clause.label + clause.heading]),
        "score": hit.score,
    }
