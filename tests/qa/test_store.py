from pathlib import Path

import numpy as np
import pytest
from small_corpus import FUZHOU, NANJING, write

from index_build.build import build
from qa.encoder import HashEncoder
from qa.index import Index, open_index
from qa.ports import Encoder
from qa.store import Store


@pytest.fixture(scope="module")
def opened(index_dir: Path, encoder: Encoder) -> Index:
    return open_index(index_dir, encoder)


@pytest.fixture(scope="module")
def real(opened: Index) -> Store:
    return opened.store


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("small")
    build(write(folder / "corpus"), folder / "index", HashEncoder())
    return open_index(folder / "index", HashEncoder())


def test_units_are_named_exactly_where_their_spans_say(real: Store) -> None:
    clauses = [clause for plan in real.plans for clause in real.clauses_of(plan)]
    units = [(clause, unit) for clause in clauses for unit in clause.units]
    assert len(units) == real.counts()["unit"] > 100
    assert [u for c, u in units if c.text[slice(*u.span)] != u.name] == []


def test_clauses_stand_where_their_spans_say_and_none_overlap(real: Store) -> None:
    for plan in real.plans:
        text, position = real.plan_text(plan), 0
        for number, clause in enumerate(text.clauses):
            assert clause.ordinal == number
            assert position <= clause.span[0] <= clause.span[1] <= len(text.clean)
            assert text.clean[slice(*clause.span)].startswith(clause.label)
            position = clause.span[1]


def test_ids_are_unique_and_lead_back_to_their_clause(real: Store) -> None:
    clauses = [clause for plan in real.plans for clause in real.clauses_of(plan)]
    assert len({clause.id for clause in clauses}) == len(clauses) == real.counts()["clause"]
    assert all(real.clause(clause.id) == clause for clause in clauses)
    assert real.clause("422823-2016/none") is None


def test_every_searchable_clause_has_passages_and_no_other(opened: Index) -> None:
    real, owners = opened.store, set(opened.columns.clause.tolist())
    clauses = real.clauses(range(real.counts()["clause"]))
    assert owners == {number for number, clause in clauses.items() if clause.searchable}


def test_passages_stand_in_the_order_of_their_clauses(opened: Index) -> None:
    columns = opened.columns
    assert (np.diff(columns.clause) >= 0).all()
    some = sorted(set(columns.clause.tolist()))[5:9]
    assert sorted(set(columns.clause[columns.passages(some)].tolist())) == some
    assert len(columns.passages([])) == 0


def test_what_was_read_comes_back(small: Index) -> None:
    plan = small.store.plans[NANJING]
    assert (plan.title, plan.years, plan.kind) == ("鼓楼区法治建设方案（2021—2025年）", (2021, 2025), "方案")
    assert plan.region is not None
    assert plan.region.full_name == "江苏省南京市鼓楼区"
    units = [(u.role, u.name) for c in small.store.clauses_of(NANJING) for u in c.units]
    assert ("support", "区财政局") in units
    assert ("responsible", "区律师协会") in units


def test_the_same_text_is_found_across_plans_and_letter_forms(small: Index) -> None:
    here, there = f"{NANJING}/1.1", f"{FUZHOU}/1.1"
    clause, other = small.store.clause(here), small.store.clause(there)
    assert clause is not None
    assert other is not None
    assert small.store.same_text(clause) == (there,)
    assert small.store.same_text(other) == (here,)
    lone = small.store.clause(f"{NANJING}/1.2")
    assert lone is not None
    assert small.store.same_text(lone) == ()


@pytest.mark.parametrize("name", ["a b", "目录", "50%25", "a?b", "a#b", "c&d"])
def test_a_database_opens_from_any_folder(small: Index, tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    source = Path(small.store._db.execute("pragma database_list").fetchone()["file"])
    (folder / "plans.sqlite").write_bytes(source.read_bytes())
    assert set(Store(folder / "plans.sqlite").plans) == {NANJING, FUZHOU}
    assert [p.name for p in folder.iterdir()] == ["plans.sqlite"]
