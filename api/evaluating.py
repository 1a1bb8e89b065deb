"""What `planqa eval` does: put a question set, keep the run or compare it, and tell the figures."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from itertools import count
from pathlib import Path
from typing import Any, Literal

import typer

from api import console, score_text
from index_build import catalogue
from qa.errors import InvalidRequest
from qa.evaluate import cases, saved
from qa.evaluate.compare import Comparison, compare
from qa.evaluate.estimate import Figure
from qa.evaluate.metrics import Evaluation, evaluation
from qa.evaluate.outcome import SHOWN, Run
from qa.evaluate.run import run
from qa.service import MOST_HITS, Service

Form = Literal["text", "json", "markdown"]


def evaluate(
    opened: Callable[[], Service],
    questions: Sequence[Path],
    depth: int,
    save: Path | None,
    against: Path | None,
    form: Form,
) -> None:
    """Each question set in turn. What can be refused is refused before the service is opened. InvalidRequest."""
    if not SHOWN <= depth <= MOST_HITS:
        raise InvalidRequest(f"返回条数须在{SHOWN}到{MOST_HITS}之间。", "k")
    sets = {path.name: cases.read(path) for path in questions or [catalogue.packaged() / "questions.jsonl"]}
    if len(sets) < len(questions):
        raise InvalidRequest("各问题集的文件名不能相同。", "questions")
    if (save or against) and len(sets) > 1:
        raise InvalidRequest("--save 和 --against 一次只用于一套问题。", "questions")
    if against and form == "markdown":
        raise InvalidRequest("--markdown 与 --against 不能同用。", "against")
    before = [saved.load(against, asked) for asked in sets.values()] if against else []
    if save:
        saved.check(save)
    service = opened()
    runs = {name: _run(service, asked, depth) for name, asked in sets.items()}
    if save:
        saved.save(next(iter(runs.values())), save)
    _tell(runs, before, form)


def _run(service: Service, asked: Sequence[cases.Case], depth: int) -> Run:
    bars, done = console.Bars(), count(1)
    found = run(service, asked, depth, lambda _: bars("提问", next(done), len(asked)))
    bars.close()
    return found


def _tell(runs: Mapping[str, Run], before: Sequence[Run], form: Form) -> None:
    """before: the run to compare the one run with, or none."""
    found = {name: evaluation(after) for name, after in runs.items()}
    if form == "markdown":
        typer.echo(score_text.markdown(found))
        return
    for name, after in runs.items():
        comparison = compare(before[0], after) if before else None
        if form == "json":
            typer.echo(json.dumps({"file": name, **_shape(found[name], comparison)}, ensure_ascii=False))
        else:
            typer.echo("\n".join(score_text.lines(found[name], name)))
            typer.echo("\n".join(score_text.differences(comparison)) if comparison else "")


def _shape(found: Evaluation, comparison: Comparison | None) -> dict[str, Any]:
    """figures: name -> value, count and 95% interval."""
    shape = {
        "questions": found.questions,
        "figures": _figures(found.overall),
        "kinds": {kind: _figures(figures) for kind, figures in found.kinds.items()},
        "reliability": asdict(found.reliability) if found.reliability else None,
        "seconds": asdict(found.seconds),
    }
    return shape | ({"against": asdict(comparison)} if comparison else {})


def _figures(figures: Sequence[Figure]) -> dict[str, dict[str, Any]]:
    return {figure.name: {k: v for k, v in asdict(figure).items() if k != "name"} for figure in figures}
