"""What is logged: one line of JSON a record, an access line a request, and no word of what was asked."""

import io
import json
import logging
import sys
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.operations import logs, observation

TEXT = st.text(st.characters(codec="utf-8"))


def written(form: logs.Form, **record: Any) -> str:
    """What a handler of this form makes of a record."""
    entry = logging.makeLogRecord({"name": "planqa.test", "levelname": "INFO", **record})
    logs.WithRequestId().filter(entry)
    text = logging.Formatter(logs.configuration("text")["formatters"]["text"]["format"])
    return (logs.Json() if form == "json" else text).format(entry)


@settings(deadline=None)
@given(message=TEXT, extra=TEXT)
def test_a_record_is_one_line_of_json_whatever_it_says(message: str, extra: str) -> None:
    line = written("json", msg="%s", args=(message,), door=extra)
    assert "\n" not in line
    found = json.loads(line)
    assert (found["message"], found["door"], found["level"]) == (message, extra, "INFO")
    assert found["request_id"] is None


def test_a_record_names_the_request_that_it_was_made_in() -> None:
    token = observation.current.set(observation.Observation("r-1"))
    try:
        assert json.loads(written("json", msg="x"))["request_id"] == "r-1"
        assert "r-1" in written("text", msg="x")
    finally:
        observation.current.reset(token)


def test_a_traceback_stays_within_its_line() -> None:
    try:
        raise ValueError("why")
    except ValueError:
        line = written("json", msg="x", exc_info=sys.exc_info())
    assert "\n" not in line
    assert "ValueError: why" in json.loads(line)["exc_info"]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("chosen", "stream", "form"),
    [
        ("auto", Terminal, "text"),
        ("auto", io.StringIO, "json"),
        ("text", io.StringIO, "text"),
        ("json", Terminal, "json"),
    ],
)
def test_auto_is_text_on_a_terminal_alone(chosen: Any, stream: Callable[[], Any], form: str) -> None:
    assert logs.form(chosen, stream()) == form


def test_a_request_is_one_access_line(running: Any) -> None:
    with running.client() as client:
        asked = {"question": "社区夜间普法讲堂全年不少于几场？"}
        found = client.post("/api/v1/ask?key=s3cret", json=asked, headers={"X-Request-ID": "log-1"})
    [line] = running.accesses("log-1")
    assert (line["door"], line["method"], line["status"]) == ("/api/v1/ask", "POST", 200)
    assert line["bytes"] == len(found.content)
    assert line["verdict"] == found.json()["verdict"]
    assert line["ms"] > 0
    assert line["caller"] is None


def test_nothing_that_was_asked_or_shown_as_a_key_is_logged(running: Any) -> None:
    with running.client() as client:
        secrets = {"Authorization": "Bearer s3cret-key", "X-Request-ID": "log 2 s3cret-id"}
        question = {"question": "夜间普法讲堂不能说的字"}
        responses = [
            client.post("/api/v1/ask?key=s3cret-query", json=question, headers=secrets),
            client.get("/nothing/s3cret-path", headers=secrets),
            client.post("/api/v1/ask", content=b'{"question": "s3cret-broken', headers=secrets),
        ]
    running.accesses(*(response.headers["x-request-id"] for response in responses))
    logged = running.log.read_text(encoding="utf-8")
    assert "s3cret" not in logged
    assert "不能说的字" not in logged


def test_every_line_of_a_server_is_json_and_uvicorn_keeps_no_access_log_of_its_own(running: Any) -> None:
    with running.client() as client:
        client.get("/healthz", headers={"X-Request-ID": "line-1"})
    running.accesses("line-1")
    loggers = {record["logger"] for record in running.records()}
    assert "planqa.access" in loggers
    assert "uvicorn.access" not in loggers


def test_every_response_has_an_id_also_those_that_refuse(running: Any) -> None:
    with running.client() as client:
        responses: list[httpx.Response] = [
            client.get("/healthz"),
            client.get("/nothing"),
            client.put("/api/v1/ask"),
            client.post("/api/v1/ask", content=b"{"),
            client.get("/static/css/base.css"),
        ]
    ids = [response.headers["x-request-id"] for response in responses]
    assert len(set(ids)) == len(ids)
    assert len(running.accesses(*ids)) == len(ids)
    assert all("server" not in response.headers for response in responses)
