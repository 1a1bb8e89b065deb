"""No key reaches a log, wherever a client puts it and however much is logged."""

import base64
import json
import logging
from collections.abc import Iterator

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.access import redaction
from tests.api.access.conftest import Start

_SECRETS = st.from_regex(r"\Apq_[0-9a-f]{10}_[A-Za-z0-9_-]{43}\Z")


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    before = logging.getLogRecordFactory()
    redaction.install()
    yield
    logging.setLogRecordFactory(before)


def _put_everywhere(client: httpx.Client, secret: str) -> None:
    basic = base64.b64encode(f"me:{secret}".encode()).decode()
    headers = [{"Authorization": f"Bearer {secret}"}, {"Authorization": f"Basic {basic}"}, {"X-API-Key": secret}]
    for given_ in (*headers, {"X-Request-ID": secret}, {"User-Agent": secret}, {"Referer": f"http://a/?key={secret}"}):
        client.get("/api/v1/regions", headers=given_)
        client.post("/api/v1/ask", headers=given_, content=b"{")
    for path in (f"/api/v1/plans?key={secret}", f"/api/v1/plans/{secret}", f"/{secret}?{secret}={secret}"):
        client.get(path)
    client.post("/api/v1/search", headers=headers[0], json={"query": secret, "region": secret})
    client.post("/v1/chat/completions", headers=headers[0], json={"model": secret, "messages": []})
    client.post("/mcp", headers=headers[0], content=json.dumps({"jsonrpc": "2.0", "id": 1, "method": secret}))
    client.request(secret, "/api/v1/plans")


def test_a_server_at_its_most_talkative_prints_no_key(start: Start) -> None:
    with start(level="trace", PLANQA_ACCESS="keys") as running, running.client() as client:
        secrets = [running.keys.create("研究室", "admin", None)[1], "pq_0123456789_" + "x" * 43]
        for secret in secrets:
            _put_everywhere(client, secret)
    printed = running.log.read_text()
    assert "/api/v1/plans" in printed
    for secret in secrets:
        basic = base64.b64encode(f"me:{secret}".encode()).decode()
        for hidden in (secret, secret.rpartition("pq_")[2].partition("_")[2], basic):
            assert hidden not in printed


@given(
    secret=_SECRETS,
    before=st.text(st.characters(exclude_characters="%")),
    after=st.sampled_from(["", " ", "&a=1", '"}']),
)
def test_whatever_a_record_is_made_of(secret: str, before: str, after: str) -> None:
    text = before + secret + after
    make = logging.getLogRecordFactory()
    for message, values in (
        (text, ()),
        ("%s %d", (text, 5)),
        ("%s", (text.encode(),)),
        ("%s", ([text],)),
        ("%s", (ValueError(text),)),
        ("%(a)s", ({"a": text},)),
    ):
        record = make("a", logging.INFO, "f.py", 1, message, values, None)
        assert secret.partition("_")[2].partition("_")[2] not in record.getMessage()
        assert secret[:13] in record.getMessage()


@given(st.lists(st.integers() | st.text("abc") | st.none(), max_size=4))
def test_what_has_no_key_in_it_is_left_as_it_is(values: list[object]) -> None:
    record = logging.getLogRecordFactory()("a", logging.INFO, "f.py", 1, "x", (5, *values), None)
    assert record.args == (5, *values)
    assert [type(value) for value in record.args or ()] == [type(value) for value in (5, *values)]
