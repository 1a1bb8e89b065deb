"""POST /search/openwebui over a real socket, called as Open WebUI calls an external search."""

from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.question import LONGEST_QUESTION
from qa.service import MOST_HITS, Service

QUESTION = "巴东县行政复议工作由哪些单位牵头？"


def ask(server: httpx.Client, body: object, path: str = "/search/openwebui") -> httpx.Response:
    headers = {"User-Agent": "Open WebUI RAG Bot", "Authorization": "Bearer any-key"}
    return server.post(path, json=body, headers=headers)


def results(server: httpx.Client, **body: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask(server, body).raise_for_status().json()
    assert all(set(result) == {"link", "title", "snippet"} for result in found)
    assert all(isinstance(text, str) and text for result in found for text in result.values())
    return found


def test_results_are_clauses_with_their_permalinks(server: httpx.Client, service: Service, public_url: str) -> None:
    [result] = results(server, query=QUESTION, count=1)
    assert result["link"] == f"{public_url}/c/422823-2016/2.6.32"
    assert result["title"] == "巴东县法治政府建设实施方案（2016—2020年） › 32.加强行政复议工作"
    assert result["snippet"].endswith(service.clause("422823-2016/2.6.32").clause.text)
    assert server.get(result["link"].removeprefix(public_url)).status_code == 200


@pytest.mark.parametrize(
    ("count", "found"), [({"count": 5}, 5), ({"count": None}, 3), ({}, 3), ({"count": 10**9}, MOST_HITS)]
)
def test_count_is_how_many(server: httpx.Client, count: dict[str, Any], found: int) -> None:
    assert len(results(server, query="行政复议", **count)) == found


def test_a_long_query_is_cut_and_a_slash_at_the_end_changes_nothing(server: httpx.Client) -> None:
    long = (QUESTION * LONGEST_QUESTION)[: LONGEST_QUESTION + 1]
    assert results(server, query=long) == results(server, query=long[:-1])
    assert ask(server, {"query": QUESTION}, "/search/openwebui/").json() == results(server, query=QUESTION)


def test_nothing_found_is_an_empty_list(server: httpx.Client) -> None:
    assert results(server, query="成都市的行政复议") == []


@pytest.mark.parametrize(
    "body", [{}, {"query": ""}, {"query": QUESTION, "count": 0}, {"query": QUESTION, "count": "x"}, []]
)
def test_what_is_no_query_is_a_problem_document(server: httpx.Client, body: object) -> None:
    response = ask(server, body)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60), st.none() | st.integers() | st.text(max_size=3))
def test_no_query_breaks_the_door(server: httpx.Client, query: str, count: object) -> None:
    assert ask(server, {"query": query, "count": count}).status_code in (200, 422)
