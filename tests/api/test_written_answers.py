"""Answers phrased by a model, over HTTP; the model's server and this one are both on loopback."""

import json
import logging
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "qa"))

from loopback import Model, running, serving

from api import wiring
from api.app import create_app
from qa.settings import Settings

QUESTION = "巴东县行政复议工作由哪些单位牵头？"
WRITTEN = "巴东县行政复议工作由县政府法制办、县编办牵头[1]。"
KEY = "sk-secret-key"


@pytest.fixture(scope="module")
def served() -> Iterator[Model]:
    with serving() as found:
        yield found


@pytest.fixture
def model(served: Model) -> Model:
    served.says, served.behaviour, served.pause, served.left = [WRITTEN], "answer", 0.0, 0
    served.asked.clear()
    return served


@pytest.fixture(scope="module")
def client(served: Model, index_dir: Path) -> Iterator[httpx.Client]:
    settings = Settings(index=index_dir, writer_url=served.url, writer_model="m", writer_key=KEY, writer_timeout=20)
    with running(create_app(settings)) as address, httpx.Client(base_url=address, timeout=60, trust_env=False) as found:
        yield found


def ask(client: httpx.Client, **body: Any) -> dict[str, Any]:
    answer: dict[str, Any] = client.post("/api/v1/ask", json={"question": QUESTION, **body}).raise_for_status().json()
    return answer


def events(response: httpx.Response) -> list[tuple[str, Any]]:
    assert response.headers["content-type"].startswith("text/event-stream")
    blocks = [b for b in response.text.split("\n\n") if b and not b.startswith(":")]
    lines = [b.split("\n") for b in blocks]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in lines]


def streamed(client: httpx.Client, **body: Any) -> list[tuple[str, Any]]:
    return events(client.post("/api/v1/ask", json={"question": QUESTION, "stream": True, **body}))


def test_a_written_answer_keeps_what_was_found(client: httpx.Client, model: Model, server: httpx.Client) -> None:
    answer, plain = ask(client), server.post("/api/v1/ask", json={"question": QUESTION}).json()
    assert (answer["answer"], answer["written"], answer["note"]) == (WRITTEN, True, None)
    assert (plain["written"], plain["note"]) == (False, None)
    for name in ("verdict", "units", "scope", "confidence"):
        assert answer[name] == plain[name]
    assert [c["quote"] for c in answer["citations"]] == [c["quote"] for c in plain["citations"]]


def test_a_stream_sends_checked_sentences_and_the_answer_last(client: httpx.Client, model: Model) -> None:
    model.says = [*WRITTEN, "违者罚款500元", "[1]。"]
    *deltas, (last, answer) = streamed(client)
    assert [name for name, _ in deltas] == ["delta"]
    assert deltas[0][1] == {"text": WRITTEN}
    assert (last, answer["answer"], answer["note"]) == ("answer", WRITTEN, "已略去1句没有依据的话。")


@pytest.mark.parametrize("behaviour", ["401", "500", "cut", "length", "not json"])
def test_whatever_fails_the_clauses_are_quoted(client: httpx.Client, model: Model, behaviour: str) -> None:
    model.behaviour = behaviour
    answer = ask(client)
    assert answer["written"] is False
    assert "县政府法制办、县编办" in answer["answer"]
    assert "以下为条款原文" in answer["note"]
    assert "sk-" not in str(answer)
    name, last = streamed(client)[-1]
    assert (name, last) == ("answer", answer)


def test_without_a_writer_a_stream_sends_the_quotes_in_one_piece(server: httpx.Client) -> None:
    (first, delta), (last, answer) = streamed(server)
    assert (first, last) == ("delta", "answer")
    assert delta["text"] == answer["answer"]


def test_a_refusal_streams_and_never_reaches_the_model(client: httpx.Client, model: Model) -> None:
    found = streamed(client, question="成都市行政复议工作由谁牵头？")
    assert found[-1][1]["verdict"] == "no_plan_for_region"
    assert model.asked == []


def test_what_cannot_be_asked_is_an_ordinary_problem(client: httpx.Client) -> None:
    response = client.post("/api/v1/ask", json={"question": " ", "stream": True})
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


def test_a_client_that_leaves_stops_the_model(client: httpx.Client, model: Model) -> None:
    model.says, model.pause = ["巴"] * 1000, 0.1
    with client.stream("POST", "/api/v1/ask", json={"question": QUESTION, "stream": True}) as response:
        next(response.iter_raw())
    started = time.monotonic()
    while not model.left and time.monotonic() - started < 60:
        time.sleep(0.1)
    assert model.left == 1


def test_readiness_does_not_depend_on_the_model(client: httpx.Client, model: Model) -> None:
    model.behaviour = "500"
    assert client.get("/readyz").status_code == 200
    assert model.asked == []


def test_the_key_is_never_shown(client: httpx.Client, model: Model, caplog: pytest.LogCaptureFixture) -> None:
    model.behaviour = "401"
    with caplog.at_level(logging.DEBUG):
        ask(client)
    assert KEY not in caplog.text
    assert KEY not in repr(Settings(writer_key=KEY))


@pytest.mark.parametrize("half", [{"writer_url": "http://127.0.0.1:9"}, {"writer_model": "m"}])
def test_half_a_setting_is_said_and_no_writer(half: dict[str, str]) -> None:
    said: list[str] = []
    assert wiring.load_writer(Settings(**half), said.append) is None
    assert "PLANQA_WRITER_MODEL" in said[0]


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openai", None)
    said: list[str] = []
    settings = Settings(writer_url="http://127.0.0.1:9", writer_model="m")
    assert wiring.load_writer(settings, said.append) is None
    assert "planqa[llm]" in said[0]
