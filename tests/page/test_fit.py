"""Every page fits: the window, the eye, the reader's aids, the line."""

from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import expect

from tests.page.browsing import overflows, shifted, violations
from tests.page.conftest import Open

EACH = f"/?q={quote('各地怎么规定行政机关负责人出庭应诉？')}"
#: Address, and what is there once the page is whole.
PAGES = {
    "home": ("/", "#chosen:not(:empty)"),
    "answer": (EACH, ".related"),
    "plans": ("/plans", ".card.plan"),
    "docs": ("/docs", ".card"),
}
#: Bytes of all pages together, as files; and the most that one page may have moved by itself (web.dev: good is 0.1).
_HEAVIEST, _MOST_SHIFTED = 300_000, 0.1
_WEB = Path(__file__).parents[2] / "api" / "web"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 768, 360])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits(tab: Open, shots: Path, name: str, width: int, scheme: str) -> None:
    path, whole = PAGES[name]
    page = tab(path, width=width, scheme=scheme).page
    expect(page.locator(whole).first).to_be_visible()
    assert shifted(page) < _MOST_SHIFTED
    page.evaluate("document.querySelectorAll('details').forEach((folded) => (folded.open = true))")
    folded = page.locator(".tree button[aria-expanded=false]:visible")
    while folded.count():
        folded.first.click()
    page.screenshot(path=shots / f"{name}-{width}-{scheme}.png", full_page=True)
    assert not overflows(page)
    assert violations(page) == []


def test_an_error_and_a_follow_up_are_accessible_too(tab: Open) -> None:
    page = tab(EACH, may_fail=True).page
    page.get_by_role("textbox", name="接着问").fill("罗湖区呢？")
    page.keyboard.press("Enter")
    expect(page.locator(".exchange").nth(1).locator(".verdict")).to_be_visible()
    page.route("**/api/v1/ask", lambda route: route.abort())
    page.get_by_role("textbox", name="接着问").fill("巴东县呢？")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(page) == []


def test_all_pages_together_are_light() -> None:
    sizes = {path.name: path.stat().st_size for path in (_WEB / "static").rglob("*") if path.is_file()}
    assert {"base.css", "ask.js", "dom.js"} <= set(sizes)
    assert sum(sizes.values()) + sum(path.stat().st_size for path in _WEB.glob("*.html")) < _HEAVIEST


def test_one_visit_is_light(tab: Open) -> None:
    seen = tab(EACH)
    expect(seen.page.locator(".related")).to_be_visible()
    assert {"/", "/api/v1/regions", "/static/js/ask.js"} <= set(seen.bytes)
    assert sum(seen.bytes.values()) < _HEAVIEST


def test_every_page_has_the_one_policy(server: httpx.Client) -> None:
    pages = ("/", "/docs", "/c/422823-2016/2.6.32", "/static/js/ask.js", "/api/v1/plans", "/nothing")
    policies = {server.get(path).headers["content-security-policy"] for path in pages}
    assert len(policies) == 1
    assert "unsafe" not in policies.pop()


def test_motion_is_for_those_who_want_it(tab: Open) -> None:
    for wish, behaviour in (("reduce", "auto"), ("no-preference", "smooth")):
        page = tab(reduced_motion=wish).page
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == behaviour


def test_paper_has_the_answer_and_nothing_to_press(tab: Open) -> None:
    page = tab(EACH).page
    expect(page.locator(".card").first).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".card").first).to_be_visible()
    for pressed in ("#ask", "#more", "header nav", ".card .actions"):
        expect(page.locator(pressed).first).to_be_hidden()


def test_the_page_says_what_it_needs_without_scripts(tab: Open) -> None:
    page = tab(java_script_enabled=False).page
    assert "提问需要浏览器开启 JavaScript" in page.locator("main").inner_text()
    expect(page.get_by_role("heading", name="可以这样问")).to_be_visible()
