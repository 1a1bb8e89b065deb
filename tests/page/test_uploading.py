"""Plans are added, looked at, replaced and removed on the page, by whoever has the key to it."""

import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from docx import Document
from filelock import FileLock
from playwright.sync_api import Locator, Page, expect

from api.access.keys import KeyStore
from tests.page.browsing import Seen, overflows, violations
from tests.page.conftest import Open, Small
from tests.small_corpus import FUZHOU, NANJING

_PATIENCE = 60_000
_BAD = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"
_PLAN = "422823-2016"


@dataclass(frozen=True)
class House:
    """A server over a small index of its own. read, admin: keys to it; empty where it needs none."""

    base: str
    root: Path
    read: str = ""
    admin: str = ""

    @property
    def reader(self) -> dict[str, object]:
        """What a tab needs to sign in as a browser does."""
        return {"base": self.base, "http_credentials": {"username": "reader", "password": self.read}}


@pytest.fixture(scope="module")
def house(small: Small, small_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One that needs no key."""
    root = Path(shutil.copytree(small_index, tmp_path_factory.mktemp("open") / "index"))
    with small(root) as base:
        yield House(base, root)


@pytest.fixture(scope="module")
def locked(small: Small, small_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One that needs a key of everybody."""
    folder = tmp_path_factory.mktemp("locked")
    root = Path(shutil.copytree(small_index, folder / "index"))
    keys = KeyStore(folder / "state")
    read, admin = (keys.create(scope, scope, None)[1] for scope in ("read", "admin"))
    with small(root, PLANQA_ACCESS="keys", PLANQA_STATE=str(folder / "state")) as base:
        yield House(base, root, read, admin)


def web_page(folder: Path, office: str = "县水利局", place: str = "巴东县") -> Path:
    """A plan as a web page."""
    path = folder / "水利规划.html"
    body = [f"{place}水利规划（2016—2020年）", "一、总体要求", f"加强河道巡查，落实责任。（牵头单位：{office}）"]
    lines = "".join(f"<p>{line}</p>" for line in body)
    path.write_text(f"<!doctype html><meta charset=utf-8><title>规划</title><body>{lines}</body>", encoding="utf-8")
    return path


def word_file(folder: Path, office: str) -> Path:
    """The same as a Word file."""
    path = folder / "新稿.docx"
    document = Document()
    for line in ("巴东县水利规划（2016—2020年）", "一、总体要求", f"加强河道巡查，落实责任。（牵头单位：{office}）"):
        document.add_paragraph(line)
    document.save(str(path))
    return path


def manage(page: Page) -> None:
    page.locator("#manage > summary").click()


def pick(page: Page, *files: Path) -> None:
    page.get_by_label("规划文件").set_input_files([str(file) for file in files])


def stated(page: Page, name: str) -> Locator:
    """The field for what is stated of a file."""
    return page.locator("#upload").get_by_label(name)


def finished(page: Page, words: str = "完成", jobs: int = 1) -> Locator:
    """The newest of so many jobs, which has ended so."""
    expect(page.locator(".job")).to_have_count(jobs, timeout=_PATIENCE)
    card = page.locator(".job").first
    expect(card.get_by_role("status")).to_have_text(words, timeout=_PATIENCE)
    return card


def card_of(page: Page, plan: str) -> Locator:
    return page.locator(f'.plan[data-id="{plan}"]')


def remove(page: Page, plan: str) -> None:
    card_of(page, plan).get_by_role("button", name="移除").click()
    page.get_by_role("dialog").get_by_role("button", name="移除").click()
    expect(card_of(page, plan)).to_have_count(0, timeout=_PATIENCE)


@contextmanager
def index_held(root: Path) -> Iterator[None]:
    """Another process changes the index: jobs wait for it."""
    with FileLock(root / ".lock"):
        yield


def accessible(seen: Seen) -> list[str]:
    """What axe finds; what it does itself in a shadow tree, against the policy, is not the page's fault."""
    before = list(seen.faults)
    found = violations(seen.page)
    seen.faults[:] = before
    return found


def test_from_upload_to_removal(tab: Open, house: House, tmp_path: Path) -> None:
    page = tab("/plans", base=house.base).page
    page.evaluate("window.same = true")
    manage(page)
    pick(page, web_page(tmp_path))
    page.locator("#upload summary").click()
    stated(page, "发文机关").fill("巴东县人民政府")
    page.get_by_role("button", name="上传并收录").click()
    job = finished(page)
    expect(job).to_be_focused()
    expect(job.locator(".label")).to_have_text("已收录")
    expect(job).to_contain_text("写明单位1处")
    expect(page.locator("#count")).to_have_text("共3份")
    expect(page.locator("#holdings")).to_contain_text("3份规划")
    expect(page.locator(".spread")).to_contain_text("巴东县")
    expect(card_of(page, _PLAN)).to_contain_text("巴东县人民政府")
    expect(page.locator("#picked li")).to_have_count(0)

    card_of(page, _PLAN).get_by_role("button", name="替换").click()
    dialog = page.get_by_role("dialog", name="替换这份规划")
    expect(dialog).to_contain_text("《巴东县水利规划（2016—2020年）》")
    dialog.locator("input[type=file]").set_input_files(str(word_file(tmp_path, "县林业局")))
    dialog.get_by_role("button", name="替换").click()
    expect(finished(page, jobs=2).locator(".label")).to_have_text("已替换")
    expect(card_of(page, _PLAN)).not_to_contain_text("巴东县人民政府")
    assert page.evaluate("window.same")

    page.locator(".job").first.get_by_role("link", name="在其中提问").click()
    page.wait_for_url(lambda url: "/plans" not in url)  # with its scripts, without which Enter is a new line
    page.get_by_role("textbox", name="问题").fill("河道巡查由哪个单位牵头？")
    page.keyboard.press("Enter")
    # Without a model no answer is sure, but the clause is there as its new file has it.
    expect(page.get_by_role("article").filter(has_text="河道巡查")).to_contain_text("县林业局")
    page.goto("/plans")
    manage(page)
    remove(page, _PLAN)
    expect(finished(page).locator(".label")).to_have_text("已移除")
    expect(page.locator("#count")).to_have_text("共2份")


def test_the_report_opens_over_the_page_and_closes(tab: Open, house: House, tmp_path: Path) -> None:
    seen = tab("/plans", base=house.base)
    page = seen.page
    manage(page)
    pick(page, web_page(tmp_path, place="恩施市"))
    page.get_by_role("button", name="只看读取报告").click()
    job = finished(page)
    expect(job.locator(".label")).to_have_text("读得成")
    expect(page.locator("#picked li")).to_have_count(1)  # it may be taken up next
    button = job.get_by_role("button", name="读取报告")
    button.click()
    report = page.get_by_role("dialog", name="读取报告：水利规划.html")
    expect(report.get_by_role("heading", name="恩施市水利规划（2016—2020年）")).to_be_visible()
    assert report.locator(".lead").first.evaluate("mark => getComputedStyle(mark).borderBottomStyle") == "solid"
    report.get_by_role("navigation").get_by_role("link").first.click()
    expect(report.locator("article").first).to_be_focused()
    with page.expect_download() as taken:
        report.get_by_role("link", name="下载").click()
    saved = taken.value
    assert saved.suggested_filename == "读取报告 水利规划.html"
    assert "<style>" in Path(saved.path()).read_text(encoding="utf-8")
    page.keyboard.press("Escape")
    expect(report).to_be_hidden()
    expect(button).to_be_focused()
    assert {NANJING, FUZHOU} == {str(card.get_attribute("data-id")) for card in page.locator(".plan").all()}


def test_markup_in_a_plan_is_text(tab: Open, house: House, tmp_path: Path) -> None:
    page = tab("/plans", base=house.base).page
    manage(page)
    file = tmp_path / "坏.txt"
    file.write_text(
        f"恩施市规划（2016—2020年）\n\n一、总体要求{_BAD}\n\n落实责任{_BAD}。（牵头单位：市水利局）\n", encoding="utf-8"
    )
    pick(page, file)
    page.locator("#upload summary").click()
    stated(page, "标题").fill(f"规划{_BAD}")
    page.get_by_role("button", name="上传并收录").click()
    job = finished(page)
    job.get_by_role("button", name="读取报告").click()
    report = page.get_by_role("dialog")
    expect(report.locator(".raw").first).to_be_visible()
    expect(report.locator("article").filter(has_text="<script>").first).to_be_visible()
    assert page.locator("main script, main img, #reported script, #reported img").count() == 0
    page.keyboard.press("Escape")
    plan = page.locator(".plan", has_text="规划<script>")
    expect(plan).to_be_visible()
    assert not page.title().startswith("taken")
    remove(page, str(plan.get_attribute("data-id")))


def test_a_file_that_cannot_be_read_is_named_with_the_reason(tab: Open, house: House, tmp_path: Path) -> None:
    bad = tmp_path / "坏.pdf"
    bad.write_bytes(b"%PDF-1.7 \0")
    page = tab("/plans", base=house.base).page
    manage(page)
    pick(page, bad)
    page.get_by_role("button", name="上传并收录").click()
    job = finished(page, "没有完成，没有改动")
    expect(job.locator(".label")).to_have_text("未收录")
    expect(job.locator(".outcomes")).to_contain_text("PDF")
    pick(page, bad, web_page(tmp_path, place="恩施市"))
    page.get_by_role("button", name="去掉坏.pdf").first.click()
    expect(page.locator("#picked li")).to_have_count(1)
    pick(page, bad)
    page.get_by_role("button", name="上传并收录").click()
    job = finished(page, jobs=2)
    expect(job.locator(".label")).to_have_text(["已收录", "未收录"])
    added = page.locator(".plan", has_text="恩施市")
    remove(page, str(added.get_attribute("data-id")))


def test_what_is_too_large_is_refused_plainly(tab: Open, house: House, tmp_path: Path) -> None:
    page = tab("/plans", base=house.base).page
    manage(page)
    long, huge = tmp_path / "长.txt", tmp_path / "巨.pdf"
    long.write_bytes("一、总体要求。\n".encode() * 1_500_000)
    assert long.stat().st_size > 30_000_000
    pick(page, long)
    page.get_by_role("button", name="上传并收录").click()
    job = finished(page, "没有完成，没有改动")
    expect(job.locator(".outcomes")).to_contain_text("20 MB")
    page.reload()
    manage(page)
    huge.touch()
    os.truncate(huge, 101 * 1024 * 1024)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    pick(page, huge)
    page.get_by_role("button", name="上传并收录").click()
    expect(page.locator("#upload > .told")).to_have_text("文件合计101 MB，超过100 MB的上限，请拆分或分批上传。")
    assert "POST" not in sent


def test_what_is_stated_wrongly_is_told_where_it_stands(tab: Open, house: House, tmp_path: Path) -> None:
    page = tab("/plans", base=house.base, may_fail=True).page
    manage(page)
    pick(page, web_page(tmp_path))
    page.locator("#upload summary").click()
    stated(page, "规划期的起止年份").fill("不久")
    page.get_by_role("button", name="上传并收录").click()
    field = stated(page, "规划期的起止年份")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#upload .facts .told:visible")).to_have_text("须为起止年份，例如 2016-2020")
    field.fill("")
    stated(page, "地区：").fill("鼓楼区")
    page.get_by_role("button", name="上传并收录").click()
    expect(field).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator("#upload .facts .told:visible")).to_contain_text("鼓楼区")
    expect(page.locator(".job")).to_have_count(0)
    pick(page, tmp_path / "水利规划.html", word_file(tmp_path, "县水利局"))
    expect(stated(page, "发文机关")).to_be_disabled()


