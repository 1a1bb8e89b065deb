"""A page in a real browser, with all that went wrong on it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

_AXE = (Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
#: What a page has moved by itself since it was opened, as browsers count it (Layout Instability, W3C).
_WATCH_SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
_RUN_AXE = """async () => (await axe.run()).violations.map(
  ({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 120)).join(" ; ")}`)"""


@dataclass
class Seen:
    """faults: errors and warnings of the console, broken policies among them, and exceptions nobody caught.

    away: requests that left the host. bytes: by path, what came over the wire for it, compressed or not.
    """

    page: Page
    faults: list[str] = field(default_factory=list)
    away: list[str] = field(default_factory=list)
    bytes: dict[str, int] = field(default_factory=dict)


@contextmanager
def opened(browser: Browser, base: str, width: int = 1280, scheme: Any = "light", **more: Any) -> Iterator[Seen]:
    """A tab of its own, nothing loaded yet."""
    context = browser.new_context(
        base_url=base, viewport={"width": width, "height": 900}, color_scheme=scheme, locale="zh-CN", **more
    )
    context.add_init_script(_WATCH_SHIFTS)
    seen, host = Seen(context.new_page()), urlsplit(base).netloc
    page = seen.page
    page.set_default_timeout(8_000)
    page.on("console", lambda m: seen.faults.append(f"{m.type}: {m.text}") if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: seen.faults.append(str(error)))
    page.on(
        "request",
        lambda r: seen.away.append(r.url) if urlsplit(r.url).netloc not in ("", host) else None,
    )
    page.on("requestfinished", lambda r: _weigh(seen, r))
    try:
        yield seen
    finally:
        context.close()


def _weigh(seen: Seen, request: Any) -> None:
    seen.bytes[urlsplit(request.url).path] = request.sizes()["responseBodySize"]


def violations(page: Page) -> list[str]:
    """What axe finds. It is put there by the debugger, which no policy of the page stops."""
    page.evaluate(_AXE)
    found: list[str] = page.evaluate(_RUN_AXE)
    return found


def shifted(page: Page) -> float:
    return float(page.evaluate("window.shifted"))


def overflows(page: Page) -> bool:
    """Whether the page is wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def until(page: Page, expression: str) -> None:
    """Waits for an expression to hold; the page's policy forbids playwright's own way, which evaluates within it."""
    ends = time.monotonic() + 10
    while not page.evaluate(expression):
        assert time.monotonic() < ends, expression
        page.wait_for_timeout(50)
