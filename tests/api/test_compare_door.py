"""The comparison at its doors: over HTTP, on the command line, and as text for terminals of any width."""

import json
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from api import cli, compare_text, examples
from qa.compare import MOST_QUESTIONS, Cell, Column, Comparison
from qa.filters import Filters
from qa.service import Service
from qa.settings import Settings

QUESTION = "行政复议工作由哪些单位牵头？"
BASE = "https://plans.example"


def post(server: httpx.Client, status: int = 200, **body: Any) -> dict[str, Any]:
    response = server.post("/api/v1/compare", json=body)
    assert response.status_code == status, response.text
    shape: dict[str, Any] = response.json()
    return shape


def test_a_cell_has_its_clause_with_a_link(server: httpx.Client, public_url: str) -> None:
    found = post(server, questions=[QUESTION, "规范性文件多久清理一次？"], region=["巴东县", "罗湖", "成都市"])
    assert [column["name"] for column in found["columns"]] == ["巴东县", "罗湖区", "四川省成都市"]
    assert [row["question"] for row in found["rows"]] == [QUESTION, "规范性文件多久清理一次？"]
    for row in found["rows"]:
        for column, cell in zip(found["columns"], row["cells"], strict=True):
            assert (cell["kind"] == "no_plan") == (column["plan"] is None)
            if cell["clause"]:
                assert cell["clause"]["plan"]["id"] == column["plan"]["id"]
                assert unquote(cell["clause"]["permalink"]) == f"{public_url}/c/{cell['clause']['id']}"
            for citation in cell["citations"]:
                assert citation["clause"]["text"][slice(*citation["span"])] == citation["quote"]
    assert [unit["name"] for unit in found["rows"][0]["cells"][0]["units"]] == ["县政府法制办", "县编办"]


def test_one_question_needs_no_list_and_names_its_regions(server: httpx.Client) -> None:
    found = post(server, questions="比较罗湖和大兴的行政复议")
    assert [column["name"] for column in found["columns"]] == ["罗湖区", "大兴区"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "#/questions"),
        ({"questions": []}, "#/questions"),
        ({"questions": ["法"] * (MOST_QUESTIONS + 1)}, "#/questions"),
        ({"questions": ["普法", " "]}, "#/questions/1"),
        ({"questions": "普法", "region": "火星市"}, "#/region"),
        ({"questions": "普法", "region": "鼓楼区"}, "#/region"),
        ({"questions": "普法", "plan": "none"}, "#/plan"),
        ({"questions": "普法", "k": 3}, "#/k"),
    ],
)
def test_what_cannot_be_compared_is_refused_where_it_stands(
    server: httpx.Client, body: dict[str, Any], pointer: str
) -> None:
    assert [error["pointer"] for error in post(server, 422, **body)["errors"]] == [pointer]


def test_the_examples_are_answered_and_true(server: httpx.Client) -> None:
    for example in examples.COMPARE_REQUESTS.values():
        assert any(cell["clause"] for row in post(server, **example["value"])["rows"] for cell in row["cells"])
    found = post(server, questions=[QUESTION], region=["巴东县", "成都市"])
    for cell, shown in zip(found["rows"][0]["cells"], examples.COMPARE["rows"][0]["cells"], strict=True):
        assert {k: cell[k] for k in ("kind", "text", "units", "facts")} == {
            k: shown[k] for k in ("kind", "text", "units", "facts")
        }


def run(service: Service, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    monkeypatch.setattr(cli, "_open", lambda: (Settings(public_url=BASE), service))
    result = CliRunner().invoke(cli.app, ["compare", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_the_command_prints_a_table_a_question(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    out = run(service, monkeypatch, QUESTION, "--question", "信访", "--region", "巴东", "--region", "成都市")
    assert out.count("问题：") == 2
    assert f"{BASE}/c/422823-2016/2.6.32" in out
    assert "县政府法制办、县编办" in out
    assert "没有收录四川省成都市的规划。" in out


def test_the_command_prints_json(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    shape = json.loads(run(service, monkeypatch, "--json", "--question", QUESTION, "--plan", "422823-2016"))
    assert shape["rows"][0]["cells"][0]["clause"]["id"] == "422823-2016/2.6.32"


@given(st.text("法治government，。é́", max_size=60), st.integers(2, 40))
def test_wrapping_loses_nothing_and_fits(text: str, width: int) -> None:
    pieces = compare_text.wrapped(text, width)
    assert "".join(pieces) == text
    assert all(compare_text.display_width(piece) <= width for piece in pieces)


@pytest.mark.parametrize("width", [20, 59, 60, 80, 200])
def test_every_line_but_a_link_fits_the_terminal(service: Service, width: int) -> None:
    found = service.compare(["信访", "普法"], Filters(regions=("422823", "510100")))
    lines = list(compare_text.lines(found, BASE, width))
    too_wide = [line for line in lines if compare_text.display_width(line) > width and BASE not in line]
    assert [line for line in too_wide if not line.startswith("问题：")] == []
    shown = "".join(line.removeprefix("  ").split(" │ ")[-1] for line in lines)
    assert all(cell.text.replace("\n", "") in shown for row in found.cells for cell in row)


def test_who_says_the_same_and_how_many_are_left_out_is_told() -> None:
    cell = Cell("no_plan", "没有收录甲的规划。")
    found = Comparison(("问",), (Column("甲", None, None),), ((cell,),), 3)
    lines = list(compare_text.lines(found, BASE, 80))
    assert lines[-1] == "另有3份规划没有列入，可用 --region 或 --plan 指定。"
    assert list(compare_text.lines(Comparison(("问",), (), ((),)), BASE, 80)) == ["没有可比较的规划。"]
