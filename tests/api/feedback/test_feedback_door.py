"""Votes and what is kept, over a real socket: a server that keeps answers, and one that does not."""

import json
import re
import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from api.access.keys import KeyStore, id_of
from api.app import create_app
from api.feedback.entries import Entry
from api.feedback.journal import NAME, Journal, Wanted
from qa.settings import Settings

QUESTION = "巴东县行政复议工作由哪些单位牵头？"
CLAUSE = "422823-2016/2.6.32"
#: Of whoever asks, with a key of theirs; none of it may be kept.
PERSONAL = {
    "user-agent": "readers-browser-51",
    "x-forwarded-for": "203.0.113.77",
    "x-user-id": "zhangsan-0042",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The state folder of `audited`; it has an answer from eight days ago."""
    folder = tmp_path_factory.mktemp("audited") / "state"
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(days=8)
    journal = Journal.create(folder)
    journal.add([Entry("old", at, "ask", "从前的问题", "从前的问题", {}, "answered", 1.0, (), 1)])
    journal.close()
    return folder


@pytest.fixture(scope="module")
def secret(folder: Path) -> str:
    """An admin's key."""
    return KeyStore(folder).create("zhangsan-of-the-office", "admin", None)[1]


@pytest.fixture(scope="module")
def audited(serve: Any, index_dir: Path, folder: Path, secret: str) -> Iterator[httpx.Client]:
    """A server that keeps answers for a week."""
    with serve(index_dir, PLANQA_STATE=str(folder), PLANQA_AUDIT_DAYS="7") as client:
        client.headers.update(PERSONAL | {"authorization": f"Bearer {secret}"})
        yield client


def ask(client: httpx.Client, question: str = QUESTION, **more: Any) -> dict[str, Any]:
    body = {"question": question, **more}
    found: dict[str, Any] = client.post("/api/v1/ask", json=body).raise_for_status().json()
    return found


def vote(client: httpx.Client, answer_id: str, vote: str, **more: Any) -> httpx.Response:
    return client.post("/api/v1/feedback", json={"id": answer_id, "vote": vote, **more})


def entries(client: httpx.Client, **wanted: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/api/v1/feedback", params=wanted).raise_for_status().json()["entries"]
    return found


def entry_of(client: httpx.Client, answer_id: str) -> dict[str, Any]:
    """It is written a moment after the answer is sent."""
    for _ in range(100):
        for entry in entries(client, limit=1000):
            if entry["id"] == answer_id:
                return entry
        time.sleep(0.05)
    raise AssertionError(f"{answer_id} is not kept")


def assert_problem(response: httpx.Response, status: int, slug: str, words: str) -> None:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["type"].endswith(f"/problems/{slug}")
    assert words in response.json()["detail"]


def test_by_default_nothing_is_kept(server: httpx.Client, state_dir: Path) -> None:
    assert ask(server)["id"] is None
    assert_problem(vote(server, "dGhpcyBpcyBv", "up"), 404, "not-found", "PLANQA_AUDIT_DAYS")
    assert_problem(server.get("/api/v1/feedback"), 404, "not-found", "PLANQA_AUDIT_DAYS")
    assert not (state_dir / NAME).exists()


def test_exactly_what_is_said_is_kept(audited: httpx.Client, folder: Path, secret: str) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    found = ask(audited, "那巴东县呢？", history=["罗湖区行政复议工作由哪些单位牵头？"], years=[2016, 2020])
    kept = entry_of(audited, found["id"])
    assert before <= datetime.fromisoformat(kept.pop("at")) <= datetime.now(UTC)
    assert 0 < kept.pop("milliseconds") < 60_000
    assert kept.pop("number") > 0
    assert kept == {
        "id": found["id"],
        "door": "ask",
        "question": "那巴东县呢？",
        "understood": found["understood"],
        "filters": {"years": [2016, 2020]},
        "verdict": found["verdict"],
        "confidence": pytest.approx(found["confidence"], abs=1e-4),
        "clauses": list(dict.fromkeys(c["clause"]["id"] for c in found["citations"])),
        "vote": None,
        "comment": None,
    }
    data = b"".join(file.read_bytes() for file in sorted(folder.glob(f"{NAME}*")))
    assert found["understood"].encode() in data
    personal = [*PERSONAL.values(), secret, id_of(secret), "zhangsan", "203.0.113", "127.0.0.1", "Bearer"]
    assert [word for word in personal if word.encode() in data] == []


def test_a_question_that_is_refused_is_not_kept(audited: httpx.Client) -> None:
    assert audited.post("/api/v1/ask", json={"question": "被拒绝的问题", "region": "火星市"}).status_code == 422
    entry_of(audited, ask(audited)["id"])
    assert all("被拒绝" not in entry["question"] for entry in entries(audited, limit=1000))


def test_an_answer_that_is_streamed_is_kept_once(audited: httpx.Client) -> None:
    question = "罗湖区规范性文件多久清理一次？"
    sent = audited.post("/api/v1/ask", json={"question": question, "stream": True}).text
    answer = json.loads(sent.strip().split("data: ")[-1])
    entry_of(audited, answer["id"])
    assert [entry["id"] for entry in entries(audited, limit=1000) if entry["question"] == question] == [answer["id"]]


def test_a_vote_takes_the_place_of_the_one_before(audited: httpx.Client) -> None:
    answer_id = ask(audited)["id"]
    for _ in range(2):
        response = vote(audited, answer_id, "down", comment="应引第32项。")
        assert (response.status_code, response.content) == (204, b"")
    assert [entry_of(audited, answer_id)[name] for name in ("vote", "comment")] == ["down", "应引第32项。"]
    assert vote(audited, answer_id, "up").status_code == 204
    assert [entry_of(audited, answer_id)[name] for name in ("vote", "comment")] == ["up", None]
    assert answer_id in [entry["id"] for entry in entries(audited, vote="up")]
    assert answer_id not in [entry["id"] for entry in entries(audited, vote="none")]


def test_a_vote_right_after_its_answer_finds_it(audited: httpx.Client) -> None:
    assert [vote(audited, ask(audited)["id"], "up").status_code for _ in range(20)] == [204] * 20


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"vote": "up"}, "#/id"),
        ({"id": "", "vote": "up"}, "#/id"),
        ({"id": "a" * 65, "vote": "up"}, "#/id"),
        ({"id": "a", "vote": "maybe"}, "#/vote"),
        ({"id": "a", "vote": "up", "comment": "长" * 1001}, "#/comment"),
        ({"id": "a", "vote": "up", "comment": "\ud800"}, "#/comment"),
        ({"id": "a", "vote": "up", "who": "me"}, "#/who"),
    ],
)
def test_a_vote_that_cannot_be_read_is_pointed_at(audited: httpx.Client, body: dict[str, Any], pointer: str) -> None:
    content = json.dumps(body).encode()
    response = audited.post("/api/v1/feedback", content=content, headers={"content-type": "application/json"})
    assert_problem(response, 422, "invalid-request", "")
    assert response.json()["errors"][0]["pointer"] == pointer
    assert re.search("[一-龥]", response.json()["errors"][0]["detail"])


