"""What a chat request holds, and how its messages become a question with the turns before it."""

import re
from collections.abc import Sequence
from typing import Annotated, Any, Literal
from urllib.parse import unquote

from pydantic import BaseModel, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from api.errors import UNUSABLE
from api.requests import Encodable
from qa import question
from qa.dialogue.conversation import MOST_TURNS, Turn
from qa.errors import InvalidRequest
from qa.service import Service

_TEXT = ("text", "input_text")
#: The address of a clause's page, in a link of an earlier answer; the host may have changed since.
_LINK = re.compile(r"\]\([^\s()]*?/c/([^\s/()]+/[^\s/()]+)\)")


class Part(BaseModel):
    """内容的一部分；只读 type 为 text 的。"""

    type: str
    text: Encodable | None = None


def _parts(value: Any) -> Any:
    """A text is one part, null is none."""
    if value is None or isinstance(value, str):
        return [] if value is None else [{"type": "text", "text": value}]
    if not isinstance(value, list):
        raise PydanticCustomError(UNUSABLE, "须为字符串，或由各部分组成的数组")
    return value


_PART_SCHEMA = {
    "type": "object",
    "required": ["type"],
    "properties": {"type": {"type": "string"}, "text": {"anyOf": [{"type": "string"}, {"type": "null"}]}},
}
_CONTENT_SCHEMA = {"anyOf": [{"type": "string"}, {"type": "array", "items": _PART_SCHEMA}, {"type": "null"}]}


class Message(BaseModel):
    """一条消息。"""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Annotated[list[Part], BeforeValidator(_parts), WithJsonSchema(_CONTENT_SCHEMA)] = Field(
        default_factory=list, validate_default=True, description="文字，或由 type 为 text 的部分组成的数组"
    )

    @property
    def text(self) -> str:
        return "\n".join(part.text for part in self.content if part.type in _TEXT and part.text)


class StreamOptions(BaseModel):
    include_usage: bool | None = Field(None, strict=True, description="为真时最后多送一块，只有 usage")


class ChatIn(BaseModel):
    """对话请求；没有列出的成员（temperature、tools、user 等）不起作用，也不报错。"""

    model: Encodable = Field(description="planqa 或 planqa-sources")
    messages: list[Message] = Field(
        min_length=1,
        description="最后一条 user 消息就是问题；之前的 user 和 assistant 消息只用来理解追问，system 消息不起作用",
    )
    stream: bool | None = Field(None, strict=True, description="为真时以 Server-Sent Events 送出")
    stream_options: StreamOptions | None = None
    n: int | None = Field(None, ge=1, le=1, description="只能是1")


def asked(messages: Sequence[Message]) -> tuple[int, str]:
    """Where the last message of the user stands, and the question in it. InvalidRequest."""
    places = [i for i, message in enumerate(messages) if message.role == "user"]
    if not places:
        raise InvalidRequest("messages 中没有 role 为 user 的消息，请把问题放在其中。", "messages")
    last = messages[places[-1]]
    if any(part.type not in _TEXT for part in last.content):
        raise InvalidRequest("只能读文字，请去掉问题中的图片、语音和文件。", "messages")
    return places[-1], last.text


def checked(text: str) -> str:
    """The question trimmed; InvalidRequest points at the messages."""
    try:
        return question.check(text)
    except InvalidRequest as error:
        raise InvalidRequest(error.message, "messages") from error


def turns(before: Sequence[Message], service: Service) -> list[Turn]:
    """The earlier questions, oldest first, each with the clauses that the answer to it cites."""
    said: list[tuple[str, list[str]]] = []
    for message in before:
        if message.role == "user":
            said.append((message.text, []))
        elif message.role == "assistant" and said:
            said[-1][1].extend(linked(message.text))
    return [service.turn(text, clauses) for text, clauses in said[-MOST_TURNS:]]


def linked(answer: str) -> list[str]:
    """Ids of the clauses that an earlier answer links to, each once, in their order."""
    return list(dict.fromkeys(unquote(path) for path in _LINK.findall(answer)))
