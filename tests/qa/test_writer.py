"""The real openai client against a server on loopback."""

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from loopback import Model, serving

from qa.ports import WriterFailed
from qa.records import Citation, Clause, Plan
from qa.writing.writer import OpenAIWriter, QuotingWriter

KEY = "sk-secret-key"
_CLAUSE = Clause("p/1", "p", 0, ("一",), (), 1, "一、", "", "由甲局牵头。", (), (), (), (0, 6))
EVIDENCE = [
    Citation(1, _CLAUSE, Plan("p", "规划", None, None, None, None, None, None, "规划", ""), _CLAUSE.text, (0, 6))
]


@pytest.fixture(scope="module")
def server() -> Iterator[Model]:
    with serving() as model:
        yield model


@pytest.fixture
def model(server: Model) -> Model:
    fresh = Model(url=server.url)
    for name in ("says", "behaviour", "pause", "left"):
        setattr(server, name, getattr(fresh, name))
    server.asked.clear()
    server.headers.clear()
    return server


def written(model: Model, timeout: float = 20) -> str:
    return "".join(OpenAIWriter(model.url, "m", KEY, timeout).write("谁牵头？", EVIDENCE))


def test_what_the_model_says_comes_in_pieces(model: Model):
    model.says = ["由甲", "局牵头[1]。"]
    writer = OpenAIWriter(model.url, "m", KEY, 20)
    assert [piece for piece in writer.write("谁牵头？", EVIDENCE) if piece] == ["由甲", "局牵头[1]。"]
    assert model.asked[0]["model"] == "m"
    assert [m["role"] for m in model.asked[0]["messages"]] == ["system", "user"]
    assert "由甲局牵头。" in model.asked[0]["messages"][1]["content"]
    assert model.headers[0]["authorization"] == f"Bearer {KEY}"


def test_variables_of_other_programs_are_not_sent(model: Model, monkeypatch: pytest.MonkeyPatch):
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        monkeypatch.setenv(name, "of-another-program")
    list(OpenAIWriter(model.url, "m", "", 20).write("谁牵头？", EVIDENCE))
    assert "of-another-program" not in str(model.headers)


@pytest.mark.parametrize(
    "behaviour", ["400", "401", "403", "404", "429", "500", "cut", "length", "not json", "wrong json", "not a stream"]
)
def test_a_failure_is_told_in_chinese_without_the_server_s_words(model: Model, behaviour: str):
    model.behaviour, model.says = behaviour, ["由甲局牵头[1]。"]
    with pytest.raises(WriterFailed) as failure:
        written(model)
    assert "语言模型" in str(failure.value)
    assert "sk-" not in str(failure.value)
    assert len(model.asked) == 1


def test_a_server_that_drips_has_one_deadline(model: Model):
    model.says, model.pause = ["甲"] * 1000, 0.2
    with pytest.raises(WriterFailed, match="限定时间"):
        written(model, timeout=1)


def test_nobody_there_is_a_failure():
    with pytest.raises(WriterFailed, match="连接"):
        list(OpenAIWriter("http://127.0.0.1:9/v1", "m", KEY, 20).write("谁牵头？", EVIDENCE))


def test_a_reader_who_leaves_ends_the_call(model: Model):
    model.says, model.pause = ["甲"] * 1000, 0.1
    pieces = OpenAIWriter(model.url, "m", KEY, 120).write("谁牵头？", EVIDENCE)
    while not next(pieces):
        pass
    pieces.close()
    for _ in range(600):
        if model.left:
            break
        time.sleep(0.1)
    assert model.left == 1


def test_the_fake_quotes_each_clause_with_its_mark():
    evidence = [*EVIDENCE, replace(EVIDENCE[0], n=2)]
    assert "".join(QuotingWriter().write("谁牵头？", evidence)) == "由甲局牵头[1]。\n由甲局牵头[2]。\n"
