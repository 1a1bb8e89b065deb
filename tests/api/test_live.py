"""A server goes on answering while the index under it changes."""

from pathlib import Path

import pytest

from api.live import Live
from index_build.build import build
from qa import index
from qa.encoder import HashEncoder
from qa.errors import IndexUnavailable
from qa.service import Service
from tests import small_corpus


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def live(root: Path) -> Live:
    return Live(root, lambda: Service.open(root, HashEncoder()))


def test_an_index_that_comes_later_is_found(root: Path, live: Live, tmp_path: Path) -> None:
    live.refresh()
    with pytest.raises(IndexUnavailable, match="planqa index"):
        _ = live.service
    build(small_corpus.write(tmp_path / "corpus"), root, HashEncoder())
    live.refresh()
    assert live.service.plans()


def test_a_generation_is_opened_once(root: Path, live: Live, tmp_path: Path) -> None:
    build(small_corpus.write(tmp_path / "corpus"), root, HashEncoder())
    live.refresh()
    first = live.service
    live.refresh()
    assert live.service is first


def test_what_began_with_the_old_generation_ends_with_it(root: Path, live: Live, tmp_path: Path) -> None:
    corpus = small_corpus.write(tmp_path / "corpus")
    build(corpus, root, HashEncoder())
    live.refresh()
    old = live.service
    before = old.ask("行政复议工作由哪个单位牵头？")
    build(corpus, root, HashEncoder())
    live.refresh()
    assert live.service is not old
    # Its files are gone from the folder, and still open.
    assert old.ask("行政复议工作由哪个单位牵头？") == before == live.service.ask("行政复议工作由哪个单位牵头？")


def test_a_damaged_successor_is_passed_over(root: Path, live: Live, tmp_path: Path) -> None:
    corpus = small_corpus.write(tmp_path / "corpus")
    build(corpus, root, HashEncoder())
    live.refresh()
    old = live.service
    folder = build(corpus, root, HashEncoder())
    (folder / index.VECTORS).write_bytes(b"damaged")
    live.refresh()
    assert live.service is old


def test_a_mistake_in_opening_does_not_end_the_following(root: Path, tmp_path: Path) -> None:
    corpus, opened = small_corpus.write(tmp_path / "corpus"), [False]

    def failing_once() -> Service:
        if not opened[0]:
            opened[0] = True
            raise RuntimeError("a mistake of the program")
        return Service.open(root, HashEncoder())

    live = Live(root, failing_once)
    build(corpus, root, HashEncoder())
    live.refresh()
    with pytest.raises(IndexUnavailable, match="日志"):
        _ = live.service
    build(corpus, root, HashEncoder())
    live.refresh()
    assert live.service.plans()
