"""Limits on what is read from a client before anything is parsed."""

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Bytes; the longest question with every filter is well under a tenth of it.
LARGEST_BODY = 64 * 1024


class BodyLimit:
    """Refuses a body with 413 as soon as more of it has come than is ever read."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        read = 0

        async def limited() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > LARGEST_BODY:
                # Raised where the body is read, so that the app's own handler words the refusal.
                raise HTTPException(413)
            return message

        await self._app(scope, limited if scope["type"] == "http" else receive, send)
