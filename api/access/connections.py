"""What can be told of a connection before anybody has said who they are."""

import ipaddress
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

#: A request that has one of these, or any X-Forwarded-*, has come through a proxy: loopback is only its last step.
_FORWARDED = frozenset(
    ("forwarded", "via", "x-real-ip", "x-client-ip", "x-cluster-client-ip", "true-client-ip", "cf-connecting-ip")
)
_CHANGES_NOTHING = ("GET", "HEAD", "OPTIONS")
_PORTS = {"http": 80, "https": 443}
#: One subscriber gets at least so long a prefix of IPv6 (RFC 6177), and may use any address under it.
_PREFIX = 64

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_direct(scope: Scope, headers: Headers) -> bool:
    """Both ends on loopback, no proxy in between, and called by a loopback name: sent by this very machine.

    The name matters because a page whose own name has been made to resolve to 127.0.0.1 (DNS rebinding) comes from
    this machine as well.
    """
    ends = [_address(end[0]) if end else None for end in (scope.get("server"), scope.get("client"))]
    forwarded = any(name in _FORWARDED or name.startswith("x-forwarded") for name in headers)
    return all(end and end.is_loopback for end in ends) and not forwarded and is_loopback(host_of(headers))


def is_loopback(host: str) -> bool:
    """Whether a name or an address means the machine itself wherever it is looked up (RFC 6761, 6.3)."""
    address = _address(host)
    return address.is_loopback if address else host == "localhost" or host.endswith(".localhost")


def host_of(headers: Headers) -> str:
    """The name under which the server was called, in lower case, without port; empty where it makes no sense."""
    return _host(f"//{headers.get('host', '')}")


def is_known(host: str, names: Collection[str]) -> bool:
    """Whether a host is one of the names, of which `*.example.com` is any below."""
    parents = [name[1:] for name in names if name.startswith("*.")]
    return host in names or any(host.endswith(parent) for parent in parents)


def is_number(host: str) -> bool:
    """An IP address: it is resolved by nobody, so nobody can have made it resolve to this machine."""
    return _address(host) is not None


def is_cross_site(method: str, headers: Headers, trusted: Collection[str]) -> bool:
    """Whether another site's page made a browser send what may change something. trusted: origins; `*` for all.

    Browsers say so in Sec-Fetch-Site, older ones in Origin, and pages cannot change either; other clients send neither.
    """
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if method in _CHANGES_NOTHING or "*" in trusted or origin in trusted:
        return False
    if site is not None:
        return site not in ("same-origin", "none")
    return origin is not None and _place(origin) != _place(f"{urlsplit(origin).scheme}://{headers.get('host', '')}")


def subscriber(scope: Scope) -> str:
    """Whom requests without a key are counted for: an IPv4 address, or the network of an IPv6 one."""
    client = scope.get("client")
    address = _address(client[0]) if client else None
    if address is None:
        return "unknown"
    return str(address if address.version == 4 else ipaddress.ip_network((address, _PREFIX), strict=False))


def _address(text: str) -> Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _place(origin: str) -> tuple[str, int | None]:
    try:
        parts = urlsplit(origin)
        return parts.hostname or origin, parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return origin, None