def test_an_answer_that_there_is_not_is_not_found(audited: httpx.Client) -> None:
    assert_problem(vote(audited, "nobody-gave-this", "up"), 404, "not-found", "nobody-gave-this")


def test_what_is_too_old_is_gone_once_a_server_has_started(audited: httpx.Client, folder: Path) -> None:
    entry_of(audited, ask(audited)["id"])
    assert_problem(vote(audited, "old", "up"), 404, "not-found", "保存期限")
    assert "从前的问题".encode() not in b"".join(file.read_bytes() for file in folder.glob(f"{NAME}*"))


def test_pages_follow_each_other(audited: httpx.Client) -> None:
    last = [ask(audited)["id"] for _ in range(3)][-1]
    entry_of(audited, last)
    whole = entries(audited, limit=1000)
    seen, before = [], {}
    while before is not None:
        page = audited.get("/api/v1/feedback", params={"limit": 2, **before}).raise_for_status().json()
        seen += page["entries"]
        before = {"before": page["next"]} if page["next"] else None
    assert seen == whole
    assert entries(audited, door="chat") == []
    assert all(e["verdict"] == "no_plan_for_region" for e in entries(audited, verdict="no_plan_for_region"))
    for name, value in (("limit", 0), ("limit", 1001), ("vote", "x"), ("days", 0), ("before", 2**63)):
        response = audited.get("/api/v1/feedback", params={name: value})
        assert_problem(response, 422, "invalid-request", name)


def test_a_locked_file_keeps_no_answer_waiting(audited: httpx.Client, folder: Path) -> None:
    entry_of(audited, ask(audited)["id"])
    holder = sqlite3.connect(folder / NAME, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        ids = [ask(audited)["id"] for _ in range(10)]
        assert set(ids).isdisjoint(entry["id"] for entry in entries(audited, limit=1000))
        assert_problem(vote(audited, ids[0], "up"), 503, "state-unavailable", "稍后重试")
    finally:
        holder.execute("ROLLBACK")
        holder.close()
    assert [entry_of(audited, answer_id)["question"] for answer_id in ids] == [QUESTION] * 10


def test_two_servers_that_write_at_once_lose_nothing(
    audited: httpx.Client, serve: Any, index_dir: Path, folder: Path
) -> None:
    with serve(index_dir, PLANQA_STATE=str(folder), PLANQA_AUDIT_DAYS="7") as other, ThreadPoolExecutor(6) as crowd:
        other.headers.update(audited.headers)
        given = list(crowd.map(lambda n: ask((audited, other)[n % 2])["id"], range(60)))
        # Each votes on the answers of the other.
        votes = list(crowd.map(lambda n: vote((other, audited)[n % 2], given[n], "up").status_code, range(60)))
        assert votes == [204] * 60
        holder = sqlite3.connect(folder / NAME, isolation_level=None)
        holder.execute("BEGIN EXCLUSIVE")
        late = [ask(other)["id"] for _ in range(10)]
        holder.execute("ROLLBACK")
        holder.close()
    # That server has been told to stop before it could write the last of them.
    with Journal.opened(folder) as journal:
        found = journal.entries(Wanted())
    assert {entry.id for entry in found if entry.vote == "up"} >= set(given)
    assert [entry.id for entry in found[:10]] == late[::-1]


def test_a_folder_that_cannot_be_written_costs_no_answer(index_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    app = create_app(Settings(index=index_dir, state=tmp_path / "file" / "state", audit_days=7))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False) as client:
            answers = [ask(client) for _ in range(3)]
            assert {answer["verdict"] for answer in answers} == {"answered"}
            assert vote(client, answers[0]["id"], "up").status_code in {404, 503}
    finally:
        server.should_exit = True
        thread.join(60)
    assert not thread.is_alive()
