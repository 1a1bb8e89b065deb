"""The child process in which files are opened: what it does not survive harms no other file."""

import os
from pathlib import Path

import pytest

from index_build import sandbox
from index_build.extract import worker
from index_build.sandbox import Sandbox
from qa.errors import BadPlan

TEXT = "一、总体要求\n加强领导。".encode()


def children(process: int) -> list[int]:
    return [int(p) for p in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def test_file_after_file_is_read_by_one_child() -> None:
    others = children(os.getpid())
    with Sandbox() as opened:
        assert opened.extract("a.txt", TEXT).text == TEXT.decode()
        alive = children(os.getpid())
        assert opened.extract("b.txt", TEXT).format == "TXT"
        assert children(os.getpid()) == alive != others
    assert children(os.getpid()) == others


def test_an_error_of_a_reader_is_told_and_the_next_file_read() -> None:
    with Sandbox() as opened:
        for name, data in (("a.txt", b" "), ("a.pdf", b"%PDF-1.7 and no more"), ("a.docx", b"PK\x03\x04 nothing")):
            with pytest.raises(BadPlan):
                opened.extract(name, data)
        assert opened.extract("b.txt", TEXT).text


def test_a_child_that_dies_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    with Sandbox() as opened:
        opened.extract("a.txt", TEXT)
        (child,) = children(os.getpid())[-1:]
        os.kill(child, 9)
        with pytest.raises(BadPlan, match="异常退出"):
            opened.extract("a.txt", TEXT)
        assert opened.extract("b.txt", TEXT).text


def test_a_file_that_takes_too_long_is_given_up() -> None:
    with Sandbox(seconds=0.01) as opened, pytest.raises(BadPlan, match="仍未读完"):
        opened.extract("a.txt", TEXT * 100_000)


def test_memory_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    def hungry(name: str, data: bytes) -> object:
        raise MemoryError

    monkeypatch.setattr(worker.formats, "extract", hungry)
    assert "内存" in str(worker._answer("a.pdf", b""))
    assert worker.MEMORY < 8 * 1024**3
    assert sandbox.MOST_TIME <= 900
