"""One browser a file, and servers to browse."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from tests.page.browsing import Seen, opened  # noqa: E402
from tests.processes import environment, free_port, wait  # noqa: E402

_CHROMIUM = Path("/usr/bin/chromium")
_ROOT = Path(__file__).parents[2]

Open = Callable[..., Seen]
Small = Callable[..., AbstractContextManager[str]]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One a file: as long as playwright runs, so does its event loop, and no other test could start one of its own."""
    if not _CHROMIUM.exists():
        pytest.skip(f"no browser at {_CHROMIUM}")
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def tab(browser: Any, server: httpx.Client) -> Iterator[Open]:
    """tab(path="/", base=…, width=1280, scheme="light", may_fail=False, …): a new tab, with the page loaded.

    At the end no tab may have had errors or asked another host; may_fail: but for answers that are refusals.
    """
    tabs: list[tuple[Seen, bool]] = []
    with ExitStack() as stack:

        def open_(path: str = "/", base: str = "", may_fail: bool = False, **more: Any) -> Seen:
            seen = stack.enter_context(opened(browser, base or str(server.base_url), **more))
            tabs.append((seen, may_fail))
            seen.page.goto(path)
            return seen

        yield open_
        for seen, may_fail in tabs:
            assert [f for f in seen.faults if not (may_fail and "Failed to load resource" in f)] == []
            assert seen.away == []


@pytest.fixture
def shots(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Where screenshots go."""
    folder: Path = request.config.getoption("--screenshots") or tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """small(index, **settings): the address of a server over an index that was made without a model."""

    @contextmanager
    def run(index: Path, **settings: str) -> Iterator[str]:
        folder, port = tmp_path_factory.mktemp("small"), free_port()
        own = {"PLANQA_INDEX": str(index), "PLANQA_STATE": str(folder / "state")}
        env = environment(**(own | settings))
        options = ["--host", "127.0.0.1", "--port", str(port), "--factory", "tests.api.access.quick:app"]
        with (folder / "log").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "uvicorn", *options], cwd=_ROOT, env=env, stdout=log, stderr=log
            )
        try:
            url = f"http://127.0.0.1:{port}"
            wait(url, process, folder / "log", ready=False)
            yield url
        finally:
            process.terminate()
            process.wait(30)

    return run