def test_progress_is_shown_and_a_job_can_be_cancelled(tab: Open, house: House, tmp_path: Path) -> None:
    page = tab("/plans", base=house.base).page
    manage(page)
    with index_held(house.root):
        pick(page, web_page(tmp_path))
        page.get_by_role("button", name="上传并收录").click()
        card = page.locator(".job").first
        expect(card.get_by_role("status")).to_contain_text("另一个进程正在更新索引")
        expect(card.get_by_role("progressbar", name="处理进度")).to_be_visible()
        page.reload()
        manage(page)
        expect(card.get_by_role("status")).to_contain_text("另一个进程正在更新索引")
        card.get_by_role("button", name="取消").click()
        finished(page, "已取消，没有改动")
    expect(page.locator("#count")).to_have_text("共2份")


def test_a_line_that_breaks_is_taken_up_again(tab: Open, house: House, tmp_path: Path) -> None:
    page = tab("/plans", base=house.base, may_fail=True).page
    manage(page)
    with index_held(house.root):
        cut = iter([True])
        page.route("**/events", lambda route: route.abort() if next(cut, False) else route.continue_())
        pick(page, web_page(tmp_path))
        page.get_by_role("button", name="上传并收录").click()
        expect(page.locator(".job").first.get_by_role("status")).to_contain_text("另一个进程")
    finished(page)
    assert next(cut, False) is False
    remove(page, _PLAN)


