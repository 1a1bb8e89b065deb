"""What a tool returns: the shape of its structured content, and the same in words, for clients that show only those."""

from dataclasses import dataclass

from pydantic import BaseModel

from api.plan_schemas import PlansOut


@dataclass(frozen=True)
class Found:
    """A tool's result. text: Chinese, with a permalink for every clause."""

    shape: BaseModel
    text: str


class SomePlansOut(PlansOut):
    """规划；more 是因超过 limit 而没有列出的份数。"""

    more: int
