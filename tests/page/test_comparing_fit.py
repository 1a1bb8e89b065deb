"""The comparison fits: the window, the phone, the paper, the reader's aids."""

import json
from io import BytesIO
from pathlib import Path

import httpx
import pypdfium2
import pytest
from playwright.sync_api import Route, expect

from tests.page.browsing import overflows, shifted, until, violations
from tests.page.comparing import COURT, TOPICS, WHO, address, compared, whole
from tests.page.conftest import Open


def test_long_quotes_unfold(tab: Open) -> None:
    page = tab(address("政府法律顾问")).page
    folded = whole(page).locator("td").filter(has=page.locator("[aria-expanded]")).first
    before = folded.locator(".passage").bounding_box()
    folded.get_by_role("button", name="展开全文").press("Enter")
    after = folded.locator(".passage").bounding_box()
    assert before is not None
    assert after is not None
    assert after["height"] > before["height"]
    expect(folded.get_by_role("button", name="收起")).to_be_focused()
    page.emulate_media(media="print")
    assert page.locator(".folded").first.evaluate("box => box.scrollHeight - box.clientHeight") <= 0


@pytest.mark.parametrize("width", [1280, 768])
def test_topic_and_region_stay_in_sight(tab: Open, width: int) -> None:
    page = tab(address(*TOPICS), width=width).page
    page.route("**/api/v1/compare", _widened)
    page.reload()
    whole(page)
    box = page.get_by_role("region", name="4个事项")
    box.focus()
    page.keyboard.press("End")
    for _ in range(30):
        page.keyboard.press("ArrowRight")
    until(page, "document.querySelector('.scroll').scrollLeft > 500")
    until(page, "document.querySelector('.scroll').scrollTop > 500")
    seen = page.evaluate(
        """() => {
          const at = (selector) => document.querySelector(selector).getBoundingClientRect();
          const box = at(".scroll"), head = at("thead th:nth-child(3)"), topic = at("tbody tr:last-child th");
          return [head.top - box.top, topic.left - box.left];
        }"""
    )
    assert [round(offset) for offset in seen] == [1, 1]
    assert not overflows(page)


def _widened(route: Route) -> None:
    """Many times the plans."""
    answer = route.fetch()
    found = answer.json()
    found["columns"] = [{**column, "name": f"{column['name']}{i}"} for i in range(4) for column in found["columns"]]
    for row in found["rows"]:
        row["cells"] *= 4
    route.fulfill(response=answer, json=found)


def test_on_a_phone_each_topic_is_a_card(tab: Open, server: httpx.Client) -> None:
    page = tab(address(WHO, COURT), width=360).page
    table = whole(page)
    boxes = [one.bounding_box() for one in table.locator("tbody tr").first.locator("td").all()]
    assert len({round(box["x"]) for box in boxes if box}) == 1
    tops = [box["y"] for box in boxes if box]
    assert tops == sorted(tops)
    assert len(set(tops)) == len(boxes) == 5
    names = [column["name"] for column in compared(server, WHO)["columns"]]
    shown = (
        table.locator("tbody tr")
        .first.locator("td")
        .evaluate_all("cells => cells.map((cell) => getComputedStyle(cell, '::before').content)")
    )
    assert shown == [json.dumps(name, ensure_ascii=False) for name in names]
    # It is a table all the same to those who hear it.
    assert table.get_by_role("row").count() == 3
    assert table.get_by_role("columnheader").count() == 6
    assert table.get_by_role("rowheader").count() == 2
    assert not overflows(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 768, 360])
def test_the_page_fits(tab: Open, shots: Path, width: int, scheme: str) -> None:
    for name, path in (("compare-empty", "/compare"), ("compare", address(*TOPICS))):
        page = tab(path, width=width, scheme=scheme).page
        expect(page.locator("#chosen")).not_to_be_empty()
        if name == "compare":
            whole(page)
        assert shifted(page) < 0.1
        page.evaluate("document.querySelectorAll('details').forEach((folded) => (folded.open = true))")
        page.screenshot(path=shots / f"{name}-{width}-{scheme}.png", full_page=True)
        assert not overflows(page)
        assert violations(page) == []


@pytest.mark.parametrize("many", [False, True])
def test_paper_lies_across_and_loses_nothing(tab: Open, many: bool) -> None:
    page = tab(address(WHO, COURT)).page
    if many:
        page.route("**/api/v1/compare", _widened)
        page.reload()
    quotes = whole(page).locator("blockquote").all_text_contents()
    sheets = list(pypdfium2.PdfDocument(BytesIO(page.pdf(prefer_css_page_size=True))))
    assert sheets[0].get_size() == pytest.approx((842, 595), abs=1)
    written = [sheet.get_textpage() for sheet in sheets]
    places = [part.get_charbox(i) for part in written for i in range(part.count_chars())]
    assert all(left >= 0 and right <= 843 for left, _, right, _ in places)
    text = "".join(part.get_text_range() for part in written)
    # Columns and fonts change the order of characters and their radicals, not how many there are.
    assert text.count("复议") >= "".join(quotes).count("复议") / 2
    assert len(text) > len("".join(quotes))
    for pressed in ("下载这张对照表", "复制引用", "限定范围"):
        assert pressed not in text