def test_dialogs_are_answered_by_key_and_give_the_focus_back(tab: Open, house: House) -> None:
    page = tab("/plans", base=house.base).page
    manage(page)
    for words in ("替换", "移除"):
        button = card_of(page, NANJING).get_by_role("button", name=words)
        button.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="取消")).to_be_focused()  # not what cannot be undone
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".job")).to_have_count(0)
    expect(page.locator(".plan")).to_have_count(2)


def test_whoever_may_only_read_is_told_what_is_needed(tab: Open, locked: House) -> None:
    page = tab("/plans", **locked.reader).page
    manage(page)
    expect(page.locator("#key")).to_contain_text("需要管理（admin）密钥")
    expect(page.locator("#upload")).to_be_hidden()
    expect(page.locator(".change:visible")).to_have_count(0)


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("pq_0123456789_wrong", "密钥不对，或者已停用、到期"),
        ("密钥", "密钥只含字母、数字和 _"),
        (None, "只能阅读和提问"),
    ],
    ids=["unknown", "letters", "read"],
)
def test_a_wrong_key_is_told(tab: Open, locked: House, key: str | None, told: str) -> None:
    page = tab("/plans", may_fail=True, **locked.reader).page
    manage(page)
    page.get_by_label("管理密钥").fill(key or locked.read)
    page.keyboard.press("Enter")
    expect(page.locator("#key > .told")).to_contain_text(told)
    expect(page.locator("#upload")).to_be_hidden()


