"""What the tools accept beyond the native doors' requests. Clients show these words to models, hence Chinese."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.requests import FiltersIn, Names, Text

_LONGEST_ID = 200
#: As many plans as a model can read through.
MOST_PLANS = 200


class QuestionIn(FiltersIn):
    """提问。"""

    question: Text = Field(description="完整的问题，不含“它”“那里”之类须看上文才明白的说法；其中写明的地区会限定范围")


class ClauseIn(BaseModel):
    """一个条款。"""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, Field(min_length=1, max_length=_LONGEST_ID)] = Field(
        description="条款编号，如 422823-2016/2.6.32，见其他工具的结果"
    )


class PlansIn(BaseModel):
    """列出规划。"""

    model_config = ConfigDict(extra="forbid")

    region: Names | None = Field(None, description="只列这些地区（名称、简称或区划代码，可为数组；含其下辖地区）")
    limit: int = Field(50, ge=1, le=MOST_PLANS, strict=True, description="最多列出几份")
