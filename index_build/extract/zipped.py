"""Zip containers and batches, read in memory and within limits: nothing a zip says of itself is believed.

A member is never written to disk, so its name is a label only.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import IO

from qa.errors import BadPlan

_MB = 1024 * 1024
_CHUNK = 256 * 1024
#: Deflate reaches about 1000:1 on zeros; office XML and text stay under 50:1. Small members may do as they like.
_BOMB_RATIO, _BOMB_FROM = 200, 10 * _MB
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
#: Bytes of a local header before its name.
_LOCAL_HEADER = 30
_UNSAFE = re.compile(r"/|[A-Za-z]:|(?:.*/)?\.\.(?:/|$)", re.DOTALL)
_USUAL = r"[\x20-\x7e\xb7\u2010-\u26ff\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+"
_ANY, _LIKELY = re.compile(".*", re.DOTALL), re.compile(_USUAL)
_CHINESE = re.compile(".*[\u3400-\u9fff].*", re.DOTALL)
_CHINESE_WORD = re.compile(rf"(?=.*[\u3400-\u9fff]{{2}}){_USUAL}", re.DOTALL)
#: One common character in five has the form of UTF-8 in GBK too, but as a letter of Europe, never a Chinese one.
_UNDECLARED = (("utf-8", _CHINESE), ("gb18030", _CHINESE_WORD), ("utf-8", _ANY), ("gb18030", _LIKELY))
#: A name that says it is UTF-8 may have been read wrongly by who wrote it. No letter of CP437 is in GB 2312.
_DECLARED = (("utf-8", _CHINESE), ("gb2312", _CHINESE_WORD))


@dataclass(frozen=True)
class Limits:
    """total: bytes of all members read; member: bytes of one; entries: members and folders, in number."""

    total: int = 200 * _MB
    member: int = 100 * _MB
    entries: int = 20_000


class Members:
    """The files of a zip by name, in the order of its directory; folders are left out.

    Opening it raises BadPlan where the zip as a whole cannot be read; `read` where one member cannot, and the
    others still can. `names` shows names that lead out of the folder too, so that a report can name them.
    """

    def __init__(self, data: bytes, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._left = self._limits.total
        self._zip = _open(data, self._limits)
        self._infos = _by_name(self._zip.infolist())

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._infos)

    def __contains__(self, name: object) -> bool:
        return name in self._infos

    def read(self, name: str) -> bytes:
        """A member's bytes. Raises BadPlan: no such member, unsafe name, encrypted, damaged, or beyond the limits."""
        info = self._infos.get(name)
        if info is None:
            raise BadPlan(f"压缩包中没有“{name}”，文件可能不完整，请重新获取或另存后再试。")
        _refuse_unsafe(name)
        _refuse_unreadable(name, info)
        try:
            with self._zip.open(info) as stream:
                return self._within_limits(name, info, stream)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
            raise BadPlan(f"压缩包中的“{name}”已损坏，无法解压，请重新获取该文件。") from error

    def refuse_unsafe_names(self) -> None:
        """Raises BadPlan if any name leads out of its folder: no office document has such a member."""
        for name in self._infos:
            _refuse_unsafe(name)

    def _within_limits(self, name: str, info: zipfile.ZipInfo, stream: IO[bytes]) -> bytes:
        size, chunks = 0, []
        for chunk in _chunks(stream):
            size += len(chunk)
            self._left -= len(chunk)
            if size > self._limits.member or self._left < 0:
                raise BadPlan(f"“{name}”解压后过大，超出限制，已停止读取。请拆分后再试。")
            if size > _BOMB_FROM and size > _BOMB_RATIO * info.compress_size:
                raise BadPlan(f"“{name}”的压缩比异常（疑似压缩炸弹），已停止读取。请核对文件来源。")
            chunks.append(chunk)
        return b"".join(chunks)


class _Source(io.BytesIO):
    """Bytes that refuse to be read in one piece larger than any honest directory of so many entries."""

    def __init__(self, data: bytes, entries: int) -> None:
        super().__init__(data)
        self._most = max(_MB, 200 * entries)

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > self._most:
            raise zipfile.BadZipFile("directory too large")
        return super().read(size)


def _open(data: bytes, limits: Limits) -> zipfile.ZipFile:
    try:
        opened = zipfile.ZipFile(_Source(data, limits.entries))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, OSError, NotImplementedError, OverflowError) as error:
        raise BadPlan("无法打开压缩包：文件不完整、已损坏或目录过大，请重新获取或重新压缩后再试。") from error
    infos = opened.infolist()
    if len(infos) > limits.entries:
        raise BadPlan(f"压缩包内有 {len(infos)} 个文件，超出 {limits.entries} 个的限制，请分批压缩后再试。")
    if _overlap(infos, opened.start_dir):
        raise BadPlan("压缩包结构异常：多个文件共用同一段数据（疑似压缩炸弹），已拒绝读取。请核对文件来源。")
    return opened


def _overlap(infos: list[zipfile.ZipInfo], directory: int) -> bool:
    """Whether two members, or a member and the directory, lay claim to the same bytes."""
    spans = sorted((i.header_offset, i.header_offset + _LOCAL_HEADER + i.compress_size) for i in infos)
    return any(end > start for (_, end), (start, _) in pairwise([*spans, (directory, directory)]))


def _by_name(infos: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    named: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        name = _name(info)
        if name in named:
            raise BadPlan(f"压缩包里有两个文件都叫“{name}”，无法分辨，请改名后重新压缩。")
        if not name.endswith("/"):
            named[name] = info
    return named


def _name(info: zipfile.ZipInfo) -> str:
    """The name as its writer saw it: without the UTF-8 flag it may be UTF-8 all the same (macOS) or GBK (Windows)."""
    name = info.filename
    if not name.isascii():
        name = _redecoded(name, _DECLARED if info.flag_bits & 0x800 else _UNDECLARED)
    return name.replace("\\", "/")


def _redecoded(name: str, readings: Sequence[tuple[str, re.Pattern[str]]]) -> str:
    """The first plausible reading of the bytes that CP437, the encoding of a zip that names none, made this name of."""
    for encoding, plausible in readings:
        try:
            decoded = name.encode("cp437").decode(encoding)
        except UnicodeError:
            continue
        if plausible.fullmatch(decoded):
            return decoded
    return name


def _refuse_unsafe(name: str) -> None:
    if _UNSAFE.match(name):
        raise BadPlan(f"压缩包中的文件名“{name}”指向包外的位置，不予读取。请核对文件来源，改名后重新压缩。")


def _refuse_unreadable(name: str, info: zipfile.ZipInfo) -> None:
    if info.flag_bits & 0x1:
        raise BadPlan(f"“{name}”已加密，无法读取。请去掉密码后再试。")
    if info.compress_type not in _METHODS:
        raise BadPlan(f"“{name}”的压缩方式不受支持，请用普通 ZIP 方式重新压缩后再试。")


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk
