"""Whether questions can be answered here and now, and if not, why."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from api.live import Live
from qa.errors import NotReady, VectorsUnavailable
from qa.service import Service

#: Seconds that a search which went well is good for: probes of several balancers cost one search.
_GOOD_FOR = 5.0
_QUERY = "行政复议"
_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Readiness:
    """Looks for itself: a search now and then through the service in use. Safe to use from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._searching = threading.Lock()
        self._searched: Service | None = None
        self._at = 0.0
        self.stopping = False

    def check(self, live: Live) -> None:
        """Raises why not: NotReady, or what opening the index raised."""
        if self.stopping:
            raise NotReady("服务正在停止，请改用其他实例或稍后重试。")
        found = live.service
        with self._searching:
            if found is not self._searched or self._clock() - self._at > _GOOD_FOR:
                self._try(found)

    def _try(self, service: Service) -> None:
        self._searched = None
        try:
            service.search(_QUERY, 1)
        except VectorsUnavailable:
            raise
        except Exception as error:  # whatever a damaged index or a failing disk may raise
            raise NotReady("检索不可用，请查看日志，必要时运行 planqa index 重建索引。") from error
        self._searched, self._at = service, self._clock()

    @contextmanager
    def until_stopped(self) -> Iterator[None]:
        """While the server runs: the signal that stops it is noticed here first."""
        if threading.current_thread() is not threading.main_thread():
            yield  # signals come to the main thread alone
            return
        before = {number: signal.getsignal(number) for number in _SIGNALS}

        def noticed(number: int, frame: FrameType | None) -> None:
            self.stopping = True
            handler = before[signal.Signals(number)]
            if callable(handler):
                handler(number, frame)

        for number in _SIGNALS:
            signal.signal(number, noticed)
        try:
            yield
        finally:
            for number in _SIGNALS:
                signal.signal(number, before[number])
