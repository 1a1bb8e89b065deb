"""Evaluation questions: one JSON object a line."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from qa.errors import InvalidRequest
from qa.records import Verdict


@dataclass(frozen=True)
class Case:
    """clauses: ids of which any one is right; units: what a unit question must be answered with."""

    id: str
    kind: str
    question: str
    verdict: Verdict
    clauses: tuple[str, ...]
    units: tuple[str, ...]


def read(path: Path) -> list[Case]:
    """InvalidRequest names the line that cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidRequest(f"读不到问题集 {path}，请检查路径和编码（UTF-8）。", "file") from error
    return list(_cases(path, lines))


def _cases(path: Path, lines: Iterable[str]) -> Iterable[Case]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            clauses, units = tuple(row["clauses"]), tuple(row["units"])
            yield Case(row["id"], row["kind"], row["question"], row["verdict"], clauses, units)
        except (ValueError, KeyError, TypeError) as error:
            raise InvalidRequest(f"{path.name} 第{number}行不是一个问题：{error}。", "file") from error
