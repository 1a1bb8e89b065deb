"""Embeddings and reranking: laws over a fake encoder, and the official client over a socket."""

import base64
import random
from itertools import pairwise
from typing import Any

import httpx
import numpy as np
import openai
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.openai.embeddings import EmbeddingsOut
from api.openai.examples import EMBEDDINGS, MODEL, MODELS, RERANK
from api.openai.models import ModelOut, ModelsOut
from api.openai.relevance import relevances
from api.openai.rerank import RerankOut
from qa.encoder import HashEncoder
from qa.ports import Encoder

TEXTS = ["加强行政复议工作", "每年选派律师驻点信访接待大厅", "政务公开"]
DOCUMENTS = [
    "每年选派律师驻点信访接待大厅，接待群众来访。",
    "健全行政复议案件审理机制。（牵头单位：县政府法制办、县编办）",
    "今天天气很好，适合去公园散步。",
    "行政复议工作由县政府法制办牵头。",
]
_SOME = st.lists(st.text("行政复议信访，。 a1", max_size=40), min_size=1, max_size=8)


@given(_SOME, st.randoms(use_true_random=False))
def test_a_score_depends_neither_on_place_nor_on_repetition(documents: list[str], chance: random.Random) -> None:
    scores = dict(zip(documents, relevances(HashEncoder(), "行政复议", documents), strict=True))
    mixed = [*documents, chance.choice(documents)]
    chance.shuffle(mixed)
    assert relevances(HashEncoder(), "行政复议", mixed) == [scores[text] for text in mixed]
    assert all(0 <= score <= 1 for score in scores.values())


@settings(max_examples=5, deadline=None)
@given(st.permutations(DOCUMENTS * 2))
def test_so_it_is_with_the_real_encoder(encoder: Encoder, documents: list[str]) -> None:
    first = dict(zip(DOCUMENTS, relevances(encoder, "行政复议由谁牵头？", DOCUMENTS * 2), strict=False))
    assert relevances(encoder, "行政复议由谁牵头？", documents) == [first[text] for text in documents]


def test_what_is_relevant_scores_high_and_what_is_not_low(encoder: Encoder) -> None:
    visits, led, weather, review = relevances(encoder, "行政复议工作由谁牵头？", DOCUMENTS)
    assert min(led, review) > 0.5 > visits > weather


def test_a_long_document_counts_for_its_best_part(encoder: Encoder) -> None:
    filler = "今天天气很好，适合去公园散步。" * 60
    [alone, buried, filling] = relevances(
        encoder, "行政复议工作由谁牵头？", [DOCUMENTS[3], filler + DOCUMENTS[3], filler]
    )
    assert filling < buried
    assert filling < 0.5 < alone


@pytest.mark.parametrize(
    ("shape", "example"), [(ModelsOut, MODELS), (ModelOut, MODEL), (EmbeddingsOut, EMBEDDINGS), (RerankOut, RERANK)]
)
def test_the_examples_have_their_shape(shape: Any, example: Any) -> None:
    assert shape.model_validate(example).model_dump(exclude_none=True) == example


def test_the_official_client_gets_unit_vectors_of_the_service(client: openai.OpenAI, encoder: Encoder) -> None:
    found = client.embeddings.create(model="planqa-embedding", input=TEXTS)
    vectors = np.array([item.embedding for item in found.data])
    assert [item.index for item in found.data] == [0, 1, 2]
    assert vectors.shape == (3, encoder.dimension)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.allclose(vectors, encoder.encode_passages(TEXTS), atol=0.02)
    assert found.usage.prompt_tokens == found.usage.total_tokens == sum(map(encoder.count_tokens, TEXTS))


def test_base64_and_float_say_the_same(server: httpx.Client) -> None:
    body = {"model": "planqa-embedding", "input": TEXTS[0]}
    numbers, packed, default = (
        server.post("/v1/embeddings", json={**body, **more}).json()["data"][0]["embedding"]
        for more in ({"encoding_format": "float"}, {"encoding_format": "base64"}, {})
    )
    assert np.frombuffer(base64.b64decode(packed), "<f4").tolist() == pytest.approx(numbers)
    assert default == numbers


def test_a_query_is_embedded_as_one(client: openai.OpenAI, encoder: Encoder) -> None:
    def vector(**more: Any) -> Any:
        found = client.embeddings.create(model="planqa-embedding", input="行政复议", extra_body=more)
        return np.array(found.data[0].embedding)

    assert np.allclose(vector(input_type="query"), encoder.encode_queries(["行政复议"])[0], atol=0.02)
    assert np.array_equal(vector(), vector(input_type="passage"))
    assert not np.allclose(vector(), vector(input_type="query"), atol=1e-3)


