"""From Enter to the first painted answer, in a browser over a warm server: `python -m tests.benchmarks.page`.

Milliseconds of the page's own clock, from the key to the frame after the verdict has been put there.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from playwright.sync_api import Page, sync_playwright

from api.wiring import load_encoder
from index_build import catalogue
from index_build.build import build
from qa.settings import Settings

_PORT = 8697
_BASE = f"http://127.0.0.1:{_PORT}"
_TOPICS = (
    "行政复议",
    "规范性文件清理",
    "行政机关负责人出庭应诉",
    "政府信息公开",
    "领导干部学法",
    "行政执法公示",
    "重大行政决策",
)
_QUESTIONS = [*(f"{topic}工作由哪些单位牵头？" for topic in _TOPICS), *(f"各地怎么规定{topic}？" for topic in _TOPICS)]
_TIMED = """(question) => new Promise((done) => {
  const box = document.getElementById("q");
  box.value = question;
  const thread = document.getElementById("thread");
  let started;
  const seen = new MutationObserver(() => {
    if (!thread.querySelector(".verdict")) return;
    seen.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - started)));
  });
  seen.observe(thread, { childList: true, subtree: true });
  thread.replaceChildren();
  started = performance.now();
  box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
})"""


def _timed(page: Page) -> list[float]:
    found = []
    for question in _QUESTIONS:
        found.append(float(page.evaluate(_TIMED, question)))
        page.wait_for_load_state("networkidle")
    return found


def _told(name: str, times: list[float]) -> None:
    print(f"{name}: median {statistics.median(times):.0f} ms, slowest of {len(times)} {max(times):.0f} ms")


def main() -> None:
    with TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        build(catalogue.packaged(), index, load_encoder(Settings(), print))
        command = [
            sys.executable,
            "-m",
            "uvicorn",
            "--log-level",
            "warning",
            "--port",
            str(_PORT),
            "--factory",
            "api.app:create_app",
        ]
        environment = {"PLANQA_INDEX": str(index), "PLANQA_STATE": f"{folder}/state"}
        server = subprocess.Popen(["env", *(f"{k}={v}" for k, v in environment.items()), *command])
        try:
            while True:
                try:
                    if httpx.get(f"{_BASE}/readyz", trust_env=False).status_code == 200:
                        break
                except httpx.TransportError:
                    pass
                time.sleep(0.2)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
                page = browser.new_page()
                page.goto(_BASE, wait_until="networkidle")
                page.evaluate(_TIMED, "总体目标是什么？")
                _told("questions never asked before", _timed(page))
                _told("the same again", _timed(page))
                browser.close()
        finally:
            server.terminate()
            server.wait(30)


if __name__ == "__main__":
    main()
