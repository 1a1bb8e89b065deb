"""What the feedback doors accept and send. Docstrings and descriptions are shown in /docs, hence Chinese."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.feedback.entries import Door, Vote
from api.requests import Encodable
from api.schemas import Mirror
from qa.records import Verdict

_LONGEST_ID = 64
_LONGEST_COMMENT = 1000
#: Entries on one page, at most.
MOST_ENTRIES = 1000


class VoteIn(BaseModel):
    """评价。"""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[Encodable, Field(min_length=1, max_length=_LONGEST_ID, description="答案的 id")]
    vote: Vote = Field(description="up 有用，down 无用")
    comment: Annotated[Encodable, Field(max_length=_LONGEST_COMMENT)] | None = Field(
        None, description="说明；请勿写入姓名、电话等个人信息"
    )


class EntryOut(Mirror):
    """记录的一个答案；at 是 UTC 时间，milliseconds 是作答所用的毫秒数，number 供翻页之用。"""

    number: int
    id: str
    at: datetime
    door: Door
    question: str
    understood: str
    filters: dict[str, Any]
    verdict: Verdict
    confidence: float
    clauses: list[str]
    milliseconds: int
    vote: Vote | None
    comment: str | None


class EntriesOut(BaseModel):
    """新的在前；next 不为 null 时，以它作 before 取下一页。"""

    entries: list[EntryOut]
    next: int | None


class EntriesIn(BaseModel):
    """要哪些记录；不填即不限。"""

    days: int | None = Field(None, ge=1, le=36_500, description="最近几天", examples=[7])
    verdict: Verdict | None = Field(None, description="结论", examples=["low_confidence"])
    vote: Literal["up", "down", "none"] | None = Field(None, description="评价；none 为尚无评价", examples=["down"])
    door: Door | None = Field(None, description="从哪个入口问的", examples=["ask"])
    limit: int = Field(100, ge=1, le=MOST_ENTRIES, description="最多返回几条", examples=[100])
    before: int | None = Field(None, ge=1, le=2**63 - 1, description="上一页的 next", examples=[101])
