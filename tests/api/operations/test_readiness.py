"""/readyz: whether a search can be made here and now."""

import signal
from pathlib import Path

import pytest

from api.live import Live
from api.operations.readiness import Readiness
from index_build.build import build
from qa import index
from qa.encoder import HashEncoder
from qa.errors import IndexUnavailable, NotReady
from qa.service import Service
from tests import small_corpus


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Watched(Service):
    """Counts its searches, and fails them when it is told to."""

    searches, broken = 0, False

    def search(self, *args, **more):
        self.searches += 1
        if self.broken:
            raise OSError("the disk is gone: /secret/place")
        return super().search(*args, **more)


@pytest.fixture
def live(tmp_path: Path) -> Live:
    build(small_corpus.write(tmp_path / "corpus"), tmp_path / "index", HashEncoder())
    found = Live(tmp_path / "index", lambda: Watched.open(tmp_path / "index", HashEncoder()))
    found.refresh()
    return found


def test_ready_means_that_a_search_went_well_not_long_ago(live: Live) -> None:
    clock = Clock()
    readiness = Readiness(clock)
    for _ in range(5):
        readiness.check(live)
    assert live.service.searches == 1
    clock.now = 60.0
    readiness.check(live)
    assert live.service.searches == 2


def test_a_search_that_fails_is_told_without_its_insides_and_tried_again(live: Live) -> None:
    clock = Clock()
    readiness = Readiness(clock)
    readiness.check(live)
    live.service.broken, clock.now = True, 60.0
    for _ in range(2):
        with pytest.raises(NotReady) as raised:
            readiness.check(live)
        assert "secret" not in raised.value.message
    live.service.broken = False
    readiness.check(live)


def test_another_generation_is_searched_before_it_counts(live: Live, tmp_path: Path) -> None:
    readiness = Readiness(Clock())
    readiness.check(live)
    before = live.service
    build(tmp_path / "corpus", tmp_path / "index", HashEncoder())
    live.refresh()
    readiness.check(live)
    assert live.service is not before
    assert live.service.searches == 1


def test_without_an_index_the_reason_is_that_of_opening_it(tmp_path: Path) -> None:
    found = Live(tmp_path, lambda: Service.open(tmp_path, HashEncoder()))
    found.refresh()
    with pytest.raises(IndexUnavailable, match="planqa index"):
        Readiness().check(found)


def test_once_told_to_stop_it_is_not_ready_and_the_server_is_told_too(live: Live) -> None:
    told: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: told.append(number))
    try:
        readiness = Readiness()
        with readiness.until_stopped():
            readiness.check(live)
            signal.raise_signal(signal.SIGTERM)
            with pytest.raises(NotReady, match="停止"):
                readiness.check(live)
        assert told == [signal.SIGTERM]
    finally:
        signal.signal(signal.SIGTERM, before)


def test_an_index_that_goes_bad_leaves_a_server_ready_with_what_it_has(live: Live, tmp_path: Path) -> None:
    folder = build(tmp_path / "corpus", tmp_path / "index", HashEncoder())
    (folder / index.VECTORS).write_bytes(b"damaged")
    live.refresh()
    Readiness().check(live)
