"""A build by workers is a local build: on a cluster of two nodes, one of which is killed on the way."""

import os
import signal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.crew import OwnEncoder
from index_build import catalogue, sources
from index_build.build import build
from index_build.cluster import work, workers
from index_build.cluster.encoder import ClusterEncoder
from index_build.cluster.reader import ClusterReader
from index_build.cluster.work import Terms
from index_build.cluster.workers import Workers
from index_build.readers import Cut, LocalReader
from index_build.sources import Source
from qa import index
from qa.errors import BadPlan, ClusterUnavailable
from qa.ports import Encoder
from qa.regions import Regions, read_csv
from qa.settings import no_usage_reports
from tests.index_build.cluster.at_work import (
    CompanyEncoder,
    OtherEncoder,
    Slow,
    SlowEncoder,
    double,
    no_model,
    process,
    shout,
    sleep,
)
from tests.small_corpus import write

pytest.importorskip("ray", reason="the extra `ray` is not installed")

ENCODER = CompanyEncoder()
TERMS = Terms(work.version(), ENCODER.name, CompanyEncoder)
#: One processor a node, as little memory as Ray takes, and a node that is gone is missed at once.
_NODE: dict[str, Any] = {"num_cpus": 1, "object_store_memory": 100_000_000, "include_dashboard": False}
_QUICK = {"health_check_initial_delay_ms": 0, "health_check_period_ms": 500, "health_check_failure_threshold": 2}


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A head with one processor; tests add nodes."""
    no_usage_reports()
    from ray.cluster_utils import Cluster

    started = Cluster(initialize_head=True, head_node_args=_NODE | {"_system_config": _QUICK})
    yield started
    started.shutdown()


@pytest.fixture(scope="module")
def crew(cluster: Any) -> Iterator[Workers]:
    cluster.add_node(num_cpus=1, object_store_memory=100_000_000)
    with workers.connected(cluster.address) as connected:
        yield connected


@dataclass
class Doomed:
    """A node to be killed like by a power cut, while its worker is at work."""

    worker: int
    processes: tuple[int, ...]
    killed: bool = False

    def kill_at_work(self, notes: Path) -> None:
        mine = notes / str(self.worker)
        if not self.killed and mine.exists() and mine.read_text().endswith("(\n"):
            self.killed = True
            for process in self.processes:
                os.kill(process, signal.SIGKILL)


@pytest.fixture
def doomed(cluster: Any, crew: Workers) -> Iterator[Doomed]:
    """Its worker has loaded all and waits."""
    import ray
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

    before = {node["NodeID"] for node in ray.nodes()}
    node = cluster.add_node(num_cpus=1, object_store_memory=100_000_000)
    [new] = {node["NodeID"] for node in ray.nodes()} - before
    there = NodeAffinitySchedulingStrategy(new, soft=False)
    ray.get(ray.remote(work.read).options(scheduling_strategy=there).remote(TERMS, Source("甲.txt", b"")))
    worker = ray.get(ray.remote(process).options(scheduling_strategy=there).remote())

    # Left alone, a worker outlives its raylet by a second and may end what it does.
    yield Doomed(worker, (node.all_processes["raylet"][0].process.pid, worker))
    cluster.remove_node(node, allow_graceful=False)


def same(left: Path, right: Path, encoder: Encoder) -> None:
    """Two indexes hold the same plans and clauses, byte for byte, and the same vectors to 1e-5."""
    one, two = (index.open_index(root, encoder) for root in (left, right))
    assert one.manifest.files[index.STORE] == two.manifest.files[index.STORE]
    np.testing.assert_allclose(one.vectors.rows(), two.vectors.rows(), rtol=0, atol=1e-5)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(numbers=st.lists(st.integers(), max_size=40))
def test_results_come_in_the_order_of_the_items(crew: Workers, numbers: list[int]) -> None:
    assert list(crew.over(double, 3, numbers)) == [(n, 3 * n) for n in numbers]


def test_items_are_taken_no_earlier_than_there_is_room(crew: Workers) -> None:
    taken = []

    def items() -> Iterator[int]:
        for number in range(1_000):
            taken.append(number)
            yield number

    results = crew.over(double, 2, items())
    next(results)
    few = len(taken)
    results.close()
    assert few < 50
    taken.clear()
    heavy = crew.over(double, 2, items(), lambda _: workers._MOST_BYTES)
    next(heavy)
    assert len(taken) == 2


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(max_size=30), max_size=70))
def test_vectors_are_those_of_one_process(crew: Workers, texts: list[str]) -> None:
    told: list[int] = []
    vectors = ClusterEncoder(ENCODER, crew, TERMS).encode_passages(texts, told.append)
    np.testing.assert_array_equal(vectors, ENCODER.encode_passages(texts))
    assert sum(told) == len(texts)
    assert vectors.shape == (len(texts), ENCODER.dimension)


def test_ids_are_those_of_a_local_reading(crew: Workers, tmp_path: Path) -> None:
    folder = write(tmp_path / "corpus")
    (folder / catalogue.NAME).unlink()
    data = [path.read_bytes() for path in sorted(folder.glob("*.txt"))]
    files = [
        Source("甲.txt", data[0]),
        Source("乙/甲.txt", data[1]),
        Source("丙.xyz", BadPlan("没有能读取此类文件的程序。")),
        Source("丁/甲.txt", data[0]),
        Source("戊.docx", b"PK nothing"),
        Source("甲.txt", data[1], {"id": "given"}),
    ]
    regions = Regions(read_csv(catalogue.packaged() / "regions.csv"))
    local, remote = (_read_all(reader, files) for reader in (LocalReader(regions, ENCODER), ClusterReader(crew, TERMS)))
    assert local == remote
    assert [f for f in local if isinstance(f, str)] != []
    assert [f.text.plan.id for f in local if isinstance(f, Cut)] == ["甲", "甲-2", "甲-3", "given"]


def _read_all(reader: LocalReader | ClusterReader, files: Sequence[Source]) -> list[Cut | str]:
    """Each file as read, or the message of why it could not be."""
    taken: set[str] = set()
    found: list[Cut | str] = []
    for source, cut in reader.read(files, taken):
        assert source is files[len(found)]
        if isinstance(cut, Cut):
            taken.add(cut.text.plan.id)
        found.append(cut.message if isinstance(cut, BadPlan) else cut)
    return found


def test_a_build_is_a_local_build_to_the_byte(crew: Workers, tmp_path: Path) -> None:
    corpus = write(tmp_path / "corpus")
    build(corpus, tmp_path / "local", ENCODER)
    told: dict[str, list[tuple[int, int]]] = {}
    build(
        corpus,
        tmp_path / "remote",
        ClusterEncoder(ENCODER, crew, TERMS),
        lambda stage, done, total: told.setdefault(stage, []).append((done, total)),
        ClusterReader(crew, TERMS),
    )
    same(tmp_path / "local", tmp_path / "remote", ENCODER)
    assert all(heard == sorted(heard) and heard[-1][0] == heard[-1][1] for heard in told.values())


def test_a_plan_that_cannot_be_read_says_so_as_locally(crew: Workers, tmp_path: Path) -> None:
    corpus = write(tmp_path / "corpus")
    path = corpus / catalogue.NAME
    listing = path.read_text(encoding="utf-8")
    (corpus / "broken.docx").write_bytes(b"PK nothing")
    digest = catalogue.digest(b"PK nothing")
    path.write_text(f'{listing}\n\n[[plan]]\nid = "x"\nfile = "broken.docx"\nsha256 = "{digest}"\n', encoding="utf-8")
    messages = []
    for encoder, reader in ((ENCODER, None), (ClusterEncoder(ENCODER, crew, TERMS), ClusterReader(crew, TERMS))):
        with pytest.raises(BadPlan) as caught:
            build(corpus, tmp_path / "index", encoder, reader=reader)
        messages.append(caught.value.message)
    assert messages[0] == messages[1]
    assert not index.exists(tmp_path / "index")


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (Terms("0.0.1", ENCODER.name, CompanyEncoder), rf"安装的是 planqa {work.version()}，本机是 0\.0\.1"),
        (Terms(work.version(), ENCODER.name, OtherEncoder), "的向量模型是 another，本机是 company"),
        (Terms(work.version(), ENCODER.name, no_model), "无法加载向量模型：没有安装"),
    ],
    ids=["version", "encoder", "model"],
)
def test_a_worker_that_would_build_another_index_refuses(crew: Workers, terms: Terms, said: str) -> None:
    with pytest.raises(ClusterUnavailable, match=said):
        ClusterEncoder(ENCODER, crew, terms).encode_passages(["法"])
    with pytest.raises(ClusterUnavailable, match=said):
        list(ClusterReader(crew, terms).read([Source("甲.txt", "一、推进依法行政。".encode())], ()))


def test_a_fault_of_the_program_is_told(crew: Workers) -> None:
    with pytest.raises(ClusterUnavailable, match="TypeError"):
        list(crew.over(shout, 1, [None]))


def test_a_node_killed_halfway_through_the_build_changes_nothing(crew: Workers, doomed: Doomed, tmp_path: Path) -> None:
    build(catalogue.packaged(), tmp_path / "local", SlowEncoder(tmp_path / "once", 0.0, 0.0))
    terms = Terms(work.version(), ENCODER.name, Slow(tmp_path / "again", encoding=0.4))

    def progress(stage: str, done: int, total: int) -> None:
        if stage.startswith("编码") and done > total / 2:
            doomed.kill_at_work(tmp_path / "again")

    encoder, reader = ClusterEncoder(ENCODER, crew, terms), ClusterReader(crew, terms)
    build(catalogue.packaged(), tmp_path / "remote", encoder, progress, reader)
    same(tmp_path / "local", tmp_path / "remote", ENCODER)
    assert _calls(tmp_path / "again") > _calls(tmp_path / "once"), "nothing was under way on a node that was killed"


def test_a_node_killed_while_it_reads_changes_nothing(crew: Workers, doomed: Doomed, tmp_path: Path) -> None:
    regions = Regions(read_csv(catalogue.packaged() / "regions.csv"))
    files = [sources.of(entry) for entry in catalogue.read(write(tmp_path / "corpus"))] * 20
    expected = list(LocalReader(regions, SlowEncoder(tmp_path / "once", 0.0, 0.0)).read(files, ()))
    terms = Terms(work.version(), ENCODER.name, Slow(tmp_path / "again", reading=0.01))
    found = []
    for one in ClusterReader(crew, terms).read(files, ()):
        found.append(one)
        if len(found) >= len(files) // 2:
            doomed.kill_at_work(tmp_path / "again")
    assert found == expected
    assert _calls(tmp_path / "again") > _calls(tmp_path / "once"), "nothing was under way on a node that was killed"


def _calls(notes: Path) -> int:
    return sum(file.read_text().count("(") for file in notes.iterdir())


def test_the_model_gives_the_same_vectors_on_a_worker(
    crew: Workers, encoder: Encoder, index_dir: Path, tmp_path: Path
) -> None:
    terms = Terms(work.version(), encoder.name, OwnEncoder("bundled"))
    build(catalogue.packaged(), tmp_path, ClusterEncoder(encoder, crew, terms), reader=ClusterReader(crew, terms))
    same(index_dir, tmp_path, encoder)


def test_without_a_processor_nobody_waits_for_ever(crew: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_LOOKS", 0.05)
    monkeypatch.setattr(workers, "_PATIENCE", 0.1)
    monkeypatch.setattr(Workers, "_processors", lambda _: 0)
    with pytest.raises(ClusterUnavailable, match="没有可用的处理器"):
        list(crew.over(sleep, None, [1.0]))
