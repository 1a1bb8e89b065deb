"""Laws of every body of the `Encoder` port, held by the bundled model and by the fake."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import platformdirs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index_build.model import bundled_model
from qa import encoder as module
from qa.encoder import HashEncoder, SentenceEncoder
from qa.errors import ModelUnavailable
from qa.ports import Encoder
from qa.traced_model import TracedModel

TEXTS = [
    "法",
    "推进依法行政，加快建设法治政府。",
    "行政复议工作由哪些单位牵头？",
    "健全依法决策机制，" * 6,
    "2.6.32 建立行政执法全过程记录制度。牵头单位：县司法局；责任单位：县直各行政执法部门。",
    "严格规范公正文明执法。" * 3,
    "公布权责清单",
]
# bfloat16 keeps 8 bits of a number; padding and batch shape change the order of its sums.
CLOSE = 0.999


@pytest.fixture(scope="session")
def sentence_encoder() -> SentenceEncoder:
    try:
        return SentenceEncoder(str(bundled_model(platformdirs.user_cache_path("planqa"))))
    except ModelUnavailable as error:
        pytest.skip(error.message)


@pytest.fixture(params=["sentence", "hash"])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    return HashEncoder() if request.param == "hash" else request.getfixturevalue("sentence_encoder")


def assert_same(left: np.ndarray, right: np.ndarray) -> None:
    assert left.shape == right.shape
    assert (left * right).sum(axis=1).min() > CLOSE


def test_rows_are_float32_of_unit_length(encoder: Encoder) -> None:
    for vectors in (encoder.encode_queries([*TEXTS, ""]), encoder.encode_passages([*TEXTS, ""])):
        assert vectors.dtype == np.float32
        assert vectors.shape == (len(TEXTS) + 1, encoder.dimension)
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_nothing_in_nothing_out(encoder: Encoder) -> None:
    seen: list[int] = []
    assert encoder.encode_queries([]).shape == (0, encoder.dimension)
    assert encoder.encode_passages([], seen.append).shape == (0, encoder.dimension)
    assert seen == []


@settings(deadline=None, max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(len(TEXTS))))
def test_order_does_not_matter(encoder: Encoder, order: list[int]) -> None:
    shuffled = encoder.encode_passages([TEXTS[i] for i in order])
    assert_same(shuffled, encoder.encode_passages(TEXTS)[order])


def test_company_does_not_matter(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    together = encoder.encode_passages(TEXTS)
    assert_same(together, np.concatenate([encoder.encode_passages([text]) for text in TEXTS]))
    monkeypatch.setattr(module, "BATCH", 2)
    assert_same(together, encoder.encode_passages(TEXTS))


def test_progress_counts_every_passage(encoder: Encoder) -> None:
    seen: list[int] = []
    encoder.encode_passages(TEXTS * 3, seen.append)
    assert sum(seen) == len(TEXTS) * 3


def test_threads_get_what_one_caller_gets(encoder: Encoder) -> None:
    alone = encoder.encode_queries(TEXTS)
    results: dict[int, np.ndarray] = {}

    def run(i: int) -> None:
        results[i] = encoder.encode_queries([TEXTS[i]])

    threads = [threading.Thread(target=run, args=(i,)) for i in range(len(TEXTS))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert_same(alone, np.concatenate([results[i] for i in range(len(TEXTS))]))


def test_a_question_is_nearest_to_its_clause(encoder: Encoder) -> None:
    clauses = ["公布行政机关权责清单", "严格规范公正文明执法", "行政复议工作由司法局牵头"]
    question = encoder.encode_queries(["行政复议由谁牵头"])
    assert int((encoder.encode_passages(clauses) @ question[0]).argmax()) == 2


def test_prompts_tell_queries_from_passages(sentence_encoder: SentenceEncoder) -> None:
    model = sentence_encoder._model
    stated = model.encode([f"query: {TEXTS[1]}", f"passage: {TEXTS[1]}"]).astype(np.float32)
    stated /= np.linalg.norm(stated, axis=1, keepdims=True)
    ours = np.concatenate([sentence_encoder.encode_queries(TEXTS[1:2]), sentence_encoder.encode_passages(TEXTS[1:2])])
    assert_same(stated, ours)
    assert (ours[0] * ours[1]).sum() < CLOSE


@pytest.mark.parametrize(
    ("stated", "name", "expected"),
    [
        ({"query": "", "document": ""}, "intfloat/multilingual-e5-small", ("query: ", "passage: ")),
        ({"query": "", "document": ""}, "BAAI/bge-small-zh", ("", "")),
        ({"query": "Q ", "document": "D "}, "some/e5-model", ("Q ", "D ")),
    ],
)
def test_prompts_come_from_the_model_and_else_from_the_cards_of_e5(
    stated: dict[str, str], name: str, expected: tuple[str, str]
) -> None:
    assert module._prompts(stated, name) == expected


def test_a_passage_of_the_stated_length_is_read_to_its_end(sentence_encoder: SentenceEncoder) -> None:
    body = "法"
    while sentence_encoder.count_tokens(body + "治县") <= sentence_encoder.max_tokens:
        body += "治县"
    ids = sentence_encoder._model.tokenizer(f"passage: {body}", verbose=False)["input_ids"]
    assert 500 < len(ids) <= 512


def test_identity_is_stated_by_the_bundled_folder_and_survives_a_copy(
    sentence_encoder: SentenceEncoder, tmp_path: Path
) -> None:
    folder = bundled_model(platformdirs.user_cache_path("planqa"))
    link = tmp_path / "elsewhere"
    link.symlink_to(folder)
    assert sentence_encoder.name == folder.name == SentenceEncoder(str(link)).name
    assert SentenceEncoder(str(link), name="mine").name == "mine"


def test_the_fingerprint_of_a_folder_tells_contents_apart(tmp_path: Path) -> None:
    (tmp_path / "weights").write_bytes(b"one")
    first = module._fingerprint(tmp_path)
    assert module._fingerprint(tmp_path) == first
    (tmp_path / "weights").write_bytes(b"two")
    assert module._fingerprint(tmp_path) != first


def test_a_folder_without_a_model_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="无法加载向量模型"):
        SentenceEncoder(str(tmp_path))


def test_importing_the_module_and_the_fake_needs_no_torch() -> None:
    program = (
        "import sys; from qa.encoder import HashEncoder; HashEncoder().encode_queries(['甲']);"
        "assert not {'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


@given(st.text())
def test_the_fake_is_the_same_everywhere(text: str) -> None:
    vector = HashEncoder().encode_queries([text])
    np.testing.assert_array_equal(vector, HashEncoder().encode_passages([text]))
    np.testing.assert_allclose(np.linalg.norm(vector), 1, atol=1e-5)


@pytest.fixture(scope="module")
def traced() -> SentenceEncoder:
    """The bundled model in the way that servers use it."""
    try:
        encoder = SentenceEncoder(str(bundled_model(platformdirs.user_cache_path("planqa"))))
    except ModelUnavailable as error:
        pytest.skip(error.message)
    assert encoder.trace()
    return encoder


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(alphabet="法治政府建设规划 2.6第一条，。abc", max_size=700), min_size=1, max_size=9))
def test_traced_the_vectors_are_the_same_but_for_rounding(
    sentence_encoder: SentenceEncoder, traced: SentenceEncoder, texts: list[str]
) -> None:
    assert_same(traced.encode_queries(texts), sentence_encoder.encode_queries(texts))


def test_several_threads_may_use_a_traced_model_at_once(traced: SentenceEncoder) -> None:
    def encode(number: int) -> np.ndarray:
        assert traced.count_tokens(TEXTS[number % len(TEXTS)]) > 0
        return traced.encode_queries(TEXTS[number % len(TEXTS) :])

    expected = [encode(number) for number in range(len(TEXTS))]
    with ThreadPoolExecutor(4) as pool:
        for number, vectors in enumerate(pool.map(encode, range(8 * len(TEXTS)))):
            assert_same(vectors, expected[number % len(TEXTS)])


def test_what_cannot_be_traced_goes_on_as_it_is() -> None:
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel

    words = Tokenizer(WordLevel({"[UNK]": 0, "法": 1}, unk_token="[UNK]"))
    model = TracedModel(modules=[StaticEmbedding(words, embedding_dim=4)], device="cpu")
    before = model.encode(["法"])
    assert not model.trace()
    np.testing.assert_array_equal(model.encode(["法"]), before)
