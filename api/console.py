"""What the command line prints for people. Answers go to stdout, everything else to stderr."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Never

import typer
from tqdm import tqdm

from api import wording
from api.schemas import permalink
from index_build.add import Outcome
from qa.records import Answer, Citation, Clause, Hit, Plan, PlanText

_QUOTE_WIDTH = 300


class Bars:
    """A progress bar on stderr for each stage of a build."""

    def __init__(self) -> None:
        self._bar: tqdm[Never] | None = None
        self._stage = ""

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage != self._stage:
            self.close()
            self._bar, self._stage = tqdm(total=total, desc=stage, ascii=" #"), stage
        if self._bar is not None:
            self._bar.update(done - self._bar.n)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def say(message: str) -> None:
    typer.echo(message, err=True)


def answer(found: Answer, base: str) -> None:
    if found.understood != found.question:
        typer.echo(f"理解为：{found.understood}")
    typer.echo(found.text)
    if found.note:
        typer.echo(f"（{found.note.rstrip('。')}）")
    for citation in found.citations:
        typer.echo("")
        typer.echo(_source(citation, base))


def _source(citation: Citation, base: str) -> str:
    clause, plan = citation.clause, citation.plan
    where = plan.region.full_name if plan.region else "地区未注明"
    above = (heading.replace("\t", " ") for heading in clause.trail)
    path = " › ".join([*above, f"{clause.label}{clause.heading}".strip() or clause.path[-1]])
    text = citation.quote if len(citation.quote) <= _QUOTE_WIDTH else citation.quote[:_QUOTE_WIDTH] + "……"
    lines = [f"[{citation.n}] {plan.title}（{where}）", f"    {path}", *(f"    {line}" for line in text.split("\n"))]
    return "\n".join([*lines, *_damage(clause), f"    {permalink(base, clause.id)}"])


def _damage(clause: Clause) -> list[str]:
    told = wording.damage(clause)
    return [f"    （{told}，见链接）"] if told else []


def hits(found: Sequence[Hit], base: str) -> None:
    if not found:
        typer.echo("没有找到条款。")
    for number, hit in enumerate(found, 1):
        where = hit.plan.region.name if hit.plan.region else "地区未注明"
        head = f"{hit.clause.label}{hit.clause.heading}".strip() or " › ".join(hit.clause.path)
        typer.echo(f"{number:2}. {hit.score:.2f}  {where}  {head}")
        typer.echo(f"    {hit.clause.text[:100].replace(chr(10), ' ')}")
        for line in [*_damage(hit.clause), f"    {permalink(base, hit.clause.id)}"]:
            typer.echo(line)
        if hit.also_in:
            typer.echo(f"    同文条款：{'、'.join(hit.also_in)}")


def plans(found: Iterable[Plan]) -> None:
    for plan in found:
        where = plan.region.full_name if plan.region else "地区未注明"
        years = f"{plan.years[0]}—{plan.years[1]}" if plan.years else "年份未注明"
        guessed = f"（推断：{'、'.join(plan.inferred)}）" if plan.inferred else ""
        typer.echo(f"{plan.id}  {where}  {years}  {plan.title}{guessed}")


def inspection(text: PlanText) -> None:
    plans([text.plan])
    for known in _identification(text):
        typer.echo(known)
    typer.echo(f"条款 {len(text.clauses)}，修复 {len(text.repairs)} 处，略去 {len(text.dropped)} 行")
    for clause in text.clauses:
        typer.echo(_outlined(clause))
    for line in text.dropped:
        where = f"第{line.number}行" if line.number else "原文之外"
        typer.echo(f"略去 {where}（{line.reason}）：{line.line[:60]}")
    for check in text.checks:
        typer.echo(f"注意 {check}")


def _identification(text: PlanText) -> list[str]:
    """What the document carries out, and what was read where."""
    named = wording.references(text.plan.implements)
    lines = [f"贯彻落实 {named}"] if named else []
    for reading in text.readings:
        where = f"第{reading.line}行" if reading.line else "文件自带的信息"
        field = wording.FIELD_NAMES.get(reading.field, reading.field)
        lines.append(f"{field} {reading.value}（把握{wording.sure(reading.confidence)}，{where}：{reading.quote}）")
    return lines


def _outlined(clause: Clause) -> str:
    """A clause in a line, indented by its level, with all that it names."""
    found = [
        *(f"{role}：{names}" for _, role, names in wording.units(clause.units)),
        *(["单位见上级标题"] if clause.heir_of else []),
        *(f"时限：{wording.deadline(deadline)}" for deadline in clause.deadlines),
        *(f"指标：{wording.target(target)}" for target in clause.targets),
        *filter(None, [wording.damage(clause)]),
    ]
    head = clause.heading or clause.text[:30].replace("\n", " ")
    shown = f"〔{'；'.join(found)}〕" if found else ""
    return f"{'  ' * clause.level}{clause.label or clause.path[-1]} {head}{shown}"


def indexed(folder: Path, counts: Mapping[str, int], outcomes: Sequence[Outcome]) -> None:
    for outcome in outcomes:
        note = f"（{outcome.note}）" if outcome.plan and outcome.note else outcome.note
        typer.echo(f"{outcome.name}：{f'已收录为 {outcome.plan}{note}' if outcome.plan else f'未收录。{note}'}")
    typer.echo(f"已收录 {counts['plans']} 份规划、{counts['clauses']} 个条款：{folder}")
