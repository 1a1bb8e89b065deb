"""What every response carries: headers that browsers and caches keep to."""

from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access import routes
from qa.settings import Settings

#: Seconds for which browsers keep to https once they have come by it: a year.
_HTTPS_FOR = 31_536_000
#: Scripts and styles are files of this server, and nothing of another host is asked for.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: Answers that took a key must not be handed to others by a cache in between.
_OWN = {"Cache-Control": "private"}


def security_headers(settings: Settings) -> Mapping[str, str]:
    """By name; a response that has its own keeps it."""
    found = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Content-Security-Policy": POLICY,
    }
    if settings.public_url.startswith("https://"):
        found["Strict-Transport-Security"] = f"max-age={_HTTPS_FOR}"
    return found


class SecurityHeaders:
    """Adds them to whatever `app` sends."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._headers = app, security_headers(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_public = routes.needed(scope["method"], routes.path_of(scope)) is None
        added = self._headers if is_public else {**self._headers, **_OWN}

        async def adding(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in added.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, adding)
