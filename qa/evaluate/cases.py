"""Evaluation questions: one JSON object a line."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from qa.errors import InvalidRequest
from qa.records import Verdict


@dataclass(frozen=True)
class Case:
    """A question and what is right for it; what else stands in its line is not read.

    clauses: ids. Those of one plan are alternatives, any one of which is right; a question to several plans needs one
    of each plan among them. units: what it must be answered with, if it asks for units. region: GB/T 2260 code of the
    one region that it is confined to.
    """

    id: str
    kind: str
    question: str
    verdict: Verdict
    clauses: tuple[str, ...]
    units: tuple[str, ...]
    region: str | None = None


_CASE = TypeAdapter(Case)


def read(path: Path) -> list[Case]:
    """InvalidRequest names the line that cannot be read, or that bears the id of one before it."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidRequest(f"读不到问题集 {path}，请检查路径和编码（UTF-8）。", "file") from error
    found: dict[str, Case] = {}
    for where, case in _cases(path, lines):
        if case.id in found:
            raise InvalidRequest(f"{where}的编号“{case.id}”前面已经用过，请改用别的编号。", "file")
        found[case.id] = case
    if not found:
        raise InvalidRequest(f"问题集 {path.name} 里没有问题。每行应是一个 JSON 对象。", "file")
    return list(found.values())


def _cases(path: Path, lines: Iterable[str]) -> Iterable[tuple[str, Case]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{path.name} 第{number}行"
        try:
            yield where, _CASE.validate_json(line)
        except ValidationError as error:
            raise InvalidRequest(f"{where}不是一个问题：{_reason(error)}。", "file") from error


def _reason(error: ValidationError) -> str:
    """What is wrong with a line, of its first fault."""
    fault = error.errors()[0]
    if not fault["loc"]:
        return "不是 JSON 对象"
    field = fault["loc"][0]
    return f"缺少 {field}" if fault["type"] == "missing" else f"{field} 的值不对"
