"""What tests need to start a server process: a port, an environment, and the patience until it answers."""

import os
import socket
import subprocess
import time
from pathlib import Path

import httpx
import pytest

#: Seconds; a server that loads the model on a busy machine takes a fraction of it.
_STARTS_WITHIN = 180


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(**settings: str) -> dict[str, str]:
    """That of this process, with these settings of planqa (PLANQA_…=…) in place of any of its own."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("PLANQA_")}
    return others | {"PYTHONUNBUFFERED": "1"} | settings


def wait(url: str, process: subprocess.Popen[bytes], log: Path, ready: bool = True) -> None:
    """Until a server answers, or, if ready, can answer questions; fails with what it has printed where it does not."""
    deadline = time.monotonic() + _STARTS_WITHIN
    with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        while process.poll() is None and time.monotonic() < deadline:
            try:
                if client.get("/readyz").status_code == 200 or not ready:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.1)
    pytest.fail(f"the server did not start:\n{log.read_text()}")
