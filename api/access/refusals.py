"""What the gate refuses, each worded once; the door that the path belongs to gives it its shape."""

from collections.abc import Mapping

from fastapi import Request, Response

from api import errors
from api.errors import Kind

MISSING_KEY = Kind(401, "key-missing", "需要密钥")
#: One wording for unknown, revoked and expired keys: a stranger learns nothing about which keys there are.
BAD_KEY = Kind(401, "key-invalid", "密钥无效")
READ_ONLY_KEY = Kind(403, "key-read-only", "密钥的权限不足")
CROSS_SITE = Kind(403, "cross-site", "不接受来自其他网站的请求")
SLOW_BODY = Kind(408, "body-too-slow", "请求体没有按时传完")
LARGE_BODY = Kind(413, "body-too-large", "请求体过大")
UNKNOWN_HOST = Kind(421, "unknown-host", "不认识这个主机名")
TOO_MANY = Kind(429, "too-many-requests", "请求过于频繁")
KEYS_UNAVAILABLE = Kind(503, "keys-unavailable", "暂时无法核对密钥")

_DETAILS = {
    MISSING_KEY: "请在请求头 Authorization: Bearer 或 X-API-Key 中给出密钥；密钥由管理员以 planqa keys create 生成。",
    BAD_KEY: "请检查密钥是否完整；若已停用或到期，请向管理员要一个新的。",
    READ_ONLY_KEY: "这个地址需要 admin 权限的密钥，请向管理员要一个。",
    CROSS_SITE: "请从本服务的网页或程序发出请求；要让其他网站调用，请管理员把它列入 PLANQA_CORS_ORIGINS。",
    SLOW_BODY: "请检查网络后重新发送。",
    LARGE_BODY: "请求体超过大小限制，请缩短后重试。",
    UNKNOWN_HOST: "请用管理员给出的地址访问；要用这个主机名，请管理员把它列入 PLANQA_HOSTS。",
    TOO_MANY: "请在响应头 Retry-After 所示的秒数之后重试。",
    KEYS_UNAVAILABLE: "请稍后重试；若仍然如此，请管理员查看服务日志。",
}


class Refused(Exception):
    """A request that goes no further; headers are added to the response."""

    def __init__(self, kind: Kind, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(kind.slug)
        self.kind, self.headers = kind, headers or {}

    def response(self, request: Request) -> Response:
        """In the shape of the door that the path belongs to."""
        response = errors.refusal(request, self.kind, _DETAILS[self.kind])
        response.headers.update(self.headers)
        return response
