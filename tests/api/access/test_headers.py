"""What browsers are told: on every response, and before another site's page may call."""

from collections.abc import Iterator

import httpx
import pytest

from tests.api.access.conftest import Start

_PAGE = "https://chat.example"


@pytest.fixture(scope="module")
def client(start: Start) -> Iterator[httpx.Client]:
    with (
        start(
            PLANQA_ACCESS="keys",
            PLANQA_CORS_ORIGINS=f"{_PAGE}, https://other.example",
            PLANQA_PUBLIC_URL="https://plans.example",
        ) as running,
        running.client() as found,
    ):
        secret = running.keys.create("研究室", "read", None)[1]
        found.headers["Authorization"] = f"Bearer {secret}"
        yield found


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/healthz", 200),
        ("GET", "/static/css/base.css", 200),
        ("GET", "/api/v1/plans", 200),
        ("GET", "/nothing", 404),
        ("POST", "/api/v1/ask", 422),
        ("DELETE", "/api/v1/jobs/1", 403),
        ("PUT", "/retrieval", 403),
    ],
)
def test_every_response_carries_them(client: httpx.Client, method: str, path: str, status: int) -> None:
    response = client.request(method, path)
    assert response.status_code == status
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
    assert response.headers["strict-transport-security"].startswith("max-age=")
    is_public = path.startswith(("/static", "/healthz"))
    assert ("cache-control" in response.headers) == (not is_public)


def test_https_is_not_promised_where_there_is_none(start: Start) -> None:
    with start(PLANQA_CORS_ORIGINS="*") as running, running.client() as client:
        response = client.get("/api/v1/plans", headers={"Origin": "https://any.example"})
        assert "strict-transport-security" not in response.headers
        assert response.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in response.headers
        headers = {"Origin": "https://any.example", "Sec-Fetch-Site": "cross-site"}
        assert client.post("/api/v1/search", json={"query": "执法"}, headers=headers).status_code == 200


def _asked(client: httpx.Client, origin: str) -> httpx.Response:
    """As a browser does, which sends no key along."""
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, x-api-key, mcp-protocol-version, x-stainless-lang",
    }
    return httpx.options(client.base_url.join("/v1/chat/completions"), headers=headers, trust_env=False)


def test_a_listed_page_may_call_with_its_key(client: httpx.Client) -> None:
    asked = _asked(client, _PAGE)
    assert asked.status_code == 200
    assert asked.headers["access-control-allow-origin"] == _PAGE
    allowed = asked.headers["access-control-allow-headers"].lower()
    assert all(name in allowed for name in ("authorization", "x-api-key", "mcp-protocol-version", "x-stainless-lang"))
    answer = client.post(
        "/api/v1/search", json={"query": "执法"}, headers={"Origin": _PAGE, "Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == _PAGE
    exposed = answer.headers["access-control-expose-headers"]
    assert all(name in exposed for name in ("Mcp-Session-Id", "Retry-After", "X-Request-ID"))
    assert "access-control-allow-credentials" not in answer.headers


def test_even_a_refusal_can_be_read_by_a_listed_page(client: httpx.Client) -> None:
    refused = httpx.get(client.base_url.join("/api/v1/plans"), headers={"Origin": _PAGE}, trust_env=False)
    assert refused.status_code == 401
    assert refused.headers["access-control-allow-origin"] == _PAGE


def test_another_page_may_not(client: httpx.Client) -> None:
    for origin in ("https://evil.example", "https://chat.example.evil.example", "null", "http://chat.example"):
        asked = _asked(client, origin)
        assert asked.status_code == 400
        assert "access-control-allow-origin" not in asked.headers
