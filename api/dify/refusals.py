"""Errors as Dify expects them: `{"error_code", "error_msg"}`.

On saving a connection Dify takes every status but 403, 404 and 502 for success: a key that does not fit must be a 403,
and what is wrong with a request none of them.
"""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse, Response

from api.access.refusals import BAD_KEY, MISSING_KEY, READ_ONLY_KEY
from api.errors import Kind

#: Dify's codes; what has none of its own is told by its status.
_CODES = {MISSING_KEY.slug: 1001, BAD_KEY.slug: 1002, READ_ONLY_KEY.slug: 1002}
_NO_KNOWLEDGE = 2001
_KNOWLEDGE = ["#/knowledge_id"]
#: What other doors answer with the first is answered with the second here.
_STATUS = {401: 403, 422: 400}


def refused(_: Request, kind: Kind, detail: str, more: Mapping[str, Any]) -> Response:
    """The shape of a refusal (`api.errors.Shape`)."""
    status = _STATUS.get(kind.status, kind.status)
    wrong = [fault["pointer"] for fault in more.get("errors", ())]
    code = _NO_KNOWLEDGE if wrong == _KNOWLEDGE else _CODES.get(kind.slug, status)
    return JSONResponse({"error_code": code, "error_msg": detail.encode("utf-8", "replace").decode()}, status)
