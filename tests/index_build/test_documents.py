"""Whole documents of many kinds come out as their authors wrote them down (see tests/documents)."""

from collections import Counter

import pytest

from tests.benchmarks import documents


@pytest.fixture(scope="module")
def total() -> Counter[str]:
    return sum((documents.compare(truth, text) for _, truth, text in documents.read(documents.FOLDER)), Counter())


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        ("title", 1.0),
        ("document_number", 1.0),
        ("issuer", 0.95),
        ("region", 0.97),
        ("clauses", 0.99),
        ("rows", 1.0),
        ("units", 0.99),
    ],
)
def test_what_is_read_is_what_stands_there(total: Counter[str], kind: str, least: float) -> None:
    assert total[f"{kind} of"] >= 40
    assert total[kind] >= least * total[f"{kind} of"]
