"""GET /api/v1/duties, as JSON and as a spreadsheet, and `planqa duties`."""

import io
import json
from pathlib import Path
from urllib.parse import unquote

import httpx
import openpyxl
import pytest
from typer.testing import CliRunner, Result

from api import cli, duties_command
from qa.service import Service
from qa.settings import Settings

BADONG = "422823-2016"


@pytest.fixture(autouse=True)
def _opened(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duties_command, "opened", lambda: (Settings(public_url="https://plans.example"), service))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.app, [str(argument) for argument in arguments])


def test_the_list_is_all_that_the_clauses_name(server: httpx.Client, service: Service, public_url: str) -> None:
    found = server.get("/api/v1/duties", params={"plan": BADONG}).raise_for_status().json()
    tasks = [task for unit in found["units"] for task in unit["tasks"]]
    named = {(c.id, u.name, u.role) for c in service.clauses(BADONG) for u in service.units(c)}
    assert {(task["clause_id"], task["unit"], task["role"]) for task in tasks} == named
    for unit in found["units"]:
        assert {task["unit"] for task in unit["tasks"]} == set(unit["names"])
    for task in (*tasks, *found["unnamed"]):
        clause = service.clause(task["clause_id"]).clause
        assert task["task"] in clause.text
        assert [d["words"] for d in task["deadlines"]] == [d.words for d in clause.deadlines]
        assert task["permalink"] == f"{public_url}/c/{task['permalink'].split('/c/')[1]}"


def test_it_is_confined_by_unit_and_role(server: httpx.Client) -> None:
    asked = {"plan": BADONG, "unit": "县编办", "role": "lead"}
    [unit] = server.get("/api/v1/duties", params=asked).json()["units"]
    assert unit["names"] == ["县编办"]
    assert {task["role"] for task in unit["tasks"]} == {"lead"}
    assert server.get("/api/v1/duties", params=asked | {"role": "support"}).json()["units"] == []


def test_a_plan_without_units_has_its_clauses(server: httpx.Client) -> None:
    found = server.get("/api/v1/duties", params={"plan": "moushi-2011"}).json()
    assert found["units"] == []
    assert len(found["unnamed"]) > 10


def test_the_spreadsheet_has_a_name_and_the_same_rows(server: httpx.Client) -> None:
    file = server.get("/api/v1/duties.xlsx", params={"plan": BADONG}).raise_for_status()
    name = unquote(file.headers["content-disposition"].rsplit("''", 1)[1])
    assert name == "责任清单 巴东县法治政府建设实施方案（2016—2020年）.xlsx"
    sheet = openpyxl.load_workbook(io.BytesIO(file.content))["按单位"]
    units = server.get("/api/v1/duties", params={"plan": BADONG}).json()["units"]
    assert sheet.max_row - 1 == sum(len(unit["tasks"]) for unit in units)


@pytest.mark.parametrize("path", ["/api/v1/duties", "/api/v1/duties.xlsx"])
@pytest.mark.parametrize(("asked", "status"), [({}, 422), ({"plan": "nowhere"}, 404), ({"plan": "x" * 51}, 422)])
def test_what_cannot_be_listed_is_told(server: httpx.Client, path: str, asked: dict[str, str], status: int) -> None:
    refused = server.get(path, params=asked)
    assert refused.status_code == status
    assert refused.headers["content-type"] == "application/problem+json"


def test_the_command_lists_and_writes(tmp_path: Path, service: Service) -> None:
    told = run("duties", BADONG)
    assert told.exit_code == 0, told.output
    assert "县编办（11项）" in told.stdout
    assert "32.加强行政复议工作" in told.stdout
    assert "未载明单位的条款（3条）" in told.stdout
    file = tmp_path / "新" / "清单.xlsx"
    assert run("duties", BADONG, "-o", file).exit_code == 0
    assert openpyxl.load_workbook(file).sheetnames == ["按单位", "按条款", "出处"]
    found = json.loads(run("duties", BADONG, "--json").stdout)
    assert len(found["units"]) == len(service.duties(BADONG).bodies)


def test_the_command_says_what_is_missing_and_what_it_cannot_write(tmp_path: Path) -> None:
    assert "该规划未载明责任单位" in run("duties", "moushi-2011").stdout
    assert "没有编号为" in str(run("duties", "nowhere").exception)
    assert "xlsx" in str(run("duties", BADONG, "-o", tmp_path / "清单.docx").exception)
