"""The service over the generation in use, which may change while questions are being answered."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from qa import index
from qa.errors import IndexUnavailable, PlanqaError, VectorsUnavailable
from qa.service import Service

#: Loads what loads at first use: the dictionaries of words and of places.
_WARM_UP = "行政复议工作由哪个单位牵头？"
_log = logging.getLogger("planqa.live")


class Live:
    """Follows an index directory. A question is answered to its end by the generation that it began with.

    What has been opened stays in use until its successor is whole and warm; a successor that cannot be opened is
    logged and passed over. Safe to use from several threads.
    """

    def __init__(self, root: Path, opened: Callable[[], Service]) -> None:
        """opened: opens the generation in use; what it raises is kept and told to whoever asks."""
        self._root, self._open = root, opened
        self._service: Service | None = None
        self._error: PlanqaError = IndexUnavailable("索引尚未打开，请稍后重试。")
        self._looked_at: Path | None = None
        self._has_looked = False
        self._refreshing = threading.Lock()

    @property
    def service(self) -> Service:
        """The service. Raises what opening the index raised, if no generation has been opened yet."""
        if self._service is None:
            raise self._error.with_traceback(None)
        return self._service

    def refresh(self) -> None:
        """Open the generation in use unless it is the one looked at last. Never raises: it is called every second."""
        with self._refreshing:
            try:
                self._follow()
            except PlanqaError as error:
                _log.error(error.message)
                self._error = error
                # The folder is whole, and only a server away for a while: to be looked at again.
                self._has_looked = not isinstance(error, VectorsUnavailable)
            except Exception:
                _log.exception("the index cannot be followed")
                self._error = IndexUnavailable("索引无法打开，请管理员查看日志。")

    def _follow(self) -> None:
        generation = index.generation(self._root)
        if self._has_looked and generation == self._looked_at:
            return
        self._looked_at, self._has_looked = generation, True
        service = self._open()
        service.ask(_WARM_UP)
        self._service = service
