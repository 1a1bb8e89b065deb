"""A reader asks, follows what is cited, asks on, and passes the address on."""

import re
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import httpx
from playwright.sync_api import Page, expect

from tests.page.conftest import Open, Small
from tests.small_corpus import FUZHOU, NANJING

WHO = "巴东县行政复议工作由哪些单位牵头？"
EACH = "各地怎么规定行政机关负责人出庭应诉？"


def ask(page: Page, question: str) -> None:
    page.get_by_role("textbox", name="问题").fill(question)
    page.keyboard.press("Enter")


def test_a_question_is_answered_in_place(tab: Open, server: httpx.Client) -> None:
    page = tab().page
    ask(page, WHO)
    answer = server.post("/api/v1/ask", json={"question": WHO}).json()
    [citation] = answer["citations"]
    shown = page.locator(".exchange")
    expect(shown.get_by_role("heading", name=WHO)).to_be_visible()
    expect(shown.locator(".verdict")).to_contain_text("已回答")
    expect(shown.locator(".says")).to_contain_text("牵头单位：县政府法制办、县编办。[1]")
    card = shown.get_by_role("article", name="引文1")
    for words in (citation["clause"]["plan"]["region"]["full_name"], citation["clause"]["plan"]["title"]):
        expect(card).to_contain_text(words)
    expect(card.get_by_role("list", name="所在位置")).to_contain_text("依法有效化解社会矛盾纠纷")
    assert card.locator("blockquote").inner_text() == citation["quote"]
    assert {"行政复议"} <= {words[:4] for words in card.locator("mark").all_inner_texts()}
    expect(page.get_by_role("status").first).to_have_text("已回答，引文1条")
    assert not re.search(r"0\.\d\d|\d%", shown.inner_text())


def test_the_words_in_colour_are_those_of_the_wire(tab: Open, server: httpx.Client) -> None:
    page = tab(f"/?q={quote(EACH)}").page
    expect(page.locator(".exchange .card").first).to_be_visible()
    for citation in server.post("/api/v1/ask", json={"question": EACH}).json()["citations"]:
        start, end = citation["span"]
        text = citation["clause"]["text"]
        expected = [text[max(a, start) : min(b, end)] for a, b in citation["matched"] if a < end and b > start]
        card = page.get_by_role("article", name=f"引文{citation['n']}", exact=True)
        assert expected
        assert card.locator("mark").all_inner_texts() == expected


def test_a_mark_leads_to_its_card(tab: Open) -> None:
    page = tab(f"/?q={quote(EACH)}").page
    page.get_by_role("link", name="引文4").click()
    expect(page.get_by_role("article", name="引文4")).to_be_focused()
    assert "#" not in page.url


def test_a_clause_unfolds_and_folds(tab: Open, server: httpx.Client) -> None:
    page = tab(f"/?q={quote(EACH)}").page
    card = page.get_by_role("article", name="引文2")
    whole = server.post("/api/v1/ask", json={"question": EACH}).json()["citations"][1]
    quoted = card.locator(".passage").inner_text()
    card.get_by_role("button", name="展开全文").click()
    assert card.locator(".passage").inner_text() == whole["clause"]["text"]
    assert card.locator("u").all_inner_texts() == [whole["quote"]]
    card.get_by_role("button", name="收起").click()
    assert card.locator(".passage").inner_text() == quoted == whole["quote"]


def test_to_the_clause_and_back(tab: Open) -> None:
    page = tab(f"/?q={quote(WHO)}").page
    page.get_by_role("article", name="引文1").get_by_role("link", name="打开原文").click()
    page.wait_for_url("**/c/422823-2016/2.6.32")
    page.go_back()
    expect(page.locator(".says")).to_contain_text("县政府法制办")
    expect(page.get_by_role("textbox", name="问题")).to_have_value(WHO)


def test_a_citation_is_copied(tab: Open, server: httpx.Client) -> None:
    seen = tab(f"/?q={quote(WHO)}", permissions=["clipboard-read", "clipboard-write"])
    card = seen.page.get_by_role("article", name="引文1")
    card.get_by_role("button", name="复制引用").click()
    expect(card.get_by_role("status")).to_have_text("已复制")
    copied = seen.page.evaluate("navigator.clipboard.readText()")
    assert copied == server.post("/api/v1/ask", json={"question": WHO}).json()["citations"][0]["cited"]
    assert re.search(r"《巴东县.*\[EB/OL\]\. \(2017-08-24\)\[\d{4}-\d\d-\d\d\]\. https?://", copied, re.DOTALL)


def test_a_region_is_ticked_and_confines_the_answer(tab: Open) -> None:
    page = tab().page
    page.locator("#filters > summary").click()
    page.get_by_role("button", name="广东省所辖地区").click()
    tree = page.locator(".tree").first
    tree.get_by_role("checkbox", name="广州市").check()
    assert tree.get_by_role("checkbox", name="广东省").evaluate("box => box.indeterminate")
    expect(page.locator("#chosen")).to_have_text("：广州市")
    ask(page, "规范性文件怎么清理？")
    expect(page.locator(".exchange .card").first).to_be_visible()
    assert set(page.locator(".exchange > .body .whence b").all_inner_texts()) == {"广东省广州市"}
    assert parse_qs(urlsplit(page.url).query)["region"] == ["440100"]
    tree.get_by_role("checkbox", name="广东省").check()
    expect(tree.get_by_role("checkbox", name="罗湖区", include_hidden=True)).to_be_checked()
    expect(page.locator("#chosen")).to_have_text("：广东省")


