"""The description of the HTTP door is whole, and its examples are true."""

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from pydantic import BaseModel

from api import examples
from api.compare_schemas import CompareOut
from api.feedback.examples import ENTRIES
from api.feedback.schemas import EntriesOut
from api.jobs.examples import JOB, JOBS
from api.jobs.schemas import JobOut, JobsOut
from api.plan_schemas import ClauseDetail, PlanDetail, PlansOut, Ready, RegionsOut
from api.schemas import AskOut, ClauseOut, SearchOut

SHAPES: list[tuple[type[BaseModel], Any]] = [
    (SearchOut, examples.SEARCH),
    (AskOut, examples.ASK),
    (CompareOut, examples.COMPARE),
    (ClauseOut, examples.CLAUSE),
    (ClauseDetail, examples.CLAUSE_DETAIL),
    (PlansOut, examples.PLANS),
    (PlanDetail, examples.PLAN),
    (RegionsOut, examples.REGIONS),
    (Ready, examples.READY),
    (EntriesOut, ENTRIES),
    (JobOut, JOB),
    (JobsOut, JOBS),
]


@pytest.fixture(scope="module")
def described(server: httpx.Client) -> dict[str, Any]:
    description: dict[str, Any] = server.get("/openapi.json").raise_for_status().json()
    return description


def operations(described: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def test_every_door_is_described(described: dict[str, Any]) -> None:
    assert {(method, path) for method, path, _ in operations(described)} == {
        ("post", "/api/v1/search"),
        ("post", "/api/v1/ask"),
        ("post", "/api/v1/compare"),
        ("post", "/api/v1/lesson"),
        ("post", "/api/v1/export"),
        ("get", "/api/v1/plans"),
        ("get", "/api/v1/plans/{plan}"),
        ("get", "/api/v1/clauses/{plan}/{path}"),
        ("get", "/api/v1/duties"),
        ("get", "/api/v1/duties.xlsx"),
        ("get", "/api/v1/regions"),
        ("post", "/api/v1/plans"),
        ("put", "/api/v1/plans/{plan}"),
        ("delete", "/api/v1/plans/{plan}"),
        ("get", "/api/v1/jobs"),
        ("get", "/api/v1/jobs/{job}"),
        ("delete", "/api/v1/jobs/{job}"),
        ("get", "/api/v1/jobs/{job}/events"),
        ("get", "/api/v1/jobs/{job}/report"),
        ("post", "/api/v1/feedback"),
        ("get", "/api/v1/feedback"),
        ("post", "/retrieval"),
        ("get", "/v1/models"),
        ("get", "/v1/models/{model}"),
        ("post", "/v1/chat/completions"),
        ("post", "/v1/embeddings"),
        ("post", "/v1/rerank"),
        ("post", "/search/openwebui"),
        ("get", "/healthz"),
        ("get", "/readyz"),
        ("get", "/metrics"),
        ("get", "/c/{plan}/{path}"),
    }


def test_every_operation_has_examples_and_chinese_words(described: dict[str, Any]) -> None:
    for method, path, operation in operations(described):
        where = f"{method} {path}"
        assert re.search("[一-龥]", operation["summary"]), where
        assert re.search("[一-龥]", operation["description"]), where
        done = next(response for status, response in operation["responses"].items() if status.startswith("2"))
        contents = list(done.get("content", {}).values())
        if "requestBody" in operation:
            contents += operation["requestBody"]["content"].values()
        for content in contents:
            assert content.get("example") or content.get("examples"), where
        for parameter in operation.get("parameters", []):
            assert parameter["schema"]["examples"], where


def test_refusals_are_described_as_problems(described: dict[str, Any]) -> None:
    for _, path, operation in operations(described):
        for status, response in operation["responses"].items():
            if not status.startswith("2") and path.startswith("/api"):
                assert list(response["content"]) == ["application/problem+json"], path
    assert "HTTPValidationError" not in described["components"]["schemas"]


@pytest.mark.parametrize(("shape", "example"), SHAPES, ids=lambda value: getattr(value, "__name__", ""))
def test_examples_of_answers_have_their_shape(shape: type[BaseModel], example: Any) -> None:
    assert shape.model_validate(example).model_dump(mode="json") == example


@pytest.mark.parametrize(("door", "requests"), [("search", examples.SEARCH_REQUESTS), ("ask", examples.ASK_REQUESTS)])
def test_examples_of_requests_are_answered(server: httpx.Client, door: str, requests: dict[str, Any]) -> None:
    for example in requests.values():
        response = server.post(f"/api/v1/{door}", json=example["value"])
        assert response.status_code == 200, response.text
        # The last event of a stream holds the answer whole.
        found = json.loads(response.text.strip().split("data: ")[-1])
        assert found.get("hits") or found["citations"]


def test_the_clause_in_the_examples_is_the_real_one(server: httpx.Client) -> None:
    clause = server.get(f"/api/v1/clauses/{examples.CLAUSE['id']}").json()
    del clause["permalink"]
    assert clause.items() >= {k: v for k, v in examples.CLAUSE.items() if k != "permalink"}.items()


def test_the_answer_in_the_examples_is_the_real_one(server: httpx.Client) -> None:
    answer = server.post("/api/v1/ask", json={"question": examples.ASK["question"]}).json()
    for name in ("question", "verdict", "answer", "units", "scope"):
        assert answer[name] == examples.ASK[name], name
    assert [(c["quote"], c["span"]) for c in answer["citations"]] == [
        (c["quote"], c["span"]) for c in examples.ASK["citations"]
    ]
