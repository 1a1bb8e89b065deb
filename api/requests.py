"""What the native doors accept. Docstrings and descriptions here are shown in /docs, hence Chinese."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from api.errors import UNUSABLE
from qa import question
from qa.errors import InvalidRequest
from qa.filters import Filters
from qa.service import MOST_HITS, Service
from qa.text import key

_LONGEST_NAME = 50
_MOST_NAMES = 20
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


def _encodable(text: str) -> str:
    """JSON can spell half a surrogate pair, which is no text."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise PydanticCustomError(UNUSABLE, "含有无法识别的字符") from error
    return text


def _checked(text: str) -> str:
    try:
        return question.check(_encodable(text))
    except InvalidRequest as error:
        raise PydanticCustomError(UNUSABLE, "{why}", {"why": error.message.rstrip("。")}) from error


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


_NAME_SCHEMA = {"type": "string", "minLength": 1, "maxLength": _LONGEST_NAME}
_NAMES_SCHEMA = {
    "anyOf": [_NAME_SCHEMA, {"type": "array", "items": _NAME_SCHEMA, "minItems": 1, "maxItems": _MOST_NAMES}]
}

Text = Annotated[
    str,
    AfterValidator(_checked),
    Field(json_schema_extra={"minLength": 1, "maxLength": question.LONGEST_QUESTION}),
]
Name = Annotated[str, Field(min_length=1, max_length=_LONGEST_NAME), AfterValidator(_encodable)]
Names = Annotated[
    list[Name],
    Field(min_length=1, max_length=_MOST_NAMES),
    BeforeValidator(_listed),
    WithJsonSchema(_NAMES_SCHEMA),
]
Year = Annotated[int, Field(ge=_FIRST_YEAR, le=_LAST_YEAR, strict=True)]


class FiltersIn(BaseModel):
    """检索范围；所列条件须同时满足，不填即不限。"""

    model_config = ConfigDict(extra="forbid")

    region: Names | None = Field(None, description="地区：名称、简称或区划代码，可为数组；含其下辖地区")
    plan: Names | None = Field(None, description="规划编号，可为数组")
    years: tuple[Year, Year] | None = Field(None, description="起止年份，两端都含；规划期与之有重叠即可")
    kind: Name | None = Field(None, description="文件种类，如“规划”“实施方案”")
    unit: Name | None = Field(None, description="条款写明的单位名称中含有的字")

    def filters(self, service: Service) -> Filters:
        """UnknownRegion, AmbiguousRegion; InvalidRequest for what no plan or unit can match."""
        known = {plan.id for plan in service.plans()}
        for plan in self.plan or ():
            if plan not in known:
                raise InvalidRequest(f"没有编号为“{plan}”的规划，已收录：{'、'.join(sorted(known))}。", "plan")
        if self.years and self.years[0] > self.years[1]:
            raise InvalidRequest("起始年份不能晚于结束年份。", "years")
        if self.unit is not None and not key(self.unit):
            raise InvalidRequest("单位名称中没有文字。", "unit")
        codes = dict.fromkeys(service.region_code(name) for name in self.region or ())
        return Filters(tuple(codes), tuple(self.plan or ()), self.years, self.kind, self.unit)


class SearchIn(FiltersIn):
    """检索请求。"""

    query: Text = Field(description="要找的内容；其中写明的地区会限定检索范围")
    k: int = Field(10, ge=1, le=MOST_HITS, strict=True, description="最多返回几条")


class AskIn(FiltersIn):
    """提问。"""

    question: Text = Field(description="问题；其中写明的地区会限定检索范围")
