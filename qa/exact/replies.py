"""Answers to questions that point at something exactly and ask no more than what stands there: no search is needed.

A clause by its number, what cites a document or has certain words, what a plan is, what a unit has to do; and, as
plainly, that there is no such thing. Every quote is a span of its clause.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from qa import unit_names
from qa.exact import document_numbers
from qa.exact import lookup as exact
from qa.exact.key_tables import short_title
from qa.exact.keys import Path
from qa.exact.lookup import Found
from qa.filters import Filters
from qa.question import Question
from qa.records import ROLE_NAMES, Answer, AnswerUnit, Citation, Clause, Plan, Role, Scope, Span, Verdict
from qa.store import Store
from qa.text import fold, key, sentences

#: Clauses listed in one answer; search gives all.
_MOST_LISTED = 20
#: Clauses with the words quoted, above which the best of them are better found by what else is asked.
_FEW = 10
#: Plans that are spoken of one by one.
_FEW_PLANS = 5
_DOES: dict[Role, str] = {"lead": "牵头", "responsible": "负责", "support": "配合"}
_ALL_BODIES = frozenset(("人民政府", "政府"))


@dataclass
class _Sheet:
    """An answer being written: its lines, and the quotes numbered in the order of their marks."""

    store: Store
    lines: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    units: list[AnswerUnit] = field(default_factory=list)

    def quote(self, clause: Clause, span: Span) -> str:
        """The words with their mark."""
        words = clause.text[slice(*span)]
        n = len(self.citations) + 1
        self.citations.append(Citation(n, clause, self.store.plans[clause.plan_id], words, span))
        return f"{words}[{n}]"

    def head(self, clause: Clause) -> str:
        """A clause by its heading, or by its first sentence where it has none."""
        titled = clause.heading and clause.text.startswith(clause.heading)
        return self.quote(clause, (0, len(clause.heading)) if titled else sentences(clause.text)[0])

    def list(self, clauses: Sequence[Clause]) -> None:
        """A line a clause, and how many are left out."""
        self.lines += [f"{i + 1}. {self.head(clause)}" for i, clause in enumerate(clauses[:_MOST_LISTED])]
        self.leave_out(len(clauses) - _MOST_LISTED)

    def leave_out(self, number: int) -> None:
        if number > 0:
            self.lines.append(f"另有{number}条未列出，可用搜索查看全部。")


def reply(store: Store, asked: Question, scope: Scope, filters: Filters, known_regions: Sequence[str]) -> Answer | None:
    """The answer to a grounded question; None where it has to be searched for."""
    if not asked.keys and asked.tasks is None:
        return None
    found = exact.find(store, asked, filters)
    sheet = _Sheet(store)
    verdict = _refuse(sheet, asked, filters, found) or _answer(sheet, asked, filters, found)
    if verdict is None:
        return None
    answered = verdict == "answered"
    return Answer(
        question=asked.text,
        verdict=verdict,
        text="\n".join([*sheet.lines, *(f"没有收录{name}的规划。" for name in asked.absent)]),
        scope=scope,
        confidence=1.0 if answered else 0.0,
        units=tuple(sheet.units),
        citations=tuple(sheet.citations),
        known_regions=tuple(known_regions),
    )


def _answer(sheet: _Sheet, asked: Question, filters: Filters, found: Found) -> Verdict | None:
    if asked.tasks and found.ranks:
        _write_tasks(sheet, asked, found)
    elif not asked.idle:
        return None
    elif asked.asks_units:
        _write_charges(sheet, asked, found)
    elif asked.keys.paths:
        _write_clauses(sheet, asked, found)
        _write_missing(sheet, asked, filters, found)
    elif 0 < len(found.ranks) <= _FEW:
        _write_sentences(sheet, asked, found)
    elif not found.ranks and asked.plans:
        _write_plans(sheet, [p for p in asked.plans if filters.matches_plan(sheet.store.plans[p], sheet.store.regions)])
    return "answered" if sheet.citations else None


def _refuse(sheet: _Sheet, asked: Question, filters: Filters, found: Found) -> Verdict | None:
    """That what a question points at is not there; None where some of it is."""
    if found.ranks:
        return None
    named = [p for p in filters.plans if p in sheet.store.plans]
    plans = [sheet.store.plans[p] for p in named] if 0 < len(named) <= _FEW_PLANS else []
    if found.unknown:
        for number in found.unknown:
            near = "、".join(_near(sheet.store, number))
            like = f"编号相近的有：{near}。" if near else ""
            sheet.lines.append(f"已收录的规划中没有文号为“{number.written}”的文件，也没有条款提到这个文号。{like}")
        return "low_confidence"
    if found.absent:
        return _say(sheet, plans, [f"没有提到{n.written}" for n in found.absent])
    if found.missing and len(found.missing) == len(asked.keys.paths):
        sheet.lines += [_lacks(sheet.store, plan, found.missing) for plan in plans]
        written = "、".join(dict.fromkeys(path.written for path in found.missing))
        return "low_confidence" if plans else _say(sheet, plans, [f"没有{written}"])
    if asked.tasks and not _speaks_of(sheet.store, asked.tasks.name, filters):
        return _say(sheet, plans, [f"没有提到{asked.tasks.name}"])
    return None


def _say(sheet: _Sheet, plans: Sequence[Plan], said: Iterable[str]) -> Verdict:
    """The same of every plan, or of all at once where none is named."""
    sheet.lines += [f"{_place(plan)}：《{plan.title}》{'，也'.join(said)}。" for plan in plans]
    if not plans:
        sheet.lines.append(f"所查的规划都{'，也'.join(said)}。")
    return "plan_silent" if plans else "low_confidence"


def _place(plan: Plan) -> str:
    return plan.region.name if plan.region else short_title(plan.title)


def _near(store: Store, number: document_numbers.DocumentNumber) -> list[str]:
    """Numbers of the same year and serial that other organs gave, or the same organ's under another mark."""
    organs = dict.fromkeys(m.organ for m in store.keys.documents(number.year, number.serial))
    return [f"{organ}〔{number.year}〕{number.serial}号" for organ in organs if number.year][:3]


