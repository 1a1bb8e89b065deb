"""Jobs met in the middle: told as they go, cancelled, killed, stopped, made to wait."""

import json
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
from filelock import FileLock
from small_corpus import FUZHOU, NANJING

from qa import index
from qa.encoder import HashEncoder
from qa.service import Service
from tests.api.jobs.conftest import Door, Open

ENCODING = "编码条款（字）"
QUICK = "恩施市水利规划（2016—2020年）\n\n一、总体要求\n\n加强领导，落实责任。\n"


def slow(town: str, clauses: int = 80) -> str:
    """A plan that the server takes some seconds over."""
    head = f"{town}慢行规划（2016—2020年）\n\n一、慢行系统\n"
    return head + "".join(f"（{n}）慢行道第{n * 7919}段按期建成。\n" for n in range(1, clauses))


def events(response: httpx.Response) -> Iterator[tuple[str, dict[str, Any]]]:
    name = ""
    for line in response.iter_lines():
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


def started(door: Door, text: str) -> str:
    job: dict[str, Any] = door.upload(("慢.txt", text)).raise_for_status().json()
    door.reached(job["id"], ENCODING)
    return str(job["id"])


def test_progress_is_told_as_it_happens_and_late_listeners_get_the_result(door: Door) -> None:
    job = door.upload(("慢.txt", slow("武汉市"))).json()
    with door.client.stream("GET", f"/api/v1/jobs/{job['id']}/events") as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        told = list(events(response))
    assert [name for name, _ in told[:-1]] == ["progress"] * (len(told) - 1)
    name, last = told[-1]
    assert (name, last["state"]) == ("result", "done")
    done = [data["done"] for _, data in told if data["stage"] == ENCODING and data["state"] == "running"]
    assert done == sorted(done)
    assert len(done) > 2
    late = door.client.get(f"/api/v1/jobs/{job['id']}/events")
    assert list(events(late)) == [("result", last)]
    door.ended(door.client.delete(f"/api/v1/plans/{last['result']['files'][0]['plan']}"))


def test_a_running_job_is_cancelled_between_two_steps_and_a_waiting_one_at_once(door: Door) -> None:
    before = door.plans()
    running = started(door, slow("长沙市"))
    waiting = door.upload(("快.txt", QUICK)).json()["id"]
    assert door.client.get(f"/api/v1/jobs/{waiting}").json()["state"] == "waiting"
    assert door.client.delete(f"/api/v1/jobs/{waiting}").json()["state"] == "cancelled"
    assert door.client.delete(f"/api/v1/jobs/{running}").status_code == 200
    told = list(events(door.client.get(f"/api/v1/jobs/{running}/events")))
    assert [(name, data["state"]) for name, data in told[-1:]] == [("error", "cancelled")]
    response = door.client.delete(f"/api/v1/jobs/{running}")
    assert (response.status_code, response.headers["content-type"]) == (409, "application/problem+json")
    assert door.plans() == before
    assert door.left() == []
    listed = door.client.get("/api/v1/jobs").json()["jobs"]
    assert [job["id"] for job in listed[:2]] == [waiting, running]


def test_an_index_that_another_process_changes_is_waited_for(door: Door) -> None:
    with FileLock(door.root / ".lock"):
        job = door.upload(("快.txt", QUICK)).json()
        door.reached(job["id"], "另一个进程")
        assert door.client.post("/api/v1/ask", json={"question": "每年选派多少名律师？"}).status_code == 200
    (_, last) = list(events(door.client.get(f"/api/v1/jobs/{job['id']}/events")))[-1]
    assert last["state"] == "done"
    door.ended(door.client.delete(f"/api/v1/plans/{last['result']['files'][0]['plan']}"))


def test_a_killed_worker_leaves_the_index_whole_and_its_job_is_said_to_have_broken_off(
    opened: Open, root: Path, tmp_path: Path
) -> None:
    with opened(root, tmp_path / "state") as door:
        job = started(door, slow("武汉市"))
        behind = door.upload(("快.txt", QUICK)).json()["id"]
        generation = index.generation(root)
        door.process.send_signal(signal.SIGKILL)
        door.process.wait(30)
    assert index.generation(root) == generation
    assert {plan.id for plan in Service.open(root, HashEncoder()).plans()} == {NANJING, FUZHOU}
    with opened(root, tmp_path / "state") as door:
        found = door.client.get(f"/api/v1/jobs/{job}").json()
        assert (found["state"], found["error"]["type"]) == ("broken", "job-broken-off")
        told = list(events(door.client.get(f"/api/v1/jobs/{behind}/events")))
        assert told[-1][1]["state"] == "done", told[-1]
        assert len(door.plans()) == 3
        # What still waited was taken up, and then nothing of either was left.
        assert door.left() == []


