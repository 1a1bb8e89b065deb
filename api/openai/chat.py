"""Door: an answer as a chat completion."""

import time
from typing import Annotated

from fastapi import APIRouter, Body, Request, Response
from starlette.concurrency import run_in_threadpool

from api.deps import FinderDep, ServiceDep, SettingsDep
from api.feedback.audit import record
from api.finder import Finder
from api.openai import errands, examples
from api.openai.chores import recognised
from api.openai.content import Content, Pieces, Source, cited, told, written
from api.openai.conversation import ChatIn, asked, checked, turns
from api.openai.models import CHAT, unless
from api.openai.schemas import Completion, Usage
from api.openai.streaming import Reply, streamed, whole
from qa.service import Service

router = APIRouter(tags=["OpenAI 兼容"])


@router.post(
    "/chat/completions",
    summary="对话",
    description=(
        "答案在 content 里：句后有标号 [1]，末尾是条款链接；annotations 和 search_results 另给一份。"
        "地区写在问题里；“那罗湖呢？”这样的追问据之前的消息补全。"
    ),
    response_model=Completion,
    responses=examples.shown_completion(),
)
async def complete(
    request: Request,
    body: Annotated[ChatIn, Body(openapi_examples=examples.CHAT_REQUESTS)],
    service: ServiceDep,
    settings: SettingsDep,
    finder: FinderDep,
) -> Completion | Response:
    if refused := unless(request, body.model, CHAT):
        return refused
    started = time.perf_counter()

    def over(content: Content) -> None:
        if content.answer:
            record(request.app.state, "chat", content.answer, started)

    def usage(content: str) -> Usage:
        prompt = sum(service.encoder.count_tokens(message.text) for message in body.messages)
        completion = service.encoder.count_tokens(content)
        return Usage(prompt_tokens=prompt, completion_tokens=completion, total_tokens=prompt + completion)

    pieces, sources = await _pieces(body, service, finder, settings.public_url)
    wants_usage = bool(body.stream_options and body.stream_options.include_usage)
    reply = Reply(body.model, usage, over, wants_usage, sources)
    # A language model may be asked now, which takes seconds: in a thread of the request's own.
    return streamed(reply, pieces) if body.stream else await run_in_threadpool(whole, reply, pieces)


async def _pieces(body: ChatIn, service: Service, finder: Finder, base: str) -> tuple[Pieces, tuple[Source, ...]]:
    """The content that is to come, and what it cites. InvalidRequest."""
    if chore := recognised(body.messages):
        return written(await run_in_threadpool(errands.reply, chore, service)), ()
    place, text = asked(body.messages)
    asks, before = checked(text), body.messages[:place]
    found = await finder(service, asks, lambda: service.ask(asks, None, turns(before, service)))
    return told(found, service.phrase(found), base), cited(found, base)
