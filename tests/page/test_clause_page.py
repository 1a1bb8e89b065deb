"""The page of a clause in a browser: its outline, what repair did, a citation, the next clause, paper."""

import re
from datetime import date
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.page.browsing import overflows, shifted, violations
from tests.page.conftest import Open, Small
from tests.small_corpus import FUZHOU, NANJING

REVIEW = "/c/422823-2016/2.6.32"
#: Damaged in many places, some of them doubtful.
DAMAGED = "/c/440303-2011/3.5.4"
DOUBTFUL = "/c/440303-2011/3.5.5"
WIDTHS = pytest.mark.parametrize("width", [1280, 768, 360])


def visible_in(page: Page, selector: str, container: str) -> bool:
    """Whether an element is within the part of its container that is in sight."""
    within = """([selector, container]) => {
      const inner = document.querySelector(selector).getBoundingClientRect();
      const outer = document.querySelector(container).getBoundingClientRect();
      return inner.top >= outer.top - 1 && inner.bottom <= Math.min(outer.bottom, innerHeight) + 1;
    }"""
    return bool(page.evaluate(within, [selector, container]))


def test_the_clause_comes_first_and_what_stands_around_it_after(tab: Open, server: httpx.Client) -> None:
    page = tab(REVIEW).page
    expect(page.get_by_role("heading", level=1)).to_have_text("32.加强行政复议工作")
    clause = server.get("/api/v1/clauses/422823-2016/2.6.32").json()
    article = page.get_by_role("article")
    expect(article).to_contain_text(clause["text"].split("\n")[1])
    expect(article).to_contain_text("牵头单位县政府法制办、县编办")
    expect(page.get_by_role("navigation", name="所在位置").get_by_role("link")).to_have_text(
        ["二、工作措施及责任分工", "（六）依法有效化解社会矛盾纠纷"]
    )
    near = page.get_by_role("navigation", name="前后条款")
    expect(near.get_by_role("link")).to_have_text(
        ["上一条：31.健全依法化解纠纷机制", "下一条：33.完善行政调解和行政裁决、仲裁制度"]
    )
    assert near.evaluate("(near) => !!(document.querySelector('#clause').compareDocumentPosition(near) & 4)")


def test_the_outline_shows_where_one_is(tab: Open) -> None:
    page = tab("/c/440303-2011/3.9.4").page
    outline = page.get_by_role("navigation", name="目录")
    here = outline.locator("[aria-current=page]")
    expect(here).to_have_count(1)
    expect(here).to_contain_text("建立以法定职责履行情况为核心的报告制度")
    expect(here).to_be_visible()
    assert visible_in(page, ".outline [aria-current]", "#outline > ol")
    assert page.evaluate("scrollY") == 0
    expect(outline.get_by_role("link", name="1.推进行政服务标准化")).to_have_count(0)
    folded = outline.locator("li", has=page.get_by_role("link", name="（一）")).last.locator("> details")
    inner = folded.locator("a").first
    expect(inner).to_be_hidden()
    folded.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(inner).to_be_visible()
    inner.click()
    expect(page.locator(".outline [aria-current]")).to_have_count(1)
    assert "/c/440303-2011/3.1" in page.url


def test_every_entry_of_the_outline_leads_to_its_clause(tab: Open, server: httpx.Client) -> None:
    page = tab(REVIEW).page
    links = page.locator(".outline a").evaluate_all("(links) => links.map((link) => link.href)")
    assert len(links) == len(set(links)) > 50
    for address in links[::5]:
        assert httpx.get(address, trust_env=False).status_code == 200, address


@pytest.mark.parametrize("width", [768, 360])
def test_where_it_is_narrow_the_outline_waits_to_be_opened(tab: Open, width: int) -> None:
    page = tab(REVIEW, width=width).page
    here = page.locator(".outline [aria-current]")
    expect(here).to_be_hidden()
    page.locator("#outline > summary").click()
    expect(here).to_be_visible()
    assert visible_in(page, ".outline [aria-current]", "#outline > ol")


def test_one_turns_the_page_by_links_and_by_keys(tab: Open) -> None:
    page = tab(REVIEW).page
    page.locator("a[rel=next]").click()
    page.wait_for_url("**/2.6.33")
    page.keyboard.press("Alt+PageUp")
    page.wait_for_url("**/2.6.32")
    page.keyboard.press("Alt+PageUp")
    page.wait_for_url("**/2.6.31")
    page.keyboard.press("PageDown")
    page.keyboard.press("j")
    page.keyboard.press("Alt+PageDown")
    page.wait_for_url("**/2.6.32")


def test_the_first_and_the_last_clause_have_one_neighbour(tab: Open, server: httpx.Client) -> None:
    outline = server.get("/api/v1/plans/422823-2016").json()["outline"]
    for item, missing in ((outline[0], "prev"), (outline[-1], "next")):
        page = tab(f"/c/{item['id']}").page
        expect(page.locator(f"a[rel={missing}]")).to_have_count(0)
        expect(page.locator(".near a")).to_have_count(1)
        page.keyboard.press("Alt+PageUp" if missing == "prev" else "Alt+PageDown")


