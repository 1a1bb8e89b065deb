import pytest
from small_corpus import FUZHOU, NANJING, write

from index_build.build import build
from qa.encoder import HashEncoder
from qa.filters import Filters
from qa.index import Index, open_index
from qa.question import Question, understand
from qa.retrieve import Candidate, prepare, retrieve


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("small")
    build(write(folder / "corpus"), folder / "index", HashEncoder())
    return open_index(folder / "index", HashEncoder())


def find(index: Index, text: str, filters: Filters = Filters(), k: int = 100) -> list[Candidate]:  # noqa: B008
    return retrieve(index, prepare(index, HashEncoder(), asked(index, text)), filters, k)


def asked(index: Index, text: str) -> Question:
    return understand(text, index.store.regions, index.store.homes)


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("行政复议委员会", f"{NANJING}/1.2"),
        ("律师在信访大厅驻点", f"{NANJING}/2.1"),
        ("执法车辆喷涂标识", f"{FUZHOU}/1.2"),
        ("規範性文件清理", f"{FUZHOU}/2.1"),
    ],
)
def test_the_clause_that_says_it_comes_first(index: Index, text: str, clause: str) -> None:
    assert find(index, text)[0].clause.id == clause


def test_identical_clauses_are_two_results(index: Index) -> None:
    first, second = find(index, "执法公示制度 七个工作日内公开")[:2]
    assert {first.clause.id, second.clause.id} == {f"{NANJING}/1.1", f"{FUZHOU}/1.1"}


@pytest.mark.parametrize(
    ("filters", "plans"),
    [
        (Filters(plans=(FUZHOU,)), {FUZHOU}),
        (Filters(regions=("320000",)), {NANJING}),
        (Filters(years=(2021, 2021)), {NANJING}),
        (Filters(kind="规划"), {FUZHOU}),
        (Filters(unit="财政"), {NANJING, FUZHOU}),
        (Filters(unit="城市管理"), {FUZHOU}),
        (Filters(unit="財政局", kind="方案"), {NANJING}),
        (Filters(plans=(FUZHOU,), years=(2021, 2025)), set()),
    ],
)
def test_filters_hold_and_everything_they_let_through_can_be_found(
    index: Index, filters: Filters, plans: set[str]
) -> None:
    found = find(index, "执法公示制度", filters)
    permitted = {
        c.id
        for p in index.store.plans.values()
        for c in index.store.clauses_of(p.id)
        if c.searchable and filters.matches(p, c, index.store.regions)
    }
    assert {c.clause.id for c in found} == permitted
    assert {c.plan.id for c in found} == plans


def test_a_clause_comes_once_best_first_and_at_most_k(index: Index) -> None:
    found = find(index, "执法")
    assert len({c.clause.id for c in found}) == len(found)
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)
    assert find(index, "执法", k=2) == found[:2]


def test_units_count_for_a_clause_when_units_are_asked_for(index: Index) -> None:
    def scores(text: str) -> dict[str, float]:
        return {c.clause.id: c.score for c in find(index, text)}

    silent = f"{NANJING}/2.2"
    assert not next(c for c in find(index, "讲堂") if c.clause.id == silent).clause.units
    gained = {i: s - scores("普法讲堂")[i] for i, s in scores("普法讲堂由谁负责").items()}
    assert gained[silent] < max(gained.values())
