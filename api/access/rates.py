"""How often: requests are counted in a sliding window (the limits library), each worker alone or all together."""

import logging
import math
from collections.abc import Mapping

from limits import RateLimitItem, parse
from limits.aio.storage import SlidingWindowCounterSupport, Storage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from limits.errors import ConfigurationError, StorageError
from limits.storage import storage_from_string

from api.access.refusals import TOO_MANY, Refused
from qa.errors import InvalidRequest
from qa.settings import Settings

#: Of one address: a person mistypes a few times; 256 bits are not guessed at any rate, but the log stays readable.
_FAILURES = "20/minute"
_log = logging.getLogger("planqa.keys")


class Rates:
    """Counts requests, and keys that were wrong. InvalidRequest for settings that cannot be used."""

    def __init__(self, settings: Settings) -> None:
        self._requests = _parsed(settings.rate) if settings.rate else None
        self._failures = parse(_FAILURES)
        self._storage = _storage(settings.rate_storage.get_secret_value())
        self._limiter = SlidingWindowCounterRateLimiter(self._storage)

    async def request(self, who: str) -> None:
        """Refused with 429 where one more is too many."""
        if self._requests:
            await self._count(self._requests, "request", who)

    async def failure(self, who: str) -> None:
        """A wrong key. Refused with 429 where it was one too many."""
        await self._count(self._failures, "failure", who)

    async def _count(self, limit: RateLimitItem, what: str, who: str) -> None:
        """A store that cannot be reached lets everybody through: whoever comes this far has to show a key anyway."""
        try:
            if not await self._limiter.hit(limit, what, who):
                raise Refused(TOO_MANY, await self._headers(limit, what, who))
        except StorageError:
            _log.exception("requests cannot be counted")

    async def _headers(self, limit: RateLimitItem, what: str, who: str) -> Mapping[str, str]:
        """When the next one will be counted in: the library itself tells when the count falls, not how far.

        Counted is current + previous * the part of the window before that still overlaps, which has to be below limit.
        """
        window = limit.get_expiry()
        assert isinstance(self._storage, SlidingWindowCounterSupport)
        counted = await self._storage.get_sliding_window(limit.key_for(what, who), window)
        previous, overlap, current, left = counted
        if current < limit.amount and previous:
            wait = overlap - (limit.amount - current) * window / previous
        else:
            wait = left % window
        # A second more: at the very border the count is still full.
        return {"Retry-After": str(max(0, math.ceil(wait)) + 1)}


def _parsed(rate: str) -> RateLimitItem:
    try:
        return parse(rate)
    except ValueError as error:
        raise InvalidRequest(f"PLANQA_RATE 不能是“{rate}”，请写成 600/minute 这样。", "rate") from error


def _storage(uri: str) -> Storage:
    try:
        # Of the clients that limits knows for Redis: coredis, its default, wants a context around the whole program.
        client = {"implementation": "redispy"} if uri.startswith("redis") else {}
        storage = storage_from_string(f"async+{uri}", wrap_exceptions=True, **client)
    except ConfigurationError as error:
        raise InvalidRequest(
            'PLANQA_RATE_STORAGE 无法使用：请写 memory://，或 redis://主机:端口（须先 pip install "planqa[redis]"）。',
            "rate_storage",
        ) from error
    assert isinstance(storage, Storage)
    return storage
