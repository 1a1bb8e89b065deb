"""The gate: decides by method and path, before any door sees a request, whether it goes on."""

from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.access import connections, refusals, routes
from api.access.callers import Caller
from api.access.callers import Scope as Needed
from api.access.credentials import Credentials, credentials
from api.access.keyring import Keyring
from api.access.keys import Key, KeyStore
from api.access.rates import Rates
from api.access.refusals import Refused
from qa.errors import StateUnavailable
from qa.settings import Settings

_BASIC = {"WWW-Authenticate": 'Basic realm="planqa", charset="UTF-8"'}
_BEARER = {"WWW-Authenticate": 'Bearer realm="planqa"'}


class Gate:
    """Lets a request through to `app` with a `Caller` in its state, or refuses it. InvalidRequest for bad settings."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._access = app, settings.access
        self._keyring, self._rates = Keyring(KeyStore(settings.state)), Rates(settings)
        public = urlsplit(settings.public_url)
        self._names = {name.lower() for name in (public.hostname, *settings.hosts) if name}
        self._named_only = bool(settings.hosts)
        self._sites = {f"{public.scheme}://{public.netloc}", *settings.cors_origins}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            # No door speaks it.
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] == "http":
            state, path = scope.setdefault("state", {}), routes.path_of(scope)
            state["caller"] = Caller(None, None)
            try:
                if (needed := routes.needed(scope["method"], path)) is not None:
                    state["caller"] = await self._admitted(scope, needed, path)
            except Refused as refused:
                await refused.response(Request(scope))(scope, receive, send)
                return
        await self._app(scope, receive, send)

    async def _admitted(self, scope: Scope, needed: Needed, path: str) -> Caller:
        """Who it is that may do this. Refused."""
        headers = Headers(scope=scope)
        keyless = self._needs_no_key(scope, headers)
        given = None if keyless else credentials(headers)
        caller = Caller(None, "admin") if keyless else await self._holder(scope, given, path)
        await self._rates.request(caller.key_id or connections.subscriber(scope))
        sent_unasked = keyless or (given is not None and given.ambient)
        if sent_unasked and connections.is_cross_site(scope["method"], headers, self._sites):
            raise Refused(refusals.CROSS_SITE)
        if caller.scope not in (needed, "admin"):
            raise Refused(refusals.READ_ONLY_KEY)
        return caller

    def _needs_no_key(self, scope: Scope, headers: Headers) -> bool:
        """Refused for a name that is not this server's: without a key, or with a list of names, it counts."""
        host = connections.host_of(headers)
        known = connections.is_loopback(host) or connections.is_known(host, self._names)
        is_open = self._access == "open"
        if not known and (self._named_only or (is_open and not connections.is_number(host))):
            raise Refused(refusals.UNKNOWN_HOST)
        return is_open or (self._access == "auto" and connections.is_direct(scope, headers))

    async def _holder(self, scope: Scope, given: Credentials | None, path: str) -> Caller:
        challenge, who = _BASIC if routes.is_page(path) else _BEARER, connections.subscriber(scope)
        if given is None:
            await self._rates.request(who)
            raise Refused(refusals.MISSING_KEY, challenge)
        key = await self._key(given)
        if key is None:
            await self._rates.failure(who)
            raise Refused(refusals.BAD_KEY, challenge)
        return Caller(key.name, key.scope, key.id)

    async def _key(self, given: Credentials) -> Key | None:
        try:
            return await self._keyring.holder(given.secret)
        except StateUnavailable as error:
            raise Refused(refusals.KEYS_UNAVAILABLE) from error
