"""The key in a request's headers, wherever clients put one."""

import base64
import binascii
from dataclasses import dataclass

from starlette.datastructures import Headers


@dataclass(frozen=True)
class Credentials:
    """A key as given. ambient: a browser sends it along by itself, even with what another site made it send."""

    secret: str
    ambient: bool

    def __repr__(self) -> str:
        return "Credentials(…)"


def credentials(headers: Headers) -> Credentials | None:
    """X-API-Key, or Authorization as Bearer, or as Basic with the key for password; None where there is none.

    X-API-Key comes first: Authorization may be meant for a proxy in front.
    """
    if own := headers.get("x-api-key", "").strip():
        return Credentials(own, ambient=False)
    scheme, _, given = headers.get("authorization", "").partition(" ")
    given = given.strip()
    if not given:
        return None
    if scheme.lower() == "basic":
        return Credentials(_password(given), ambient=True)
    return Credentials(given, ambient=False)


def _password(given: str) -> str:
    """RFC 7617: base64 of name, colon, password; empty for what is not."""
    try:
        return base64.b64decode(given, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""
