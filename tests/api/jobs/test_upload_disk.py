"""Uploads go to the state folder and nowhere else, and a full disk is said to be full."""

import asyncio
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import Request

from api.jobs.desk import Desk
from api.uploads.form import Form, receive
from qa.errors import InvalidRequest, StateFull

HEAD = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
TAIL = b"\r\n--x--\r\n"
CHUNK = 64 * 1024


def request(chunks: Iterator[bytes]) -> Request:
    async def next_chunk() -> dict[str, Any]:
        chunk = next(chunks, None)
        return {"type": "http.request", "body": chunk or b"", "more_body": chunk is not None}

    headers = [(b"content-type", b"multipart/form-data; boundary=x")]
    return Request({"type": "http", "method": "POST", "headers": headers}, next_chunk)


def received(desk: Desk, chunks: list[bytes]) -> tuple[Form, Path]:
    with desk.receiving() as (_, folder):
        return asyncio.run(receive(request(iter(chunks)), folder)), folder


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "state")
    yield desk
    desk.workers.leave()


def left(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "state" / "uploads").rglob("*") if path.is_file()]


def test_a_large_file_is_on_disk_and_not_in_memory(desk: Desk, tmp_path: Path) -> None:
    chunk = bytes(CHUNK)
    tracemalloc.start()
    form, folder = received(desk, [HEAD, *([chunk] * 320), TAIL])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert form.files == ("a.txt",)
    assert (folder / "a.txt").stat().st_size == 320 * CHUNK
    assert peak < 40 * CHUNK


def test_bytes_come_as_they_were_sent_however_they_are_cut(desk: Desk) -> None:
    data = b"\r\n--y\r\n\r--\n" * 9 + b"\r\n--y--\r"
    whole = HEAD + data + TAIL
    for size in (1, 2, 3, 7, 50, len(whole)):
        form, folder = received(desk, [whole[i : i + size] for i in range(0, len(whole), size)])
        assert form.files == ("a.txt",)
        assert (folder / "a.txt").read_bytes() == data


def test_a_full_disk_is_said_to_be_full_and_nothing_is_left(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Path.open
    # The device that is always full stands for a disk: its writes fail in the kernel as those would.
    monkeypatch.setattr(Path, "open", lambda path, mode="r", **more: opened(Path("/dev/full"), "wb", **more))
    with pytest.raises(StateFull, match="磁盘已满"):
        received(desk, [HEAD, bytes(CHUNK), TAIL])
    assert left(tmp_path) == []


def test_a_form_that_breaks_off_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match="不完整"):
        received(desk, [HEAD, bytes(CHUNK)])
    assert left(tmp_path) == []