def test_a_job_goes_on_with_the_next_worker_where_the_server_is_stopped(
    opened: Open, root: Path, tmp_path: Path
) -> None:
    with opened(root, tmp_path / "state") as door:
        job = started(door, slow("武汉市", 60))
        door.process.terminate()
        assert door.process.wait(60) is not None
    with opened(root, tmp_path / "state") as door:
        told = list(events(door.client.get(f"/api/v1/jobs/{job}/events")))
        assert told[-1][1]["state"] == "done", told[-1]
        assert len(door.plans()) == 3


def test_any_worker_tells_of_any_job_and_the_index_changes_for_both(opened: Open, root: Path, tmp_path: Path) -> None:
    with opened(root, tmp_path / "state") as one, opened(root, tmp_path / "state") as other:
        job = started(one, slow("武汉市"))
        assert other.reached(job, ENCODING)["id"] == job
        behind = other.upload(("快.txt", QUICK))
        assert other.client.get(behind.headers["location"]).json()["state"] == "waiting"
        assert one.ended(behind)["state"] == "done"
        assert other.client.get(f"/api/v1/jobs/{job}").json()["state"] == "done"
        assert len({*other.plans(), *one.plans()}) == 4


def test_questions_never_fail_while_plans_come_change_and_go(door: Door) -> None:
    towns = ["武汉市", "长沙市", "南昌市", "合肥市", "郑州市"]
    stopped = threading.Event()
    wrong: list[object] = []
    asked = [0]
    watch = [threading.Thread(target=_ask, args=(door, stopped, wrong, asked)) for _ in range(8)]
    for thread in watch:
        thread.start()
    try:
        ids = _changed(door, towns)
    finally:
        stopped.set()
        for thread in watch:
            thread.join()
    assert wrong == []
    assert asked[0] > 8
    assert not set(ids) & set(door.plans())


def version(town: str, number: int) -> str:
    clauses = "".join(f"（{n}）{town}第{n}项演练按第{number}版执行。（牵头单位：第{number}局）\n" for n in range(1, 6))
    return f"{town}演练规划第{number}版\n\n一、应急演练\n{clauses}"


def _changed(door: Door, towns: list[str]) -> list[str]:
    """Each town's plan added, replaced and removed."""
    ids = []
    for town in towns:
        job = door.ended(door.upload((f"{town}.txt", version(town, 1)), title="第1版"))
        ids.append(job["result"]["files"][0]["plan"])
    for plan, town in zip(ids, towns, strict=True):
        files = {"file": ("甲.txt", version(town, 2))}
        job = door.ended(door.client.put(f"/api/v1/plans/{plan}", files=files, data={"title": "第2版"}))
        assert job["state"] == "done", job
    for plan in ids:
        assert door.ended(door.client.delete(f"/api/v1/plans/{plan}"))["state"] == "done"
    return ids


def _ask(door: Door, stopped: threading.Event, wrong: list[object], asked: list[int]) -> None:
    with httpx.Client(base_url=door.client.base_url, timeout=60, trust_env=False) as client:
        while not stopped.is_set():
            found = client.post("/api/v1/search", json={"query": "应急演练按哪一版执行", "k": 40})
            answer = client.post("/api/v1/ask", json={"question": "演练由哪个单位牵头？"})
            asked[0] += 1
            stopped.wait(0.02)
            if (found.status_code, answer.status_code) != (200, 200):
                wrong.append((found.text, answer.text))
                continue
            clauses = [hit["clause"] for hit in found.json()["hits"]]
            clauses += [citation["clause"] for citation in answer.json()["citations"]]
            wrong += [c for c in clauses if "演练按" in c["text"] and c["plan"]["title"] not in c["text"]]
            versions = {(hit["clause"]["plan"]["id"], hit["clause"]["plan"]["title"]) for hit in found.json()["hits"]}
            wrong += [versions] if len(dict(versions)) != len(versions) else []
