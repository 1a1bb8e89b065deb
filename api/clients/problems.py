"""What a server refuses, as exceptions."""

from collections.abc import Mapping
from typing import Any


class ApiError(Exception):
    """The server refused, or what answered is no planqa server.

    status: of HTTP. problem: the problem document (RFC 9457), with members such as `known_regions` and `candidates`;
    empty where none came. The message is its `detail`: Chinese, what to do next.
    """

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        super().__init__(
            problem.get("detail") or f"服务返回了 {status}，但没有说明原因，请检查地址是否为 planqa 服务。"
        )
        self.status = status
        self.problem = dict(problem)


class TooManyRequests(ApiError):
    """Status 429. retry_after: seconds to wait, None where the server does not say."""

    def __init__(self, problem: Mapping[str, Any], retry_after: float | None) -> None:
        super().__init__(429, problem)
        self.retry_after = retry_after
