"""Nothing needs a mouse."""

from urllib.parse import quote

from playwright.sync_api import expect

from tests.page.conftest import Open

WHO = "巴东县行政复议工作由哪些单位牵头？"


def test_from_the_skip_link_to_a_card(tab: Open) -> None:
    page = tab().page
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("textbox", name="问题")).to_be_focused()
    page.keyboard.type("巴东县行政复议工作")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("由哪些单位牵头？")
    page.keyboard.press("Enter")
    expect(page.locator(".verdict")).to_contain_text("已回答")
    mark = page.get_by_role("link", name="引文1")
    for _ in range(10):
        if mark.evaluate("link => link === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(mark).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("article", name="引文1")).to_be_focused()


def test_the_tree_is_ticked_by_keys(tab: Open) -> None:
    page = tab().page
    page.locator("#filters > summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="湖北省所辖地区").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="湖北省所辖地区")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    tree = page.locator(".tree").first
    expect(tree.get_by_role("checkbox", name="湖北省")).to_be_focused()
    page.keyboard.press("Space")
    expect(tree.get_by_role("checkbox", name="恩施土家族苗族自治州")).to_be_checked()
    expect(page.locator("#chosen")).to_have_text("：湖北省")


def test_the_enter_of_an_input_method_asks_nothing(tab: Open) -> None:
    page = tab().page
    box = page.get_by_role("textbox", name="问题")
    box.fill("xingzheng")
    for inside in ({"isComposing": True}, {"keyCode": 229}):
        event = {"key": "Enter", "bubbles": True, "cancelable": True, **inside}
        stopped = box.evaluate("(box, given) => !box.dispatchEvent(new KeyboardEvent('keydown', given))", event)
        assert not stopped
    expect(page.locator(".exchange")).to_have_count(0)
    event = {"key": "Enter", "bubbles": True, "cancelable": True}
    assert box.evaluate("(box, given) => !box.dispatchEvent(new KeyboardEvent('keydown', given))", event)
    expect(page.locator(".exchange")).to_have_count(1)


def test_focus_stays_where_the_next_question_is_typed(tab: Open) -> None:
    page = tab(f"/?q={quote(WHO)}").page
    box = page.get_by_role("textbox", name="接着问")
    box.fill("罗湖区呢？")
    page.keyboard.press("Enter")
    expect(page.locator(".exchange")).to_have_count(2)
    expect(box).to_be_focused()
