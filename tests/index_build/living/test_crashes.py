"""Writers that are killed at any moment, or whose disk is full, leave the old index or the new one."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[3]


def shaken(how: str, folder: Path, count: int) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "tests.index_build.living.shaken", how, str(folder), str(count)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, cwd=_ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_writer_killed_at_any_of_200_moments_leaves_a_whole_index(tmp_path: Path) -> None:
    told = shaken("kill", tmp_path, 200)
    assert [line for line in told if line["wrong"]] == []
    assert len(told) == 201
    # Some were killed amid their first change, others after several.
    assert {0, 1} <= {line["done"] for line in told[:-1]}
    assert sum(line["moved"] for line in told[:-1]) > 20


def test_a_full_disk_is_told_and_changes_nothing(tmp_path: Path) -> None:
    told = shaken("fill", tmp_path, 30)
    assert [line for line in told if line["wrong"]] == []
    refused = [line["said"] for line in told[:-1] if line["said"]]
    assert len(refused) > 10
    assert [said for said in refused if "磁盘空间" not in said] == []
    assert any(line["moved"] for line in told[:-1])


_SAVING = """
import resource, sys
from pathlib import Path
import numpy as np
from qa.vectors import PassageVectors

vectors = PassageVectors.build(np.eye(384, dtype=np.float32))
vectors.save(Path(sys.argv[1]))
size = Path(sys.argv[1]).stat().st_size
for room in (size - 1, size // 2, 10):
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    try:
        vectors.save(Path(sys.argv[1]))
    except OSError:
        print("told")
"""


def test_vectors_that_find_no_room_say_so(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _SAVING, str(tmp_path / "vectors")]
    assert subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=True).stdout == "told\n" * 3
