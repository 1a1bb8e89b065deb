"""A Milvus server as planqa talks to it: a client that answers in time, and one error when it does not.

pymilvus is an extra and takes a second to import, so it is imported when a server is first named.
"""

import contextlib
import functools
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from qa.errors import VectorsUnavailable

_UNREACHABLE = (
    "保存向量的 Milvus 没有答复或拒绝了请求，暂时不能检索。请稍后重试；"
    "管理员请查看日志，检查 Milvus 是否在运行，以及 PLANQA_MILVUS 和 PLANQA_MILVUS_TOKEN。"
)
_MISSING = '要使用 Milvus，请先安装：pip install "planqa[milvus]"；用本机文件（*.db）时还须 pip install milvus-lite。'
#: Milliseconds between two tries to reach a server that was away; by default gRPC may wait two minutes.
_SOON_AGAIN = {"grpc.initial_reconnect_backoff_ms": 200, "grpc.max_reconnect_backoff_ms": 2_000}
_log = logging.getLogger("planqa.milvus")


@dataclass(frozen=True)
class Milvus:
    """Where a server is. uri: http(s)://host:port, with /database if not the default one, or a file of Milvus Lite
    that ends in .db. timeout: seconds in which a question's request is answered, tries again included."""

    uri: str = field(repr=False)
    token: str = field(default="", repr=False)
    timeout: float = 5.0

    def client(self) -> Any:
        """A pymilvus.MilvusClient; those of one server share its connection. VectorsUnavailable."""
        with calling():
            return _imported().MilvusClient(
                uri=self.uri, token=self.token, timeout=self.timeout, grpc_options=_SOON_AGAIN
            )


@contextlib.contextmanager
def calling() -> Iterator[None]:
    """What fails within is logged in a line, and told as VectorsUnavailable, which names neither place nor secret."""
    import grpc  # type: ignore[import-untyped]

    pymilvus = _imported()
    try:
        yield
    except (pymilvus.MilvusException, grpc.RpcError, OSError) as error:
        _log.warning("Milvus failed: %s", str(error).partition("\n")[0])
        raise VectorsUnavailable(_UNREACHABLE) from error


@functools.cache
def _imported() -> Any:
    try:
        import pymilvus  # type: ignore[import-untyped]
    except ImportError as error:
        raise VectorsUnavailable(_MISSING) from error
    # It prints every failure with a traceback on its own; here failures are told once.
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL)
    return pymilvus
