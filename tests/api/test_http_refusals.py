"""What a client may get wrong, and what it is told: RFC 9457 problems in Chinese."""

import json
import re
from typing import Any, Literal
from urllib.parse import unquote

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from api import errors

DOORS = [("ask", "question"), ("search", "query")]


def problem(response: httpx.Response, status: int, slug: str) -> dict[str, Any]:
    """The problem document of a refusal, held to what every refusal must be."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["type"] == f"https://plans.example/problems/{slug}"
    assert body["status"] == status
    assert body["instance"].startswith("/")
    assert re.search("[一-龥]", body["title"])
    assert re.search("[一-龥]", body["detail"])
    assert "Traceback" not in response.text
    return body


def refused(server: httpx.Client, door: str, body: Any, slug: str = "invalid-request") -> dict[str, Any]:
    return problem(server.post(f"/api/v1/{door}", json=body), 422, slug)


_ANY_TEXT = st.text(st.characters(), max_size=60)
_SCRAPS = st.lists(
    st.sampled_from(["巴东县", "某市", "行政复议", "由谁", "牵头", "?", "第", "\U00020000", "２０２０", "<b>", " "])
)
_ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_ANY_TEXT, inner, max_size=3),
    max_leaves=6,
)
_FILTERS = st.dictionaries(st.sampled_from(["region", "plan", "years", "kind", "unit", "k"]), _ANY_JSON, max_size=2)


@settings(max_examples=80, deadline=None)
@given(text=_ANY_TEXT | _SCRAPS.map("".join), more=st.just({}) | _FILTERS, door=st.sampled_from(DOORS))
def test_whatever_comes_is_answered_or_refused(
    server: httpx.Client, text: str, more: dict[str, Any], door: tuple[str, str]
) -> None:
    body = json.dumps({door[1]: text, **more}).encode()
    response = server.post(f"/api/v1/{door[0]}", content=body, headers={"content-type": "application/json"})
    assert response.status_code in (200, 400, 422), response.text
    assert response.status_code == 200 or re.search("[一-龥]", response.json()["detail"])


@given(st.lists(st.text() | st.integers(0), max_size=4))
def test_a_pointer_reads_back_as_its_path(path: list[str | int]) -> None:
    """RFC 6901, section 6: percent-decode, split at slashes, then ~1 and ~0."""
    pointer = errors.pointer(tuple(path))
    assert pointer.isascii()
    parts = unquote(pointer.removeprefix("#")).split("/")[1:]
    assert [part.replace("~1", "/").replace("~0", "~") for part in parts] == [str(part) for part in path]


@pytest.mark.parametrize(("door", "field"), DOORS)
@pytest.mark.parametrize(
    "text",
    ["", "  \n", "法" * 501, "法" * 10_000, "行政\x00复议", "行政\x1b[31m复议", "行政\x7f复议", 7, None, ["行政"], {}],
)
def test_what_is_no_question_is_refused_where_it_stands(server: httpx.Client, door: str, field: str, text: Any) -> None:
    found = refused(server, door, {field: text})
    assert [e["pointer"] for e in found["errors"]] == [f"#/{field}"]
    assert re.search("[一-龥]", found["errors"][0]["detail"])


@pytest.mark.parametrize(("door", "field"), DOORS)
def test_half_a_surrogate_pair_is_no_text(server: httpx.Client, door: str, field: str) -> None:
    for body in (f'{{"{field}": "行政\\ud800"}}', f'{{"{field}": "行政复议", "region": "\\udfff"}}'):
        response = server.post(f"/api/v1/{door}", content=body.encode(), headers={"content-type": "application/json"})
        problem(response, 422, "invalid-request")


def test_a_name_that_is_no_text_is_refused(server: httpx.Client) -> None:
    body = b'{"question": "\xe8\xa1\x8c\xe6\x94\xbf", "\\ud800": 1}'
    response = server.post("/api/v1/ask", content=body, headers={"content-type": "application/json"})
    problem(response, 422, "invalid-request")


@pytest.mark.parametrize(("door", "field"), DOORS)
def test_a_missing_question_is_named(server: httpx.Client, door: str, field: str) -> None:
    assert refused(server, door, {})["errors"] == [{"detail": "缺少这一项", "pointer": f"#/{field}"}]


@pytest.mark.parametrize(
    ("k", "detail"),
    [
        (0, "不能小于1"),
        (-1, "不能小于1"),
        (101, "不能大于100"),
        (10_000, "不能大于100"),
        ("10", "须为整数"),
        (1.5, "须为整数"),
        (True, "须为整数"),
        (None, "须为整数"),
    ],
)
def test_k_is_a_whole_number_within_bounds(server: httpx.Client, k: Any, detail: str) -> None:
    found = refused(server, "search", {"query": "行政复议", "k": k})
    assert found["errors"] == [{"detail": detail, "pointer": "#/k"}]


@pytest.mark.parametrize(("door", "field"), DOORS)
@pytest.mark.parametrize(
    ("name", "value", "pointer"),
    [
        ("years", [2020], "#/years/1"),
        ("years", ["2011", 2012], "#/years/0"),
        ("years", [1, 9999], "#/years/0"),
        ("years", [2020, 2011], "#/years"),
        ("years", 2011, "#/years"),
        ("plan", "no-such-plan", "#/plan"),
        ("plan", ["moushi-2011", "../etc"], "#/plan"),
        ("plan", [], "#/plan"),
        ("region", "", "#/region/0"),
        ("region", 440303, "#/region"),
        ("region", ["巴东县"] * 21, "#/region"),
        ("region", [["巴东县"]], "#/region/0"),
        ("kind", "", "#/kind"),
        ("unit", "、、", "#/unit"),
        ("unit", "法" * 51, "#/unit"),
        ("地区", "巴东县", "#/%E5%9C%B0%E5%8C%BA"),
        ("a/b~c", 1, "#/a~1b~0c"),
    ],
)
def test_a_bad_filter_is_pointed_at(
    server: httpx.Client, door: str, field: str, name: str, value: Any, pointer: str
) -> None:
    found = refused(server, door, {field: "行政复议", name: value})
    assert found["errors"][0]["pointer"] == pointer
    assert re.search("[一-龥]", found["errors"][0]["detail"])


@pytest.mark.parametrize(("door", "field"), DOORS)
def test_a_region_nobody_knows_is_answered_with_those_that_have_plans(
    server: httpx.Client, door: str, field: str
) -> None:
    found = refused(server, door, {field: "行政复议", "region": "火星市"}, "unknown-region")
    assert set(found["known_regions"]) == {"巴东县", "大兴区", "广州市", "罗湖区"}
    assert "火星市" in found["detail"]
    assert found["errors"][0]["pointer"] == "#/region"


@pytest.mark.parametrize(("door", "field"), DOORS)
def test_a_name_of_several_regions_is_answered_with_all_of_them(server: httpx.Client, door: str, field: str) -> None:
    found = refused(server, door, {field: "行政复议", "region": "鼓楼区"}, "ambiguous-region")
    assert len(found["candidates"]) > 1
    assert all(name.endswith("鼓楼区") for name in found["candidates"])


@pytest.mark.parametrize("door", ["ask", "search"])
@pytest.mark.parametrize(
    "body", [b"{", b'{"question": "a",}', b"\xff\xfe", b'{"k": ' + b"9" * 5000 + b"}", b"[" * 60_000]
)
def test_broken_json(server: httpx.Client, door: str, body: bytes) -> None:
    response = server.post(f"/api/v1/{door}", content=body, headers={"content-type": "application/json"})
    problem(response, 400, "malformed-json")


@pytest.mark.parametrize("door", ["ask", "search"])
@pytest.mark.parametrize("body", [b"[]", b'"a"', b"1"])
def test_json_that_is_no_object(server: httpx.Client, door: str, body: bytes) -> None:
    response = server.post(f"/api/v1/{door}", content=body, headers={"content-type": "application/json"})
    assert problem(response, 422, "invalid-request")["errors"][0]["pointer"] == "#"


@pytest.mark.parametrize("door", ["ask", "search"])
def test_no_body_at_all(server: httpx.Client, door: str) -> None:
    assert problem(server.post(f"/api/v1/{door}"), 422, "invalid-request")["errors"][0]["pointer"] == "#"


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml"])
def test_a_body_of_another_type(server: httpx.Client, kind: str) -> None:
    body = json.dumps({"question": "行政复议"}).encode()
    response = server.post("/api/v1/ask", content=body, headers={"content-type": kind})
    assert "application/json" in problem(response, 415, "unsupported-media-type")["detail"]


def test_a_body_with_thousands_of_wrong_fields_gets_a_short_answer(server: httpx.Client) -> None:
    body = {"question": "行政复议", **{f"f{i}": 1 for i in range(4000)}}
    assert len(refused(server, "ask", body)["errors"]) == 20


def test_a_body_too_large_is_refused_and_the_server_lives(server: httpx.Client) -> None:
    body = json.dumps({"question": "法" * 5_000_000}).encode()
    for content in (body, iter([body[i : i + 65_536] for i in range(0, len(body), 65_536)])):
        response = server.post("/api/v1/ask", content=content, headers={"content-type": "application/json"})
        problem(response, 413, "body-too-large")
    assert server.get("/healthz").status_code == 200


def test_a_body_just_small_enough_is_read(server: httpx.Client) -> None:
    body = b'{"question": "\xe8\xa1\x8c\xe6\x94\xbf\xe5\xa4\x8d\xe8\xae\xae"}'
    padded = body + b" " * (64 * 1024 - len(body))
    headers = {"content-type": "application/json"}
    assert server.post("/api/v1/ask", content=padded, headers=headers).status_code == 200
    problem(server.post("/api/v1/ask", content=padded + b" ", headers=headers), 413, "body-too-large")


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/plans/no-such-plan",
        "/api/v1/clauses/422823-2016/9.9.9",
        "/api/v1/clauses/no-such-plan/1",
        "/api/v1/clauses/422823-2016",
        "/api/v1/nothing",
        "/api/v2/plans",
        "/api/v1/plans/",
        "/api/v1/plans/..%2f..%2fetc%2fpasswd",
        "/api/v1/plans/%00",
        "/api/v1/plans/%ff%fe",
        "/api/v1/clauses/..%2f..%2f..%2fetc/passwd",
        "/api/v1/clauses/%2e%2e/%2e%2e",
        "/api/v1/clauses/422823-2016/1'%20or%20'1'='1",
        "/static/..%2fclause.html",
        "/static/..%2f..%2fapp.py",
        "/static/%2e%2e/%2e%2e/app.py",
        "/static/....//app.py",
        "/static//etc/passwd",
        "/static/nothing.css",
    ],
)
def test_what_is_not_there_is_not_found(server: httpx.Client, path: str) -> None:
    problem(server.get(path), 404, "not-found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/api/v1/ask", "POST"),
        ("PUT", "/api/v1/search", "POST"),
        ("DELETE", "/api/v1/feedback", "GET, POST"),
        ("PATCH", "/api/v1/plans", "GET, POST"),
        ("DELETE", "/c/422823-2016/2.6.32", "GET"),
    ],
)
def test_another_method_is_told_the_right_one(server: httpx.Client, method: str, path: str, allowed: str) -> None:
    response = server.request(method, path)
    problem(response, 405, "method-not-allowed")
    assert response.headers["allow"] == allowed


def test_the_values_that_may_stand_are_listed_in_chinese() -> None:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(Literal["and", "or", "not"]).validate_python("nor")
    assert [fault["detail"] for fault in errors.faults(refused.value.errors())] == ["只能是：and、or、not"]