@pytest.mark.parametrize(
    ("more", "param"),
    [
        ({"input": []}, "input"),
        ({"input": ""}, "input"),
        ({"input": ["行政", " "]}, "input"),
        ({"input": [1, 2, 3]}, "input"),
        ({"input": [[1, 2], [3]]}, "input"),
        ({"input": {"a": 1}}, "input"),
        ({"input": ["法"] * 257}, "input"),
        ({"input": "法治" * 600}, "input"),
        ({"input": ["法治建设" * 100] * 252}, "input"),
        ({"input": "法", "dimensions": 256}, "dimensions"),
        ({"input": "法", "encoding_format": "int8"}, "encoding_format"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_cannot_be_embedded_is_a_400(server: httpx.Client, more: dict[str, Any], param: str) -> None:
    response = server.post("/v1/embeddings", json={"model": "planqa-embedding", **more})
    assert response.status_code == 400, response.text
    assert response.json()["error"]["param"] == param


def test_the_dimensions_that_there_are_may_be_asked_for(client: openai.OpenAI, encoder: Encoder) -> None:
    found = client.embeddings.create(model="planqa-embedding", input="法", dimensions=encoder.dimension)
    assert len(found.data[0].embedding) == encoder.dimension


def ranked(server: httpx.Client, **body: Any) -> dict[str, Any]:
    given = {"model": "planqa-rerank", "query": "行政复议工作由谁牵头？", "documents": DOCUMENTS, **body}
    found: dict[str, Any] = server.post("/v1/rerank", json=given).raise_for_status().json()
    return found


def test_documents_come_best_first(server: httpx.Client) -> None:
    found = ranked(server)
    assert set(found) == {"id", "model", "results", "usage"}
    assert found["usage"]["total_tokens"] > 0
    assert {result["index"] for result in found["results"]} == {0, 1, 2, 3}
    assert {result["index"] for result in found["results"][:2]} == {1, 3}
    assert all(a["relevance_score"] >= b["relevance_score"] for a, b in pairwise(found["results"]))
    assert all(set(result) == {"index", "relevance_score"} for result in found["results"])


def test_ties_keep_the_order_of_the_input(server: httpx.Client) -> None:
    found = ranked(server, documents=[DOCUMENTS[0], DOCUMENTS[1], DOCUMENTS[0], DOCUMENTS[1]])
    assert [result["index"] for result in found["results"]] == [1, 3, 0, 2]


def test_as_many_as_wanted_with_their_text_if_wanted(server: httpx.Client) -> None:
    objects = [{"text": text, "id": 1} for text in DOCUMENTS]
    [best] = ranked(server, documents=objects, top_n=1, return_documents=True)["results"]
    assert best["document"] == {"text": DOCUMENTS[best["index"]]}
    assert len(ranked(server, top_n=100)["results"]) == len(ranked(server, top_n=None)["results"]) == 4


@pytest.mark.parametrize(
    ("more", "param"),
    [
        ({"documents": []}, "documents"),
        ({"documents": ["法"] * 201}, "documents"),
        ({"documents": ["法" * 50_001] * 2}, "documents"),
        ({"documents": "法"}, "documents"),
        ({"documents": [7]}, "documents[0]"),
        ({"documents": [{"body": "法"}]}, "documents[0].text"),
        ({"query": " "}, "query"),
        ({"query": "法治" * 600}, "query"),
        ({"query": None}, "query"),
        ({"top_n": 0}, "top_n"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_cannot_be_ranked_is_a_400(server: httpx.Client, more: dict[str, Any], param: str) -> None:
    body = {"model": "planqa-rerank", "query": "行政", "documents": ["法"], **more}
    response = server.post("/v1/rerank", json=body)
    assert response.status_code == 400, response.text
    assert response.json()["error"]["param"] == param


@pytest.mark.parametrize("path", ["/v1/embeddings", "/v1/rerank"])
def test_each_door_has_a_model_of_its_own(server: httpx.Client, path: str) -> None:
    body = {"model": "planqa", "input": "法", "query": "法", "documents": ["法"]}
    response = server.post(path, json=body)
    assert response.status_code == 404
    assert response.json()["error"]["code"] == "model_not_found"
