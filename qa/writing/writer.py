"""Language models behind the `Writer` port: any OpenAI-compatible server, and a fake without one.

The client is asynchronous on a thread of its own, so that the whole answer has one deadline and a reader who leaves
ends the call at once, however slowly the server drips. openai is an extra and imported where a writer is made.
"""

import asyncio
import queue
import threading
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING

from qa.errors import ModelUnavailable
from qa.ports import WriterFailed
from qa.records import Citation
from qa.writing import prompt

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletionMessageParam

#: Seconds between empty pieces while a server is silent; as long may a reader who has left go unnoticed.
_PULSE = 0.5
#: Characters; an answer of one to six sentences has a tenth of it, thinking aloud included.
_LONGEST = 100_000
_STATUS = {
    400: "语言模型服务不接受这个请求",
    401: "语言模型服务的密钥无效",
    403: "语言模型服务拒绝访问",
    404: "语言模型服务没有这个模型或地址",
    429: "语言模型服务繁忙或额度用尽",
}


class OpenAIWriter:
    """A `Writer` over a server that speaks OpenAI's chat completions; safe to call from several threads."""

    def __init__(self, url: str, model: str, key: str, timeout: float) -> None:
        """timeout: seconds for a whole answer. ModelUnavailable where openai is not installed."""
        try:
            from openai import AsyncOpenAI
        except ImportError as error:
            message = '没有安装 openai，不能使用语言模型。请运行 pip install "planqa[llm]"。'
            raise ModelUnavailable(message) from error
        # What is not given here the client takes from variables meant for other programs and another server.
        self._client = AsyncOpenAI(
            base_url=url, api_key=key or "none", organization="", project="", max_retries=0, timeout=timeout
        )
        self._model, self._timeout = model, timeout
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, name="planqa-writer", daemon=True).start()

    def write(self, question: str, evidence: Sequence[Citation]) -> Generator[str, None, None]:
        """Pieces of text as they come. WriterFailed."""
        messages: list[ChatCompletionMessageParam] = [
            {"role": "system", "content": prompt.SYSTEM},
            {"role": "user", "content": prompt.user(question, evidence)},
        ]
        pieces: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        call = asyncio.run_coroutine_threadsafe(self._call(messages, pieces), self._loop)
        try:
            yield from _drained(pieces, call)
        finally:
            call.cancel()

    async def _call(
        self, messages: "list[ChatCompletionMessageParam]", pieces: "queue.SimpleQueue[str | None]"
    ) -> None:
        import openai

        try:
            async with asyncio.timeout(self._timeout):
                await self._stream(messages, pieces)
        except (TimeoutError, openai.APITimeoutError):
            raise WriterFailed("语言模型没有在限定时间内答完") from None
        except openai.APIStatusError as error:
            raise WriterFailed(_STATUS.get(error.status_code, "语言模型服务出错")) from None
        except openai.APIConnectionError:
            raise WriterFailed("连接不上语言模型服务，或连接中断") from None
        except WriterFailed:
            raise
        except Exception:  # a server that speaks something else makes the client raise whatever its parsing raises
            raise WriterFailed("语言模型服务的回应无法读取") from None
        finally:
            pieces.put(None)

    async def _stream(
        self, messages: "list[ChatCompletionMessageParam]", pieces: "queue.SimpleQueue[str | None]"
    ) -> None:
        length, finish = 0, None
        async with await self._client.chat.completions.create(
            model=self._model, messages=messages, stream=True
        ) as chunks:
            async for chunk in chunks:
                for choice in (chunk.choices or [])[:1]:
                    finish = choice.finish_reason or finish
                    piece = (choice.delta.content if choice.delta else None) or ""
                    length += len(piece)
                    pieces.put(piece)
                if length > _LONGEST:
                    raise WriterFailed("语言模型的回答过长")
        if finish != "stop":
            raise WriterFailed("语言模型的回答没有写完")


def _drained(pieces: "queue.SimpleQueue[str | None]", call: "Future[None]") -> Iterator[str]:
    """What is put until None comes; an empty piece where nothing comes for a while."""
    while True:
        try:
            piece = pieces.get(timeout=_PULSE)
        except queue.Empty:
            piece = ""
        if piece is None:
            call.result()
            return
        yield piece


class QuotingWriter:
    """A deterministic `Writer` without a model: every quote again, each with its mark."""

    def write(self, question: str, evidence: Sequence[Citation]) -> Generator[str, None, None]:
        """One piece for each quote."""
        for citation in evidence:
            yield f"{citation.quote.rstrip('。')}[{citation.n}]。\n"
