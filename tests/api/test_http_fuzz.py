"""Schemathesis over every operation of /openapi.json: whatever is sent, what comes back is what is described."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

#: Questions and filters mean something beyond their shape: a region that there is not is refused, and rightly.
_SEMANTIC = "positive_data_acceptance"
_OPTIONS = [
    *("--checks", "all"),
    *("--exclude-checks", _SEMANTIC),
    *("--phases", "examples,coverage,fuzzing"),
    *("--max-examples", "3"),
    "--generation-deterministic",
    "--no-shrink",
    "--continue-on-failure",
    "--no-color",
]


def test_schemathesis_finds_nothing(serve: Any, index_dir: Path, tmp_path: Path) -> None:
    """Over a copy of the index: among the operations are those that replace and remove plans."""
    shutil.copytree(index_dir, tmp_path / "index")
    with serve(tmp_path / "index", PLANQA_AUDIT_DAYS="1") as client:
        command = [sys.executable, "-m", "schemathesis.cli", "run", f"{client.base_url}/openapi.json", *_OPTIONS]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert f"Tested: {_operations(client.get('/openapi.json').json())}\n" in done.stdout
        assert client.get("/healthz").status_code == 200


def _operations(described: dict[str, Any]) -> int:
    return sum(len(methods) for methods in described["paths"].values())
