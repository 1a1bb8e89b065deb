"""Doors: a vote on an answer, and, for whoever runs the service, the answers that were kept."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import APIRouter, Body, Query

from api import examples
from api.deps import SettingsDep
from api.feedback import examples as shown
from api.feedback.journal import Journal, Wanted, exists, since, unavailable
from api.feedback.schemas import EntriesIn, EntriesOut, EntryOut, VoteIn
from qa.errors import NotFound
from qa.settings import Settings

router = APIRouter(tags=["评价"])
_OFF = "本服务没有开启问答记录，不收评价，也没有记录可看；由管理员设置 PLANQA_AUDIT_DAYS 后重启即可开启。"
_UNKNOWN = "没有编号为“{id}”的答案，或已超过保存期限。请用提问所得的 id。"
_BUSY = "问答记录暂时无法读写（可能正被占用，或磁盘已满），请稍后重试。"
#: An answer is written a moment after it is sent, perhaps by another process: seconds between looks for it.
_LOOKS_AFTER = (0.0, 0.1, 0.4)


@router.post(
    "/feedback",
    summary="评价答案",
    description="对一个答案表示有用或无用，可附说明；再次评价则取代前一次。",
    status_code=204,
    responses=examples.BODY_PROBLEMS,
)
async def vote(body: Annotated[VoteIn, Body(openapi_examples=shown.VOTES)], settings: SettingsDep) -> None:
    for pause in _LOOKS_AFTER:
        await asyncio.sleep(pause)
        if await asyncio.to_thread(_voted, settings, body):
            return
    raise NotFound(_UNKNOWN.format(id=body.id))


@router.get(
    "/feedback",
    summary="问答记录（管理员）",
    description="记录下来的提问、结论、所引条款和评价，新的在前。",
    response_model=EntriesOut,
    responses=examples.shown(shown.ENTRIES),
)
def entries(settings: SettingsDep, wanted: Annotated[EntriesIn, Query()]) -> EntriesOut:
    chosen = Wanted(since(wanted.days), wanted.verdict, wanted.vote, wanted.door, wanted.before)
    with _journal(settings) as journal:
        found = journal.entries(chosen, wanted.limit + 1) if journal else []
    page = [EntryOut.of(entry) for entry in found[: wanted.limit]]
    return EntriesOut(entries=page, next=page[-1].number if len(found) > len(page) else None)


def _voted(settings: Settings, body: VoteIn) -> bool:
    with _journal(settings) as journal:
        return journal is not None and journal.vote(body.id, body.vote, body.comment)


@contextmanager
def _journal(settings: Settings) -> Iterator[Journal | None]:
    """None before the first answer was kept. NotFound where none are; StateUnavailable, StateFull."""
    if not settings.audit_days:
        raise NotFound(_OFF)
    if not exists(settings.state):
        yield None
        return
    try:
        with Journal.opened(settings.state) as journal:
            yield journal
    except sqlite3.DatabaseError as error:
        raise unavailable(error, _BUSY) from error
