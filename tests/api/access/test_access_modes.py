"""Who needs a key, by the way they come: straight over loopback, through a proxy, from another machine or site."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers
from typer.testing import CliRunner

from api import cli
from api.access import connections
from api.access.keys import KeyStore
from api.access.starting import check_start
from api.app import create_app
from qa.errors import InvalidRequest, StateUnavailable
from qa.settings import Settings
from tests.api.access.conftest import Guarded, Start

QUESTION = {"query": "行政复议"}
PROXIED = [
    "X-Forwarded-For",
    "x-forwarded-proto",
    "X-Forwarded-Host",
    "Forwarded",
    "X-Real-IP",
    "Via",
    "CF-Connecting-IP",
]
FOREIGN = [
    "evil.example",
    "evil.example:80",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "evil.localhost.",
    "a b",
]


def _refused(response: httpx.Response, status: int, slug: str) -> None:
    assert response.status_code == status, response.text
    assert response.json()["type"].endswith(f"/problems/{slug}")


# Straight over loopback -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server(start: Start) -> Iterator[httpx.Client]:
    """Set up as by default."""
    with start(PLANQA_PUBLIC_URL="https://plans.example") as running, running.client() as client:
        yield client


def test_this_machine_needs_no_key(server: httpx.Client) -> None:
    assert server.post("/api/v1/search", json=QUESTION).status_code == 200
    for name in ("localhost", "LOCALHOST:1", "planqa.localhost", "127.9.9.9", "[::1]:8000"):
        assert server.get("/api/v1/plans", headers={"Host": name}).status_code == 200, name


def test_whatever_key_is_sent_where_none_is_needed_does_no_harm(server: httpx.Client) -> None:
    assert server.get("/api/v1/plans", headers={"Authorization": "Bearer none"}).status_code == 200


@pytest.mark.parametrize("header", PROXIED)
def test_what_a_proxy_brings_is_not_from_this_machine(server: httpx.Client, header: str) -> None:
    _refused(server.get("/api/v1/plans", headers={header: "127.0.0.1"}), 401, "key-missing")
    assert server.get("/healthz", headers={header: "127.0.0.1"}).status_code == 200


@pytest.mark.parametrize("host", [*FOREIGN, "plans.example", ""])
def test_another_name_that_leads_here_needs_a_key(server: httpx.Client, host: str) -> None:
    """Even the server's own public name: whoever calls it by that came through a proxy, or is meant to."""
    _refused(server.get("/api/v1/plans", headers={"Host": host}), 401, "key-missing")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:1"},
    ],
)
def test_another_site_cannot_make_a_browser_here_change_anything(server: httpx.Client, headers: dict[str, str]) -> None:
    _refused(server.post("/api/v1/search", json=QUESTION, headers=headers), 403, "cross-site")
    assert server.get("/api/v1/plans", headers=headers).status_code == 200


def test_its_own_pages_can(server: httpx.Client) -> None:
    own = str(server.base_url).rstrip("/")
    for headers in (
        {"Origin": own},
        {"Origin": "https://plans.example"},
        {"Sec-Fetch-Site": "same-origin", "Origin": own},
        {"Sec-Fetch-Site": "none"},
    ):
        assert server.post("/api/v1/search", json=QUESTION, headers=headers).status_code == 200, headers


# From elsewhere -------------------------------------------------------------------------------------------------------


def _sent(app_settings: Settings, url: str, client: str, **headers: str) -> httpx.Response:
    """To an app without an index, as a server with such ends of the connection would hand it over."""

    async def get() -> httpx.Response:
        transport = httpx.ASGITransport(create_app(app_settings), raise_app_exceptions=False, client=(client, 5))
        async with httpx.AsyncClient(transport=transport) as sender:
            return await sender.get(url, headers=headers)

    return asyncio.run(get())


@pytest.mark.parametrize("end", ["192.168.1.5", "[2001:db8::5]", "[::ffff:192.168.1.5]", "10.0.0.1"])
def test_another_machine_needs_a_key(tmp_path: Path, end: str) -> None:
    settings = Settings(state=tmp_path)
    for client in ("192.168.1.9", "127.0.0.1"):
        _refused(_sent(settings, f"http://{end}/docs", client, Host="localhost"), 401, "key-missing")
    _refused(_sent(settings, "http://127.0.0.1/docs", "192.168.1.9"), 401, "key-missing")
    assert _sent(settings, "http://127.0.0.1/docs", "127.0.0.1").status_code == 200
    assert _sent(settings, "http://[::ffff:127.0.0.1]/docs", "::ffff:127.0.0.1", Host="localhost").status_code == 200


def test_a_key_works_under_any_name_unless_names_are_listed(tmp_path: Path) -> None:
    secret = KeyStore(tmp_path).create("研究室", "read", None)[1]
    for listed, host, status in [
        ("", "anything.example", 200),
        ("a.example", "anything.example", 421),
        ("a.example", "A.example:8443", 200),
        ("*.a.example", "b.a.example", 200),
        ("*.a.example", "nota.example", 421),
        ("a.example", "localhost", 200),
        ("a.example", "plans.example", 200),
    ]:
        names = tuple(filter(None, [listed]))
        settings = Settings(state=tmp_path, access="keys", hosts=names, public_url="https://plans.example")
        found = _sent(settings, "http://192.168.1.5/docs", "192.168.1.9", Host=host, Authorization=f"Bearer {secret}")
        assert found.status_code == status, (listed, host)


