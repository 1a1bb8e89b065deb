"""What is installed is all that is needed: code, plans, regions, model, page."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[1]
_NEEDED = (
    "corpus/catalogue.toml",
    "corpus/regions.csv",
    "corpus/regions-former.csv",
    "corpus/questions.jsonl",
    "corpus/plans/badong.txt",
    "qa/glossary.tsv",
    "qa/unit_names.tsv",
    "qa/official_words.txt",
    "index_build/repair/data/statutes.npz",
    "api/web/clause.html",
    "api/web/report.html",
    "api/web/static/css/report.css",
    "api/web/static/css/clause.css",
    "api/web/static/css/base.css",
    "api/web/static/js/ask.js",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "-q", "-w", str(folder), str(_ROOT)]
    subprocess.run(command, check=True, timeout=300, capture_output=True)
    return zipfile.ZipFile(next(folder.glob("planqa-*.whl")))


@pytest.mark.parametrize("name", _NEEDED)
def test_the_wheel_carries_its_data(wheel: zipfile.ZipFile, name: str):
    assert name in wheel.namelist()


def test_the_wheel_has_the_command_and_nothing_from_the_tests(wheel: zipfile.ZipFile):
    names = wheel.namelist()
    entry = next(n for n in names if n.endswith("entry_points.txt"))
    assert "planqa = api.cli:main" in wheel.read(entry).decode()
    assert not [n for n in names if n.startswith(("tests/", ".ci/", "docs/"))]
