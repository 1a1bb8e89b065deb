"""What Dify sends. Members that it adds later are passed over; null stands for not given.

Docstrings and descriptions here are shown in /docs, hence Chinese.
"""

import math
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from api.errors import UNUSABLE
from api.requests import OpeningText
from qa.service import MOST_HITS

#: Records where the request does not say how many.
_TOP_K = 10
#: More than any form offers; each condition may have to look at every clause.
_MOST_CONDITIONS, _MOST_VALUES = 50, 200


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, float) and math.isfinite(value):
        return f"{value:.15g}"
    raise PydanticCustomError(UNUSABLE, "须为字符串、数字，或由它们组成的数组")


def _value(value: Any) -> str | list[str] | None:
    if isinstance(value, list):
        if len(value) > _MOST_VALUES:
            raise PydanticCustomError(UNUSABLE, f"不能超过{_MOST_VALUES}项")
        return [_text(item) for item in value]
    return None if value is None else _text(value)


_SCALAR_SCHEMA = {"anyOf": [{"type": "string"}, {"type": "number"}]}
_VALUE_SCHEMA = {
    "anyOf": [
        *_SCALAR_SCHEMA["anyOf"],
        {"type": "array", "items": _SCALAR_SCHEMA, "maxItems": _MOST_VALUES},
        {"type": "null"},
    ]
}


class ConditionIn(BaseModel):
    """一个筛选条件。"""

    name: str = Field(description="字段名，如 region、years、issued、plan、unit；全部字段见 docs/dify.md")
    comparison_operator: str = Field(description="比较方式，如 is、contains、in、≥、before、empty")
    value: Annotated[str | list[str] | None, BeforeValidator(_value), WithJsonSchema(_VALUE_SCHEMA)] = Field(
        None, description="要比较的值；empty 与 not empty 不需要，其余为 null 时略过这个条件"
    )


class MetadataConditionIn(BaseModel):
    """筛选条件，and 须全部满足（默认），or 满足其一即可。"""

    logical_operator: Literal["and", "or"] | None = "and"
    conditions: Annotated[list[ConditionIn], Field(max_length=_MOST_CONDITIONS)] | None = None


class RetrievalSettingIn(BaseModel):
    """返回多少。"""

    top_k: Annotated[int, Field(ge=1)] | None = Field(
        None, description=f"最多返回几条；不填为{_TOP_K}，至多{MOST_HITS}"
    )
    score_threshold: Annotated[float, Field(allow_inf_nan=False, strict=True)] | None = Field(
        None, description="只返回 score 不低于它的；不填为不限"
    )


class RetrievalIn(BaseModel):
    """Dify 外部知识库的检索请求。"""

    knowledge_id: str = Field(description="plans 为全部规划；也可以是规划编号，或地区的名称、区划代码（含其下辖地区）")
    query: OpeningText = Field(description="要找的内容；没有以 region 为条件时，其中写明的地区会限定检索范围")
    retrieval_setting: RetrievalSettingIn | None = None
    metadata_condition: MetadataConditionIn | None = None

    @property
    def most(self) -> int:
        """The number of records to find."""
        wanted = self.retrieval_setting.top_k if self.retrieval_setting else None
        return min(wanted or _TOP_K, MOST_HITS)

    @property
    def least_score(self) -> float:
        """The score below which nothing is returned."""
        wanted = self.retrieval_setting.score_threshold if self.retrieval_setting else None
        return wanted or 0.0
