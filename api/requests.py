"""What the native doors accept. Docstrings and descriptions here are shown in /docs, hence Chinese."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from api.errors import UNUSABLE
from qa import question
from qa.compare import MOST_QUESTIONS
from qa.dialogue.conversation import MOST_TURNS, Turn
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
_QUESTION_SCHEMA = {"type": "string", "minLength": 1, "maxLength": question.LONGEST_QUESTION}
_QUESTIONS_SCHEMA = {
    "anyOf": [_QUESTION_SCHEMA, {"type": "array", "items": _QUESTION_SCHEMA, "minItems": 1, "maxItems": MOST_QUESTIONS}]
}

Text = Annotated[
    str,
    AfterValidator(_checked),
    Field(json_schema_extra={"minLength": 1, "maxLength": question.LONGEST_QUESTION}),
]
#: For clients that pass on whatever their user typed: as much of it is asked as a question may have.
OpeningText = Annotated[
    str,
    AfterValidator(lambda text: _checked(text.strip()[: question.LONGEST_QUESTION])),
    Field(json_schema_extra={"minLength": 1}),
]
Name = Annotated[str, Field(min_length=1, max_length=_LONGEST_NAME), AfterValidator(_encodable)]
Names = Annotated[
    list[Name],
    Field(min_length=1, max_length=_MOST_NAMES),
    BeforeValidator(_listed),
    WithJsonSchema(_NAMES_SCHEMA),
]
Questions = Annotated[
    list[Text],
    Field(min_length=1, max_length=MOST_QUESTIONS),
    BeforeValidator(_listed),
    WithJsonSchema(_QUESTIONS_SCHEMA),
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


class CompareIn(FiltersIn):
    """比较请求。"""

    questions: Questions = Field(description="一个或若干问题；没有填 region 和 plan 时，其中写明的地区就是要比较的地区")
    region: Names | None = Field(None, description="要比较的地区，依次各成一列或数列；都不填则比较全部规划")
    plan: Names | None = Field(None, description="要比较的规划编号，列在地区之后")


Encodable = Annotated[str, AfterValidator(_encodable)]


class TurnIn(BaseModel):
    """此前的一个问题；clauses 是它的答案所引条款的编号，供理解“第二条”“这些单位”之用。"""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(description="问题，原话或当时的 understood 均可")
    clauses: list[Encodable] = Field(default_factory=list, description="答案所引条款的编号，依标号排列")


def _turns(value: Any) -> Any:
    """A question alone is a turn as well."""
    if not isinstance(value, list) or not all(isinstance(turn, str | dict) for turn in value):
        raise PydanticCustomError(UNUSABLE, "须为数组，每一项是此前的一个问题，或含 question 的对象")
    return [{"question": turn} if isinstance(turn, str) else turn for turn in value]


def _or_question(schema: dict[str, Any]) -> None:
    schema["items"] = {"anyOf": [{"type": "string"}, schema["items"]]}


class AskIn(FiltersIn):
    """提问。"""

    question: Text = Field(description="问题；其中写明的地区会限定检索范围")
    history: Annotated[list[TurnIn], BeforeValidator(_turns)] = Field(
        default_factory=list,
        json_schema_extra=_or_question,
        description=(
            "此前的问题，由早到晚；可以只写问题，也可以附上所引条款。"
            "“那罗湖呢？”这样的追问据此补全，结果见 understood。"
            f"只看最后{MOST_TURNS}个，其中不能作为问题的略过"
        ),
    )
    stream: bool = Field(
        False,
        strict=True,
        description=(
            "为真时以 Server-Sent Events 逐句送出：若干 delta（text 是一段答案），"
            "最后一个 answer（完整的答案，以它为准）；中途出错则为 error（problem+json）"
        ),
    )

    def turns(self, service: Service) -> list[Turn]:
        """The last of the earlier questions, oldest first."""
        return [service.turn(turn.question, turn.clauses) for turn in self.history[-MOST_TURNS:]]
