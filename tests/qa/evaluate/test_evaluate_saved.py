import json
from dataclasses import replace
from pathlib import Path

import pytest

from qa.errors import InvalidRequest
from qa.evaluate import saved
from qa.evaluate.outcome import Outcome, Run


@pytest.fixture
def run(hit: Outcome, unit: Outcome, several: Outcome, absent: Outcome) -> Run:
    return Run(10, (hit, unit, several, absent))


def test_a_run_comes_back_as_it_was(run: Run, tmp_path: Path) -> None:
    saved.save(run, tmp_path / "run.json")
    assert saved.load(tmp_path / "run.json", [o.case for o in run.outcomes]) == run
    assert [path.name for path in tmp_path.iterdir()] == ["run.json"]


def test_the_file_says_what_was_right_and_what_wrong(run: Run, tmp_path: Path) -> None:
    saved.save(replace(run, outcomes=(replace(run.outcomes[0], ranking=("x/1",)),)), tmp_path / "run.json")
    (outcome,) = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))["run"]["outcomes"]
    assert outcome["scores"]["right clause first"] == 0
    assert outcome["scores"]["recall of answered"] == 1
    assert outcome["case"]["question"] == "罗湖区规范性文件多久清理一次？"


def test_a_run_that_cannot_be_written_leaves_the_one_before(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "run.json"
    path.write_text("before", encoding="utf-8")

    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(saved, "sync", full)
    with pytest.raises(InvalidRequest, match=r"无法写入.*No space left"):
        saved.save(run, path)
    assert [p.name for p in tmp_path.iterdir()] == ["run.json"]
    assert path.read_text(encoding="utf-8") == "before"


def test_a_place_that_cannot_be_written_is_known_before(tmp_path: Path) -> None:
    saved.check(tmp_path / "run.json")
    for path in (tmp_path, tmp_path / "none" / "run.json"):
        with pytest.raises(InvalidRequest, match="无法写入"):
            saved.check(path)


def test_a_missing_run_is_named(run: Run, tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match=r"读不到运行记录.*gone\.json"):
        saved.load(tmp_path / "gone.json", [])


def test_a_damaged_run_is_refused_wherever_it_is_cut(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    saved.save(run, path)
    whole = path.read_bytes()
    for content in (b"", whole[: len(whole) // 2], whole[:-2], b"\xff" + whole, whole.replace(b"planqa-run-1", b"x")):
        path.write_bytes(content)
        with pytest.raises(InvalidRequest, match="不是完整的运行记录"):
            saved.load(path, [o.case for o in run.outcomes])


def test_a_run_of_other_questions_is_refused(run: Run, tmp_path: Path) -> None:
    saved.save(run, tmp_path / "run.json")
    cases = [o.case for o in run.outcomes]
    others = (cases[:-1], [*cases, replace(cases[0], id="z")], [replace(cases[0], question="问？"), *cases[1:]])
    for other in others:
        with pytest.raises(InvalidRequest, match="另一套问题（有1题不同）"):
            saved.load(tmp_path / "run.json", other)
