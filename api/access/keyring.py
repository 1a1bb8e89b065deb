"""The keys as a running server sees them: read again every second, so that a revoked one soon opens nothing."""

import asyncio
import logging
import time
from collections.abc import Mapping

from api.access.keys import Key, KeyStore, id_of
from qa.errors import PlanqaError

#: Seconds for which what was read counts: how long a revoked key may still work, and how often guesses make us read.
_FRESH = 1.0
#: Seconds between two notes of when a key was last used.
_NOTED_EVERY = 60
_log = logging.getLogger("planqa.keys")


class Keyring:
    """Tells whose key it is. Of one event loop; where the keys cannot be read it raises, and nobody gets in."""

    def __init__(self, store: KeyStore) -> None:
        self._store = store
        self._reading = asyncio.Lock()
        self._keys: Mapping[str, Key] | PlanqaError = {}
        self._read_at = float("-inf")
        self._noted: dict[str, float] = {}

    async def holder(self, secret: str) -> Key | None:
        """The active key that this is; None for anything else. StateUnavailable."""
        key = (await self._fresh()).get(id_of(secret))
        if key is None or not key.opens_with(secret) or not key.is_active(time.time()):
            return None
        self._note(key)
        return key

    async def _fresh(self) -> Mapping[str, Key]:
        async with self._reading:
            if time.monotonic() - self._read_at >= _FRESH:
                self._keys = await asyncio.to_thread(self._read)
                self._read_at = time.monotonic()
        if isinstance(self._keys, PlanqaError):
            raise self._keys.with_traceback(None)
        return self._keys

    def _read(self) -> Mapping[str, Key] | PlanqaError:
        """What went wrong is kept as long as keys are: a locked database is not waited for by each request."""
        try:
            return {key.id: key for key in self._store.all()}
        except PlanqaError as error:
            _log.error(error.message)
            return error

    def _note(self, key: Key) -> None:
        """In the background; other workers' notes are seen in the key itself."""
        now = time.time()
        if now - max(key.last_used or 0, self._noted.get(key.id, 0)) >= _NOTED_EVERY:
            self._noted[key.id] = now
            asyncio.get_running_loop().run_in_executor(None, self._write, key.id)

    def _write(self, id_: str) -> None:
        try:
            self._store.used(id_)
        except PlanqaError as error:
            _log.warning(error.message)
