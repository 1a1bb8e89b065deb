"""The wire shapes of chat completions. Members that a chunk does not set are not sent."""

from typing import Any, Literal

from pydantic import BaseModel

from api.openai.content import Source


class UrlCitation(BaseModel):
    """引用；start_index 和 end_index 以字符计，是正文中标号或链接的起止。"""

    start_index: int
    end_index: int
    url: str
    title: str


class Annotation(BaseModel):
    type: Literal["url_citation"]
    url_citation: UrlCitation

    @classmethod
    def of(cls, source: Source) -> "Annotation":
        start, end = source.span
        cited = UrlCitation(start_index=start, end_index=end, url=source.url, title=source.title)
        return cls(type="url_citation", url_citation=cited)


class SearchResult(BaseModel):
    """出处，依标号排列；date 是规划的成文或发布日期。"""

    title: str
    url: str
    date: str | None

    @classmethod
    def of(cls, source: Source) -> "SearchResult":
        return cls(title=source.title, url=source.url, date=source.date)


class Usage(BaseModel):
    """以向量模型的词元计。"""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class AnswerMessage(BaseModel):
    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None
    annotations: list[Annotation]


class Choice(BaseModel):
    index: Literal[0] = 0
    message: AnswerMessage
    logprobs: None = None
    finish_reason: Literal["stop"] = "stop"


class Completion(BaseModel):
    """一次作答。"""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str
    choices: list[Choice]
    usage: Usage
    search_results: list[SearchResult]


class Delta(BaseModel):
    role: Literal["assistant"] | None = None
    content: str | None = None
    annotations: list[Annotation] | None = None


class ChunkChoice(BaseModel):
    index: int
    delta: Delta
    logprobs: None
    finish_reason: Literal["stop"] | None


class Chunk(BaseModel):
    """流中的一块。"""

    id: str
    object: Literal["chat.completion.chunk"]
    created: int
    model: str
    choices: list[ChunkChoice]
    usage: Usage | None = None
    search_results: list[SearchResult] | None = None


def source_event(source: Source) -> dict[str, Any]:
    """A line that Open WebUI alone reads. Its list of sources holds each name and id once, so they carry the mark."""
    citation = source.citation
    name = f"[{citation.n}] {source.title}"
    about = {"source": f"{citation.clause.id}#{citation.n}", "name": name, "url": source.url, "source_url": source.url}
    data = {
        "source": {"name": name, "id": about["source"], "url": source.url},
        "document": [citation.quote],
        "metadata": [about],
    }
    return {"event": {"type": "source", "data": data}}
