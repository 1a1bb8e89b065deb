import pytest

from qa.errors import InvalidRequest
from qa.evaluate.cases import Case
from qa.evaluate.metrics import figures
from qa.evaluate.run import run
from qa.service import Service

RIGHT = "440303-2011/3.1.3"
CASE = Case("a", "content", "罗湖区规范性文件多久清理一次？", "answered", (RIGHT,), (), "440303")
ABSENT = Case("b", "region", "火星市的信访由谁负责？", "no_plan_for_region", (), ())
AUDIT = Case(
    "c", "unit", "巴东县自然资源资产离任审计谁牵头？", "answered", ("422823-2016/2.1.8.p3",), ("县审计局",), "422823"
)


def test_a_run_has_one_outcome_a_case_in_order(service: Service) -> None:
    heard: list[int] = []
    found = run(service, [CASE, ABSENT, AUDIT], progress=heard.append)
    assert [o.case.id for o in found.outcomes] == ["a", "b", "c"]
    assert heard == [1, 1, 1]
    assert [o.rank for o in found.outcomes] == [1, None, 1]
    assert found.outcomes[2].units == ("县审计局",)
    assert found.outcomes[2].citations[0].named == ("县审计局",)
    assert all(o.seconds > 0 for o in found.outcomes)
    assert all(figure.value == (figure.name != "answerable refused") for figure in figures(found))
    assert {"right region", "units exactly right", "citation accuracy"} <= {f.name for f in figures(found)}


def test_a_deep_run_has_more_clauses(service: Service) -> None:
    shallow, deep = (run(service, [CASE], depth).outcomes[0] for depth in (10, 100))
    assert len(shallow.ranking) == len(shallow.regions) == 10
    assert len(deep.ranking) > 10


def test_a_question_that_cannot_be_asked_is_named(service: Service) -> None:
    long = Case("d", "content", "问" * 10_000, "answered", (RIGHT,), ())
    with pytest.raises(InvalidRequest, match="问题集中的 d：") as refusal:
        run(service, [CASE, long])
    assert refusal.value.field == "file"
