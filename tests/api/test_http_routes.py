"""Every route of the HTTP door, through a real server."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import unquote

import httpx
import pytest

QUESTION = "巴东县行政复议工作由哪些单位牵头？"
LEADING_REVIEW = "422823-2016/2.6.32"
PLANS = {"422823-2016", "110115-2022", "440100-2015", "440303-2011", "moushi-2011"}


def post(server: httpx.Client, door: str, **body: Any) -> dict[str, Any]:
    response = server.post(f"/api/v1/{door}", json=body)
    assert response.status_code == 200, response.text
    result: dict[str, Any] = response.json()
    return result


def test_an_answer_names_units_and_quotes_its_clause(server: httpx.Client) -> None:
    answer = post(server, "ask", question=QUESTION)
    assert answer["question"] == QUESTION
    assert answer["verdict"] == "answered"
    assert [(u["role"], u["name"], u["region"]) for u in answer["units"]] == [
        ("lead", "县政府法制办", "巴东县"),
        ("lead", "县编办", "巴东县"),
    ]
    assert answer["scope"]["region"]["code"] == "422823"
    assert 0 <= answer["confidence"] <= 1
    assert {u["clause_id"] for u in answer["units"]} <= {c["clause"]["id"] for c in answer["citations"]}
    for citation in answer["citations"]:
        start, end = citation["span"]
        assert citation["clause"]["text"][start:end] == citation["quote"]


def test_a_question_about_a_region_without_a_plan_is_no_error(server: httpx.Client) -> None:
    answer = post(server, "ask", question="成都市行政复议工作由谁牵头？")
    assert answer["verdict"] == "no_plan_for_region"
    assert answer["citations"] == []
    assert set(answer["known_regions"]) == {"巴东县", "大兴区", "广州市", "罗湖区"}


def test_a_region_as_a_filter_confines_the_answer(server: httpx.Client) -> None:
    answer = post(server, "ask", question="行政复议工作由哪些单位牵头？", region="巴东县")
    assert answer["scope"]["region"]["name"] == "巴东县"
    assert {c["clause"]["plan"]["id"] for c in answer["citations"]} == {"422823-2016"}


def test_a_scope_of_several_regions_has_no_single_one(server: httpx.Client) -> None:
    for body in ({"query": "行政执法", "region": ["巴东县", "罗湖区"]}, {"query": "巴东县和罗湖区的行政执法"}):
        scope = post(server, "search", **body)["scope"]
        assert scope["region"] is None
        assert {region["name"] for region in scope["regions"]} == {"巴东县", "罗湖区"}


def test_a_search_shows_where_each_hit_comes_from(server: httpx.Client, public_url: str) -> None:
    found = post(server, "search", query="巴东县行政复议", k=5)
    assert found["query"] == "巴东县行政复议"
    assert 1 <= len(found["hits"]) <= 5
    clauses = [hit["clause"] for hit in found["hits"]]
    assert LEADING_REVIEW in [clause["id"] for clause in clauses]
    for clause in clauses:
        assert clause["plan"]["region"]["full_name"] == "湖北省恩施土家族苗族自治州巴东县"
        assert unquote(clause["permalink"]) == f"{public_url}/c/{clause['id']}"
        for unit in clause["units"]:
            assert clause["text"][slice(*unit["span"])] == unit["name"]


def test_k_is_the_most_hits_that_come(server: httpx.Client) -> None:
    assert len(post(server, "search", query="行政执法", k=1)["hits"]) == 1
    assert len(post(server, "search", query="行政执法")["hits"]) == 10
    assert 10 < len(post(server, "search", query="行政执法", k=100)["hits"]) <= 100


@pytest.mark.parametrize(
    ("filters", "plans"),
    [
        ({"region": "巴东"}, {"422823-2016"}),
        ({"region": "广东省"}, {"440100-2015", "440303-2011"}),
        ({"region": ["110115", "巴东县"]}, {"110115-2022", "422823-2016"}),
        ({"plan": "moushi-2011"}, {"moushi-2011"}),
        ({"plan": ["moushi-2011", "440100-2015"]}, {"moushi-2011", "440100-2015"}),
        ({"years": [2022, 2025]}, {"110115-2022"}),
        ({"kind": "要点"}, {"moushi-2011"}),
        ({"region": "广东省", "years": [2011, 2012]}, {"440303-2011"}),
    ],
)
def test_filters_confine_a_search(server: httpx.Client, filters: dict[str, Any], plans: set[str]) -> None:
    hits = post(server, "search", query="行政执法", k=50, **filters)["hits"]
    assert {hit["clause"]["plan"]["id"] for hit in hits} == plans


def test_a_unit_as_a_filter_finds_only_clauses_that_name_it(server: httpx.Client) -> None:
    hits = post(server, "search", query="行政复议", k=50, unit="法制办")["hits"]
    assert hits
    assert all(any("法制办" in unit["name"] for unit in hit["clause"]["units"]) for hit in hits)


def test_a_region_that_is_known_but_has_no_plan_finds_nothing(server: httpx.Client) -> None:
    found = post(server, "search", query="行政执法", region="成都市")
    assert found["hits"] == []
    assert found["scope"]["region"]["name"] == "成都市"


def test_all_plans_are_listed(server: httpx.Client) -> None:
    plans = server.get("/api/v1/plans").json()["plans"]
    assert {plan["id"] for plan in plans} == PLANS
    luohu = next(plan for plan in plans if plan["id"] == "440303-2011")
    assert luohu["inferred"] == ["title", "years"]
    assert next(plan for plan in plans if plan["id"] == "moushi-2011")["region"] is None


def test_a_plan_shows_its_outline_and_every_clause_can_be_had(server: httpx.Client) -> None:
    plan = server.get("/api/v1/plans/422823-2016").json()
    assert plan["counts"]["clauses"] == len(plan["outline"]) > 50
    assert plan["counts"]["dropped"] == len(plan["dropped"]) > 0
    previous = None
    for item in plan["outline"]:
        clause = server.get(f"/api/v1/clauses/{item['id']}").json()
        assert (clause["id"], clause["label"], clause["previous"]) == (item["id"], item["label"], previous)
        previous = item["id"]
    assert clause["next"] is None


def test_a_clause_comes_with_its_raw_text_and_repairs(server: httpx.Client) -> None:
    clause = server.get(f"/api/v1/clauses/{LEADING_REVIEW}").json()
    assert clause["heading"] == "加强行政复议工作"
    assert clause["path"] == ["二", "(六)", "32"]
    for repair in clause["repairs"]:
        assert repair["reason"]
    width = next(repair for repair in clause["repairs"] if repair["repaired"] == "，")
    assert width["raw"] in clause["raw"]


def test_regions_name_their_plans(server: httpx.Client) -> None:
    regions = server.get("/api/v1/regions").json()["regions"]
    assert [r["code"] for r in regions] == ["110115", "422823", "440100", "440303"]
    assert regions[0]["full_name"] == "北京市大兴区"
    assert regions[0]["plans"] == ["110115-2022"]


def test_health(server: httpx.Client) -> None:
    assert server.get("/healthz").json() == {"status": "ok"}
    assert server.get("/readyz").json() == {"status": "ready"}


def test_twenty_at_once_are_answered_as_one_by_one(server: httpx.Client) -> None:
    topics = ["行政复议", "信访工作改革", "普法宣传教育", "规范性文件审查", "政务公开"]
    places = ["巴东县", "罗湖区", "大兴区", "广州市"]
    questions = [f"{place}{topic}由哪个单位牵头？" for place in places for topic in topics]
    serial = [post(server, "ask", question=q) for q in questions]
    with ThreadPoolExecutor(20) as pool:
        parallel = list(pool.map(lambda q: post(server, "ask", question=q), questions))
    assert parallel == serial
    assert len({str(answer) for answer in serial}) > 10
