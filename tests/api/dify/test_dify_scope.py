"""A filter never adds a result and never starves one: held against `matches` over every clause there is."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_corpus import write

from api.dify.conditions import OPERATORS, Conditions
from api.dify.fields import FIELDS
from api.dify.reading import read
from api.dify.requests import RetrievalIn
from api.dify.scope import filters
from index_build.build import build
from qa.encoder import HashEncoder
from qa.errors import AmbiguousRegion, InvalidRequest, UnknownRegion
from qa.filters import Filters
from qa.records import Clause, Plan
from qa.service import MOST_HITS, Service

#: They name no region, so nothing but the conditions confines them.
QUERIES = ("行政复议", "规范性文件多久清理一次？", "由哪些单位牵头？", "Q")
VALUES = st.sampled_from(
    ["巴东县", "广州", "湖北省", "罗湖", "规划", "2016", "2015-11", "2022-04-11", "县法制办", "财政局", "局",
     "440303-2011", "2.6.32", "工作措施", "穗府〔2015〕26号", "人民政府", "", "没有"]
)  # fmt: skip
CONDITION = st.fixed_dictionaries(
    {
        "name": st.sampled_from(list(FIELDS)),
        "comparison_operator": st.sampled_from(OPERATORS),
        "value": st.none() | VALUES | st.lists(VALUES, max_size=3),
    }
)
real_index = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def everything(service: Service) -> list[tuple[Plan, Clause]]:
    return [(plan, clause) for plan in service.plans() for clause in service.clauses(plan.id)]


def body(query: str = "行政复议", conditions: list[dict[str, Any]] | None = None, **members: Any) -> RetrievalIn:
    condition = {"logical_operator": members.pop("joined", "and"), "conditions": conditions}
    given = {"knowledge_id": "plans", "query": query, "metadata_condition": condition, **members}
    return RetrievalIn.model_validate(given)


def on(name: str, operator: str, value: Any = None) -> dict[str, Any]:
    return {"name": name, "comparison_operator": operator, "value": value}


def plans_in(service: Service, place: str) -> frozenset[str]:
    try:
        within = Filters(regions=(service.region_code(place),))
    except (UnknownRegion, AmbiguousRegion):
        return frozenset()
    return frozenset(plan.id for plan in service.plans(within))


def found(service: Service, asked: RetrievalIn, k: int = MOST_HITS) -> list[str]:
    return [hit.clause.id for hit in service.search(asked.query, k, filters(asked, service)).hits]


@real_index
@given(
    st.lists(CONDITION, max_size=3),
    st.sampled_from(("and", "or")),
    st.sampled_from(QUERIES),
    st.sampled_from((1, 7, 100)),
)
def test_the_k_best_of_all_that_match_and_nothing_else(
    service: Service, everything: list[tuple[Plan, Clause]], sent: list[dict[str, Any]], joined: str, query: str, k: int
) -> None:
    asked = body(query, sent, joined=joined)
    assert asked.metadata_condition
    assert asked.metadata_condition.conditions is not None
    try:
        parts = read(asked.metadata_condition.conditions, lambda place: plans_in(service, place))
    except InvalidRequest:
        return
    meaning = Conditions(parts, joined == "or")
    matching = {clause.id for plan, clause in everything if clause.searchable and meaning.matches(plan, clause)}
    hits = found(service, asked, k)
    assert set(hits) <= matching
    assert len(hits) == len(set(hits)) == min(k, len(matching))


@pytest.mark.parametrize(
    ("conditions", "plans"),
    [
        ([on("region", "is", "廣州")], {"440100-2015"}),
        ([on("region", "is", "广东省")], {"440100-2015", "440303-2011"}),
        ([on("region", "is", "广东省深圳市罗湖区")], {"440303-2011"}),
        ([on("region", "is not", "广东")], {"422823-2016", "110115-2022", "moushi-2011"}),
        ([on("region", "in", ["巴东", "罗湖"])], {"422823-2016", "440303-2011"}),
        ([on("region", "empty")], {"moushi-2011"}),
        ([on("region_code", "start with", "44")], {"440100-2015", "440303-2011"}),
        ([on("issued", "after", "2016")], {"110115-2022"}),
        ([on("issued", "empty")], {"422823-2016", "440303-2011", "moushi-2011"}),
        ([on("years", "contains", 2015)], {"440100-2015", "440303-2011"}),
        ([on("year_to", "≥", 2020), on("kind", "is not", "规划")], {"422823-2016", "110115-2022"}),
        ([on("document_number", "is", "穗府[2015]26号")], {"440100-2015"}),
        ([on("plan", "is", "moushi-2011")], {"moushi-2011"}),
        ([on("region", "is", "火星市")], set()),
        ([], {"422823-2016", "110115-2022", "440100-2015", "440303-2011", "moushi-2011"}),
    ],
)
def test_conditions_on_the_plans_that_there_are(
    service: Service, conditions: list[dict[str, Any]], plans: set[str]
) -> None:
    allowed = filters(body(conditions=conditions), service)
    assert {plan.id for plan in service.plans(allowed)} == plans
    assert {clause.partition("/")[0] for clause in found(service, body(conditions=conditions))} == plans


def test_a_unit_is_found_by_another_of_its_names(service: Service) -> None:
    asked = body("复议", [on("unit", "is", "县法制办公室"), on("lead_unit", "not contains", "编办")])
    units = [[unit.name for unit in service.clause(clause).clause.units] for clause in found(service, asked)]
    assert units
    assert all("县政府法制办" in names and "县编办" not in names for names in units)


@pytest.mark.parametrize(
    ("query", "conditions", "regions"),
    [
        # A condition on the region overrules the question, unless the question names a part of it.
        ("罗湖区行政复议工作由谁牵头？", [on("region", "is", "巴东县")], {"巴东县"}),
        ("成都市的行政复议", [on("region", "is", "巴东县")], {"巴东县"}),
        ("罗湖区的行政复议", [on("region", "is", "广东省")], {"罗湖区"}),
        ("罗湖区和巴东县的行政复议", [on("region", "is", "广东省")], {"罗湖区"}),
        ("罗湖区的行政复议", [on("region", "is not", "罗湖区")], {"巴东县", "大兴区", "广州市", None}),
        ("罗湖区的行政复议", [on("region", "empty")], {None}),
        # Any other condition holds together with the question.
        ("罗湖区的行政复议", [on("kind", "is", "规划")], {"罗湖区"}),
        ("罗湖区的行政复议", [on("kind", "is", "要点")], set()),
        ("成都市的行政复议", [on("kind", "is", "规划")], set()),
    ],
)
def test_a_region_named_by_the_query_and_one_named_by_a_condition(
    service: Service, query: str, conditions: list[dict[str, Any]], regions: set[str | None]
) -> None:
    hits = service.search(query, MOST_HITS, filters(body(query, conditions), service)).hits
    assert {hit.plan.region.name if hit.plan.region else None for hit in hits} == regions


@pytest.mark.parametrize(
    ("knowledge", "plans"),
    [
        ("plans", 5),
        (" plans ", 5),
        ("422823-2016", 1),
        ("422823", 1),
        ("moushi-2011", 1),
        ("广东省", 2),
        ("440000", 2),
        ("羅湖", 1),
    ],
)
def test_a_knowledge_base_is_everything_or_a_plan_or_a_region(service: Service, knowledge: str, plans: int) -> None:
    assert len(service.plans(filters(body(knowledge_id=knowledge), service))) == plans


@pytest.mark.parametrize("knowledge", ["", "PLANS", "没有", "成都市", "鼓楼区", "422823-2017", "\ud800"])
def test_there_are_no_other_knowledge_bases(service: Service, knowledge: str) -> None:
    with pytest.raises(InvalidRequest, match="知识库") as refused:
        filters(body(knowledge_id=knowledge), service)
    assert refused.value.field == "knowledge_id"


def test_a_knowledge_base_and_conditions_hold_together(service: Service) -> None:
    asked = body(conditions=[on("region", "is", "罗湖区")], knowledge_id="广东省")
    assert {plan.id for plan in service.plans(filters(asked, service))} == {"440303-2011"}
    apart = body(conditions=[on("region", "is", "巴东县")], knowledge_id="广东省")
    assert found(service, apart) == []


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Service:
    """Two districts of one name."""
    folder = tmp_path_factory.mktemp("twins")
    encoder = HashEncoder()
    build(write(folder / "corpus"), folder / "index", encoder)
    return Service.open(folder / "index", encoder)


def test_a_name_that_two_regions_have_means_both(twins: Service) -> None:
    both = filters(body(conditions=[on("region", "is", "鼓楼区")]), twins)
    one = filters(body(conditions=[on("region", "is", "福州鼓楼区")]), twins)
    assert (len(twins.plans(both)), len(twins.plans(one))) == (2, 1)
