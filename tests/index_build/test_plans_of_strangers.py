"""Plans that nothing was made for: read, cut, found and answered beside the packaged ones."""

import shutil
from pathlib import Path

import pytest

from api.wiring import load_map
from index_build.add import add
from qa.evaluate import cases
from qa.index import open_index
from qa.ports import Encoder
from qa.service import Service
from qa.settings import Settings

_FOLDER = Path(__file__).parents[1] / "benchmarks" / "strangers"
_QUESTIONS = cases.read(_FOLDER / "questions.jsonl")


@pytest.fixture(scope="module")
def root(index_dir: Path, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("strangers") / "index"
    shutil.copytree(index_dir, root)
    add(sorted(_FOLDER.glob("*.txt")), root, encoder)
    return root


def _right_within(service: Service, k: int) -> int:
    asked = [case for case in _QUESTIONS if case.clauses]
    found = [{hit.clause.id for hit in service.search(case.question, 5).hits[:k]} for case in asked]
    return sum(bool(ids & set(case.clauses)) for ids, case in zip(found, asked, strict=True))


def test_the_packaged_map_draws_few_questions_to_the_packaged_plans(root: Path, encoder: Encoder) -> None:
    """One in twenty of 103 at most, docs/decisions/0016; none out of the first five."""
    with_map = Service(open_index(root, encoder, load_map(Settings(), encoder)), encoder)
    without = Service(open_index(root, encoder), encoder)
    assert _right_within(with_map, 1) >= _right_within(without, 1) - 5
    assert _right_within(with_map, 5) >= _right_within(without, 5) - 1


def test_units_of_brackets_lines_lists_and_sentences_are_found(root: Path, encoder: Encoder) -> None:
    service = Service(open_index(root, encoder, load_map(Settings(), encoder)), encoder)
    asked = [case for case in _QUESTIONS if case.units and case.region]
    given = [{unit.name for unit in service.ask(case.question).units} for case in asked]
    wanted = [set(case.units) for case in asked]
    right = sum(len(g & w) for g, w in zip(given, wanted, strict=True))
    assert right >= 0.85 * sum(map(len, wanted))
    assert right >= 0.9 * sum(map(len, given))
