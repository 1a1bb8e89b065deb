"""What goes wrong is said where it was asked, in Chinese, with a way to try again."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.page.conftest import Open, Small

WHO = f"/?q={quote('巴东县行政复议工作由哪些单位牵头？')}"
ASK = "**/api/v1/ask"


def problem(status: int, detail: str, **headers: str) -> dict[str, Any]:
    body = {"type": "x", "title": "x", "status": status, "detail": detail}
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    return {
        "status": status,
        "headers": {**headers, "content-type": "application/problem+json"},
        "body": json.dumps(body),
    }


def retried(page: Page) -> None:
    page.unroute(ASK)
    page.get_by_role("button", name="重试").click()
    expect(page.locator(".says")).to_contain_text("县政府法制办")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.locator(".exchange")).to_have_count(1)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (problem(429, "请求过于频繁。", Retry_After="7"), "请求过于频繁。请在7秒后重试。"),
        (problem(503, "索引正在更新，请稍后重试。"), "索引正在更新，请稍后重试。"),
        (problem(401, "缺少密钥。"), "需要访问密钥"),
        ({"status": 502, "body": "<html>Bad gateway</html>"}, "服务暂时没有响应"),
        ({"status": 500, "body": ""}, "服务器没有完成请求（500）"),
    ],
    ids=["429", "503", "401", "502", "500"],
)
def test_a_refusal_is_told(tab: Open, answer: dict[str, Any], told: str) -> None:
    page = tab(may_fail=True).page
    page.route(ASK, lambda route: route.fulfill(**answer))
    page.get_by_role("textbox", name="问题").fill("巴东县行政复议工作由哪些单位牵头？")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text(told)
    retried(page)


def test_a_broken_line_is_told(tab: Open) -> None:
    page = tab(may_fail=True).page
    page.route(ASK, lambda route: route.abort("internetdisconnected"))
    page.get_by_role("textbox", name="问题").fill("巴东县行政复议工作由哪些单位牵头？")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("连不上服务器")
    retried(page)


def _sent(*events: tuple[str, Any]) -> dict[str, Any]:
    body = "".join(f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n" for name, data in events)
    return {"status": 200, "headers": {"content-type": "text/event-stream"}, "body": body}


@pytest.mark.parametrize(
    ("events", "told"),
    [
        ([("delta", {"text": "甲"})], "回答中途断开了"),
        ([("delta", {"text": "甲"}), ("error", {"status": 503, "detail": "暂时不能作答。"})], "暂时不能作答。"),
    ],
    ids=["cut", "error"],
)
def test_a_stream_that_ends_early_is_told(tab: Open, events: list[tuple[str, Any]], told: str) -> None:
    page = tab().page
    page.route(ASK, lambda route: route.fulfill(**_sent(*events)))
    page.goto(WHO)
    expect(page.get_by_role("alert")).to_contain_text(told)
    retried(page)


def test_what_the_server_refuses_is_told_as_it_says(tab: Open) -> None:
    page = tab("/?region=" + quote("无此县") + f"&{WHO[2:]}", may_fail=True).page
    expect(page.get_by_role("alert")).to_contain_text("无此县")


def test_a_question_that_is_too_long_is_told(tab: Open) -> None:
    page = tab("/?q=" + quote("复议" * 600), may_fail=True).page
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("字")


def test_the_answer_stands_without_what_else_was_found(tab: Open) -> None:
    page = tab(may_fail=True).page
    page.route("**/api/v1/search", lambda route: route.abort())
    page.goto(WHO)
    expect(page.locator(".says")).to_contain_text("县政府法制办")
    expect(page.get_by_role("textbox", name="接着问")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_an_answer_appears_piece_by_piece(tab: Open) -> None:
    """A real stream that stops half-way: the first piece is there before the last has been sent."""
    page = tab().page
    page.evaluate(
        """() => {
          const real = window.fetch;
          window.fetch = (path, options) => {
            if (path !== "/api/v1/ask") return real(path, options);
            const sent = (text) => new TextEncoder().encode(text);
            const event = (name, data) => sent(`event: ${name}\\ndata: ${JSON.stringify(data)}\\n\\n`);
            const body = new ReadableStream({ async start(stream) {
              const whole = event("delta", { text: "县政府" });
              stream.enqueue(whole.slice(0, 31));
              stream.enqueue(whole.slice(31));
              stream.enqueue(sent(":\\n\\n"));
              await new Promise((go) => (window.go = go));
              const { question } = JSON.parse(options.body);
              const answer = await real(path, { ...options, body: JSON.stringify({ question }) });
              stream.enqueue(event("answer", await answer.json()));
              stream.close();
            } });
            return Promise.resolve(new Response(body, { headers: { "Content-Type": "text/event-stream" } }));
          };
        }"""
    )
    page.get_by_role("textbox", name="问题").fill("巴东县行政复议工作由哪些单位牵头？")
    page.keyboard.press("Enter")
    expect(page.locator(".says")).to_have_text("县政府")
    expect(page.locator(".verdict")).to_have_count(0)
    page.evaluate("window.go()")
    expect(page.locator(".verdict")).to_contain_text("已回答")


def test_votes_are_taken_where_answers_are_kept(tab: Open, small: Small, small_index: Path) -> None:
    with small(small_index, PLANQA_AUDIT_DAYS="1") as base:
        page = tab(f"/?q={quote('执法结果多少天内公开？')}", base=base).page
        page.get_by_role("button", name="有用").click()
        expect(page.get_by_text("已记下，谢谢。")).to_be_visible()


def test_no_votes_where_none_are_kept(tab: Open) -> None:
    page = tab(WHO).page
    expect(page.locator(".verdict")).to_be_visible()
    expect(page.get_by_role("button", name="有用")).to_have_count(0)
