"""Runs as files: what a question set got, kept to compare a later state with."""

import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from qa.errors import InvalidRequest
from qa.evaluate.cases import Case
from qa.evaluate.outcome import Run
from qa.evaluate.values import of_question, values
from qa.files import sync


@dataclass(frozen=True)
class _File:
    """What is read back; each outcome also bears its scores, for readers of the file."""

    format: Literal["planqa-run-1"]
    run: Run


_FILE = TypeAdapter(_File)


def check(path: Path) -> None:
    """InvalidRequest if a run could not be written there; better known before the questions are asked."""
    if path.is_dir() or not os.access(path.parent, os.W_OK):
        raise InvalidRequest(f"无法写入 {path}。请给出可写文件夹中的文件名，例如 run.json。", "save")


def save(run: Run, path: Path) -> None:
    """The file is written whole or not at all; one of that name is replaced. InvalidRequest."""
    part = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        part.write_bytes(to_json(_content(run), indent=1))
        sync(part)
        part.replace(path)
        sync(path.parent)
    except OSError as error:
        raise InvalidRequest(f"无法写入 {path}：{error.strerror}。请换一个位置。", "save") from error
    finally:
        part.unlink(missing_ok=True)


def load(path: Path, cases: Sequence[Case]) -> Run:
    """A run of these very questions. InvalidRequest says what is wrong with the file."""
    try:
        run = _FILE.validate_json(path.read_bytes()).run
    except OSError as error:
        raise InvalidRequest(f"读不到运行记录 {path}，请检查路径。", "against") from error
    except ValidationError as error:
        text = f"{path} 不是完整的运行记录。请用 planqa eval --save {path.name} 重新保存一份。"
        raise InvalidRequest(text, "against") from error
    known = {o.case.id: o.case for o in run.outcomes}
    strange = sum(known.get(case.id) != case for case in cases) + len(known.keys() - {case.id for case in cases})
    if strange:
        text = f"{path} 记录的是另一套问题（有{strange}题不同），无法比较。请用 --questions 指定当时的问题集。"
        raise InvalidRequest(text, "against")
    return run


def _content(run: Run) -> dict[str, object]:
    scored = values(run)
    outcomes = [asdict(o) | {"scores": of_question(o.case.id, scored)} for o in run.outcomes]
    return {"format": "planqa-run-1", "run": {"depth": run.depth, "outcomes": outcomes}}
