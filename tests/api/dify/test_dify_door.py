"""POST /retrieval over a real socket, called as Dify's server calls it (api/services/external_knowledge_service.py)."""

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.access.keys import KeyStore
from api.app import create_app
from api.dify.examples import ANSWER, REQUESTS
from api.dify.records import RetrievalOut
from api.wiring import live_service
from qa.question import LONGEST_QUESTION
from qa.service import MOST_HITS, Service
from qa.settings import Settings

CASES = json.loads((Path(__file__).parent / "dify_requests.json").read_text(encoding="utf-8"))
#: What Dify takes for a failure when a connection is saved.
REJECTED = (403, 404, 502)
QUESTION = "行政复议工作由哪些单位牵头？"


def fetch(server: httpx.Client, body: object, path: str = "/retrieval") -> httpx.Response:
    """As Dify fetches: JSON as data, its own headers, redirects followed."""
    headers = {"Content-Type": "application/json", "Authorization": "Bearer any-key"}
    return server.post(path, content=json.dumps(body), headers=headers, follow_redirects=True)


def records(response: httpx.Response) -> list[dict[str, Any]]:
    """What Dify makes documents of: it needs content, score and title, and an object as metadata."""
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()["records"]
    for record in found:
        assert isinstance(record["metadata"], dict)
        assert record["content"]
        assert record["title"]
        assert 0 <= record["score"] <= 1
    return found


def is_refused(response: httpx.Response, status: int, code: int) -> str:
    assert response.status_code == status, response.text
    assert set(response.json()) == {"error_code", "error_msg"}
    assert response.json()["error_code"] == code
    told: str = response.json()["error_msg"]
    assert told
    return told


def asked(**members: Any) -> dict[str, Any]:
    return {"knowledge_id": "plans", "query": QUESTION, **members}


def where(*conditions: tuple[str, str, object], joined: str = "and") -> dict[str, Any]:
    sent = [{"name": name, "comparison_operator": operator, "value": value} for name, operator, value in conditions]
    return {"metadata_condition": {"logical_operator": joined, "conditions": sent}}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_every_body_that_dify_sends_is_answered(server: httpx.Client, case: dict[str, Any]) -> None:
    found = records(fetch(server, case["body"]))
    assert found
    assert len(found) <= ((case["body"].get("retrieval_setting") or {}).get("top_k") or 10)


def test_a_record_says_where_it_comes_from(server: httpx.Client, service: Service, public_url: str) -> None:
    [record] = records(fetch(server, asked(query="巴东县行政复议工作由哪些单位牵头？", retrieval_setting={"top_k": 1})))
    clause = service.clause("422823-2016/2.6.32").clause
    metadata = record["metadata"]
    assert metadata["document_id"] == clause.id
    assert (metadata["region"], metadata["region_code"]) == ("巴东县", "422823")
    assert (metadata["year_from"], metadata["year_to"], metadata["issued"]) == (2016, 2020, None)
    assert metadata["lead_units"] == ["县政府法制办", "县编办"]
    assert metadata["url"] == f"{public_url}/c/{clause.id}"
    assert metadata["source_url"].startswith(public_url)
    home, above, *own = record["content"].split("\n")
    assert home == "湖北省恩施土家族苗族自治州巴东县《巴东县法治政府建设实施方案（2016—2020年）》"
    assert above == "工作措施及责任分工 › 依法有效化解社会矛盾纠纷"
    assert "\n".join(own) == clause.label + clause.text
    assert record["score"] > 0.5


def test_the_examples_shown_are_true(server: httpx.Client) -> None:
    assert RetrievalOut.model_validate(ANSWER).model_dump() == ANSWER
    answers = [records(fetch(server, request["value"])) for request in REQUESTS.values()]
    assert all(answers)
    shown, given = ANSWER["records"][0], answers[0][0]
    urls = ("url", "source_url")
    assert {**shown["metadata"], **dict.fromkeys(urls)} == {**given["metadata"], **dict.fromkeys(urls)}
    assert shown["title"] == given["title"]
    start, _, end = shown["content"].partition("……")
    assert given["content"].startswith(start)
    assert given["content"].endswith(end)


def test_a_threshold_leaves_the_best_and_top_k_is_a_limit(server: httpx.Client) -> None:
    every = records(fetch(server, asked(retrieval_setting={"top_k": 50, "score_threshold": 0})))
    scores = [record["score"] for record in every]
    assert len(scores) == 50
    assert scores == sorted(scores, reverse=True)
    least = scores[10]
    kept = records(fetch(server, asked(retrieval_setting={"top_k": 50, "score_threshold": least})))
    assert kept == [record for record in every if record["score"] >= least]
    assert records(fetch(server, asked(retrieval_setting={"top_k": 3}))) == every[:3]
    assert len(records(fetch(server, asked(retrieval_setting={"top_k": 10**9})))) == MOST_HITS


