"""A Ray cluster as one thing: a function goes over many items, in whatever processes have room.

Tasks, not actors: a task that was lost with its node is done again on any other, while an actor waits for a place of
its own; and a node that joins later gets its share. What a worker loads it keeps between tasks all the same.
"""

import math
import socket
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from qa.errors import ClusterUnavailable, PlanqaError
from qa.settings import no_usage_reports

#: Starts a cluster of this machine's own, which ends with the block.
LOCAL = "local"
#: How often a task is begun again whose worker or node was lost.
_RETRIES = 5
#: Items under way, a processor: one at work and some that wait beside it, so that none is ever idle.
_AHEAD = 4
#: Bytes under way; a file that is larger goes alone.
_MOST_BYTES = 64_000_000
#: Bytes for what travels between the processes of a cluster of one's own.
_STORE = 500_000_000
#: Seconds to wait for an answer of a cluster's address, for a result before looking after the cluster, and for a
#: processor where there is none: a machine that is ordered from a cloud takes minutes.
_ANSWERS, _LOOKS, _PATIENCE = 5.0, 5.0, 600.0

Item = TypeVar("Item")
Result = TypeVar("Result")


class Workers:
    """The processors of the cluster that this process is connected to."""

    def __init__(self, ray: Any) -> None:
        self._ray = ray

    def over(
        self,
        task: Callable[..., Result],
        first: object,
        items: Iterable[Item],
        size: Callable[[Item], int] = lambda _: 0,
    ) -> Iterator[tuple[Item, Result]]:
        """Each item with task(first, item), in the order of the items, which are taken no earlier than needed.

        size: bytes of an item. What a task raises of planqa's own errors is raised here; ClusterUnavailable where
        nobody is left to do one.
        """
        # Spread: by default the other nodes get nothing for some seconds, until this one is known to be full.
        remote = self._ray.remote(num_cpus=1, max_retries=_RETRIES, scheduling_strategy="SPREAD")(task)
        under_way: deque[tuple[Item, Any]] = deque()
        weight = 0
        for item in items:
            while under_way and (len(under_way) >= self._most() or weight + size(item) > _MOST_BYTES):
                done, promise = under_way.popleft()
                weight -= size(done)
                yield done, self._result(promise)
            under_way.append((item, remote.remote(first, item)))
            weight += size(item)
        while under_way:
            done, promise = under_way.popleft()
            yield done, self._result(promise)

    def _most(self) -> int:
        return _AHEAD * max(1, self._processors())

    def _processors(self) -> int:
        """Those of the nodes that live now."""
        processors: float = self._ray.cluster_resources().get("CPU", 0)
        return math.floor(processors)

    def _result(self, promise: Any) -> Any:
        try:
            self._wait(promise)
            return self._ray.get(promise)
        except self._ray.exceptions.RayTaskError as error:
            if isinstance(error.cause, PlanqaError):
                raise error.cause from None
            # Its text is the traceback of the worker, which ends with the fault itself.
            fault = str(error).strip().splitlines()[-1]
            raise ClusterUnavailable(f"集群上的程序出错（{fault}）。请核对各节点上安装的 planqa 后再试。") from error
        except self._ray.exceptions.RayError as error:
            what = f"{type(error).__name__}：{_head(error)}"
            raise ClusterUnavailable(f"集群未能完成任务（{what}）。请检查各节点后再试。") from error

    def _wait(self, promise: Any) -> None:
        """ClusterUnavailable where there has been no processor for so long that none can be on its way."""
        there = time.monotonic()
        while not self._ray.wait([promise], timeout=_LOOKS)[0]:
            if self._processors():
                there = time.monotonic()
            elif time.monotonic() - there > _PATIENCE:
                raise ClusterUnavailable("集群中已没有可用的处理器。请启动节点（ray start）后再试。")


@contextmanager
def connected(address: str) -> Iterator[Workers]:
    """The workers of the cluster at an address (host:port, auto), or of one that is started here (local).

    ClusterUnavailable where Ray is not installed or no cluster answers.
    """
    ray = _ray()
    _check(address)
    own = {"include_dashboard": False, "object_store_memory": _STORE} if address == LOCAL else {}
    try:
        ray.init(address=address, log_to_driver=False, logging_level="critical", **own)
    except Exception as error:  # Ray raises OSError, RuntimeError, ValueError and its own, for all of which this holds
        raise _unreachable(address, _head(error)) from error
    try:
        yield Workers(ray)
    finally:
        ray.shutdown()


def _ray() -> Any:
    no_usage_reports()
    try:
        import ray
        import ray.exceptions
    except ImportError as error:
        raise ClusterUnavailable("没有安装 Ray。请运行 pip install 'planqa[ray]'。") from error
    return ray


def _check(address: str) -> None:
    """Whether anybody listens there: Ray itself would try for minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not host or not port.isdecimal():
        return
    try:
        socket.create_connection((host.strip("[]"), int(port)), _ANSWERS).close()
    except OSError as error:
        raise _unreachable(address, error.strerror or str(error)) from error


def _unreachable(address: str, why: str) -> ClusterUnavailable:
    return ClusterUnavailable(
        f"连不上 Ray 集群 {address}（{why}）。请核对地址，并在集群的一个节点上运行；只用本机，请写 --ray local。"
    )


def _head(error: Exception) -> str:
    """The first line of what Ray says, which often goes on for a page."""
    return str(error).strip().partition("\n")[0]
