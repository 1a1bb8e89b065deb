"""Errors as OpenAI's clients read them: {"error": {"message", "type", "param", "code"}}, all four always there."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from fastapi import Request
from fastapi.responses import JSONResponse, Response

from api.errors import Kind

#: What clients tell apart by `type`; any other status below 500 is the request's own fault.
_TYPES = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}
#: `code` where OpenAI has a word of its own for it.
_CODES = {
    "key-missing": "invalid_api_key",
    "key-invalid": "invalid_api_key",
    "too-many-requests": "rate_limit_exceeded",
}


def shaped(request: Request, kind: Kind, detail: str, more: Mapping[str, Any]) -> Response:
    """For `errors.install`. What is wrong with a value is 400 here, as at OpenAI, where the native doors say 422."""
    status = 400 if kind.status == 422 else kind.status
    return JSONResponse({"error": worded(kind, detail, more)}, status)


def worded(kind: Kind, detail: str, more: Mapping[str, Any]) -> dict[str, str | None]:
    """The error itself, as it also stands in a stream that breaks off."""
    fault = "server_error" if kind.status >= 500 else "invalid_request_error"
    pointers = [found["pointer"] for found in more.get("errors", ())]
    return {
        "message": detail,
        "type": _TYPES.get(kind.status, fault),
        "param": param(pointers[0]) if pointers else None,
        "code": _CODES.get(kind.slug, kind.slug.replace("-", "_")),
    }


def param(pointer: str) -> str | None:
    """A JSON pointer as OpenAI writes it: #/messages/0/content is messages[0].content."""
    parts = [unquote(part).replace("~1", "/").replace("~0", "~") for part in pointer.removeprefix("#").split("/")[1:]]
    joined = "".join(f"[{part}]" if re.fullmatch(r"\d+", part) else f".{part}" for part in parts)
    return joined.removeprefix(".") or None
