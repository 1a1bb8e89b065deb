"""The commands of docs/plans.md, run as they stand, in order."""

import io
import os
import re
import subprocess
import zipfile
from pathlib import Path

import docx

from api.jobs.records import ENDED
from tests.api.jobs.conftest import Door

_PAGE = (Path(__file__).parents[3] / "docs" / "plans.md").read_text(encoding="utf-8")
_LINES = ["巴东县水利规划（2021—2025年）", "一、总体要求", "加强领导，落实责任。（牵头单位：县水利局）"]


def document(lines: list[str]) -> bytes:
    paper, data = docx.Document(), io.BytesIO()
    for line in lines:
        paper.add_paragraph(line)
    paper.save(data)
    return data.getvalue()


def test_the_commands_work(door: Door, tmp_path: Path) -> None:
    (tmp_path / "规划.docx").write_bytes(document(_LINES))
    (tmp_path / "新稿.docx").write_bytes(document([*_LINES, "二、保障措施", "强化监督考核。"]))
    (tmp_path / "甲.txt").write_text("武汉市水利规划\n一、总体要求\n明确分工。\n", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "一批.zip", "w") as packed:
        packed.writestr("乙.txt", "长沙市水利规划\n一、总体要求\n统筹安排。\n")
    before = door.plans()
    script = "\n".join(["set -euo pipefail", *re.findall(r"```sh\n(.*?)```", _PAGE, re.DOTALL)])
    local = script.replace("localhost:8000", str(door.client.base_url).removeprefix("http://").rstrip("/"))
    environment = {**os.environ, "no_proxy": "*", "LANG": "C.UTF-8"}
    done = subprocess.run(["bash", "-c", local], cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    told = done.stdout.decode()
    assert told.count("event: result") == 3, told
    assert "event: error" not in told
    assert "加强领导" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert {"武汉市", "长沙市"} <= {region["name"] for region in door.client.get("/api/v1/regions").json()["regions"]}
    assert len(door.plans()) == len(before) + 2


def test_every_state_is_explained() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", _PAGE, re.MULTILINE)) - {"state"} == {"waiting", "running", *ENDED}