def test_years_kind_and_plan_confine_too_and_can_be_cleared(tab: Open) -> None:
    page = tab("/?from=2022&to=2025&kind=" + quote("实施意见") + "&plan=110115-2022").page
    page.locator("#filters > summary").click()
    expect(page.get_by_label("文件种类")).to_have_value("实施意见")
    with page.expect_request("**/api/v1/ask") as asked:
        ask(page, "规范性文件怎么清理？")
    sent = asked.value.post_data_json
    assert (sent["years"], sent["kind"], sent["plan"]) == ([2022, 2025], "实施意见", ["110115-2022"])
    page.get_by_role("button", name="清除限定").click()
    with page.expect_request("**/api/v1/ask") as asked:
        ask(page, "规范性文件怎么清理？")
    assert set(asked.value.post_data_json) == {"question", "history", "stream"}


def test_a_link_brings_question_and_filters(tab: Open) -> None:
    first = tab().page
    first.locator("#filters > summary").click()
    first.locator(".tree").first.get_by_role("checkbox", name="北京市").check()
    ask(first, "行政执法怎么规范？")
    expect(first.locator(".exchange .card").first).to_be_visible()
    second = tab(first.url.removeprefix(first.evaluate("location.origin"))).page
    expect(second.locator(".exchange .card").first).to_be_visible()
    assert second.locator(".says").inner_text() == first.locator(".says").inner_text()
    expect(second.locator("#chosen")).to_have_text("：北京市")


def test_back_and_forward_ask_again(tab: Open) -> None:
    page = tab().page
    for question in (WHO, EACH):
        ask(page, question)
        expect(page.get_by_role("heading", name=question)).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name=WHO)).to_be_visible()
    page.go_forward()
    expect(page.get_by_role("heading", name=EACH)).to_be_visible()
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", name="可以这样问")).to_be_visible()


def test_a_follow_up_stands_below_and_is_understood(tab: Open) -> None:
    page = tab(f"/?q={quote(WHO)}").page
    page.get_by_role("textbox", name="接着问").fill("罗湖区呢？")
    page.keyboard.press("Enter")
    second = page.locator(".exchange").nth(1)
    expect(second).to_contain_text("理解为：罗湖区行政复议工作由哪些单位牵头？")
    expect(second.locator(".verdict")).to_contain_text("规划未载明")
    expect(second.locator(".says")).to_contain_text("未载明牵头单位")
    expect(second.get_by_role("article", name="引文1")).to_be_visible()
    expect(page.locator(".exchange").first).to_contain_text("县政府法制办")
    assert parse_qs(urlsplit(page.url).query)["q"] == ["罗湖区行政复议工作由哪些单位牵头？"]
    expect(page.get_by_role("textbox", name="接着问")).to_have_value("")


def test_suggestions_are_answered(tab: Open) -> None:
    page = tab().page
    suggested = page.locator(".suggested a")
    words = suggested.all_inner_texts()
    assert len(words) >= 3
    suggested.first.click()
    expect(page.get_by_role("heading", name=words[0])).to_be_visible()
    expect(page.locator(".verdict")).to_contain_text("已回答")
    expect(page.get_by_role("heading", name="可以这样问")).to_have_count(0)


def test_what_is_not_there_is_said_with_what_to_do(tab: Open) -> None:
    page = tab(f"/?q={quote('成都市的行政复议由谁牵头？')}").page
    expect(page.locator(".verdict")).to_contain_text("没有收录该地区的规划")
    ask(page, "火星移民需要多少经费？")
    expect(page.locator(".verdict")).to_contain_text("没有找到可靠条款")
    expect(page.get_by_role("heading", name="最接近的条款")).to_be_visible()
    ask(page, "广州市什么时候编制完成权责清单？")
    expect(page.locator(".verdict")).to_contain_text("规划未载明")
    expect(page.get_by_role("article", name="引文1")).to_be_visible()


def test_other_clauses_stand_below_and_none_twice(tab: Open) -> None:
    page = tab(f"/?q={quote(WHO)}").page
    page.get_by_text("相关条款").click()
    links = page.get_by_role("link", name="打开原文")
    addresses = [link.get_attribute("href") for link in links.all()]
    assert len(addresses) == len(set(addresses)) > 3


def test_clauses_with_the_same_text_are_named(tab: Open, small: Small, small_index: Path) -> None:
    with small(small_index) as base:
        page = tab(f"/?q={quote('执法结果多少天内公开？')}&plan={NANJING}", base=base).page
        card = page.locator(".card", has_text="执法结果自作出之日起")
        card.get_by_text("同文条款（1）").click()
        twin = card.get_by_role("link", name="鼓楼区依法行政规划（2016—2020年）")
        expect(twin).to_have_attribute("href", f"/c/{FUZHOU}/1.1")
        twin.click()
        expect(page).to_have_title(re.compile("鼓楼区依法行政规划"))
        expect(page.locator("#clause")).to_contain_text("执法结果自作出之日起")


def test_facts_of_several_regions_stand_in_a_table_first(tab: Open, server: httpx.Client) -> None:
    asked = "各地的总体目标什么时候实现？"
    facts = server.post("/api/v1/ask", json={"question": asked}).json()["facts"]
    assert len({fact["region"] for fact in facts}) > 1
    page = tab(f"/?q={quote(asked)}").page
    table = page.get_by_role("group", name="要点").get_by_role("row")
    expect(table).to_have_count(len(facts) + 1)
    rows = table.all_inner_texts()[1:]
    assert [row.split("\t") for row in rows] == [[f["region"], "时间", f"{f['words']}[{f['n']}]"] for f in facts]
