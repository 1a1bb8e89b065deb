"""Each plan is searched as if it alone were asked."""

import pytest
from small_corpus import FUZHOU, NANJING, write

from index_build.build import build
from qa import each, question
from qa.encoder import HashEncoder
from qa.filters import Filters
from qa.index import Index, open_index
from qa.retrieve import Query, prepare, retrieve

QUESTIONS = ["各地执法公示怎么规定", "哪些地方提到律师", "各地车辆标识", "各地怎么清理规范性文件"]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("each")
    build(write(folder / "corpus"), folder / "index", HashEncoder())
    return open_index(folder / "index", HashEncoder())


def query(index: Index, text: str) -> Query:
    return prepare(index, HashEncoder(), question.understand(text, index.store.regions, index.store.homes))


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_group_is_what_its_plan_alone_would_give(index: Index, text: str) -> None:
    asked = query(index, text)
    found = each.search(index, asked, Filters(), 3)
    assert [group[0].plan.id for group in found.groups] == list(index.store.plans)
    assert found.more == 0
    for group in found.groups:
        assert list(group) == retrieve(index, asked, Filters(plans=(group[0].plan.id,)), 3)


def test_filters_hold_in_every_group(index: Index) -> None:
    found = each.search(index, query(index, QUESTIONS[0]), Filters(kind="规划"), 3)
    assert [{c.plan.id for c in group} for group in found.groups] == [{FUZHOU}]


@pytest.mark.parametrize(("text", "plan"), [("各地怎么派律师驻点接访", NANJING), ("各地执法车辆喷涂标识", FUZHOU)])
def test_of_many_plans_the_likeliest_are_searched(
    index: Index, text: str, plan: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(each, "MOST_PLANS", 1)
    found = each.search(index, query(index, text), Filters(), 3)
    assert ([group[0].plan.id for group in found.groups], found.more) == ([plan], 1)


def test_the_best_of_each_come_before_the_second_of_any(index: Index) -> None:
    groups = each.search(index, query(index, QUESTIONS[0]), Filters(), 3).groups
    mixed = each.interleaved(groups)
    assert sorted(c.clause.id for c in mixed) == sorted(c.clause.id for group in groups for c in group)
    assert [c.plan.id for c in mixed[:4]] == [NANJING, FUZHOU, NANJING, FUZHOU]


def test_only_among_several_a_clause_must_hold_its_share_of_the_words(index: Index) -> None:
    assert each.least_held(index, query(index, "执法公示怎么规定")) == 0
    assert each.least_held(index, query(index, "各地执法公示怎么规定")) == pytest.approx(0.5)