@pytest.mark.parametrize(
    ("host", "status"),
    [("192.168.1.5", 200), ("[2001:db8::5]", 200), ("plans.example", 200), ("localhost", 200)]
    + [(host, 421) for host in FOREIGN],
)
def test_an_open_server_is_open_but_not_under_a_foreign_name(tmp_path: Path, host: str, status: int) -> None:
    """DNS rebinding: a page of evil.example may make that name lead here, and is refused by it."""
    settings = Settings(state=tmp_path, access="open", public_url="https://plans.example")
    assert _sent(settings, "http://192.168.1.5/docs", "192.168.1.9", Host=host).status_code == status


def test_a_key_typed_into_a_browser_is_not_at_other_sites_disposal(guarded: Guarded) -> None:
    secret = guarded.secrets["read"]
    basic, evil = httpx.BasicAuth("", secret), {"Sec-Fetch-Site": "cross-site"}
    found = guarded.send("POST", "/api/v1/search", json=QUESTION, headers=evil, auth=basic)
    _refused(found, 403, "cross-site")
    assert guarded.send("POST", "/api/v1/search", json=QUESTION, auth=basic).status_code == 200
    assert guarded.send("POST", "/api/v1/search", secret, json=QUESTION, headers=evil).status_code == 200


# Starting -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "plans.example", ""])
def test_a_server_that_others_reach_does_not_start_without_keys(tmp_path: Path, host: str) -> None:
    settings, store = Settings(state=tmp_path), KeyStore(tmp_path)
    for key in (None, "expired", "revoked"):
        if key:
            made = store.create(key, "admin", 0 if key == "expired" else None)[0]
            if key == "revoked":
                store.revoke(made.id)
        with pytest.raises(InvalidRequest, match=r"planqa keys create .*PLANQA_ACCESS=open"):
            check_start(settings, host)
    check_start(settings.model_copy(update={"access": "open"}), host)
    check_start(settings.model_copy(update={"access": "keys"}), host)
    store.create("研究室", "read", None)
    check_start(settings, host)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_on_loopback_it_starts(tmp_path: Path, host: str) -> None:
    check_start(Settings(state=tmp_path), host)


def test_the_command_says_the_two_ways_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PLANQA_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("PLANQA_INDEX", str(tmp_path / "index"))
    result = CliRunner().invoke(cli.app, ["serve", "--host", "0.0.0.0"])
    assert isinstance(result.exception, InvalidRequest)
    assert not (tmp_path / "index").exists()


@pytest.mark.parametrize("setting", [{"rate": "many"}, {"rate": "5/year2"}, {"rate_storage": "nowhere://x"}])
def test_settings_that_cannot_be_used_are_told_at_the_start(tmp_path: Path, setting: dict[str, str]) -> None:
    with pytest.raises(InvalidRequest, match="PLANQA_RATE"):
        check_start(Settings(state=tmp_path, **setting), "127.0.0.1")


# The parts ------------------------------------------------------------------------------------------------------------


@given(st.ip_addresses().map(str))
def test_loopback_is_what_the_standard_says(address: str) -> None:
    assert not connections.is_loopback(address) or address == "::1" or address.startswith("127.")


@given(st.text(), st.sampled_from(["host", "origin"]))
def test_no_header_breaks_anything(text: str, name: str) -> None:
    headers = Headers(raw=[(name.encode(), text.encode("latin-1", "replace"))])
    assert isinstance(connections.host_of(headers), str)
    assert connections.is_cross_site("POST", headers, ()) == (name == "origin")


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_addresses_of_one_subscriber_are_counted_together(network: int, one: int, other: int) -> None:
    def counted(host: int) -> str:
        digits = f"{network << 64 | host:032x}"
        return connections.subscriber({"client": (":".join(digits[i : i + 4] for i in range(0, 32, 4)), 1)})

    assert counted(one) == counted(other)
    assert counted(one).endswith("/64") or network == 0


def test_keys_that_cannot_be_read_open_nothing(tmp_path: Path) -> None:
    state = tmp_path / "state"
    secret = KeyStore(state).create("研究室", "read", None)[1]
    file = state / "keys.sqlite"
    whole = file.read_bytes()
    settings = Settings(state=state, access="keys")
    headers = {"Authorization": f"Bearer {secret}"}
    for damaged in (b"", whole[:100], b"\0" * len(whole), whole[:4096] + b"\xff" * (len(whole) - 4096)):
        file.write_bytes(damaged)
        found = _sent(settings, "http://127.0.0.1/docs", "127.0.0.1", **headers)
        _refused(found, 503, "keys-unavailable")
        assert str(state) not in found.text
        with pytest.raises(StateUnavailable):
            check_start(Settings(state=state), "0.0.0.0")
    file.write_bytes(whole)
    assert _sent(settings, "http://127.0.0.1/docs", "127.0.0.1", **headers).status_code == 200
    file.unlink()
    _refused(_sent(settings, "http://127.0.0.1/docs", "127.0.0.1", **headers), 401, "key-invalid")
