"""What the doors for files accept. Docstrings and descriptions here are shown in /docs, hence Chinese."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from api.errors import UNUSABLE
from api.requests import FiltersIn, Questions, Text

Form = Literal["docx", "md", "pptx", "xlsx"]

LESSONS: dict[str, Any] = {
    "一个专题，指定地区": {"value": {"topics": "行政复议", "region": ["巴东", "罗湖"], "forms": ["docx", "md"]}},
    "几个专题，全部规划": {"value": {"topics": ["行政机关负责人出庭应诉", "政府法律顾问"]}},
}
EXPORTS: dict[str, Any] = {
    "一个答案": {"value": {"ask": "巴东县的行政复议工作由哪些单位牵头？", "form": "docx"}},
    "一次比较": {"value": {"compare": ["行政复议工作由哪些单位牵头？"], "region": ["巴东", "罗湖"], "form": "md"}},
}


class LessonIn(FiltersIn):
    """编讲义的请求。"""

    topics: Questions = Field(description="一个或几个专题，事项（行政复议）或问题均可")
    forms: Annotated[list[Form], Field(min_length=1, max_length=10)] | None = Field(
        None, description="要哪些格式的文件；不填则全部"
    )


class ExportIn(FiltersIn):
    """导出的请求；ask 与 compare 填且只填一个。"""

    ask: Text | None = Field(None, description="导出这个问题的答案")
    compare: Questions | None = Field(None, description="导出各地对这些问题的对照")
    form: Form = Field("docx", description="文件格式")

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.ask is None) == (self.compare is None):
            raise PydanticCustomError(UNUSABLE, "ask 与 compare 须填一个，且只填一个")
        return self
