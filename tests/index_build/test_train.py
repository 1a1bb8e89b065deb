import json
from pathlib import Path

import numpy as np
import pytest
from small_corpus import NANJING, write

from index_build import pairs
from index_build.build import build
from index_build.pairs import Pair
from index_build.train import examples, train
from qa.encoder import HashEncoder
from qa.errors import InvalidRequest
from qa.index import Index, open_index


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("small")
    build(write(folder / "corpus"), folder / "index", HashEncoder())
    return open_index(folder / "index", HashEncoder())


def right(index: Index, pair: Pair, vector: np.ndarray) -> float:
    """By how much the cosine of the right clause is above the mean of all."""
    numbers = index.store.numbers(pair.clauses)
    scores = index.vectors.rows() @ vector
    return float(scores[index.columns.passages(numbers.values())].max() - scores.mean())


def test_a_map_brings_questions_nearer_to_the_clauses_that_answer_them(index: Index) -> None:
    taught = [Pair("打官司输了咋办", (f"{NANJING}/1.2",)), Pair("谁来站岗", (f"{NANJING}/2.1",))]
    encoder = HashEncoder()
    found = train(index, encoder, examples(index, encoder, taught))
    for pair in taught:
        plain = encoder.encode_queries([pair.question])
        assert right(index, pair, found(plain)[0]) > right(index, pair, plain[0])


def test_within_a_plan_the_clauses_of_others_are_no_rivals(index: Index) -> None:
    pair = Pair("打官司输了咋办", (f"{NANJING}/1.2",), within=True)
    given = examples(index, HashEncoder(), [pair, Pair(pair.question, pair.clauses)])
    among, everything = given.among
    assert everything is None
    assert among is not None
    plan_of = index.columns.plan
    assert among.tolist() == np.flatnonzero(plan_of == plan_of[given.passages[0][0]]).tolist()
    assert len(among) < len(plan_of)
    found = train(index, HashEncoder(), given.only([0]))
    plain = HashEncoder().encode_queries([pair.question])
    assert right(index, pair, found(plain)[0]) > right(index, pair, plain[0])


def test_the_same_pairs_give_the_same_map(index: Index) -> None:
    given = examples(index, HashEncoder(), [Pair("普法讲堂", (f"{NANJING}/2.2",))])
    first, second = (train(index, HashEncoder(), given).weights for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_pairs_out_of_the_index_ask_with_its_own_words(index: Index) -> None:
    found = pairs.generated(index, [NANJING], 2)
    assert found == pairs.generated(index, [NANJING], 2)
    assert {clause.partition("/")[0] for pair in found for clause in pair.clauses} == {NANJING}
    for pair in found:
        clause = index.store.clause(pair.clauses[0])
        assert clause is not None
        assert pair.within
        assert any(pair.question[i : i + 4] in clause.heading + clause.text for i in range(len(pair.question) - 3))
    assert pairs.generated(index, [NANJING], 0) == []


def test_a_clause_that_is_not_there_is_named(index: Index) -> None:
    with pytest.raises(InvalidRequest, match=r"320100-2021/9\.9"):
        examples(index, HashEncoder(), [Pair("问题", ("320100-2021/9.9",))])


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"question": "问"}', '{"question": "", "clauses": ["a"]}', '{"question": "问", "clauses": []}']
)
def test_a_broken_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(json.dumps({"question": "问", "clauses": ["a/1"]}) + "\n\n" + line, encoding="utf-8")
    with pytest.raises(InvalidRequest, match="第3行"):
        pairs.read(path)


def test_pairs_are_read(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text('{"question": "谁负责？", "clauses": ["a/1", "a/2"]}\n', encoding="utf-8")
    assert pairs.read(path) == [Pair("谁负责？", ("a/1", "a/2"))]
    assert pairs.read(path, within=True) == [Pair("谁负责？", ("a/1", "a/2"), within=True)]
