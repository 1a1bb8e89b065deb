"""Follow-ups over HTTP: the question that was understood, and what odd histories get."""

from typing import Any

import httpx
import pytest

FIRST = "巴东县行政复议工作由哪些单位牵头？"


def asked(server: httpx.Client, question: str, history: Any, **more: Any) -> httpx.Response:
    return server.post("/api/v1/ask", json={"question": question, "history": history, **more})


def test_a_follow_up_is_answered_as_the_question_that_it_means(server: httpx.Client) -> None:
    body = asked(server, "那罗湖呢？", [FIRST]).json()
    assert body["question"] == "那罗湖呢？"
    assert body["understood"] == "罗湖行政复议工作由哪些单位牵头？"
    assert body["scope"]["region"]["code"] == "440303"
    alone = asked(server, body["understood"], []).json()
    assert alone["understood"] == alone["question"]
    assert [c["clause"]["id"] for c in body["citations"]] == [c["clause"]["id"] for c in alone["citations"]]


def test_a_conversation_goes_on_past_a_region_without_a_plan(server: httpx.Client) -> None:
    history = ["深圳市行政复议工作由哪些单位牵头？"]
    assert asked(server, history[0], []).json()["verdict"] == "no_plan_for_region"
    body = asked(server, "那巴东县呢？", history).json()
    assert body["understood"] == FIRST
    assert [u["name"] for u in body["units"]] == ["县政府法制办", "县编办"]


def test_cited_clauses_tell_which_units_are_meant(server: httpx.Client) -> None:
    turn = {"question": FIRST, "clauses": ["422823-2016/2.6.32", "no-such/1"]}
    body = asked(server, "这些单位还牵头什么？", [turn]).json()
    assert body["understood"] == "巴东县县政府法制办、县编办还牵头什么？"


def test_what_cannot_be_a_question_is_passed_over(server: httpx.Client) -> None:
    odd = ["", "\x00", "长" * 600, {"question": "？"}]
    assert asked(server, "那罗湖呢？", [*odd, FIRST, *odd]).json()["understood"] == "罗湖行政复议工作由哪些单位牵头？"
    assert asked(server, "那罗湖呢？", [""] * 10_000).json()["understood"] == "那罗湖呢？"
    raw = b'{"question": "\xe9\x82\xa3\xe7\xbd\x97\xe6\xb9\x96\xe5\x91\xa2", "history": ["\\ud800"]}'
    found = server.post("/api/v1/ask", content=raw, headers={"Content-Type": "application/json"})
    assert found.status_code == 200


@pytest.mark.parametrize(
    ("history", "pointer"),
    [
        ("问题", "#/history"),
        ({"question": FIRST}, "#/history"),
        ([1], "#/history"),
        ([{"answer": "甲"}], "#/history/0/question"),
        ([{"question": FIRST, "clauses": "1"}], "#/history/0/clauses"),
    ],
)
def test_a_history_of_another_shape_is_refused(server: httpx.Client, history: Any, pointer: str) -> None:
    response = asked(server, "那罗湖呢？", history)
    assert response.status_code == 422
    assert pointer in [error["pointer"] for error in response.json()["errors"]]


def test_the_description_shows_both_forms_of_a_turn(server: httpx.Client) -> None:
    shapes = server.get("/openapi.json").json()["components"]["schemas"]
    items = shapes["AskIn"]["properties"]["history"]["items"]["anyOf"]
    assert items == [{"type": "string"}, {"$ref": "#/components/schemas/TurnIn"}]
    assert "TurnIn" in shapes