def test_a_key_opens_the_door_and_stays_only_where_it_is_asked_to(tab: Open, locked: House, tmp_path: Path) -> None:
    page = tab("/plans", **locked.reader).page
    stored = "JSON.stringify([sessionStorage, localStorage, document.cookie])"
    for keeps in (False, True):
        manage(page)
        page.get_by_label("管理密钥").fill(locked.admin)
        page.get_by_label("在这个标签页中记住").set_checked(keeps)
        page.keyboard.press("Enter")
        expect(page.get_by_label("规划文件")).to_be_focused()
        assert (locked.admin in page.evaluate(stored)) == keeps
        page.reload()
    manage(page)
    expect(page.locator("#using")).to_be_visible()
    pick(page, web_page(tmp_path))
    page.get_by_role("button", name="上传并收录").click()
    finished(page).get_by_role("button", name="读取报告").click()
    expect(page.get_by_role("dialog").locator(".raw").first).to_be_visible()
    page.keyboard.press("Escape")
    remove(page, _PLAN)
    page.get_by_role("button", name="不再使用").click()
    expect(page.get_by_label("管理密钥")).to_be_focused()
    assert locked.admin not in page.evaluate(stored)
    assert locked.admin not in page.url + json.dumps(page.evaluate("history.state"))


def test_a_key_that_has_been_revoked_is_asked_for_anew(tab: Open, locked: House, tmp_path: Path) -> None:
    keys = KeyStore(locked.root.parent / "state")
    key, secret = keys.create("passing", "admin", None)
    page = tab("/plans", may_fail=True, **locked.reader).page
    manage(page)
    page.get_by_label("管理密钥").fill(secret)
    page.keyboard.press("Enter")
    expect(page.get_by_label("规划文件")).to_be_visible()
    keys.revoke(key.id)
    pick(page, web_page(tmp_path))
    while httpx.get(f"{locked.base}/api/v1/jobs", headers={"X-API-Key": secret}, trust_env=False).is_success:
        time.sleep(0.2)  # a worker may take it for two seconds more
    page.get_by_role("button", name="上传并收录").click()
    expect(page.locator("#key > .told")).to_contain_text("已停用")
    expect(page.locator("#picked li")).to_have_count(1)


@pytest.mark.parametrize("status", [404, 405])
def test_where_uploads_are_off_it_is_said(tab: Open, house: House, tmp_path: Path, status: int) -> None:
    page = tab("/plans", base=house.base, may_fail=True).page
    manage(page)
    page.route("**/api/v1/plans", lambda route: route.fulfill(status=status, body="<html>no</html>"))
    pick(page, web_page(tmp_path))
    page.get_by_role("button", name="上传并收录").click()
    expect(page.locator("#upload > .told")).to_have_text("本服务没有开放上传，请联系管理员。")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 768, 360])
def test_all_of_it_fits(tab: Open, house: House, tmp_path: Path, shots: Path, width: int, scheme: str) -> None:
    seen = tab("/plans", base=house.base, width=width, scheme=scheme)
    page = seen.page
    manage(page)
    pick(page, web_page(tmp_path), word_file(tmp_path, "县水利局"))
    page.locator("#upload summary").click()
    page.get_by_role("button", name="只看读取报告").click()
    finished(page).get_by_role("button", name="读取报告").first.focus()
    page.screenshot(path=shots / f"upload-{width}-{scheme}.png", full_page=True)
    assert not overflows(page)
    assert accessible(seen) == []
    page.locator(".job").get_by_role("button", name="读取报告").first.click()
    expect(page.get_by_role("dialog").locator("article").first).to_be_attached()
    page.screenshot(path=shots / f"report-{width}-{scheme}.png")
    assert page.locator("#report").evaluate("sheet => sheet.scrollWidth <= sheet.clientWidth")
    assert accessible(seen) == []
    page.keyboard.press("Escape")
    for words in ("替换", "移除"):
        card_of(page, NANJING).get_by_role("button", name=words).click()
        page.screenshot(path=shots / f"{words}-{width}-{scheme}.png")
        assert accessible(seen) == []
        page.keyboard.press("Escape")


def test_the_key_form_fits(tab: Open, locked: House, shots: Path) -> None:
    seen = tab("/plans", width=360, scheme="dark", **locked.reader)
    manage(seen.page)
    expect(seen.page.locator("#key")).to_be_visible()
    seen.page.screenshot(path=shots / "key-360-dark.png", full_page=True)
    assert not overflows(seen.page)
    assert violations(seen.page) == []
