"""The list of responsibilities in a browser: choose, sort, filter, take along, on paper and on a telephone."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import httpx
import openpyxl
import pytest
from playwright.sync_api import Page, Route, expect

from index_build.build import build
from qa.encoder import HashEncoder
from tests import small_corpus
from tests.page.browsing import overflows, shifted, violations
from tests.page.conftest import Open, Small
from tests.small_corpus import NANJING

BADONG = "/duties?plan=422823-2016"
NONE = "/duties?plan=moushi-2011"
PAGES = {
    "choose": "/duties",
    "units": BADONG,
    "flat": f"{BADONG}&sort=deadline",
    "silent": NONE,
    "unnamed": f"{NONE}&show=unnamed",
}
_HEIRS = """一、规范行政执法（牵头单位：区司法局）
（一）落实执法公示制度，2022年底前全面公开。
（二）组建行政复议委员会。<b>重大</b>案件由委员会审议。
二、清理文件
（一）每两年清理一次规范性文件。（牵头单位：区法制办；配合单位：区财政局）
（二）开展备案审查，2021年底前完成。（责任单位：区政府法制办）
（三）开展普法讲堂。
"""


@pytest.fixture
def heirs(tmp_path: Path, small: Small, tab: Open) -> Iterator[Page]:
    """The page of a plan whose headings name units, some under two names."""
    folder = small_corpus.write(tmp_path / "corpus", {NANJING: ({"title": "鼓楼区<i>方案</i>"}, _HEIRS)})
    build(folder, tmp_path / "index", HashEncoder())
    with small(tmp_path / "index") as base:
        yield tab("/duties?plan=320106-2021", base=base).page


def column(page: Page, n: int) -> list[str]:
    """The cells of a column, from 1, as shown."""
    return page.locator(f".duties tbody tr:not(.body) > td:nth-child({n})").all_inner_texts()


def test_a_plan_is_chosen_and_shown_by_unit(tab: Open, server: httpx.Client) -> None:
    page = tab("/duties").page
    page.get_by_role("combobox", name="规划").select_option(label="巴东县法治政府建设实施方案（2016—2020年）")
    page.get_by_role("button", name="查看").click()
    expect(page.locator(".duties")).to_be_visible()
    units = server.get("/api/v1/duties", params={"plan": "422823-2016"}).json()["units"]
    groups = page.locator(".body th").all_inner_texts()
    assert groups == [f"{'、'.join(unit['names'])} {len(unit['tasks'])}项" for unit in units]
    expected = [[task["unit"], task["label"] + task["task"]] for unit in units for task in unit["tasks"]]
    assert column(page, 1) == [unit for unit, _ in expected]
    assert page.locator(".duties td:nth-child(3) > a:first-child").all_inner_texts() == [words for _, words in expected]
    expect(page.get_by_role("status")).to_have_text(f"{len(units)}个单位，{len(expected)}项任务")


def test_a_task_leads_to_its_clause(tab: Open) -> None:
    page = tab(BADONG).page
    page.get_by_role("link", name="32.加强行政复议工作").first.click()
    page.wait_for_url("**/c/422823-2016/2.6.32")
    page.get_by_role("link", name="本规划的责任清单").click()
    expect(page.locator(".duties")).to_be_visible()


def test_every_column_sorts_both_ways_by_keys_and_the_address_says_so(tab: Open) -> None:
    page = tab(BADONG).page
    for name, key in (("时限", "deadline"), ("角色", "role"), ("任务", "task"), ("单位", "unit")):
        head = page.get_by_role("columnheader", name=name)
        for direction, order in (("ascending", []), ("descending", ["desc"])):
            head.get_by_role("link").focus()
            page.keyboard.press("Enter")
            expect(head).to_have_attribute("aria-sort", direction)
            expect(head.get_by_role("link")).to_be_focused()
            asked = parse_qs(urlsplit(page.url).query)
            assert (asked["sort"], asked.get("order", [])) == ([key], order)
            assert page.locator("[aria-sort]").count() == 1
    by_unit = column(page, 1)
    page.get_by_role("columnheader", name="单位").get_by_role("link").click()
    expect(page.get_by_role("columnheader", name="单位")).to_have_attribute("aria-sort", "ascending")
    assert list(dict.fromkeys(column(page, 1))) == list(dict.fromkeys(by_unit))[::-1]


def test_deadlines_come_first_when_sorted_by(tab: Open) -> None:
    page = tab(f"{BADONG}&sort=deadline").page
    cells = column(page, 4)
    assert cells[0] == "2017年底前"
    assert cells == sorted(cells, key=lambda cell: not cell)
    assert page.locator(".body").count() == 0


def test_filters_work_as_one_types_and_go_into_the_address(tab: Open, server: httpx.Client) -> None:
    page = tab(BADONG).page
    page.get_by_label("单位").select_option("县政府法制办")
    expect(page.get_by_role("status")).to_have_text("1个单位，22项任务")
    page.get_by_label("字词").fill("复议")
    expect(page.get_by_role("status")).to_contain_text("1个单位")
    expect(page.get_by_role("status")).not_to_contain_text("22项")
    assert set(column(page, 1)) == {"县政府法制办"}
    expect(page.get_by_label("字词")).to_be_focused()
    page.get_by_label("角色").select_option("support")
    expect(page.get_by_role("status")).to_have_text("没有符合条件的任务")
    asked = parse_qs(urlsplit(page.url).query)
    assert (asked["unit"], asked["q"], asked["role"]) == (["县政府法制办"], ["复议"], ["support"])
    page.get_by_role("link", name="清除筛选").click()
    expect(page.get_by_role("status")).to_contain_text("134项任务")
    expect(page.get_by_label("单位")).to_have_value("")
    page.go_back()
    expect(page.get_by_role("status")).to_have_text("没有符合条件的任务")
    expect(page.get_by_label("单位")).to_have_value("县政府法制办")


def test_a_link_brings_filters_and_order_also_without_scripts(tab: Open) -> None:
    address = f"{BADONG}&unit={quote('县编办')}&q={quote('审批')}&sort=task&order=desc"
    pages = [tab(address, java_script_enabled=allowed).page for allowed in (True, False)]
    shown = [column(page, 3) for page in pages]
    assert shown[0] == shown[1]
    assert 0 < len(shown[0]) < 11
    without = pages[1]
    without.get_by_label("字词").fill("监管")
    without.get_by_role("button", name="筛选").click()
    assert parse_qs(urlsplit(without.url).query)["sort"] == ["task"]
    assert set(column(without, 1)) == {"县编办"}
    without.get_by_role("columnheader", name="时限").get_by_role("link").click()
    expect(without.get_by_role("columnheader", name="时限")).to_have_attribute("aria-sort", "ascending")


def test_a_plan_without_units_says_so_and_shows_its_clauses(tab: Open) -> None:
    page = tab(NONE).page
    expect(page.get_by_text("该规划未载明责任单位。")).to_be_visible()
    page.get_by_role("link", name="个条款未载明单位").click()
    expect(page.locator(".unnamed")).to_be_visible()
    rows = page.locator(".unnamed tbody tr")
    count = rows.count()
    expect(page.get_by_role("status")).to_have_text(f"未载明单位的条款{count}条")
    page.get_by_label("字词").fill("复议")
    expect(page.get_by_role("status")).not_to_have_text(f"未载明单位的条款{count}条")
    assert 0 < rows.count() < count


def test_words_typed_before_the_script_has_come_count(tab: Open) -> None:
    page = tab(f"{NONE}&show=unnamed").page
    every = page.locator(".unnamed tbody tr").count()
    held: list[Route] = []
    page.route("**/duties.js", lambda route: held.append(route))
    page.goto(page.url, wait_until="commit")
    page.get_by_label("字词").fill("复议")
    expect(page.locator(".unnamed tbody tr")).to_have_count(every)
    held[0].continue_()
    expect(page.get_by_role("status")).not_to_have_text(f"未载明单位的条款{every}条")
    assert 0 < page.locator(".unnamed tbody tr").count() < every


def test_units_of_a_heading_and_several_wordings_are_told(heirs: Page) -> None:
    expect(heirs.locator("main")).to_contain_text("鼓楼区<i>方案</i>")
    rows = heirs.locator(".duties tbody tr")
    inherited = rows.filter(has_text="落实执法公示制度")
    expect(inherited).to_contain_text("单位由上级标题一、规范行政执法写明")
    expect(rows.filter(has_text="每两年清理一次规范性文件").first).not_to_contain_text("上级标题")
    expect(heirs.locator(".body", has_text="区法制办、区政府法制办")).to_contain_text("2项")
    expect(heirs.get_by_role("link", name="另有1个条款未载明单位")).to_be_visible()
    assert heirs.locator("main b, main i").count() == 0


def test_the_spreadsheet_is_taken_along(tab: Open, tmp_path: Path) -> None:
    page = tab(BADONG).page
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载 Excel").click()
    assert taken.value.suggested_filename == "责任清单 巴东县法治政府建设实施方案（2016—2020年）.xlsx"
    taken.value.save_as(tmp_path / "list.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "list.xlsx")["按单位"]
    assert [cell.value for cell in sheet["A"]][1:] == column(page, 1)


def test_what_goes_wrong_is_told_in_place(tab: Open) -> None:
    page = tab(BADONG, may_fail=True).page
    page.route("**/duties?*", lambda route: route.abort())
    page.get_by_label("字词").fill("复议")
    expect(page.get_by_role("alert")).to_contain_text("连不上服务器")
    page.unroute("**/duties?*")
    page.get_by_label("字词").fill("复议工作")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.locator(".duties")).to_be_visible()


def test_a_plan_that_is_not_there_says_so(tab: Open) -> None:
    page = tab("/duties?plan=nowhere", may_fail=True).page
    expect(page.get_by_role("heading", name="没有找到")).to_be_visible()


def test_paper_has_the_list_and_nothing_to_press(tab: Open) -> None:
    page = tab(BADONG).page
    page.emulate_media(media="print")
    expect(page.locator(".duties")).to_be_visible()
    for pressed in ("#filter", ".choose", "header nav", "#results .actions"):
        expect(page.locator(pressed)).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 768, 360])
@pytest.mark.parametrize("name", PAGES)
def test_it_fits(tab: Open, shots: Path, name: str, width: int, scheme: str) -> None:
    page = tab(PAGES[name], width=width, scheme=scheme).page
    expect(page.get_by_role("heading", name="责任清单")).to_be_visible()
    page.screenshot(path=shots / f"duties-{name}-{width}-{scheme}.png")
    assert shifted(page) < 0.1
    assert not overflows(page)
    assert violations(page) == []
