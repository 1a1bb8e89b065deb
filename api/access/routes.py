"""Which address needs what. What is not named here needs a key, and an admin's to change anything."""

from starlette.types import Scope as Connection

from api.access.callers import Scope

_LOOKING = ("GET", "HEAD")
#: Open to everybody, to look at only: they show nothing of the plans.
_PUBLIC = ("/healthz", "/readyz")
_PUBLIC_BELOW = "/static/"
#: Seen by admins only, themselves and everything below.
_ADMIN = ("/api/v1/jobs", "/api/v1/feedback")
#: What is sent with POST and still only asks, or votes: themselves and everything below.
_ASKING = (
    "/api/v1/search",
    "/api/v1/ask",
    "/api/v1/compare",
    "/api/v1/lesson",
    "/api/v1/export",
    "/v1",
    "/retrieval",
    "/search/openwebui",
    "/mcp",
)
_VOTE = "/api/v1/feedback"
#: What people open in a browser, which asks for a password when told to.
_PAGES = ("/c", "/compare", "/duties", "/plans", "/docs")


def path_of(connection: Connection) -> str:
    """The path that the app's routes are matched with: without the prefix that a proxy has been told to put before."""
    path, root = str(connection["path"]), str(connection.get("root_path", ""))
    below = path[len(root) :]
    return below if root and path.startswith(root) and below[:1] in ("", "/") else path


def needed(method: str, path: str) -> Scope | None:
    """The scope that a request needs; None for the public."""
    if method in _LOOKING and (path in _PUBLIC or path.startswith(_PUBLIC_BELOW)):
        return None
    if method == "POST" and (path == _VOTE or _within(path, _ASKING)):
        return "read"
    return "read" if method in (*_LOOKING, "OPTIONS") and not _within(path, _ADMIN) else "admin"


def is_page(path: str) -> bool:
    """Whether people open it in a browser."""
    return path == "/" or _within(path, _PAGES)


def _within(path: str, roots: tuple[str, ...]) -> bool:
    return any(path == root or path.startswith(f"{root}/") for root in roots)
