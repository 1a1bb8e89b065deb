"""The scores that the README promises, on the real index with the real encoder."""

import re
from pathlib import Path

import pytest

from index_build import catalogue
from qa.evaluate import cases, metrics
from qa.evaluate import run as evaluation
from qa.service import Service

_README = Path(__file__).parents[1] / "README.md"
#: README row -> name of the figure. A figure may be worse than written by this much: bfloat16 and float32 rank a few
#: close clauses differently.
_ROWS = {
    "right clause first": "right clause first",
    "right clause in first five": "right clause in first five",
    "units exactly right (unit questions)": "units exactly right",
    "unanswerable refused with the right verdict": "unanswerable refused with right verdict",
    "answerable refused": "answerable refused",
    "quotes verbatim": "quotes verbatim",
}
_SLACK = 0.025


@pytest.fixture(scope="module")
def measured(service: Service) -> dict[str, float]:
    outcomes = evaluation.run(service, cases.read(catalogue.packaged() / "questions.jsonl"))
    return {figure.name: figure.value for figure in metrics.figures(outcomes)}


@pytest.mark.parametrize("row", _ROWS)
def test_is_as_good_as_promised(measured: dict[str, float], row: str):
    promised = re.search(rf"^\| {re.escape(row)} \| ([0-9.]+)% \|", _README.read_text(encoding="utf-8"), re.MULTILINE)
    assert promised is not None
    value, worse = float(promised.group(1)) / 100, measured[_ROWS[row]]
    if row == "quotes verbatim":
        assert worse == 1
    elif row == "answerable refused":
        assert worse <= value + _SLACK
    else:
        assert worse >= value - _SLACK