def test_what_repair_did_is_told_to_the_pointer(tab: Open, server: httpx.Client) -> None:
    page = tab(DAMAGED).page
    marks = page.locator("#clause a[data-n]")
    hint = page.locator(".hint")
    expect(hint).to_be_hidden()
    repairs = {r["raw"] for r in server.get("/api/v1/clauses/440303-2011/3.5.4").json()["repairs"]}
    for n in (0, 7, marks.count() - 1):
        marks.nth(n).hover()
        expect(hint).to_be_visible()
        assert any(raw and raw in hint.inner_text() for raw in repairs)
        assert "→" in hint.inner_text()
    page.keyboard.press("Escape")
    expect(hint).to_be_hidden()
    marks.first.hover()
    hint.hover()
    page.wait_for_timeout(400)
    expect(hint).to_be_visible()
    page.mouse.move(1, 1)
    expect(hint).to_be_hidden()


def test_what_repair_did_is_told_to_the_keyboard_in_one_stop(tab: Open) -> None:
    page = tab(DAMAGED).page
    marks, hint = page.locator("#clause a[data-n]"), page.locator(".hint")
    assert page.locator("#clause a[data-n][tabindex='0']").count() == 1
    marks.first.focus()
    expect(hint).to_be_visible()
    told = hint.inner_text()
    assert marks.first.get_attribute("aria-description") == told
    page.keyboard.press("ArrowRight")
    expect(marks.nth(1)).to_be_focused()
    expect(hint).to_have_text(str(marks.nth(1).get_attribute("aria-description")))
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(marks.first).to_be_focused()
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.matches('[data-n]')")
    expect(hint).to_be_hidden()


def test_a_mark_leads_to_the_record_of_repairs(tab: Open) -> None:
    page = tab(DAMAGED).page
    mark = page.locator("#clause a[data-n]").first
    note = page.locator(str(mark.get_attribute("href")))
    expect(note).to_be_hidden()
    mark.click()
    expect(note).to_be_visible()
    reason = str(mark.get_attribute("aria-description")).split("（")[-1].split("；")[0]
    expect(note).to_contain_text(reason)


def test_without_scripts_it_is_all_there(tab: Open) -> None:
    page = tab(DAMAGED, java_script_enabled=False).page
    assert "→" in str(page.locator("#clause a[data-n]").first.get_attribute("title"))
    expect(page.get_by_role("button", name="复制引用")).to_have_count(0)
    page.locator("#outline > summary").click()
    expect(page.locator(".outline [aria-current]")).to_be_visible()


def test_a_citation_is_copied(tab: Open) -> None:
    page = tab(REVIEW, permissions=["clipboard-read", "clipboard-write"]).page
    page.get_by_role("button", name="复制引用").click()
    expect(page.get_by_role("status")).to_have_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    quote, entry = copied.rsplit("\n", 1)
    assert quote.startswith("“加强行政复议工作\n健全行政复议案件审理机制")
    assert "（《巴东县法治政府建设实施方案（2016—2020年）》工作措施及责任分工 › " in quote
    assert re.fullmatch(r"巴东县.*\[EB/OL\]\. .*\. https://plans\.example/c/422823-2016/2\.6\.32\.", entry)
    assert f"(2017-08-24)[{date.today()}]" in entry
    expect(page.locator(".entry")).to_contain_text(entry)


def test_the_text_as_it_came_opens(tab: Open, server: httpx.Client) -> None:
    page = tab(REVIEW).page
    raw = server.get("/api/v1/clauses/422823-2016/2.6.32").json()["raw"]
    expect(page.locator("#raw")).to_be_hidden()
    page.get_by_role("link", name="打开原文").click()
    expect(page.locator("#raw")).to_be_visible()
    assert page.locator("#raw").inner_text().split() == raw.split()


def test_clauses_with_the_same_text_are_linked(tab: Open, small: Small, small_index: Path) -> None:
    with small(small_index) as base:
        page = tab(f"/c/{NANJING}/1.1", base=base).page
        page.get_by_role("region", name="同文条款").get_by_role("link").click()
        page.wait_for_url(f"**/c/{FUZHOU}/1.1")


def test_paper_has_the_clause_its_address_and_its_citation(tab: Open) -> None:
    page = tab(REVIEW).page
    page.emulate_media(media="print")
    expect(page.get_by_role("article")).to_be_visible()
    expect(page.locator(".entry")).to_contain_text("https://plans.example/c/422823-2016/2.6.32")
    for pressed in (".outline", ".near", "#clause .actions", "header nav", ".about details >> nth=0"):
        expect(page.locator(pressed)).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@WIDTHS
@pytest.mark.parametrize(
    ("name", "path"),
    [("plain", REVIEW), ("damaged", DAMAGED), ("doubtful", DOUBTFUL), ("heading", "/c/422823-2016/2.6")],
)
def test_it_fits(tab: Open, shots: Path, name: str, path: str, width: int, scheme: str) -> None:
    page = tab(path, width=width, scheme=scheme).page
    expect(page.get_by_role("button", name="复制引用")).to_be_visible()
    assert shifted(page) < 0.1
    marks = page.locator("#clause a[data-n]")
    if marks.count():
        marks.last.hover()
        expect(page.locator(".hint")).to_be_visible()
    page.screenshot(path=shots / f"clause-{name}-{width}-{scheme}.png")
    page.evaluate("document.querySelectorAll('details').forEach((folded) => (folded.open = true))")
    page.screenshot(path=shots / f"clause-{name}-{width}-{scheme}-open.png", full_page=True)
    assert not overflows(page)
    assert violations(page) == []
