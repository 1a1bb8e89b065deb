"""A reader puts plans side by side, follows a clause and comes back, and passes the table on."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import httpx
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Locator, Route, expect

from index_build.build import build
from qa.compare import MOST_QUESTIONS
from qa.ports import Encoder
from qa.records import ROLE_NAMES
from tests import small_corpus
from tests.conftest import Serve
from tests.page.browsing import violations
from tests.page.comparing import COURT, TOPICS, WHO, address, cell, compared, fill, whole
from tests.page.conftest import Open
from tests.small_corpus import NANJING


def test_the_table_says_what_the_wire_says(tab: Open, server: httpx.Client) -> None:
    page = tab("/compare").page
    fill(page, *TOPICS)
    found = compared(server, *TOPICS)
    table = whole(page)
    heads = table.get_by_role("columnheader").locator("b").all_inner_texts()
    assert heads == [column["name"] for column in found["columns"]]
    assert [row.inner_text() for row in table.locator("tbody th a").all()] == TOPICS
    kinds = set()
    for i, row in enumerate(found["rows"]):
        for j, said in enumerate(row["cells"]):
            kinds.add(said["kind"])
            _holds(cell(page, i, j), said)
    assert kinds == {"answered", "silent", "not_covered"}


def _holds(shown: Locator, said: Any) -> None:
    """Quotes verbatim, the words that matched in them, the units with their roles, and the way to the clause."""
    assert shown.locator("blockquote").all_text_contents() == [
        c["quote"].replace("\t", "｜") for c in said["citations"]
    ]
    marks = [
        c["clause"]["text"][max(a, c["span"][0]) : min(b, c["span"][1])]
        for c in said["citations"]
        for a, b in c["matched"]
        if a < c["span"][1] and b > c["span"][0]
    ]
    assert shown.locator("mark").all_text_contents() == marks
    if said["clause"] is None:
        assert shown.inner_text() == said["text"] == "该规划未涉及。"
        return
    assert marks
    assert shown.locator(".where a").get_attribute("href") == f"/c/{said['clause']['id']}"
    for unit in said["clause"]["units"]:
        labels = shown.locator(".labels > div").filter(has_text=ROLE_NAMES[unit["role"]])
        assert unit["name"] in labels.locator("dd").inner_text()
    assert (shown.locator(".lacks").count() == 1) == (said["kind"] == "silent")


def test_silence_is_told_in_words(tab: Open) -> None:
    page = tab(address(WHO, COURT)).page
    assert cell(page, 0, 1).locator(".lacks").inner_text().endswith("该规划未载明牵头单位。")
    assert "本条未写明单位、时限" in cell(page, 1, 1).inner_text()
    assert cell(page, 1, 0).locator(".labels").inner_text().split() == ["牵头单位", "县政府法制办"]
    assert "本条未写明时限" in cell(page, 1, 0).inner_text()
    expect(whole(page).locator("tbody th small").first).to_have_text("5份规划：1份有规定，4份未写明所问")
    expect(page.get_by_role("status").first).to_have_text("对照表：2个事项，5列")


def test_the_time_asked_for_stands_before_its_sentence(tab: Open, server: httpx.Client) -> None:
    question = "规范性文件多久清理一次？"
    page = tab(address(question)).page
    for i, said in enumerate(compared(server, question)["rows"][0]["cells"]):
        words = [fact["words"] for fact in said["facts"]] if said["kind"] == "answered" else []
        assert cell(page, 0, i).locator(".direct").all_inner_texts() == words
    assert whole(page).locator(".direct").count() == 1


def test_from_the_question_to_the_table_to_the_clause_and_back(tab: Open) -> None:
    page = tab(f"/?q={quote('巴东县' + WHO)}").page
    page.get_by_role("link", name="各地对照").click()
    assert parse_qs(urlsplit(page.url).query)["q"] == [WHO]
    link = cell(page, 0, 0).locator(".where a")
    expect(link).to_have_text("32.加强行政复议工作")
    link.click()
    page.wait_for_url("**/c/422823-2016/2.6.32")
    page.go_back()
    expect(cell(page, 0, 0)).to_contain_text("县政府法制办")
    page.go_back()
    expect(page.locator(".says")).to_contain_text("县政府法制办")


def test_topics_are_chosen_from_what_the_plans_have_in_common(tab: Open) -> None:
    page = tab("/compare").page
    box = page.get_by_role("textbox", name="事项或问题")
    offered = page.locator("[data-topic]")
    first, second = (offered.nth(i).inner_text() for i in range(2))
    offered.nth(0).click()
    offered.nth(1).click()
    expect(box).to_have_value(f"{first}\n{second}")
    expect(offered.nth(0)).to_have_attribute("aria-pressed", "true")
    offered.nth(0).click()
    expect(box).to_have_value(second)
    expect(offered.nth(0)).to_have_attribute("aria-pressed", "false")
    box.press("End")
    box.press_sequentially(f"\n{WHO}")
    box.press("Control+Enter")
    assert [a.inner_text() for a in whole(page).locator("tbody th a").all()] == [second, WHO]


def test_a_region_confines_and_the_link_brings_all_of_it(tab: Open) -> None:
    first = tab("/compare").page
    first.locator("#filters > summary").click()
    for province in ("湖北省", "广东省"):
        first.locator(".tree").first.get_by_role("checkbox", name=province).check()
    fill(first, WHO, COURT)
    heads = whole(first).get_by_role("columnheader").locator("b").all_inner_texts()
    assert heads == ["巴东县", "广州市", "罗湖区"] or heads == ["广州市", "罗湖区", "巴东县"]
    second = tab(first.url.removeprefix(first.evaluate("location.origin"))).page
    assert whole(second).inner_text() == whole(first).inner_text()
    expect(second.get_by_role("textbox", name="事项或问题")).to_have_value(f"{WHO}\n{COURT}")
    expect(second.locator("#chosen")).to_contain_text("湖北省")


def test_years_and_kind_are_sent_too(tab: Open) -> None:
    page = tab("/compare").page
    with page.expect_request("**/api/v1/compare") as asked:
        page.goto(address(COURT, kind="实施意见", **{"from": "2022"}))
    assert asked.value.post_data_json == {"questions": [COURT], "years": [2022, 2100], "kind": "实施意见"}
    whole(page)


def test_an_address_brings_back_whatever_it_was_given(tab: Open) -> None:
    page = tab("/compare").page
    texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)

    @settings(max_examples=60, deadline=None)
    @given(q=texts, kind=texts, region=st.lists(texts), plan=st.lists(texts))
    def law(**asked: str | list[str]) -> None:
        given_, read = page.evaluate(
            """async (asked) => {
              const { read, write } = await import("/static/js/address.js");
              const trimmed = { ...asked, q: asked.q.trim(), kind: asked.kind.trim() };
              const found = new URL(write(trimmed, "/compare"), location);
              return [{ path: "/compare", ...trimmed }, { path: found.pathname, ...read(found.search) }];
            }""",
            {**asked, "from": "", "to": ""},
        )
        assert read == {**given_, **{name: [one for one in given_[name] if one] for name in ("region", "plan")}}

    law()


def test_back_and_forward_compare_again(tab: Open) -> None:
    page = tab("/compare").page
    for topic in (WHO, COURT):
        fill(page, topic)
        expect(whole(page).locator("tbody th a")).to_have_text(topic)
    page.go_back()
    expect(whole(page).locator("tbody th a")).to_have_text(WHO)
    assert page.title().startswith(WHO)
    page.go_forward()
    expect(whole(page).locator("tbody th a")).to_have_text(COURT)
    page.go_back()
    page.go_back()
    expect(page.get_by_role("table")).to_have_count(0)
    expect(page.get_by_role("textbox", name="事项或问题")).to_have_value("")


def test_the_same_text_is_told(tab: Open, serve: Serve, encoder: Encoder, tmp_path: Path) -> None:
    build(small_corpus.write(tmp_path / "corpus"), tmp_path / "index", encoder)
    with serve(tmp_path / "index") as client:
        page = tab(address("落实执法公示制度"), base=str(client.base_url)).page
        table = whole(page)
        names = table.get_by_role("columnheader").locator("b").all_inner_texts()
        for i, other in enumerate(reversed(names)):
            assert cell(page, 0, i).locator(".same").inner_text() == f"同文 与{other}的条款文字相同"
        table.locator("tbody th a").click()
        expect(page.locator(".says")).to_be_visible()


def test_a_refusal_is_told_and_can_be_tried_again(tab: Open) -> None:
    page = tab("/compare", may_fail=True).page
    page.route("**/api/v1/compare", lambda route: route.abort("internetdisconnected"))
    fill(page, COURT)
    expect(page.get_by_role("alert")).to_contain_text("连不上服务器")
    assert violations(page) == []
    page.unroute("**/api/v1/compare")
    page.get_by_role("button", name="重试").click()
    whole(page)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_too_many_topics_are_refused_in_words(tab: Open) -> None:
    page = tab(address(*(f"事项{n}" for n in range(MOST_QUESTIONS + 1))), may_fail=True).page
    expect(page.get_by_role("alert")).to_contain_text(str(MOST_QUESTIONS))


def test_only_the_last_comparison_is_shown(tab: Open) -> None:
    page = tab("/compare").page
    held: list[Route] = []
    page.route("**/api/v1/compare", lambda route: held.append(route) if not held else route.continue_())
    fill(page, WHO)
    expect(page.get_by_text("正在对照……")).to_be_visible()
    fill(page, COURT)
    expect(whole(page).locator("tbody th a")).to_have_text(COURT)
    page.wait_for_timeout(300)
    expect(whole(page).locator("tbody th a")).to_have_text(COURT)


_BAD = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"


def _marked_up(folder: Path) -> Path:
    text = f"一、规范执法{_BAD}\n（一）推行执法公示制度{_BAD}，结果七日内公开。（牵头单位：区司法局）\n"
    known = {"title": f"鼓楼区方案{_BAD}", "region": "320106", "kind": "方案"}
    return small_corpus.write(folder, {NANJING: (known, text)})


def test_markup_is_text(tab: Open, serve: Serve, encoder: Encoder, tmp_path: Path) -> None:
    build(_marked_up(tmp_path / "corpus"), tmp_path / "index", encoder)
    with serve(tmp_path / "index") as client:
        page = tab(address(f"推行执法公示制度{_BAD}"), base=str(client.base_url)).page
        expect(cell(page, 0, 0).locator("blockquote")).to_contain_text(_BAD)
        expect(whole(page).get_by_role("columnheader").nth(1)).to_contain_text(_BAD)
        expect(whole(page).locator("tbody th a")).to_contain_text(_BAD)
        assert page.locator("main script, main img").count() == 0
        assert "taken" not in page.title().split("<")[0]


def test_a_page_without_scripts_says_what_it_needs(tab: Open) -> None:
    page = tab(address(WHO), java_script_enabled=False).page
    assert "对照需要浏览器开启 JavaScript" in page.locator("main").inner_text()
    expect(page.get_by_role("textbox", name="事项或问题")).to_have_value(WHO)
