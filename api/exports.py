"""Doors: a lesson as a zip of files; one answer or one comparison as one file."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Body
from fastapi.responses import Response

from api import examples
from api.deps import ServiceDep, SettingsDep
from api.export_requests import EXPORTS, LESSONS, ExportIn, LessonIn
from api.exporting import citing
from qa.export.forms import MEDIA_TYPES, kit, known
from qa.export.lesson import lesson as lesson_of
from qa.export.packing import zipped
from qa.export.single import of_answer, of_comparison

router = APIRouter(tags=["导出"])

_ZIP = "application/zip"
#: Characters of a title in the name of a file; what no file system takes is left out of it.
_LONGEST_NAME = 60
_NOT_IN_NAMES = str.maketrans(dict.fromkeys('\\/:*?"<>|\t\r\n？'))


def file_of(*types: str) -> dict[int | str, dict[str, Any]]:
    """A file as the answer."""
    schema = {"type": "string", "format": "binary"}
    content = {kind: {"schema": schema, "example": "（文件内容）"} for kind in types}
    return {200: {"description": "文件，名称见 Content-Disposition", "content": content}}


@router.post(
    "/lesson",
    summary="编讲义",
    description=(
        "按一个或几个专题编一套讲义（zip）：Word 讲义、Markdown、测验等。各地规定逐条引用原文并注明出处，"
        "对照表、责任单位、讨论题和测验都由条款得出，同样的请求同一天得到同样的文件。"
    ),
    response_class=Response,
    responses=file_of(_ZIP) | examples.BODY_PROBLEMS,
)
def lesson(
    body: Annotated[LessonIn, Body(openapi_examples=LESSONS)], service: ServiceDep, settings: SettingsDep
) -> Response:
    made = lesson_of(service, body.topics, body.filters(service), citing(settings.public_url))
    return attached(zipped(kit(made, body.forms or ())), _ZIP, f"{made.title}.zip")


@router.post(
    "/export",
    summary="导出一个答案或一次比较",
    description="把一个答案，或各地对若干问题的对照，写成一个文件，附条款原文和出处。",
    response_class=Response,
    responses=file_of(*MEDIA_TYPES.values()) | examples.BODY_PROBLEMS,
)
def export(
    body: Annotated[ExportIn, Body(openapi_examples=EXPORTS)], service: ServiceDep, settings: SettingsDep
) -> Response:
    write, how = known(body.form), citing(settings.public_url)
    if body.ask is not None:
        found = of_answer(service, service.ask(body.ask, body.filters(service)), how)
    else:
        found = of_comparison(service, service.compare(body.compare or [], body.filters(service)), how)
    return attached(write(found), MEDIA_TYPES[body.form], f"{found.title}.{body.form}")


def attached(content: bytes, media_type: str, name: str) -> Response:
    """A file under a Chinese name (RFC 6266, RFC 5987), with a plain one for who cannot read that."""
    stem, _, ending = name.rpartition(".")
    full = f"{stem.translate(_NOT_IN_NAMES)[:_LONGEST_NAME].strip(' .') or 'planqa'}.{ending}"
    names = f"filename=\"planqa.{ending}\"; filename*=UTF-8''{quote(full, safe='', errors='replace')}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": f"attachment; {names}"})
