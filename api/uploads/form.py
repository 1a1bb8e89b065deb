"""A multipart form (RFC 7578) straight to disk: an upload is never in memory, nor in the system's temporary folder."""

from dataclasses import dataclass
from pathlib import Path
from typing import IO

from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from api.jobs import disk
from api.uploads import names
from qa.errors import InvalidRequest

#: Files of one request, fields beside them, and bytes of a field.
MOST_FILES, _MOST_FIELDS, _LONGEST_FIELD = 100, 20, 4_000
_TYPE = "multipart/form-data"


@dataclass(frozen=True)
class Form:
    """files: names, in order, of the files that now lie in the folder. fields: the others by name."""

    files: tuple[str, ...]
    fields: dict[str, str]


async def receive(request: Request, folder: Path) -> Form:
    """The form of a request, its files written into `folder`.

    HTTPException 415 for another type of body, 400 for one that breaks off; InvalidRequest for a form that cannot be
    used; StateFull, StateUnavailable. What has been written until then is the caller's to remove.
    """
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind.decode("latin-1") != _TYPE or not options.get(b"boundary"):
        raise HTTPException(415)
    parts = _Parts(folder)
    try:
        parser = MultipartParser(options[b"boundary"], parts.callbacks())  # type: ignore[arg-type]
        async for chunk in request.stream():
            await run_in_threadpool(_fed, parser, chunk)
    except FormParserError as error:
        raise InvalidRequest("multipart 请求体的格式有误，请用 curl -F 或现成的客户端库上传。", "file") from error
    except ClientDisconnect as error:
        raise HTTPException(400) from error
    finally:
        parts.close()
    return parts.form()


def _fed(parser: MultipartParser, chunk: bytes) -> None:
    with disk.worded():
        parser.write(chunk)


class _Parts:
    """What the parser calls, part by part."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, int] = {}
        self._fields: dict[str, bytes] = {}
        self._header, self._value, self._disposition = b"", b"", b""
        self._file: IO[bytes] | None = None
        self._name = ""
        self._has_ended = False

    def callbacks(self) -> dict[str, object]:
        names = ("part_begin", "part_data", "part_end", "header_field", "header_value", "header_end")
        return {f"on_{name}": getattr(self, name) for name in (*names, "headers_finished", "end")}

    def part_begin(self) -> None:
        self._disposition = b""

    def header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        self._header = self._value = b""

    def headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition)
        filename = options.get(b"filename")
        self._name = names.checked(filename) if filename is not None else _field(options.get(b"name"))
        if filename is not None:
            self._open()
        elif len(self._fields) == _MOST_FIELDS or self._name in self._fields:
            raise InvalidRequest("表单中的项过多，或同一项写了两次。", "file")
        else:
            self._fields[self._name] = b""

    def _open(self) -> None:
        if self._name in self._files:
            raise InvalidRequest(f"有两份文件都叫“{self._name}”，请改名后再传。", "file")
        if len(self._files) == MOST_FILES:
            raise InvalidRequest(f"一次最多上传{MOST_FILES}份文件，请分批上传，或打成 zip。", "file")
        self._files[self._name] = 0
        self._file = (self._folder / self._name).open("xb")

    def part_data(self, data: bytes, start: int, end: int) -> None:
        if self._file is not None:
            self._files[self._name] += self._file.write(data[start:end])
        elif len(self._fields[self._name]) + end - start > _LONGEST_FIELD:
            raise InvalidRequest(f"不能超过{_LONGEST_FIELD}字节。", self._name)
        else:
            self._fields[self._name] += data[start:end]

    def part_end(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            file.close()

    def end(self) -> None:
        self._has_ended = True

    def close(self) -> None:
        """Of a form that broke off in the middle of a file: what is not on the disk by now is not wanted."""
        with disk.worded():
            self.part_end()

    def form(self) -> Form:
        """InvalidRequest."""
        if not self._has_ended:
            raise InvalidRequest("multipart 请求体不完整，请重新上传。", "file")
        if not self._files:
            raise InvalidRequest("没有文件。请用 multipart 的 file 项上传，例如 curl -F file=@规划.docx。", "file")
        empty = [name for name, size in self._files.items() if not size]
        if empty:
            raise InvalidRequest(f"“{'”“'.join(empty)}”是空文件，请核对后再传。", "file")
        return Form(tuple(self._files), {name: _text(name, value) for name, value in self._fields.items()})


def _field(name: bytes | None) -> str:
    return name.decode(errors="replace") if name else ""


def _text(name: str, value: bytes) -> str:
    try:
        return value.decode().strip()
    except UnicodeDecodeError as error:
        raise InvalidRequest("须为 UTF-8 编码的文字。", name) from error
