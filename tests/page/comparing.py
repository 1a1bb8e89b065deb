"""What the tests of the comparison page share."""

from typing import Any
from urllib.parse import quote

import httpx
from playwright.sync_api import Locator, Page, expect

WHO, COURT, MARS = "行政复议工作由哪些单位牵头？", "行政机关负责人出庭应诉", "火星移民"
TOPICS = [WHO, COURT, "政府法律顾问", MARS]


def address(*topics: str, **more: str) -> str:
    return f"/compare?q={quote(chr(10).join(topics))}" + "".join(f"&{k}={quote(v)}" for k, v in more.items())


def compared(server: httpx.Client, *topics: str, **more: Any) -> Any:
    return server.post("/api/v1/compare", json={"questions": list(topics), **more}).json()


def whole(page: Page) -> Locator:
    table = page.get_by_role("table")
    expect(table).to_be_visible()
    return table


def cell(page: Page, row: int, column: int) -> Locator:
    return whole(page).locator("tbody tr").nth(row).locator("td").nth(column)


def fill(page: Page, *topics: str) -> None:
    page.get_by_role("textbox", name="事项或问题").fill("\n".join(topics))
    page.get_by_role("button", name="对照", exact=True).click()
