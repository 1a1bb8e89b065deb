"""An index whose vectors are in Milvus (Milvus Lite here) gives what one on FAISS gives, however it came about."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from milvus_lite.adapter.grpc.server import start_server_in_thread

from api.live import Live
from api.operations.readiness import Readiness
from index_build import catalogue
from index_build.add import add_new, put
from index_build.build import build
from index_build.remove import remove
from index_build.sources import Source
from qa import index
from qa.batching import BatchingEncoder
from qa.encoder import HashEncoder
from qa.errors import IndexMismatch, VectorsUnavailable
from qa.evaluate import cases
from qa.filters import Filters
from qa.milvus import Milvus
from qa.ports import Encoder
from qa.query_map import packaged
from qa.service import Service
from qa.vectors_milvus import FILE, MilvusVectors
from tests import small_corpus
from tests.small_corpus import FUZHOU, NANJING

ENCODER = HashEncoder()
_ASKED = 60
_QUESTIONS = ("行政复议工作由哪个单位牵头？", "执法公示制度", "每年选派多少名律师？", "夜间巡查由谁负责？")
_PLAN = """{region}法治建设规划（2021—2025年）

一、规范行政执法
（一）落实执法公示制度，执法结果自作出之日起{days}个工作日内公开。（牵头单位：区司法局）
（二）推行夜间巡查，每周不少于{days}次。（责任单位：区城市管理局）
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Milvus:
    return Milvus(str(tmp_path_factory.mktemp("milvus") / "lite.db"))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return small_corpus.write(tmp_path / "corpus")


def found(service: Service, questions: list[str] | tuple[str, ...], filters: Filters) -> list[object]:
    """What users see: clauses in their order, verdict and answer; scores to six places."""
    hits = [service.search(question, 20, filters).hits for question in questions]
    answers = [service.ask(question, filters) for question in questions]
    return [
        [[(hit.clause.id, round(hit.score, 6)) for hit in ranked] for ranked in hits],
        [(a.verdict, a.text, [(c.clause.id, c.quote) for c in a.citations]) for a in answers],
    ]


def test_the_packaged_plans_give_the_same_clauses_verdicts_and_answers(
    index_dir: Path, encoder: Encoder, server: Milvus, tmp_path: Path
) -> None:
    root = tmp_path / "index"
    shutil.copytree(index_dir / "embeddings", root / "embeddings")  # nothing is embedded a second time
    build(catalogue.packaged(), root, encoder, milvus=server)
    query_map, encoder = packaged(encoder.name), BatchingEncoder(encoder)  # which remembers questions
    local = Service.open(index_dir, encoder, None, query_map)
    remote = Service.open(root, encoder, None, query_map, server)
    asked = random.Random(7).sample(cases.read(catalogue.packaged() / "questions.jsonl"), _ASKED)
    questions = [case.question for case in asked]
    assert found(remote, questions, Filters()) == found(local, questions, Filters())
    for filters in (Filters(regions=("440000",)), Filters(plans=("422823-2016",)), Filters(unit="司法局")):
        assert found(remote, questions[:3], filters) == found(local, questions[:3], filters)


def grown(root: Path, milvus: Milvus | None) -> Iterator[Path]:
    """An index after each of several changes."""

    def source(name: str, region: str, days: str, **known: object) -> Source:
        return Source(name, _PLAN.format(region=region, days=days).encode(), known)

    nothing = (lambda *_: None, lambda *_: None)
    yield root
    add_new([source("甲.txt", "玄武区", "三")], root, ENCODER, *nothing, milvus)
    yield root
    put(source("乙.txt", "玄武区", "五", id=NANJING), root, ENCODER, *nothing, milvus)
    yield root
    remove([FUZHOU], root, ENCODER, milvus=milvus)
    yield root
    add_new([source("丙.txt", "秦淮区", "八")], root, ENCODER, *nothing, milvus)
    yield root


def test_changes_give_the_same_in_milvus_as_on_faiss(server: Milvus, corpus: Path, tmp_path: Path) -> None:
    local, remote = tmp_path / "local", tmp_path / "remote"
    build(corpus, local, ENCODER)
    build(corpus, remote, ENCODER, milvus=server)
    opened = []
    for _ in zip(grown(local, None), grown(remote, server), strict=True):
        opened.append((index.open_index(local, ENCODER), index.open_index(remote, ENCODER, milvus=server)))
    # Those that began with an older generation go on with it.
    for on_faiss, in_milvus in opened:
        np.testing.assert_array_equal(in_milvus.vectors.rows(), on_faiss.vectors.rows())
        query, allowed = on_faiss.vectors.row(0)[None], on_faiss.allowed(Filters())
        scores = in_milvus.vectors.search(query, 9, allowed)[1]  # ids of equal texts may change places
        np.testing.assert_allclose(scores, on_faiss.vectors.search(query, 9, allowed)[1], atol=1e-6)
    services = Service(opened[-1][1], ENCODER), Service(opened[-1][0], ENCODER)
    assert found(services[0], _QUESTIONS, Filters()) == found(services[1], _QUESTIONS, Filters())


def test_the_vectors_stay_where_they_are_until_an_index_is_built_anew(
    server: Milvus, corpus: Path, tmp_path: Path
) -> None:
    root = tmp_path / "index"
    build(corpus, root, ENCODER)
    changes = grown(root, server)
    for _ in range(2):
        next(changes)
        assert not isinstance(index.open_index(root, ENCODER, milvus=server).vectors, MilvusVectors)
    build(corpus, root, ENCODER, milvus=server)
    opened = index.open_index(root, ENCODER, milvus=server)
    assert isinstance(opened.vectors, MilvusVectors)
    assert {FILE, index.VECTORS} & set(opened.manifest.files) == {FILE}
    with pytest.raises(IndexMismatch, match="PLANQA_MILVUS"):
        index.open_index(root, ENCODER)


def test_a_server_that_is_away_when_an_index_is_opened_is_waited_for(corpus: Path, tmp_path: Path) -> None:
    data, root = str(tmp_path / "lite"), tmp_path / "index"
    running, database, port = start_server_in_thread(data)
    milvus = Milvus(f"http://127.0.0.1:{port}", timeout=1.0)
    build(corpus, root, ENCODER, milvus=milvus)
    live, readiness = Live(root, lambda: Service.open(root, ENCODER, milvus=milvus)), Readiness()
    running.stop(None).wait()
    database.close()
    live.refresh()
    for ask in (
        lambda: live.service,
        lambda: readiness.check(live),
        lambda: build(corpus, root, ENCODER, milvus=milvus),
    ):
        with pytest.raises(VectorsUnavailable, match="Milvus 没有答复"):
            ask()
    running, database, _ = start_server_in_thread(data, port=port)
    try:
        for _ in range(60):
            live.refresh()
            if readiness_says(readiness, live):
                break
        readiness.check(live)
        assert live.service.search(_QUESTIONS[1]).hits
    finally:
        running.stop(None).wait()
        database.close()


def readiness_says(readiness: Readiness, live: Live) -> bool:
    try:
        readiness.check(live)
    except VectorsUnavailable:
        return False
    return True
