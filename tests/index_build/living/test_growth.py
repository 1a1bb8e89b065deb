"""A grown index answers as one built anew of the same plans."""

import tempfile
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index_build.generation import Generation
from index_build.successor import following
from qa import index
from qa.encoder import HashEncoder
from qa.filters import Filters
from qa.records import PlanText
from qa.service import Service
from tests.index_build.living import towns
from tests.index_build.living.towns import DIVISIONS, TOWNS
from tests.small_corpus import rows

ENCODER = HashEncoder()
QUESTIONS = [
    "行政复议委员会怎样组建？",
    "哪些单位牵头清理规范性文件？",
    "巴东县的律师做什么？",
    "县综合行政执法局负责什么？",
    "复议应诉科",
    "中发〔2015〕36号",
    "鼓楼区第一条",
    "“权责清单”",
]
#: A town and the version of its plan that goes in, or None where the plan goes.
Step = tuple[str, int | None]
_STEPS = st.lists(st.tuples(st.sampled_from(list(TOWNS)), st.none() | st.integers(0, 3)), min_size=1, max_size=7)


def fresh(root: Path, plans: list[PlanText]) -> Path:
    with index.staged(root) as folder:
        generation = Generation(folder, DIVISIONS, ENCODER)
        for text in plans:
            generation.add(text)
        generation.seal(lambda *_: None)
        index.publish(root, folder)
    return root


def grow(root: Path, steps: list[Step]) -> None:
    """Removing what is not there, or the last, changes nothing."""
    for town, version in steps:
        with following(root, ENCODER) as successor:
            plan, there = f"{town}-2021", successor.before.store.plans
            if version is not None:
                text = towns.plan(town, version)
                successor.add(text, towns.source(text))
            elif plan not in there or len(there) == 1:
                continue
            else:
                successor.remove(plan)
            successor.publish(lambda *_: None)


def told(service: Service) -> list[object]:
    found: list[object] = []
    for question in QUESTIONS:
        for filters in (Filters(), Filters(regions=("320106",)), Filters(unit="区司法局")):
            hits = service.search(question, 20, filters).hits
            found.append([(h.clause, h.plan, h.also_in, h.matched, pytest.approx(h.score, abs=1e-6)) for h in hits])
        answer = service.ask(question)
        found.append((answer.verdict, answer.text, [c.clause.id for c in answer.citations]))
    return found


@settings(max_examples=12, deadline=None)
@given(_STEPS)
def test_a_grown_index_answers_as_one_built_anew(steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = fresh(Path(folder) / "grown", [towns.plan(town, 0) for town in ("320106", "422823", "440303")])
        grow(root, steps)
        with closing(index.open_index(root, ENCODER)) as grown:
            plans = [grown.store.plan_text(plan) for plan in grown.store.plans]
            with closing(index.open_index(fresh(Path(folder) / "anew", plans), ENCODER)) as anew:
                assert told(Service(grown, ENCODER)) == told(Service(anew, ENCODER))
                assert grown.manifest.counts == anew.manifest.counts
                dead = len(grown.vectors) - len(anew.vectors)
                assert 0 <= dead <= 0.2 * len(grown.vectors)


def test_rows_stay_and_are_never_used_again(tmp_path: Path) -> None:
    root = fresh(tmp_path / "index", [towns.plan(town, 0) for town in ("320106", "422823", "440303", "110115")])
    with closing(index.open_index(root, ENCODER)) as before:
        kept = rows(before, "422823-2021")
        count = len(before.vectors)
    grow(root, [("350102", 1), ("320106", None)])
    with closing(index.open_index(root, ENCODER)) as after:
        assert rows(after, "422823-2021") == kept
        assert min(rows(after, "350102-2021")) == count
        dead = np.flatnonzero(~after.columns.live)
        assert len(dead) > 0
        assert after.columns.rows is not None
        assert set(after.columns.rows.tolist()).isdisjoint(dead.tolist())


def test_many_dead_rows_are_cleared_away(tmp_path: Path) -> None:
    root = fresh(tmp_path / "index", [towns.plan(town, 0) for town in TOWNS])
    (root / "embeddings").rename(tmp_path / "away")
    grow(root, [("320106", None)])
    grow(root, [("422823", None), ("440303", None)])
    with closing(index.open_index(root, ENCODER)) as opened:
        assert opened.columns.rows is None
        assert len(opened.vectors) == opened.manifest.counts["passages"]
