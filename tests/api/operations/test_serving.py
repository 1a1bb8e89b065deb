"""`planqa serve` as a process: it stops with grace, and a worker that dies is replaced while the others answer."""

import json
import os
import signal
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.api.operations.conftest import Running, Start, until

_HELD = {"question": "等候夜间普法讲堂几场？"}
one_and_two = pytest.mark.parametrize("workers", [1, 2])


def held(running: Running, **more: Any) -> httpx.Response:
    with running.client() as client:
        return client.post("/api/v1/ask", json=_HELD | more)


def in_flight(running: Running) -> int:
    """How many requests run, other than the one that asks."""
    with running.client() as client:
        lines = client.get("/metrics").text.splitlines()
    return sum(int(float(line.split()[-1])) for line in lines if line.startswith("planqa_requests_in_flight")) - 1


def refuses(running: Running) -> bool:
    try:
        socket.create_connection(("127.0.0.1", running.port), timeout=5).close()
    except OSError:
        return True
    return False


@one_and_two
def test_stopped_it_ends_what_it_began_refuses_what_is_new_and_leaves_with_0(start: Start, workers: int) -> None:
    with start(workers) as running, ThreadPoolExecutor() as pool:
        running.hold.touch()
        answers = [pool.submit(held, running), pool.submit(held, running, stream=True)]
        until(lambda: in_flight(running) == 2, "two running requests")
        running.process.send_signal(signal.SIGTERM)
        until(lambda: refuses(running), "a refusal")
        assert not any(answer.done() for answer in answers)
        running.hold.unlink()
        whole, streamed = (answer.result() for answer in answers)
        assert running.process.wait(60) == 0
    assert whole.status_code == streamed.status_code == 200
    last = json.loads(streamed.text.split("event: answer\ndata: ")[1])
    assert last["citations"] == whole.json()["citations"]


@one_and_two
def test_a_second_signal_ends_it_at_once(start: Start, workers: int) -> None:
    with start(workers) as running, ThreadPoolExecutor() as pool:
        running.hold.touch()
        answer = pool.submit(held, running)
        until(lambda: in_flight(running) == 1, "a running request")
        running.process.send_signal(signal.SIGTERM)
        until(lambda: refuses(running), "a refusal")
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(20) != 0 or workers > 1
        assert isinstance(answer.exception(), httpx.TransportError)
        assert running.hold.exists()


def test_a_worker_that_is_killed_is_replaced_and_the_others_serve_on(start: Start) -> None:
    with start(workers=2) as running:
        before = running.workers()
        assert len(before) == 2
        stop, answered, broken = threading.Event(), [], []

        def load() -> None:
            with running.client() as client:
                while not stop.is_set():
                    try:
                        answered.append(client.post("/api/v1/search", json={"query": "普法讲堂"}).status_code)
                    except httpx.TransportError as error:
                        broken.append(error)

        with ThreadPoolExecutor() as pool:
            loads = [pool.submit(load) for _ in range(4)]
            until(lambda: len(answered) > 20, "load")
            os.kill(before[0], signal.SIGKILL)
            at = len(answered)
            until(lambda: len(answered) > at + 20, "answers after the death")
            until(lambda: len(running.workers()) == 2 and before[0] not in running.workers(), "a new worker")
            at = len(answered)
            until(lambda: len(answered) > at + 20, "answers with the new worker")
            stop.set()
            for each in loads:
                each.result()
        assert set(answered) == {200}
        # What the dead one had in hand is lost with it, and nothing else: at most one for each of the four.
        assert len(broken) <= 4
        assert before[1] in running.workers()
        # Its requests no longer count as running.
        until(lambda: in_flight(running) == 0, "no running request")
        assert running.stopped() == 0


def test_a_port_in_use_is_a_failure_to_start(start: Start) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = start(port=taken.getsockname()[1])
        with pytest.raises(AssertionError, match="address already in use"):
            refused.__enter__()


def test_workers_with_the_real_model_share_one_port(start_real: Start) -> None:
    with start_real(2) as running:
        with running.client() as client:
            asked = {"question": "巴东县行政复议工作由哪些单位牵头？"}
            found = [client.post("/api/v1/ask", json=asked).json() for _ in range(6)]
        assert all(answer == found[0] for answer in found)
        assert [unit["name"] for unit in found[0]["units"]] == ["县政府法制办", "县编办"]
        assert running.stopped() == 0
