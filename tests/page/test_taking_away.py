"""What is on the page can be taken away: each file is opened again and holds the words of the plans."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import docx
import httpx
import openpyxl
import pptx
import pytest
from playwright.sync_api import Download, Page, Route, expect

from api.access.keys import KeyStore
from tests.conftest import Serve
from tests.page.browsing import violations
from tests.page.conftest import Open

WHO = "巴东县行政复议工作由哪些单位牵头？"
TOPICS = ["行政复议工作由哪些单位牵头？", "行政机关负责人出庭应诉"]
ASKED, COMPARED = f"/?q={quote(WHO)}", f"/compare?q={quote(chr(10).join(TOPICS))}&region=422823&region=440303"


def _words_of_docx(data: bytes) -> str:
    """The text of the body, tables too, and of the footnotes."""
    body = docx.Document(io.BytesIO(data)).element.body
    return "".join(body.xpath(".//w:t/text()"))


def _words_of_pptx(data: bytes) -> str:
    slides = pptx.Presentation(io.BytesIO(data)).slides
    shapes = [shape for slide in slides for shape in slide.shapes]
    notes = [slide.notes_slide.notes_text_frame.text for slide in slides if slide.has_notes_slide]
    return "\n".join([*(shape.text_frame.text for shape in shapes if shape.has_text_frame), *notes])


def _words_of_xlsx(data: bytes) -> str:
    cells = (c for sheet in openpyxl.load_workbook(io.BytesIO(data)) for row in sheet.iter_rows() for c in row)
    return "\n".join(str(cell.value) for cell in cells if cell.value)


WORDS: dict[str, Callable[[bytes], str]] = {
    "docx": _words_of_docx,
    "pptx": _words_of_pptx,
    "xlsx": _words_of_xlsx,
    "md": lambda data: re.sub("^> ?", "", data.decode(), flags=re.MULTILINE),
}
BUTTONS = {"Word": "docx", "幻灯片": "pptx", "表格": "xlsx", "Markdown": "md"}


def taken(page: Page, bar: str, button: str) -> Download:
    with page.expect_download(timeout=60_000) as waiting:
        page.get_by_role("group", name=bar).get_by_role("button", name=button).click()
    return waiting.value


def read(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def bare(text: str) -> str:
    """Without the white space and the marks that a form may put into it."""
    return re.sub(r"[\s\\]", "", text)


@pytest.mark.parametrize("button", BUTTONS)
def test_an_answer_is_taken_away(tab: Open, server: httpx.Client, button: str) -> None:
    page = tab(ASKED).page
    download = taken(page, "下载这个回答", button)
    form = BUTTONS[button]
    assert download.suggested_filename == f"巴东县行政复议工作由哪些单位牵头.{form}"
    expect(page.get_by_role("group", name="下载这个回答").get_by_role("status")).to_contain_text(
        "已下载：巴东县行政复议"
    )
    [citation] = server.post("/api/v1/ask", json={"question": WHO}).json()["citations"]
    sentences = bare(citation["quote"]).split("。")
    assert bare(WORDS[form](read(download))).count(sentences[0]) >= 1


@pytest.mark.parametrize("button", BUTTONS)
def test_a_comparison_is_taken_away(tab: Open, server: httpx.Client, button: str) -> None:
    page = tab(COMPARED).page
    download = taken(page, "下载这张对照表", button)
    form = BUTTONS[button]
    assert download.suggested_filename.endswith(f".{form}")
    words = bare(WORDS[form](read(download)))
    asked = {"questions": TOPICS, "region": ["422823", "440303"]}
    found = server.post("/api/v1/compare", json=asked).json()
    assert [column["name"] for column in found["columns"]] == ["巴东县", "罗湖区"]
    quotes = [bare(c["quote"]) for row in found["rows"] for cell in row["cells"] for c in cell["citations"]]
    assert len(quotes) >= 4
    for told in quotes:
        assert told.split("。")[0] in words
    assert "大兴区" not in words


def test_a_lesson_is_taken_away_whole(tab: Open, server: httpx.Client) -> None:
    page = tab(COMPARED).page
    download = taken(page, "按这些事项编一套讲义", "整套讲义")
    assert download.suggested_filename == "行政复议工作由哪些单位牵头等2个专题：各地规划对照.zip"
    with zipfile.ZipFile(io.BytesIO(read(download))) as packed:
        assert sorted(packed.namelist()) == ["handout.docx", "handout.md", "matrix.xlsx", "quiz.md", "slides.pptx"]
        files = {name: packed.read(name) for name in packed.namelist()}
    clause = server.get("/api/v1/clauses/422823-2016/2.6.32").json()
    sentence = bare(clause["text"]).removeprefix("加强行政复议工作").split("。")[0]
    for name, data in files.items():
        if name != "quiz.md":
            assert sentence in bare(WORDS[name.rpartition(".")[2]](data)), name
    assert "答案" in files["quiz.md"].decode()


@pytest.fixture
def held(tab: Open) -> tuple[Page, list[Route]]:
    """A comparison whose files are asked for and do not come until they are let through."""
    page, routes = tab(COMPARED, may_fail=True).page, list[Route]()
    page.route("**/api/v1/export", lambda route: routes.append(route))
    return page, routes


def test_one_file_at_a_time_and_its_progress_is_told(held: tuple[Page, list[Route]]) -> None:
    page, routes = held
    bar = page.get_by_role("group", name="下载这张对照表")
    slides = bar.get_by_role("button", name="幻灯片")
    page.clock.install()
    slides.focus()
    page.keyboard.press("Enter")
    expect(bar.get_by_role("status")).to_have_text("正在编写幻灯片，一般需要几秒……")
    page.clock.run_for(10_000)
    expect(bar.get_by_role("status")).to_have_text("正在编写幻灯片，已用10秒……")
    expect(slides).to_be_focused()
    page.keyboard.press("Enter")
    bar.get_by_role("button", name="Word").click(force=True)
    expect(slides).to_have_attribute("aria-disabled", "true")
    assert violations(page) == []
    with page.expect_download() as waiting:
        routes[0].continue_()
    assert waiting.value.suggested_filename.endswith(".pptx")
    assert len(routes) == 1
    expect(bar.get_by_role("status")).to_contain_text("已下载")
    expect(slides).not_to_have_attribute("aria-disabled", "true")


@pytest.mark.parametrize(
    ("status", "detail", "told"),
    [
        (429, "请求过于频繁，请在7秒后重试。", "请求过于频繁，请在7秒后重试。"),
        (503, "索引正在更新，请稍后重试。", "索引正在更新，请稍后重试。"),
        (502, None, "服务暂时没有响应"),
    ],
)
def test_a_refusal_is_told_and_can_be_tried_again(
    held: tuple[Page, list[Route]], status: int, detail: str | None, told: str
) -> None:
    page, routes = held
    bar = page.get_by_role("group", name="下载这张对照表")
    bar.get_by_role("button", name="表格").click()
    expect(bar.get_by_role("status")).to_contain_text("正在编写表格")
    body = json.dumps({"title": "x", "detail": detail}) if detail else "<html>"
    routes[0].fulfill(status=status, body=body, content_type="application/problem+json")
    expect(bar.get_by_role("status")).to_contain_text(f"表格没有下载成：{told}")
    assert violations(page) == []
    with page.expect_download():
        bar.get_by_role("button", name="表格").click()
        expect(bar.get_by_role("status")).to_contain_text("正在编写表格")
        routes[1].continue_()


def test_a_broken_line_is_told(held: tuple[Page, list[Route]]) -> None:
    page, routes = held
    bar = page.get_by_role("group", name="下载这张对照表")
    bar.get_by_role("button", name="Word").click()
    expect(bar.get_by_role("status")).to_contain_text("正在编写Word")
    routes[0].abort("internetdisconnected")
    expect(bar.get_by_role("status")).to_contain_text("Word没有下载成：连不上服务器")


def test_nothing_is_offered_where_there_is_nothing(tab: Open) -> None:
    page = tab(f"/?q={quote('成都市的行政复议由谁牵头？')}").page
    expect(page.locator(".verdict")).to_contain_text("没有收录该地区的规划")
    expect(page.get_by_role("group", name="下载这个回答")).to_have_count(0)


def test_with_keys_on_the_browser_shows_its_key(tab: Open, serve: Serve, index_dir: Path, tmp_path: Path) -> None:
    secret = KeyStore(tmp_path / "state").create("研究室", "read", None)[1]
    known = {"username": "reader", "password": secret}
    with serve(index_dir, PLANQA_ACCESS="keys", PLANQA_STATE=str(tmp_path / "state")) as client:
        refused = client.get(COMPARED)
        assert refused.status_code == 401
        assert refused.headers["www-authenticate"].startswith("Basic")
        page = tab(COMPARED, base=str(client.base_url), http_credentials=known, may_fail=True).page
        assert "县政府法制办" in WORDS["md"](read(taken(page, "下载这张对照表", "Markdown")))
