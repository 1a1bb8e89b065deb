"""What the sender of a plan states of it, as a catalogue would; it goes before what the text is read to say."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Self

from fastapi.exceptions import RequestValidationError
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from api.errors import UNUSABLE
from api.requests import Year
from qa.service import Service

_YEARS = re.compile(r"\s*(\d{4})\s*(?:[-—–~～至]+\s*(\d{4}))?\s*年?\s*")


def _years(value: object) -> object:
    found = _YEARS.fullmatch(str(value))
    if not found:
        raise PydanticCustomError(UNUSABLE, "须为起止年份，例如 2016-2020")
    first, last = int(found[1]), int(found[2] or found[1])
    if first > last:
        raise PydanticCustomError(UNUSABLE, "起始年份不能晚于结束年份")
    return first, last


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise PydanticCustomError(UNUSABLE, "须为日期，例如 2016-12-28") from error


def _line(value: str) -> str:
    if not value.isprintable():
        raise PydanticCustomError(UNUSABLE, "不能含有换行或控制字符")
    return value


Line = Annotated[str, Field(max_length=200), AfterValidator(_line)]
Day = Annotated[str, AfterValidator(_day)]


class StatedIn(BaseModel):
    """对规划的说明，都可以不填；没有填的由文件本身读出。"""

    model_config = ConfigDict(extra="forbid")

    title: Line | None = Field(None, description="标题", examples=["巴东县水利规划（2021—2025年）"])
    region: Line | None = Field(None, description="地区：名称、简称或区划代码", examples=["巴东县"])
    issuer: Line | None = Field(None, description="发文机关", examples=["巴东县人民政府"])
    document_number: Line | None = Field(None, description="文号", examples=["巴政发〔2021〕3号"])
    years: Annotated[tuple[Year, Year], BeforeValidator(_years)] | None = Field(
        None, description="规划期的起止年份", examples=["2021-2025"], json_schema_extra={"type": "string"}
    )
    issued: Day | None = Field(None, description="成文日期", examples=["2021-03-01"])
    published: Day | None = Field(None, description="发布日期", examples=["2021-03-05"])
    kind: Line | None = Field(None, description="文件种类", examples=["规划"])
    source: Line | None = Field(None, description="出处，可为网址", examples=["https://www.example.com/plan.html"])

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> Self:
        """RequestValidationError; what is left empty is not stated."""
        try:
            return cls.model_validate({name: value for name, value in fields.items() if value})
        except ValidationError as error:
            raise RequestValidationError([{**e, "loc": ("body", *e["loc"])} for e in error.errors()]) from error

    def known(self, service: Service) -> dict[str, Any]:
        """As `index_build.catalogue` has it. UnknownRegion, AmbiguousRegion."""
        stated = self.model_dump(exclude_none=True)
        return stated | ({"region": service.region_code(self.region)} if self.region else {})