def _how_far(store: Store, plan: Plan, path: Path) -> str:
    """，条目编号到“43.”为止: of the kind of label that the path means."""
    last = exact.last_label(store, plan.id, path)
    return f"，该层条目编号到“{last}”为止" if last else ""


def _speaks_of(store: Store, name: str, filters: Filters) -> bool:
    """Whether the plans have the body in their text under any of its names, or it is too common a name to tell."""
    body = unit_names.body(name)
    if body in _ALL_BODIES:
        return True
    names = {body, *(n for official, short in unit_names.entries() if key(official) == body for n in short)}
    within = list(filters.plans) or None
    return any(store.keys.has(key(n), within) for n in names)


def _write_clauses(sheet: _Sheet, asked: Question, found: Found) -> None:
    """The clauses at a number, plan by plan: whole, or by their headings where there are several or more below."""
    clauses = sheet.store.clauses(sorted(found.ranks))
    for plan, group in groupby(clauses.items(), key=lambda item: item[1].plan_id):
        numbers = [n for n, _ in group]
        place = _place(sheet.store.plans[plan])
        best = [n for n in numbers if not found.ranks[n]] or numbers[:1]
        if len(best) > max(1, len(asked.keys.paths)):
            sheet.lines.append(f"{place}：同为{asked.keys.paths[0].written}的有{len(best)}处：")
            sheet.list([clauses[n] for n in best])
            continue
        below = [clauses[n] for n in numbers if found.ranks[n] == exact.BELOW]
        for n in best:
            whole = sheet.quote(clauses[n], (0, len(clauses[n].text)))
            under = [c for c in below if _is_child(c, clauses[n])]
            sheet.lines.append(f"{place}：{clauses[n].label}{whole}{'，其下有：' if under else ''}")
            sheet.list(under)
        others = [clauses[n] for n in numbers if found.ranks[n] not in (0, exact.BELOW)]
        if others and len(asked.keys.paths) == 1 and len(others) <= _FEW:
            sheet.lines.append(f"编号相同的还有：{'；'.join(sheet.head(c) for c in others)}")


def _write_missing(sheet: _Sheet, asked: Question, filters: Filters, found: Found) -> None:
    """What of it is not there: a number that no plan has, a plan that has none of the numbers."""
    sheet.lines += [f"没有{path.written}。" for path in found.missing]
    there = {citation.plan.id for citation in sheet.citations}
    named = [sheet.store.plans[p] for p in filters.plans if p in sheet.store.plans and p not in there]
    sheet.lines += [_lacks(sheet.store, plan, asked.keys.paths) for plan in named[:_FEW_PLANS]]


def _lacks(store: Store, plan: Plan, missing: Sequence[Path]) -> str:
    """《…》没有第九十九条，该层条目编号到“40.”为止。"""
    said = "；".join(dict.fromkeys(f"没有{path.written}{_how_far(store, plan, path)}" for path in missing))
    return f"{_place(plan)}：《{plan.title}》{said}。"


