"""How often: each key and each address for itself, and wrong keys more strictly."""

import asyncio
import itertools
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator

import httpx
import pytest
from limits.aio.storage import MemoryStorage
from limits.errors import StorageError
from pydantic import SecretStr

from api.access.rates import Rates
from api.access.refusals import Refused
from qa.settings import Settings
from tests.api.access.conftest import Guarded, Start, subscriber
from tests.processes import free_port

#: Seconds for Redis to start.
_STARTS_WITHIN = 30
#: More than the limit on wrong keys.
_MANY = 30


def test_each_key_and_address_is_counted_for_itself(start: Start) -> None:
    with start(PLANQA_ACCESS="keys", PLANQA_RATE="5/hour", PLANQA_TRUSTED_PROXIES="127.0.0.1") as running:
        first, second = (running.keys.create("同名", "read", None)[1] for _ in range(2))
        with running.client() as client:

            def sent(address: str, secret: str = "", path: str = "/api/v1/regions") -> httpx.Response:
                headers = {"X-Forwarded-For": f"203.0.113.9, {address}", **({"X-API-Key": secret} if secret else {})}
                return client.get(path, headers=headers)

            assert [sent(subscriber(), first).status_code for _ in range(7)] == [200] * 5 + [429] * 2
            assert sent("10.200.0.1", second).status_code == 200
            assert [sent("10.200.0.1").status_code for _ in range(6)] == [401] * 5 + [429]
            assert [sent("10.200.0.2", path="/healthz").status_code for _ in range(9)] == [200] * 9
            assert sent("10.200.0.2").status_code == 401

            refused = sent("10.200.0.1")
            assert 1 <= int(refused.headers["retry-after"]) <= 3600
            assert refused.headers["content-type"] == "application/problem+json"
            assert "Retry-After" in refused.json()["detail"]
            dify = client.post("/retrieval", headers={"X-API-Key": first})
            assert dify.status_code == 429
            assert "Retry-After" in dify.json()["error_msg"]


def test_guessing_is_limited_by_address_and_hurts_nobody_else(guarded: Guarded) -> None:
    address = {"X-Forwarded-For": subscriber()}

    def status(secret: str) -> int:
        return guarded.send("GET", "/api/v1/regions", secret, headers=address).status_code

    found = [status(f"pq_{number:010x}_guess") for number in range(_MANY)]
    assert found == sorted(found)
    assert set(found) == {401, 429}
    assert guarded.send("GET", "/api/v1/regions", "pq_0_x").status_code == 401
    assert status(guarded.secrets["read"]) == 200


def test_the_address_that_a_stranger_claims_is_not_believed(start: Start) -> None:
    with start(PLANQA_ACCESS="keys") as running, running.client() as client:
        found = [
            client.get("/docs", headers={"X-API-Key": "wrong", "X-Forwarded-For": subscriber()}).status_code
            for _ in range(_MANY)
        ]
    assert set(found) == {401, 429}


def test_a_store_that_fails_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(*_: object) -> bool:
        raise StorageError(ConnectionError())

    rates = Rates(Settings(rate="1/hour"))
    monkeypatch.setattr(MemoryStorage, "acquire_sliding_window_entry", fails)
    for _ in range(3):
        asyncio.run(rates.request("a"))


def test_after_retry_after_it_works_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that waits exactly so long, each time it is told to, is not refused twice in a row."""
    now = 1_000_000.0
    monkeypatch.setattr("time.time", lambda: now)

    async def run() -> list[bool]:
        nonlocal now
        rates, refusals = Rates(Settings(rate="7/minute")), []
        for _ in range(60):
            try:
                await rates.request("a")
                refusals.append(False)
            except Refused as refused:
                refusals.append(True)
                now += int(refused.headers["Retry-After"])
        return refusals

    found = asyncio.run(run())
    assert True in found
    assert not any(one and other for one, other in itertools.pairwise(found))


@pytest.fixture
def redis() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A Redis of its own, by its address."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed")
    port = free_port()
    process = subprocess.Popen(
        [program, "--port", str(port), "--bind", "127.0.0.1", "--save", ""], stdout=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + _STARTS_WITHIN
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"redis://127.0.0.1:{port}", process
    finally:
        process.kill()
        process.wait()


def test_workers_count_together_in_redis_and_go_on_without_it(redis: tuple[str, subprocess.Popen[bytes]]) -> None:
    url, process = redis

    async def run() -> None:
        workers = [Rates(Settings(rate="5/hour", rate_storage=SecretStr(url))) for _ in range(2)]
        for number in range(5):
            await workers[number % 2].request("a")
        for worker in workers:
            with pytest.raises(Refused) as refused:
                await worker.request("a")
            assert 1 <= int(refused.value.headers["Retry-After"]) <= 3601
            await worker.request("b")
        process.kill()
        process.wait()
        for worker in workers:
            await worker.request("a")

    asyncio.run(run())
