"""A plan full of markup is shown as text, and nothing of it runs."""

from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import expect

from index_build.build import build
from qa.encoder import HashEncoder
from tests import small_corpus
from tests.page.browsing import until
from tests.page.conftest import Open, Small
from tests.small_corpus import NANJING

_BAD = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\"><b>粗</b>&amp;"
_TEXT = f"""一、规范行政执法{_BAD}
（一）落实执法公示制度{_BAD}，执法结果自作出之日起七个工作日内公开。（牵头单位：区司法局）
（二）组建行政复议委员会，重大复议案件由委员会审议{_BAD}。
"""


def _corpus(folder: Path) -> Path:
    known = {"title": f"鼓楼区方案{_BAD}", "region": "320106", "kind": "<i>方案</i>", "issuer": _BAD}
    return small_corpus.write(folder, {NANJING: (known, _TEXT)})


def test_markup_is_text(tab: Open, small: Small, tmp_path: Path) -> None:
    build(_corpus(tmp_path / "corpus"), tmp_path / "index", HashEncoder())
    with small(tmp_path / "index") as base:
        page = tab(f"/?q={quote('执法结果多少天内公开？')}", base=base).page
        card = page.locator(".card").first
        expect(card).to_contain_text(_BAD)
        expect(card.locator(".whence")).to_contain_text(f"《鼓楼区方案{_BAD}》")
        page.locator("#filters > summary").click()
        expect(page.locator("#plans")).to_contain_text(_BAD)
        expect(page.get_by_label("文件种类")).to_contain_text("<i>方案</i>")
        assert page.locator("main script, main img, main i").count() == 0
        card.get_by_role("link", name="打开原文").click()
        expect(page.locator("main")).to_contain_text("<script>")
        assert page.locator("main script, main img").count() == 0
        asked = f"{_BAD}的执法结果"
        page.goto(f"/?q={quote(asked)}")
        expect(page.get_by_role("heading", name=asked)).to_be_visible()
        assert page.title().startswith(_BAD)


def test_the_policy_lets_nothing_in(tab: Open) -> None:
    """What is tried on purpose is refused: the policy is in force."""
    seen = tab()
    page = seen.page
    page.evaluate(
        """() => {
          window.broken = [];
          document.addEventListener("securitypolicyviolation", (event) => window.broken.push(event.effectiveDirective));
        }"""
    )
    page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.ran = true";
          const style = document.createElement("style");
          style.textContent = "body { color: red }";
          document.body.append(script, style);
        }"""
    )
    assert page.evaluate("window.ran") is None
    until(page, "window.broken.length === 2")
    assert sorted(page.evaluate("window.broken")) == ["script-src-elem", "style-src-elem"]
    seen.faults.clear()