def _write_charges(sheet: _Sheet, asked: Question, found: Found) -> None:
    """Who is charged with what stands at several numbers, or under a heading; one clause is left to the search."""
    clauses = sheet.store.clauses(sorted(found.ranks))
    named = [c for n, c in clauses.items() if found.names(n)]
    if len(asked.keys.paths) < 2 and all(c.searchable for c in named):
        return
    for clause in [c for c in named if c.units and (asked.role is None or asked.role in {u.role for u in c.units})]:
        wanted = [u for u in clause.units if asked.role in (None, u.role)]
        roles = [
            f"{ROLE_NAMES[role]}：{'、'.join(u.name for u in us)}" for role, us in groupby(wanted, lambda u: u.role)
        ]
        whole = sheet.quote(clause, (0, len(clause.text)))
        sheet.lines.append(f"{_place(sheet.store.plans[clause.plan_id])}：{'；'.join(roles)}。{whole}")
        region = sheet.store.plans[clause.plan_id].region
        sheet.units += [AnswerUnit(region.name if region else None, u.role, u.name, clause.id) for u in wanted]


def _is_child(clause: Clause, above: Clause) -> bool:
    return clause.path[:-1] == above.path and clause.plan_id == above.plan_id


def _write_sentences(sheet: _Sheet, asked: Question, found: Found) -> None:
    """The sentences that cite a document or have the words quoted."""
    clauses = sheet.store.clauses(sorted(found.ranks))
    for n in sorted(found.ranks, key=lambda n: (found.ranks[n], n)):
        clause = clauses[n]
        spans = [s for s in sentences(clause.text) if _points_at(asked, clause.text[slice(*s)])]
        said = "".join(sheet.quote(clause, span) for span in spans or sentences(clause.text)[:1])
        sheet.lines.append(f"{_place(sheet.store.plans[clause.plan_id])}：{said}")


def _points_at(asked: Question, sentence: str) -> bool:
    """Whether a sentence has any of what the question points at."""
    same = key(sentence)
    cited = {(n.year, n.serial) for n in document_numbers.find(fold(sentence))}
    words = any(key(quoted) in same for quoted in (*asked.keys.titles, *asked.keys.phrases))
    return words or any((n.year, n.serial) in cited for n in asked.keys.numbers)


def _write_plans(sheet: _Sheet, plans: Sequence[str]) -> None:
    """What a plan is, by its own words: title, number, issuer, date, and its parts."""
    for plan in (sheet.store.plans[p] for p in plans):
        number = f"（{plan.document_number}）" if plan.document_number else ""
        facts = [f"《{plan.title}》{number}"]
        facts += [f"发布机关：{plan.issuer}"] if plan.issuer else []
        facts += [f"发布日期：{plan.issued}"] if plan.issued else []
        top = [c for c in sheet.store.clauses_of(plan.id) if len(c.path) == 1 and c.label]
        sheet.lines.append(f"{_place(plan)}：{'，'.join(facts)}。{'各部分：' if top else ''}")
        sheet.list(top)


def _write_tasks(sheet: _Sheet, asked: Question, found: Found) -> None:
    """The clauses that charge a unit, with its role where several are asked for."""
    assert asked.tasks is not None
    wanted = asked.tasks.roles
    clauses = sheet.store.clauses(sorted(found.ranks))
    for plan, group in groupby(clauses.values(), key=lambda c: c.plan_id):
        charged = [(c, roles) for c in group if (roles := list(_roles(c, asked.tasks.names)))]
        meant = [(c, roles) for c, roles in charged if not wanted or set(wanted) & set(roles)]
        does = "、".join(_DOES[role] for role in wanted) or "承担"
        place = _place(sheet.store.plans[plan])
        if not meant:
            sheet.lines.append(f"{place}：没有由{asked.tasks.name}{does}的任务，其他分工见：")
            meant, charged = charged, []
        else:
            sheet.lines.append(f"{place}：{asked.tasks.name}{does}的任务有{len(meant)}项：")
        for i, (clause, roles) in enumerate(meant[:_MOST_LISTED]):
            role = "" if len(wanted) == 1 and charged else f"（{'、'.join(_DOES[r] for r in roles)}）"
            sheet.lines.append(f"{i + 1}. {sheet.head(clause)}{role}")
            _give_units(sheet, asked, clause)
        sheet.leave_out(len(meant) - _MOST_LISTED)
        others = len(charged) - len(meant)
        if others > 0:
            sheet.lines.append(f"另有{others}项以其他分工列名。")


def _roles(clause: Clause, names: Sequence[str]) -> Iterator[Role]:
    yield from dict.fromkeys(u.role for u in clause.units if key(u.name) in names)


def _give_units(sheet: _Sheet, asked: Question, clause: Clause) -> None:
    assert asked.tasks is not None
    region = sheet.store.plans[clause.plan_id].region
    for unit in clause.units:
        if key(unit.name) in asked.tasks.names:
            sheet.units.append(AnswerUnit(region.name if region else None, unit.role, unit.name, clause.id))
