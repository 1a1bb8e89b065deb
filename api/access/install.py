"""Puts the gate and what belongs to it around an app."""

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from api.access import redaction
from api.access.bodies import BodyLimit
from api.access.gate import Gate
from qa.settings import Settings

_METHODS = ("GET", "POST", "PUT", "DELETE")
_EXPOSED = ("Mcp-Session-Id", "Retry-After", "X-Request-ID")


def install(app: FastAPI, settings: Settings) -> None:
    """To be called before middleware that must see refused requests too. InvalidRequest for settings of no use.

    `SecurityHeaders` goes on last of all, so that what breaks anywhere is answered with them as well.
    """
    redaction.install()
    app.add_middleware(Gate, settings=settings)
    app.add_middleware(BodyLimit)
    if settings.cors_origins:
        # Outside the gate: browsers ask whether they may send a key without sending one.
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=_METHODS,
            # Clients of OpenAI and MCP send headers of their own; credentials of the browser are never allowed.
            allow_headers=["*"],
            expose_headers=_EXPOSED,
        )
    if settings.trusted_proxies:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.trusted_proxies))
