"""What clients were told is what they are told: a change of a door is seen in the golden file."""

import pytest

from tests.golden.openapi import GOLDEN, described


def test_openapi_is_the_golden_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANQA_PUBLIC_URL", "https://elsewhere.example")
    assert described() == GOLDEN.read_text(encoding="utf-8"), (
        "the HTTP doors have changed; if that is meant, run: python -m tests.golden.openapi"
    )
