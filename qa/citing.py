"""How a clause is cited in a paper or a handout: GB/T 7714—2015, an electronic resource in the numeric system.

    责任者. 题名: 文号[EB/OL]. (发布日期)[引用日期]. 网址.

What is unknown is left out, and nothing that was only inferred is stated as the document's own.
"""

from datetime import date

from qa.records import Clause, Plan

#: Document type and carrier: a document on the net (GB/T 7714—2015, appendix B).
_KIND = "[EB/OL]"


def gb7714(plan: Plan, url: str, accessed: date) -> str:
    """The entry for a list of references."""
    author = f"{plan.issuer}. " if plan.issuer and "issuer" not in plan.inferred else ""
    number = f": {plan.document_number}" if plan.document_number and "document_number" not in plan.inferred else ""
    published = _published(plan)
    when = f"({published})" if published else ""
    return f"{author}{plan.title}{number}{_KIND}. {when}[{accessed.isoformat()}]. {url}."


def quoted(plan: Plan, clause: Clause, quote: str) -> str:
    """A quotation with the place it comes from: “……”（《题名》第三部分 › 32.标题）."""
    inner = quote.strip().translate(_INNER)
    return f"“{inner}”（《{plan.title}》{place(clause)}）"


def place(clause: Clause) -> str:
    """Where in its plan a clause stands, in words: the headings above it and its own number and heading."""
    own = clause.label if clause.label == clause.heading else clause.label + clause.heading
    return " › ".join(part for part in (*(t for t in clause.trail if "\t" not in t), own) if part)


#: Quotation marks within a quotation are single (GB/T 15834—2011, 4.8.3.2).
_INNER = str.maketrans("“”", "‘’")


def _published(plan: Plan) -> str | None:
    stated = [(name, getattr(plan, name)) for name in ("issued", "published")]
    return next((day for name, day in stated if day and name not in plan.inferred), None)