def test_conditions_confine_and_a_region_in_one_overrules_the_query(server: httpx.Client) -> None:
    condition = where(("region", "is", "巴東縣"), ("unit", "contains", "法制办"))
    found = records(fetch(server, asked(query="罗湖区的行政复议由谁牵头？", **condition)))
    assert {record["metadata"]["region"] for record in found} == {"巴东县"}
    assert all(any("法制办" in unit for unit in record["metadata"]["units"]) for record in found)
    assert records(fetch(server, asked(**where(("region", "is", "成都市"))))) == []


@pytest.mark.parametrize(
    ("members", "told"),
    [
        (where(("地区", "is", "巴东县")), "region"),
        (where(("region", "like", "巴东县")), "not contains"),
        (where(("region", ">", "巴东县")), "year_from"),
        (where(("issued", "before", "前年")), "2016-05-08"),
        (where(("region", "is", {"a": 1})), "metadata_condition/conditions/0/value"),
        (where(("region", "is", True)), "value"),
        (where(joined="xor"), "logical_operator"),
        ({"retrieval_setting": {"top_k": 0}}, "top_k"),
        ({"retrieval_setting": []}, "retrieval_setting"),
        ({"query": ""}, "query"),
        ({"query": None}, "query"),
        ({"query": " \n"}, "query"),
    ],
)
def test_what_cannot_be_understood_is_a_400_that_says_what(
    server: httpx.Client, members: dict[str, Any], told: str
) -> None:
    assert told in is_refused(fetch(server, asked(**members)), 400, 400)


def test_a_long_query_is_cut(server: httpx.Client) -> None:
    long = (QUESTION * LONGEST_QUESTION)[: LONGEST_QUESTION + 1]
    assert records(fetch(server, asked(query=long))) == records(fetch(server, asked(query=long[:-1])))


def test_no_such_knowledge_base(server: httpx.Client) -> None:
    for name in ("none", ""):
        assert "plans" in is_refused(fetch(server, asked(knowledge_id=name)), 400, 2001)


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b"null", b"{", b"\xff", json.dumps(asked(knowledge_id="")).encode()]
)
@pytest.mark.parametrize("path", ["/retrieval", "/retrieval/"])
def test_saving_the_connection_succeeds(server: httpx.Client, body: bytes, path: str) -> None:
    headers = {"Authorization": "Bearer any-key"}
    if body:
        headers["Content-Type"] = "application/json"
    response = server.post(path, content=body, headers=headers)
    assert response.status_code in (400, 422)
    assert set(response.json()) == {"error_code", "error_msg"}


def test_a_slash_at_the_end_changes_nothing(server: httpx.Client) -> None:
    assert fetch(server, asked(), "/retrieval/").history == []
    assert records(fetch(server, asked(), "/retrieval/")) == records(fetch(server, asked()))


def test_other_methods_and_addresses_are_refused_in_the_same_shape(server: httpx.Client) -> None:
    is_refused(server.get("/retrieval"), 405, 405)
    is_refused(fetch(server, asked(), "/retrieval/more"), 404, 404)
    is_refused(server.post("/retrieval", content=b"x" * 10_000_000), 413, 413)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=10,
)
NEARLY = st.fixed_dictionaries(
    {},
    optional={
        "knowledge_id": st.just("plans") | JSON,
        "query": st.text(max_size=40) | JSON,
        "retrieval_setting": JSON | st.fixed_dictionaries({}, optional={"top_k": JSON, "score_threshold": JSON}),
        "metadata_condition": JSON
        | st.fixed_dictionaries(
            {},
            optional={
                "logical_operator": st.sampled_from(("and", "or")) | JSON,
                "conditions": JSON
                | st.lists(
                    st.fixed_dictionaries(
                        {
                            "name": st.sampled_from(("region", "years", "issued", "unit", "clause_path")) | JSON,
                            "comparison_operator": st.sampled_from(("is", "not in", "contains", "≥", "empty")) | JSON,
                        },
                        optional={"value": JSON},
                    ),
                    max_size=3,
                ),
            },
        ),
    },
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(JSON | NEARLY)
def test_no_json_whatsoever_breaks_the_door(server: httpx.Client, body: object) -> None:
    response = fetch(server, body)
    if response.status_code == 200:
        records(response)
    else:
        is_refused(response, 400, response.json()["error_code"])


def test_a_missing_or_wrong_key_is_a_403_before_the_body_is_looked_at(tmp_path: Path) -> None:
    own = Settings(index=tmp_path / "none", state=tmp_path, access="keys")
    app = create_app(own)
    app.state.live = live_service(own)
    _, secret = KeyStore(tmp_path).create("dify", "read", None)

    async def save(authorization: str | None) -> httpx.Response:
        headers = {"Authorization": authorization} if authorization is not None else {}
        transport = httpx.ASGITransport(app, client=("203.0.113.7", 5000))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            return await client.post("/retrieval", headers=headers)

    for missing in (None, "", "Bearer", "Bearer ", secret):
        is_refused(asyncio.run(save(missing)), 403, 1001)
    is_refused(asyncio.run(save("Bearer wrong")), 403, 1002)
    assert asyncio.run(save(f"Bearer {secret}")).status_code not in (*REJECTED, 401)
