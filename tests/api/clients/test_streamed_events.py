"""Events of a streamed answer, however the network cuts them."""

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api import examples
from api.clients import wire
from api.clients.problems import ApiError
from api.schemas import AskOut
from tests.api.clients.conftest import Canned

ANSWER = AskOut.model_validate(examples.ASK)
#: Lines that end elsewhere than at a line feed would cut these pieces.
PIECES = st.lists(st.text(alphabet=st.sampled_from("法治。\u2028\u2029\x85\x0b\x0c\r\n: data")), max_size=5)


def stream(pieces: list[str], last: str | None) -> bytes:
    """As `api.streaming` words it."""
    deltas = [f"event: delta\ndata: {json.dumps({'text': piece}, ensure_ascii=False)}\n\n" for piece in pieces]
    return "".join([":\n\n", *deltas, *([last] if last else [])]).encode()


def whole(answer: AskOut) -> str:
    return f"event: answer\ndata: {answer.model_dump_json()}\n\n"


@given(PIECES, st.lists(st.integers(0, 5000)))
def test_where_the_stream_is_cut_makes_no_difference(pieces: list[str], cuts: list[int]) -> None:
    answer = ANSWER.model_copy(update={"answer": "".join(pieces)})
    sent = stream(pieces, whole(answer))
    places = [0, *sorted(cut % len(sent) for cut in cuts), len(sent)]
    chunks = [sent[a:b] for a, b in itertools.pairwise(places)]
    assert list(wire.answered(chunks, 200)) == [*pieces, answer]


@given(PIECES, st.integers(0, 200))
def test_a_stream_that_breaks_off_is_an_error(pieces: list[str], missing: int) -> None:
    sent = stream(pieces, whole(ANSWER))[: -1 - missing]
    received: list[str | AskOut] = []
    with pytest.raises(ApiError, match="请重新提问"):
        received.extend(wire.answered([sent], 200))


def test_an_error_on_the_way_is_raised_after_what_came_before(canned: Canned) -> None:
    problem = {"status": 503, "detail": "索引不可用，请稍后重试。"}
    sent = stream(["甲"], f"event: error\ndata: {json.dumps(problem, ensure_ascii=False)}\n\n")
    with canned(200, sent, Content_Type="text/event-stream") as client:
        pieces = client.ask_stream("问题")
        assert next(pieces) == "甲"
        with pytest.raises(ApiError, match="请稍后重试") as caught:
            next(pieces)
    assert caught.value.status == 503


def test_pieces_come_over_a_socket(canned: Canned) -> None:
    with canned(200, stream(["甲", "乙\u2028"], whole(ANSWER)), Content_Type="text/event-stream") as client:
        assert list(client.ask_stream("问题")) == ["甲", "乙\u2028", ANSWER]
