"""The list of responsibilities as a spreadsheet: a row for each unit and clause, one for each clause, the sources."""

from collections.abc import Iterable, Iterator, Sequence

from qa.citing import gb7714, place
from qa.export.references import Citing
from qa.export.xlsx_sheets import Book, Cell, workbook
from qa.records import ROLE_NAMES, Clause, Role, Unit
from qa.responsibilities import NO_UNITS, Duty, DutyList, above, deadlines, entry, ordered

_BY_UNIT, _BY_CLAUSE, _SOURCES = "按单位", "按条款", "出处"
#: Width of a clause's id, which is a link: office programs do not wrap the text of one.
_ID = 24.0


def duties_xlsx(listed: DutyList, citing: Citing) -> bytes:
    """The file; the same for the same list on the same day."""
    duties = ordered(listed.bodies, "task")
    clauses = sorted({d.clause.id: d.clause for d in duties}.values(), key=lambda clause: clause.ordinal)

    def fill(sheets: Book) -> None:
        _by_unit(sheets, ordered(listed.bodies, "unit"), citing)
        _by_clause(sheets, duties, sorted((*clauses, *listed.unnamed), key=lambda clause: clause.ordinal), citing)
        _sources(sheets, listed, sorted(_cited(duties, listed.unnamed), key=lambda clause: clause.ordinal), citing)

    return workbook(f"责任清单：{listed.plan.title}", "责任清单", citing.accessed, fill)


def _by_unit(sheets: Book, duties: Sequence[Duty], citing: Citing) -> None:
    header = ("单位", "角色", "任务", "所在部分", "时限", "承自上级标题", "条款编号")
    rows: Iterable[tuple[Cell, ...]] = (
        (
            Cell(_written(duty.unit)),
            Cell(ROLE_NAMES[duty.unit.role]),
            Cell(entry(duty.clause)),
            Cell(above(duty.clause)),
            Cell(deadlines(duty.clause)),
            Cell(entry(duty.source) if duty.is_inherited else ""),
            _link(duty.clause, citing),
        )
        for duty in duties
    )
    sheets.sheet(_BY_UNIT, header, (24, 12, 56, 36, 18, 20, _ID), rows if duties else [_empty(len(header))])


def _by_clause(sheets: Book, duties: Sequence[Duty], clauses: Sequence[Clause], citing: Citing) -> None:
    """Every clause once, those for which the plan names no unit too."""
    charged: dict[str, list[Duty]] = {}
    for duty in duties:
        charged.setdefault(duty.clause.id, []).append(duty)
    header = ("任务", "所在部分", *ROLE_NAMES.values(), "时限", "条款编号")
    rows = (
        (
            Cell(entry(clause)),
            Cell(above(clause)),
            *(Cell(_units(charged.get(clause.id, ()), role)) for role in ROLE_NAMES),
            Cell(deadlines(clause)),
            _link(clause, citing),
        )
        for clause in clauses
    )
    sheets.sheet(_BY_CLAUSE, header, (56, 36, *[24] * len(ROLE_NAMES), 18, _ID), rows)


def _sources(sheets: Book, listed: DutyList, clauses: Sequence[Clause], citing: Citing) -> None:
    header = ("序号", "条款", "参考文献（GB/T 7714）", "条款编号", "条款原文")
    rows = (
        (
            n,
            Cell(place(clause)),
            Cell(gb7714(listed.plan, citing.link(clause.id), citing.accessed)),
            _link(clause, citing),
            Cell(clause.text),
        )
        for n, clause in enumerate(clauses, 1)
    )
    sheets.sheet(_SOURCES, header, (7, 38, 50, _ID, 80), rows)


def _cited(duties: Iterable[Duty], unnamed: Iterable[Clause]) -> Iterator[Clause]:
    """Every clause that stands in the list, and the headings that units are taken from; once each."""
    found = {clause.id: clause for duty in duties for clause in (duty.clause, duty.source)}
    yield from (found | {clause.id: clause for clause in unnamed}).values()


def _units(duties: Iterable[Duty], role: Role) -> str:
    return "、".join(_written(duty.unit) for duty in duties if duty.unit.role == role)


def _written(unit: Unit) -> str:
    return unit.name + ("等" if unit.others else "")


def _link(clause: Clause, citing: Citing) -> Cell:
    return Cell(clause.id, citing.link(clause.id))


def _empty(columns: int) -> tuple[Cell, ...]:
    return (Cell(NO_UNITS), *[Cell("")] * (columns - 1))
