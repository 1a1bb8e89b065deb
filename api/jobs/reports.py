"""How each file of a job was read, kept for whoever asks: a page and JSON."""

from pathlib import Path
from typing import Literal

from api import report
from api.jobs import disk
from api.jobs.schemas import FileOut, SummaryOut
from api.plan_schemas import InspectOut
from index_build.add import Outcome
from qa.errors import NotFound
from qa.records import PlanText

Form = Literal["html", "json"]


class Reports:
    """Those of one job, written while it runs; numbers from 1."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, tuple[int, SummaryOut]] = {}

    def write(self, name: str, text: PlanText) -> None:
        """Of a file by its name. StateFull, StateUnavailable."""
        number = len(self._read) + 1
        with disk.worded():
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / f"{number}.html").write_text(report.render(text), encoding="utf-8")
            (self._folder / f"{number}.json").write_text(InspectOut.of(text).model_dump_json(), encoding="utf-8")
        self._read[name] = number, _summary(text)

    def told(self, outcome: Outcome) -> FileOut:
        """What became of a file, with the number of its report."""
        number, summary = self._read.get(outcome.name, (None, None))
        return FileOut(name=outcome.name, plan=outcome.plan, note=outcome.note, summary=summary, report=number)

    def read(self, number: int, form: Form) -> str:
        """NotFound where there is none of that number."""
        path = self._folder / f"{number}.{form}"
        if not path.is_file():
            raise NotFound(f"没有第{number}份读取报告：任务尚未读到这份文件，或文件没有读成。请查看任务的 result。")
        with disk.worded():
            return path.read_text(encoding="utf-8")


def _summary(text: PlanText) -> SummaryOut:
    return SummaryOut(
        clauses=len(text.clauses),
        units=sum(len(clause.units) for clause in text.clauses),
        repairs=len(text.repairs),
        dropped=len(text.dropped),
        doubts=len(text.checks),
    )
