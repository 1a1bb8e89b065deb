import sys
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from small_corpus import NANJING, write

from index_build.build import build
from qa.encoder import HashEncoder
from qa.index import Index, open_index
from qa.ports import Writer, WriterFailed
from qa.records import Answer, AnswerUnit, Citation, Scope
from qa.service import Service
from qa.writing.grounding import Grounding
from qa.writing.marked import read
from qa.writing.writer import QuotingWriter
from qa.writing.written import Delta

sys.path.insert(0, str(Path(__file__).parent / "written"))

from attacks import ATTACKS

QUESTION = "南京鼓楼区落实执法公示制度由谁牵头？"


class Saying:
    """A writer that says what it is given, and fails at None."""

    def __init__(self, *pieces: str | None) -> None:
        self.pieces = pieces
        self.calls = 0

    def write(self, question: str, evidence: Sequence[Citation]) -> Generator[str, None, None]:
        self.calls += 1
        for piece in self.pieces:
            if piece is None:
                raise WriterFailed("语言模型服务出错")
            yield piece


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("small")
    build(write(folder / "corpus"), folder / "index", HashEncoder())
    return open_index(folder / "index", HashEncoder())


@pytest.fixture(scope="module")
def found(index: Index) -> Answer:
    """What was found without a model."""
    plan = index.store.plans[NANJING]
    clause = next(c for c in index.store.plan_text(NANJING).clauses if "执法公示" in c.text)
    cited = Citation(1, clause, plan, clause.text, (0, len(clause.text)))
    unit = AnswerUnit("鼓楼区", "lead", "区司法局", clause.id)
    text = "鼓楼区：牵头单位：区司法局。[1]"
    return Answer(QUESTION, "answered", text, Scope(), 0.9, units=(unit,), citations=(cited,), understood=QUESTION)


@pytest.fixture
def said(index: Index, found: Answer) -> Callable[..., Answer]:
    return lambda *pieces: Service(index, HashEncoder(), Saying(*pieces)).written(found)


def test_a_sentence_that_holds_is_the_answer(said: Callable[..., Answer], found: Answer):
    answer = said("鼓楼区落实执法公示制度", "由区司法局牵头[1]。")
    assert answer == replace(found, text="鼓楼区落实执法公示制度由区司法局牵头[1]。", written=True)


def test_a_sentence_without_support_is_left_out_and_said_so(said: Callable[..., Answer]):
    answer = said("落实执法公示制度由区司法局牵头[1]。", "违者罚款五百元[1]。", "谢谢。")
    assert answer.text == "落实执法公示制度由区司法局牵头[1]。"
    assert answer.note == "已略去2句没有依据的话。"


@pytest.mark.parametrize(
    "pieces",
    [
        (),
        ("无。",),
        ("抱歉，我无法回答。",),
        ("哈哈哈[1]。",),
        ("？！",),
        (None,),
        ("落实执法公示制度由区司法局牵头[1]。", None),
    ],
)
def test_where_nothing_holds_or_it_breaks_off_the_clauses_are_quoted(
    said: Callable[..., Answer], found: Answer, pieces: tuple[str | None, ...]
):
    answer = said(*pieces)
    assert answer.note
    assert "以下为条款原文" in answer.note
    assert answer == replace(found, note=answer.note)


def test_units_that_the_model_leaves_out_follow_in_the_words_of_the_clause(said: Callable[..., Answer], found: Answer):
    answer = said("执法结果自作出之日起七个工作日内公开[1]。")
    assert answer.text == f"执法结果自作出之日起七个工作日内公开[1]。\n{found.text}"
    assert answer.note
    assert "补上" in answer.note


def test_the_pieces_make_the_text(index: Index, found: Answer):
    events = list(Service(index, HashEncoder(), Saying("落实执法公示制度由区司法局牵头[1]。", "甲[9]。")).phrase(found))
    assert "".join(e.text for e in events if isinstance(e, Delta)) == events[-1].text
    assert isinstance(events[-1], Answer)


@pytest.mark.parametrize("question", ["成都市行政复议由谁牵头？", "月球上有几只兔子？"])
def test_a_refusal_never_reaches_the_model(index: Index, question: str):
    writer = Saying("由甲局牵头[1]。")
    service = Service(index, HashEncoder(), writer)
    refusal = service.ask(question)
    assert refusal.verdict != "answered"
    assert service.written(refusal) == refusal
    assert writer.calls == 0


def test_without_a_writer_the_answer_comes_in_one_piece(index: Index, found: Answer):
    assert list(Service(index, HashEncoder()).phrase(found)) == [Delta(found.text), found]


def test_quotes_hold(index: Index, found: Answer):
    writer: Writer = QuotingWriter()
    assert Service(index, HashEncoder(), writer).written(found).written


@pytest.mark.parametrize(("text", "obeyed"), [a[1:] for a in ATTACKS], ids=[a[0] for a in ATTACKS])
def test_what_a_plan_orders_a_model_to_say_is_never_let_through(index: Index, found: Answer, text: str, obeyed: str):
    """Even where the words that it is to say stand in the clause."""
    clause = replace(found.citations[0].clause, text=found.citations[0].clause.text + text)
    poisoned = replace(found.citations[0], clause=clause, quote=clause.text, span=(0, len(clause.text)))
    answer = replace(found, citations=(poisoned, *found.citations[1:]))
    service = Service(index, HashEncoder(), Saying(obeyed))
    events = list(service.phrase(answer))
    assert not any(e.text for e in events if isinstance(e, Delta))
    assert events[-1].text == found.text


@pytest.mark.parametrize(
    "sentence",
    [
        "落实执法公示制度由区财政局牵头[1]。",
        "落实执法公示制度由市司法局牵头[1]。",
        "落实执法公示制度由区司法局配合[1]。",
        "落实执法公示制度由区司法局、区审计局牵头[1]。",
        "福州市落实执法公示制度由区司法局牵头[1]。",
        "执法结果自作出之日起八个工作日内公开[1]。",
        "执法结果自作出之日起七个工作日内不公开[1]。",
        "执法结果“自作出之日起十日内公开”[1]。",
        "根据国发〔2015〕26号，执法结果自作出之日起七个工作日内公开[1]。",
        "落实执法公示制度由区司法局牵头[2]。",
        "落实执法公示制度由区司法局牵头。",
        "落实执法公示制度由区司法局牵头[1]，并设立专项资金[1]。",
    ],
)
def test_one_thing_changed_is_enough_to_fall(index: Index, found: Answer, sentence: str):
    grounding = Grounding(index.keywords, index.store.regions, HashEncoder(), found.citations)
    good, bad = read("落实执法公示制度由区司法局牵头[1]。"), read(sentence)
    assert good
    assert bad
    assert grounding.fault(good) is None
    assert grounding.fault(bad)
    assert found.citations[0].plan.id == NANJING
