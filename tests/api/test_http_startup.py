"""A server over an index it cannot use, and the wiring behind every door."""

import json
import shutil
from pathlib import Path
from typing import Any

import httpx
import pytest

from api import wiring
from index_build import catalogue
from qa import index
from qa.encoder import HashEncoder
from qa.errors import ModelUnavailable
from qa.evaluate import cases
from qa.ports import Encoder
from qa.query_map import packaged
from qa.service import Service
from qa.settings import Settings


def refusal(response: httpx.Response) -> dict[str, Any]:
    assert response.status_code == 503
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert "planqa index" in body["detail"]
    return body


def assert_alive_but_not_ready(client: httpx.Client, slug: str) -> None:
    assert client.get("/healthz").status_code == 200
    doors = [
        client.get("/readyz"),
        client.get("/api/v1/plans"),
        client.get("/c/422823-2016/2.6.32"),
        client.post("/api/v1/ask", json={"question": "行政复议由谁牵头？"}),
        client.post("/api/v1/search", json={"query": "行政复议"}),
    ]
    for response in doors:
        assert refusal(response)["type"].endswith(f"/problems/{slug}")
    assert client.get("/openapi.json").status_code == 200


def test_without_an_index_the_server_says_what_to_run(serve: Any, tmp_path: Path) -> None:
    with serve(tmp_path / "none") as client:
        assert_alive_but_not_ready(client, "index-unavailable")
    assert not (tmp_path / "none").exists()


def test_over_an_index_of_another_encoder_the_server_says_what_to_run(
    serve: Any, index_dir: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "index"
    shutil.copytree(index_dir, copy)
    manifest = copy / (copy / index.CURRENT).read_text() / index.MANIFEST
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "encoder": "another"}))
    with serve(copy) as client:
        assert_alive_but_not_ready(client, "index-mismatch")


def test_the_first_service_builds_its_index_and_the_second_opens_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "load_encoder", lambda settings, say: HashEncoder())
    settings = Settings(index=tmp_path / "index")
    said: list[str] = []
    steps: list[tuple[str, int, int]] = []
    first = wiring.open_service(settings, said.append, lambda *step: steps.append(step))
    assert said
    assert steps[-1][1] == steps[-1][2] > 0
    steps.clear()
    second = wiring.open_service(settings, said.append, lambda *step: steps.append(step))
    assert steps == []
    assert first.manifest == second.manifest


def test_where_the_bundled_model_cannot_be_had_the_hub_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(cache: Path, progress: object) -> Path:
        raise ModelUnavailable("没有安装内置向量模型。")

    asked: list[str] = []
    monkeypatch.setattr(wiring, "bundled_model", missing)
    monkeypatch.setattr(wiring, "SentenceEncoder", asked.append)
    said: list[str] = []
    wiring.load_encoder(Settings(cache=tmp_path), said.append)
    assert asked == ["intfloat/multilingual-e5-small"]
    assert "没有安装内置向量模型" in said[0]
    assert "intfloat/multilingual-e5-small" in said[0]


def test_a_model_that_was_chosen_is_never_replaced(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable):
        wiring.load_encoder(Settings(encoder=str(tmp_path)), lambda _: None)


def test_a_server_ranks_with_the_query_map_as_the_command_does(
    server: httpx.Client, index_dir: Path, encoder: Encoder
) -> None:
    def order(service: Service, query: str) -> list[str]:
        return [hit.clause.id for hit in service.search(query, 20).hits]

    with_map, without = (Service.open(index_dir, encoder, None, m) for m in (packaged(encoder.name), None))
    queries = [case.question for case in cases.read(catalogue.packaged() / "questions.jsonl")][:8]
    assert any(order(with_map, query) != order(without, query) for query in queries)
    for query in queries:
        hits = server.post("/api/v1/search", json={"query": query, "k": 20}).json()["hits"]
        assert [hit["clause"]["id"] for hit in hits] == order(with_map, query)
