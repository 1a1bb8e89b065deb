"""The Python client over a real server: what it brings back, and what it raises."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.access.keys import KeyStore
from api.clients.client import Client, Conditions
from api.clients.problems import ApiError, TooManyRequests
from api.compare_schemas import CompareOut
from api.plan_schemas import ClauseDetail, PlanDetail, PlansOut, RegionsOut
from api.requests import FiltersIn
from api.schemas import AskOut, SearchOut
from tests.api.clients.conftest import Canned
from tests.conftest import Serve

QUESTION = "行政复议工作由哪些单位牵头？"
CLAUSE = "422823-2016/2.6.32"
HEAVY = ("torch", "faiss", "sentence_transformers", "jieba", "bm25s", "scipy", "fastapi", "mcp")


def test_importing_it_brings_httpx_and_the_shapes_alone() -> None:
    code = f"import sys, api.clients.client; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_conditions_are_those_of_the_server() -> None:
    assert set(Conditions.__annotations__) == set(FiltersIn.model_fields)


def test_each_method_brings_what_its_door_sends(planqa: Client, server: httpx.Client) -> None:
    def sent(door: str, body: dict[str, object] | None = None) -> object:
        response = server.post(f"/api/v1/{door}", json=body) if body else server.get(f"/api/v1/{door}")
        return response.raise_for_status().json()

    found = {
        SearchOut: (planqa.search("政务公开", 3), sent("search", {"query": "政务公开", "k": 3})),
        AskOut: (planqa.ask(QUESTION), sent("ask", {"question": QUESTION})),
        CompareOut: (planqa.compare([QUESTION]), sent("compare", {"questions": QUESTION})),
        PlansOut: (planqa.plans(), sent("plans")),
        PlanDetail: (planqa.plan("422823-2016"), sent("plans/422823-2016")),
        ClauseDetail: (planqa.clause(CLAUSE), sent(f"clauses/{CLAUSE}")),
        RegionsOut: (planqa.regions(), sent("regions")),
    }
    for shape, (brought, native) in found.items():
        assert type(brought) is shape
        assert brought.model_dump(mode="json") == native


def test_conditions_confine(planqa: Client) -> None:
    hits = planqa.search("政务公开", region=["巴东", "罗湖"], years=(2016, 2020), kind="实施方案").hits
    assert {hit.clause.plan.id for hit in hits} == {"422823-2016"}
    named = planqa.search("政务公开", plan="422823-2016", unit="政府办").hits
    assert named
    assert all(any("政府办" in unit.name for unit in hit.clause.units) for hit in named)


def test_what_was_asked_before_completes_a_question(planqa: Client) -> None:
    first = planqa.ask("巴东县的行政复议工作由哪些单位牵头？")
    for earlier in (first, first.question):
        assert "罗湖" in planqa.ask("那罗湖呢？", history=[earlier]).understood
        assert "行政复议" in planqa.ask("那罗湖呢？", history=[earlier]).understood


def test_a_streamed_answer_ends_with_the_whole(planqa: Client) -> None:
    *pieces, whole = planqa.ask_stream(QUESTION, region="巴东")
    assert all(isinstance(piece, str) for piece in pieces)
    assert whole == planqa.ask(QUESTION, region="巴东")


@pytest.mark.parametrize(
    ("call", "status", "slug", "words"),
    [
        (lambda c: c.search("政务公开", region="火星市"), 422, "unknown-region", "没有名为“火星市”的行政区划"),
        (lambda c: c.ask(QUESTION, region="鼓楼区"), 422, "ambiguous-region", "请写明上级地名或区划代码"),
        (lambda c: c.search("政务公开", 1000), 422, "invalid-request", "不能大于100"),
        (lambda c: c.search("政务公开", regoin="巴东"), 422, "invalid-request", "没有这一项"),
        (lambda c: list(c.ask_stream(" ")), 422, "invalid-request", "#/question"),
        (lambda c: c.clause("422823-2016/9.9"), 404, "not-found", "没有编号为“422823-2016/9.9”的条款"),
        (lambda c: c.clause("没有编号"), 404, "not-found", "没有"),
        (lambda c: c.plan("没有/这份"), 404, "not-found", "没有"),
    ],
)  # fmt: skip
def test_refusals_are_errors_with_chinese_words(planqa: Client, call, status: int, slug: str, words: str) -> None:
    with pytest.raises(ApiError, match=words) as caught:
        call(planqa)
    assert caught.value.status == status
    assert caught.value.problem["type"].endswith(slug)


def test_members_of_a_problem_are_kept(planqa: Client) -> None:
    with pytest.raises(ApiError) as caught:
        planqa.ask(QUESTION, region="鼓楼区")
    assert len(caught.value.problem["candidates"]) > 1


@pytest.fixture(scope="module")
def guarded(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Address and key of a server that wants keys, and little traffic; it has no index."""
    state: Path = tmp_path_factory.mktemp("state")
    _, secret = KeyStore(state).create("test", "read", None)
    settings = {"PLANQA_STATE": str(state), "PLANQA_ACCESS": "keys", "PLANQA_RATE": "3/hour"}
    with serve(tmp_path_factory.mktemp("none"), **settings) as client:
        yield str(client.base_url), secret


def test_keys_are_sent_and_limits_are_told(guarded: tuple[str, str]) -> None:
    url, secret = guarded
    for wrong in (None, "没有这个密钥"):
        with Client(url, key=wrong) as client, pytest.raises(ApiError, match="密钥") as caught:
            client.plans()
        assert caught.value.status == 401
    with Client(url, key=secret) as client:
        for _ in range(3):
            with pytest.raises(ApiError, match="planqa index") as caught:
                client.plans()
            assert caught.value.status == 503
        for refused in (client.plans, lambda: list(client.ask_stream(QUESTION))):
            with pytest.raises(TooManyRequests) as limited:
                refused()
            assert limited.value.status == 429
            assert limited.value.retry_after is not None
            assert 0 < limited.value.retry_after <= 3600
            assert "Retry-After" in str(limited.value)


@pytest.mark.parametrize("body", [b"<html>", b'{"hits": 1}', b"[]", b""])
def test_what_is_no_planqa_server_is_told_apart(canned: Canned, body: bytes) -> None:
    with canned(200, body) as client, pytest.raises(ApiError, match="请检查地址"):
        client.search("政务公开")


@pytest.mark.parametrize("body", [b"<html>Bad Gateway</html>", b'"text"', b"\xff"])
def test_a_refusal_in_no_known_shape_gives_its_status(canned: Canned, body: bytes) -> None:
    with canned(502, body) as client, pytest.raises(ApiError, match="502") as caught:
        client.ask(QUESTION)
    assert caught.value.status == 502
    assert caught.value.problem == {}


@pytest.mark.parametrize(("value", "seconds"), [("7", 7.0), ("Wed, 21 Oct 2026 07:28:00 GMT", None)])
def test_how_long_to_wait_is_a_number_or_unknown(canned: Canned, value: str, seconds: float | None) -> None:
    with canned(429, b"{}", Retry_After=value) as client, pytest.raises(TooManyRequests) as caught:
        client.search("政务公开")
    assert caught.value.retry_after == seconds


def test_nobody_there_is_an_error_of_httpx() -> None:
    with Client("http://127.0.0.1:1") as client, pytest.raises(httpx.TransportError):
        client.plans()


def test_a_closed_client_asks_no_more(server: httpx.Client) -> None:
    with Client(str(server.base_url)) as client:
        client.plans()
    with pytest.raises(RuntimeError):
        client.plans()
