"""From paths to the files to be read: folders walked, zips opened, one file in memory at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePath
from typing import Any, TypeVar

from index_build import catalogue
from index_build.catalogue import Entry
from index_build.extract import formats
from index_build.extract.zipped import Members
from qa.errors import BadPlan

#: Bytes. A scanned plan of 100 pages has 50 MB; text beyond 20 MB is no plan.
LARGEST_FILE, LARGEST_TEXT, LARGEST_ZIP = 100_000_000, 20_000_000, 500_000_000
_ZIP = ".zip"
#: What systems and office programs leave beside documents.
_LEFTOVERS = (".", "~$", "__MACOSX", "Thumbs.db", "desktop.ini")

T = TypeVar("T")


@dataclass(frozen=True)
class Source:
    """A file to be read.

    name: as the user would look for it; a zip's member stands behind the zip's name. data: its bytes, or why there
    are none. known: what a catalogue in its folder states of the plan, its id and source among it.
    """

    name: str
    data: bytes | BadPlan
    known: Mapping[str, Any] = field(default_factory=dict)


def find(paths: Iterable[Path]) -> Iterator[Source]:
    """The files under the paths, those of a folder by name.

    Never raises: what cannot be had, or has an ending that no reader knows, is a source without data.
    """
    for path in paths:
        if path.is_dir():
            yield from _folder(path)
        elif path.suffix.lower() == _ZIP:
            yield from _zip(path, path.name)
        else:
            yield Source(path.name, _caught(partial(_bytes, path)))


def _folder(folder: Path) -> Iterator[Source]:
    entries = _caught(lambda: _catalogued(folder))
    if isinstance(entries, BadPlan):
        yield Source(f"{folder.name}/{catalogue.NAME}", entries)
        return
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p != folder / catalogue.NAME):
        inside = path.relative_to(folder)
        if _is_leftover(inside.parts):
            continue
        name, suffix = inside.as_posix(), path.suffix.lower()
        if suffix == _ZIP:
            yield from _zip(path, name)
        elif suffix in formats.SUFFIXES:
            entry = entries.get(path)
            yield of(entry) if entry else Source(name, _caught(partial(_bytes, path)))
        else:
            yield Source(name, _unknown(suffix))


def _catalogued(folder: Path) -> Mapping[Path, Entry]:
    catalogued = (folder / catalogue.NAME).is_file()
    return {entry.path: entry for entry in catalogue.read(folder)} if catalogued else {}


def of(entry: Entry) -> Source:
    """The file of a catalogue entry, with what the catalogue states of it."""
    known = {**entry.known, "id": entry.id, "source": entry.source}
    return Source(entry.path.name, _caught(entry.data), known)


def _zip(path: Path, name: str) -> Iterator[Source]:
    members = _caught(lambda: Members(_bytes(path)))
    if isinstance(members, BadPlan):
        yield Source(name, members)
        return
    for inside in members.names:
        whole, suffix = f"{name}/{inside}", PurePath(inside).suffix.lower()
        if _is_leftover(PurePath(inside).parts):
            continue
        if suffix == _ZIP:
            yield Source(whole, BadPlan("压缩包中的压缩包不再打开，请解压后再试。"))
        elif suffix in formats.SUFFIXES:
            yield Source(whole, _caught(partial(members.read, inside)))
        else:
            yield Source(whole, _unknown(suffix))


def _is_leftover(parts: Sequence[str]) -> bool:
    return any(part.startswith(_LEFTOVERS) and part != ".." for part in parts)


def _unknown(suffix: str) -> BadPlan:
    return BadPlan(f"没有能读取{f' {suffix} ' if suffix else '此类'}文件的程序，请另存为 DOCX、PDF 或文本后再试。")


def _caught(read: Callable[[], T]) -> T | BadPlan:
    try:
        return read()
    except BadPlan as error:
        return error


def _bytes(path: Path) -> bytes:
    """The file's content, its size asked first: 500 MB of one line are not read to be refused."""
    suffix = path.suffix.lower()
    largest = (
        LARGEST_ZIP if suffix == _ZIP else LARGEST_TEXT if formats.SUFFIXES.get(suffix) == "text" else LARGEST_FILE
    )
    try:
        if not path.is_file():
            raise BadPlan(f"读不到文件 {path}：没有这个文件。")
        if path.stat().st_size > largest:
            raise BadPlan(f"{path.name} 超过 {largest // 1_000_000} MB，不像一份规划，未读取。")
        return path.read_bytes()
    except OSError as error:
        raise BadPlan(f"读不到文件 {path}：{error.strerror}。") from error
