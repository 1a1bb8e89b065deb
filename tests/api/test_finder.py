"""Found one after the other, each when its vector is there, whoever leaves meanwhile."""

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from pathlib import Path

import pytest

from api.finder import Finder
from api.operations.observation import Observation, current
from api.operations.staged import CountedEncoder, StagedService
from qa.arrays import Vectors
from qa.batching import BatchingEncoder
from qa.encoder import HashEncoder
from qa.errors import InvalidRequest

QUESTION = "　行政复议由哪个单位牵头？ "
WAIT = 20


class Held(HashEncoder):
    """Encodes when the test lets it; notes what."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.begun, self.go_on = threading.Event(), threading.Event()

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        self.begun.set()
        assert self.go_on.wait(WAIT)
        return super().encode_queries(texts)


@pytest.fixture
def held() -> Held:
    return Held()


@pytest.fixture
def service(small_index: Path, held: Held) -> StagedService:
    return StagedService.open(small_index, BatchingEncoder(CountedEncoder(held)))


@pytest.fixture
def finder() -> Iterator[Finder]:
    found = Finder()
    yield found
    found.close()


def searching(service: StagedService, text: str) -> Callable[[], list[str]]:
    return lambda: [hit.clause.id for hit in service.search(text, 3).hits]


async def begun(held: Held) -> None:
    assert await asyncio.to_thread(held.begun.wait, WAIT)


@pytest.mark.parametrize("text", [QUESTION, "羅湖區的行政複議", "那罗湖呢？", "a" * 500])
def test_while_it_finds_the_model_is_not_asked(finder: Finder, service: StagedService, held: Held, text: str) -> None:
    asked_before: list[int] = []

    def find() -> list[str]:
        asked_before.append(len(held.asked))
        return searching(service, text)()

    held.go_on.set()
    found = asyncio.run(finder(service, text, find))
    assert found == searching(service, text)()
    assert asked_before == [1]
    assert len(held.asked) == 1


@pytest.mark.parametrize("text", ["", " \n", "问" * 501, "字\x00"])
def test_what_is_no_question_is_refused_as_ever(finder: Finder, service: StagedService, held: Held, text: str) -> None:
    held.go_on.set()
    with pytest.raises(InvalidRequest):
        asyncio.run(finder(service, text, searching(service, text)))


def test_many_wait_without_holding_a_thread_and_go_into_the_model_together(
    finder: Finder, service: StagedService, held: Held
) -> None:
    texts = [f"第{number}项由谁负责" for number in range(200)]

    async def all_at_once() -> list[list[str]]:
        asking = [asyncio.create_task(finder(service, text, searching(service, text))) for text in texts]
        await begun(held)
        held.go_on.set()
        return await asyncio.gather(*asking)

    threads = threading.active_count()
    found = asyncio.run(all_at_once())
    assert threading.active_count() - threads <= 4
    assert found == [searching(service, text)() for text in texts]


def test_one_who_leaves_takes_the_vector_from_nobody(finder: Finder, service: StagedService, held: Held) -> None:
    async def two() -> list[str]:
        leaves, stays = (asyncio.create_task(finder(service, QUESTION, searching(service, QUESTION))) for _ in range(2))
        await begun(held)
        leaves.cancel()
        await asyncio.sleep(0)
        held.go_on.set()
        return await stays

    found = asyncio.run(two())
    assert found == searching(service, QUESTION)()


def test_it_finds_for_the_request_that_asks(finder: Finder, service: StagedService, held: Held) -> None:
    held.go_on.set()
    caller: ContextVar[str] = ContextVar("caller")

    async def asked() -> tuple[str, Observation]:
        observed = Observation("id")
        current.set(observed)
        caller.set("somebody")
        await finder(service, QUESTION, searching(service, QUESTION))
        return await finder(service, QUESTION, caller.get), observed

    whom, observed = asyncio.run(asked())
    assert whom == "somebody"
    assert [stage.name for stage in observed.stages] == ["encode", "search"]
    assert observed.batches == [1]
