"""One document's reading as a page that needs nothing else: the source beside what it was read as."""

from api import report_rows, report_summary, wording
from api.marks import changes
from qa.records import PlanText


def render(text: PlanText) -> str:
    """The report as one HTML file without scripts, in time linear in the text.

    Every raw line stands in it once and in order, every clause once, every repair is counted and every dropped line
    has its reason.
    """
    readings = [reading for reading in text.readings if reading.line]
    return wording.render(
        "report.html",
        plan=text.plan,
        fields=report_summary.fields(text),
        checks=report_summary.checks(text),
        clauses=text.clauses,
        counts=report_summary.counts(text),
        stages=report_summary.stages(text.repairs),
        outline=report_summary.outline(text.clauses),
        rows=report_rows.rows(text, changes(text.repairs)),
        notes=report_summary.notes(text.repairs, text.clauses),
        likes=report_summary.likes(text.repairs),
        aside=[line for line in text.dropped if not line.number],
        quoted={reading.line for reading in readings},
    )
