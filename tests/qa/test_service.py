from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_corpus import FUZHOU, NANJING, write

from index_build.build import build
from qa.encoder import HashEncoder
from qa.errors import AmbiguousRegion, InvalidRequest, NotFound, PlanqaError, UnknownRegion
from qa.filters import Filters
from qa.service import MOST_HITS, Service
from qa.text import key

fuzzed = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Service:
    folder = tmp_path_factory.mktemp("small")
    build(write(folder / "corpus"), folder / "index", HashEncoder())
    return Service.open(folder / "index", HashEncoder())


@fuzzed
@given(st.text(), st.sampled_from(["", "鼓楼区", "南京鼓楼区", "某市", "上海"]))
def test_any_text_is_answered_or_refused(small: Service, text: str, place: str) -> None:
    for door in (small.ask, small.search):
        with suppress(PlanqaError):
            door(place + text)


@fuzzed
@given(st.text() | st.lists(st.sampled_from(["海南", "鼓楼区", "南京", "市"])).map("".join))
def test_any_region_is_known_or_refused(small: Service, name: str) -> None:
    with suppress(PlanqaError):
        assert len(small.region_code(name)) == 6


def test_a_name_of_absurd_length_is_no_region(small: Service) -> None:
    with pytest.raises(UnknownRegion):
        small.region_code("海南" * 3000)


@pytest.mark.parametrize(
    ("name", "code"),
    [("440303", "440303"), ("罗湖", "440303"), (" 羅湖區 ", "440303"), ("深圳罗湖", "440303"), ("乾县", "610424")],
)
def test_names_that_mean_one_region(small: Service, name: str, code: str) -> None:
    assert small.region_code(name) == code


def test_a_name_of_several_regions_lists_them(small: Service) -> None:
    with pytest.raises(AmbiguousRegion) as refusal:
        small.region_code("鼓楼区")
    assert {"江苏省南京市鼓楼区", "福建省福州市鼓楼区"} <= set(refusal.value.candidates)
    assert all(candidate in refusal.value.message for candidate in refusal.value.candidates)
    assert refusal.value.field == "region"


def test_an_unknown_name_lists_the_regions_with_plans(service: Service) -> None:
    with pytest.raises(UnknownRegion, match="火星市") as refusal:
        service.region_code("火星市")
    assert refusal.value.known_regions == ["大兴区", "巴东县", "广州市", "罗湖区"]


def test_regions_are_listed_by_code_with_their_plans(service: Service, small: Service) -> None:
    assert [(r.region.code, r.plans) for r in small.regions()] == [("320106", (NANJING,)), ("350102", (FUZHOU,))]
    assert "moushi-2011" not in [plan for region in service.regions() for plan in region.plans]
    assert len(service.plans()) == 5


@pytest.mark.parametrize("k", [0, -1, MOST_HITS + 1])
def test_how_many_hits_may_be_asked_for(small: Service, k: int) -> None:
    with pytest.raises(InvalidRequest) as refusal:
        small.search("执法", k)
    assert refusal.value.field == "k"
    assert len(small.search("执法", 1).hits) == 1


def test_identical_clauses_name_each_other(small: Service) -> None:
    hits = {hit.clause.id: hit.also_in for hit in small.search("执法公示制度", 20).hits}
    here, there = f"{NANJING}/1.1", f"{FUZHOU}/1.1"
    assert (hits[here], hits[there]) == ((there,), (here,))
    assert [ids for clause, ids in hits.items() if clause not in (here, there) and ids] == []


def test_a_named_region_confines_a_search_and_a_filter_beats_it(small: Service) -> None:
    named = small.search("福州鼓楼区的执法公示")
    assert {hit.plan.id for hit in named.hits} == {FUZHOU}
    assert named.scope.named == ("福州鼓楼区",)
    unnamed = small.search("执法公示", filters=Filters(regions=("320000",)))
    assert {hit.plan.id for hit in unnamed.hits} == {NANJING}
    assert [r.full_name for r in unnamed.scope.regions] == ["江苏省"]
    assert small.search("上海市的执法公示").hits == ()


def test_where_several_regions_answer_the_best_of_each_comes_first(small: Service) -> None:
    found = small.search("南京鼓楼区和福州鼓楼区的执法公示制度", 4)
    assert {hit.plan.id for hit in found.hits[:2]} == {NANJING, FUZHOU}


def test_a_clause_is_shown_in_its_surroundings(small: Service) -> None:
    view = small.clause(f"{NANJING}/1.2")
    assert view.previous is not None
    assert view.following is not None
    assert (view.previous.id, view.following.id) == (f"{NANJING}/1.1", f"{NANJING}/2")
    assert key(view.raw) == key(view.clause.label + view.clause.text)
    assert small.clause(f"{NANJING}/1.1").also_in == (f"{FUZHOU}/1.1",)
    first, last = (small.plan(NANJING).clauses[i].id for i in (0, -1))
    assert small.clause(first).previous is None
    assert small.clause(last).following is None


def test_every_clause_has_a_view(service: Service) -> None:
    for plan in service.plans():
        for clause in service.plan(plan.id).clauses[::10]:
            view = service.clause(clause.id)
            assert (view.clause, view.plan) == (clause, plan)
            assert view.raw.strip()


@pytest.mark.parametrize("ask", [lambda s: s.plan("none"), lambda s: s.clause("none"), lambda s: s.clause(NANJING)])
def test_what_is_not_there_is_not_found(small: Service, ask: object) -> None:
    with pytest.raises(NotFound):
        ask(small)  # type: ignore[operator]
