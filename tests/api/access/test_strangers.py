"""A stranger gets in nowhere: every route of the app, whatever it is and will be, with every sort of key."""

import base64
import contextlib
import http.client
from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette._utils import get_route_path

from api.access import routes
from api.app import create_app
from qa.settings import Settings
from tests.api.access.conftest import Guarded, subscriber

#: Written out in full, beside the table that the gate has: a new route of another sort fails until someone says which.
EVERYBODY = {("GET", "/healthz"), ("GET", "/readyz"), ("GET", "/static/{path:path}")}
ASKING = {
    "/api/v1/search",
    "/api/v1/ask",
    "/api/v1/compare",
    "/api/v1/lesson",
    "/api/v1/export",
    "/api/v1/feedback",
    "/v1/chat/completions",
    "/v1/embeddings",
    "/v1/rerank",
    "/retrieval",
    "/retrieval/",
    "/search/openwebui",
    "/search/openwebui/",
    "/mcp",
    "/mcp/",
}
OVERSEEING = {
    "/api/v1/jobs",
    "/api/v1/jobs/{job}",
    "/api/v1/jobs/{job}/events",
    "/api/v1/jobs/{job}/report",
    "/api/v1/feedback",
}
PAGES = ("/", "/compare", "/plans", "/duties", "/docs", "/c/{plan}/{path}")
BAD = ("revoked", "expired", "unknown", "altered", "garbage")


def _addresses(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Method and template of each; of mounted apps anything below."""
    for route in iter_route_contexts(app.routes):
        methods = getattr(route, "methods", None)
        for method in methods or ("GET", "HEAD", "POST"):
            yield method, str(route.path) if methods else f"{route.path}/{{path:path}}"


TABLE = sorted(set(_addresses(create_app(Settings()))))
rows = pytest.mark.parametrize(("method", "template"), TABLE, ids=lambda part: part)


def _path(template: str) -> str:
    known = template.replace("{path:path}", "css/base.css").replace("{plan}", "no-such")
    return known.replace("{", "").replace("}", "")


def _needed(method: str, template: str) -> str | None:
    looked = "GET" if method == "HEAD" else method
    if (looked, template) in EVERYBODY:
        return None
    if looked == "GET":
        return "admin" if template in OVERSEEING else "read"
    return "read" if method == "POST" and template in ASKING else "admin"


def _is_let_in(response: httpx.Response) -> bool:
    return response.status_code not in (401, 403, 421, 429) and "keys-unavailable" not in response.text


def test_the_table_is_the_app() -> None:
    assert {("POST", "/api/v1/ask"), ("POST", "/mcp"), ("GET", "/metrics"), ("GET", "/static/{path:path}")} <= set(
        TABLE
    )
    assert len(TABLE) > 30


@rows
def test_without_a_key_only_what_is_public(guarded: Guarded, method: str, template: str) -> None:
    response = guarded.send(method, _path(template))
    if _needed(method, template) is None:
        assert response.status_code == 200
        return
    assert response.status_code == (403 if template.startswith("/retrieval") else 401)
    scheme = "Basic" if template in PAGES else "Bearer"
    assert response.headers["www-authenticate"].startswith(f'{scheme} realm="planqa"')


@rows
def test_a_bad_key_is_no_key(guarded: Guarded, method: str, template: str) -> None:
    found = [guarded.send(method, _path(template), guarded.secrets[name]) for name in BAD]
    if _needed(method, template) is None:
        assert {response.status_code for response in found} == {200}
        return
    assert {response.status_code for response in found} == {403 if template.startswith("/retrieval") else 401}
    assert len({response.content for response in found}) == 1


@rows
def test_a_read_key_reads(guarded: Guarded, method: str, template: str) -> None:
    response = guarded.send(method, _path(template), guarded.secrets["read"])
    if _needed(method, template) == "admin":
        assert response.status_code == 403
        assert method == "HEAD" or "admin" in response.json()["detail"]
    else:
        assert _is_let_in(response), response.text


@rows
def test_an_admin_key_opens_everything(guarded: Guarded, method: str, template: str) -> None:
    response = guarded.send(method, _path(template), guarded.secrets["admin"])
    assert _is_let_in(response), response.text


_WAYS = st.lists(
    st.sampled_from(
        ["", ".", "..", "static", "healthz", "api", "v1", "plans", "docs", "%2e%2e", "%2f", "%00", "c", "mcp"]
    ),
    max_size=5,
)


@settings(max_examples=60, deadline=None)
@given(parts=_WAYS, method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get", "X"]))
def test_no_spelling_of_an_address_gets_round_the_gate(guarded: Guarded, parts: list[str], method: str) -> None:
    path = "/" + "/".join(parts)
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", guarded.running.port, timeout=60)) as connection:
        connection.request(method, path, headers={"X-Forwarded-For": subscriber()})
        response = connection.getresponse()
        body = response.read()
    if method in ("get", "X"):
        assert response.status == 400, body  # no method of HTTP: the server's parser passes it on to nobody
        return
    is_public = method == "GET" and (path == "/healthz" or path.startswith("/static/"))
    assert response.status == (401 if not is_public else 200 if path == "/healthz" else 404), body


@given(st.text("/ab"), st.text("/ab"), st.sampled_from(["", "/a", "/a/b"]))
def test_the_gate_sees_the_path_that_the_router_matches(path: str, rest: str, root: str) -> None:
    for whole in (path, root + rest):
        scope = {"path": whole, "root_path": root}
        assert routes.path_of(scope) == get_route_path(scope)


@given(st.text(max_size=20), st.text("ABCDEGHOPSTU", min_size=1, max_size=8))
def test_what_nobody_named_is_closed(path: str, method: str) -> None:
    needed = routes.needed(method, f"/hidden/{path}")
    assert needed == ("read" if method in ("GET", "HEAD", "OPTIONS") else "admin")


def test_a_websocket_is_refused(guarded: Guarded) -> None:
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Key": base64.b64encode(bytes(16)).decode(),
        "Sec-WebSocket-Version": "13",
    }
    assert guarded.send("GET", "/healthz", guarded.secrets["admin"], headers=upgrade).status_code == 403


def _carriers(secret: str) -> list[dict[str, str]]:
    basic = base64.b64encode(f"anyone:{secret}".encode()).decode()
    return [
        {"Authorization": f"Bearer {secret}"},
        {"authorization": f"bearer   {secret}"},
        {"X-API-Key": secret},
        {"Authorization": f"Basic {basic}"},
        {"X-API-Key": secret, "Authorization": "Basic bm90OnRoaXM="},
    ]


@pytest.mark.parametrize("number", range(5))
def test_a_key_is_taken_wherever_clients_put_it(guarded: Guarded, number: int) -> None:
    good, bad = (_carriers(guarded.secrets[name])[number] for name in ("read", "altered"))
    assert guarded.send("GET", "/api/v1/regions", headers=good).status_code == 200
    assert guarded.send("GET", "/api/v1/regions", headers=bad).status_code == 401


@pytest.mark.parametrize(
    "header",
    ["Bearer", "Basic", "Basic ===", "Basic YQ==", "Basic /////w==", "Digest x", "Bearer " + "A" * 9000],
)
def test_what_is_no_key_is_refused(guarded: Guarded, header: str) -> None:
    assert guarded.send("GET", "/api/v1/regions", headers={"Authorization": header}).status_code == 401


def test_a_key_in_the_address_is_no_key(guarded: Guarded) -> None:
    for name in ("key", "api_key", "token", "access_token"):
        assert guarded.send("GET", f"/api/v1/regions?{name}={guarded.secrets['admin']}").status_code == 401
