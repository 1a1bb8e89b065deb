"""Questions side by side: the laws of the matrix, on two small plans and on the packaged corpus."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_corpus import FUZHOU, NANJING, write

from index_build.build import build
from qa import each
from qa.answers import answer
from qa.compare import MOST_QUESTIONS, Cell, Comparison
from qa.encoder import HashEncoder
from qa.errors import InvalidRequest
from qa.filters import Filters
from qa.service import Service

TOPICS = ["执法公示", "行政复议委员会", "律师驻点接访", "执法车辆标识", "清理规范性文件", "红烧肉"]
ASKINGS = ["由谁牵头", "怎么规定", "多久一次", "责任单位是谁", ""]
PLACES = ["各地", "哪些地方规定了", "", "南京鼓楼区", "上海市"]
QUESTIONS = st.tuples(*map(st.sampled_from, (PLACES, TOPICS, ASKINGS))).map("".join)
laws = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Service:
    folder = tmp_path_factory.mktemp("small")
    build(write(folder / "corpus"), folder / "index", HashEncoder())
    return Service.open(folder / "index", HashEncoder())


@pytest.fixture
def small(built: Service, monkeypatch: pytest.MonkeyPatch) -> Service:
    """Cosines of hashed characters are too low for a confidence fitted to a model's; any clause is near enough."""
    monkeypatch.setattr(answer, "ENOUGH", 0.0)
    return built


def of_plans(service: Service, questions: Sequence[str], *plans: str) -> Comparison:
    return service.compare(questions, Filters(plans=plans))


def check(cell: Cell, plan: str | None) -> None:
    """What holds of any cell."""
    assert cell.text
    assert 0 <= cell.confidence <= 1
    assert (cell.clause is None) == (not cell.citations) == (cell.kind in ("not_covered", "no_plan"))
    if cell.clause:
        assert cell.clause.plan_id == plan
        assert cell.clause.id in {c.clause.id for c in cell.citations}
    for citation in cell.citations:
        assert citation.plan.id == citation.clause.plan_id == plan
        assert citation.clause.text[slice(*citation.span)] == citation.quote != ""
        assert f"[{citation.n}]" in cell.text
    assert all(any(u.name in c.quote for c in cell.citations) for u in cell.units)
    assert not cell.units or cell.kind == "answered"


@laws
@given(st.lists(QUESTIONS, min_size=1, max_size=3))
def test_a_cell_speaks_for_its_plan_alone(small: Service, questions: list[str]) -> None:
    found = small.compare(questions)
    assert found.questions == tuple(questions)
    assert [len(row) for row in found.cells] == [len(found.columns)] * len(questions)
    assert len({column.name for column in found.columns}) == len(found.columns)
    for row in found.cells:
        for cell, column in zip(row, found.columns, strict=True):
            check(cell, column.plan.id if column.plan else None)
            assert (cell.kind == "no_plan") == (column.plan is None)


@laws
@given(st.lists(QUESTIONS, min_size=1, max_size=3))
def test_no_column_and_no_row_changes_another(small: Service, questions: list[str]) -> None:
    both = of_plans(small, questions, NANJING, FUZHOU)
    turned = of_plans(small, questions, FUZHOU, NANJING)
    assert [row[::-1] for row in turned.cells] == list(both.cells)
    assert turned.columns == both.columns[::-1]
    for number, question in enumerate(questions):
        assert [row[0] for row in of_plans(small, [question], NANJING).cells] == [both.cells[number][0]]


@laws
@given(QUESTIONS)
def test_one_region_is_asked_as_ask_would(small: Service, question: str) -> None:
    for code in ("320106", "350102"):
        cell = small.compare([question], Filters(regions=(code,))).cells[0][0]
        said = small.ask(question, Filters(regions=(code,)))
        assert [c.clause.id for c in cell.citations] == [c.clause.id for c in said.citations]
        assert cell.units == said.units
        verdicts = {"answered": "answered", "silent": "plan_silent", "not_covered": "low_confidence"}
        assert said.verdict == verdicts[cell.kind]


def test_identical_clauses_are_a_family_of_two_cells(small: Service) -> None:
    cells = small.compare(["执法公示制度由谁牵头"]).cells[0]
    assert [cell.also_in for cell in cells] == [(f"{FUZHOU}/1.1",), (f"{NANJING}/1.1",)]
    assert [[u.name for u in cell.units] for cell in cells] == [["区司法局"], ["区司法局"]]
    text = small.ask("各地执法公示制度怎么规定").text
    assert "江苏省南京市鼓楼区：" in text
    assert "福建省福州市鼓楼区：与江苏省南京市鼓楼区的条款文字相同。[2]" in text or (
        "江苏省南京市鼓楼区：与福建省福州市鼓楼区的条款文字相同。[2]" in text
    )


@pytest.mark.parametrize(
    ("questions", "given", "columns"),
    [
        (["行政复议由谁负责"], Filters(), ["巴东县", "大兴区", "广州市", "罗湖区", "某市依法行政实施要点"]),
        (["比较罗湖和大兴的行政复议"], Filters(), ["罗湖区", "大兴区"]),
        (["罗湖、某市和成都市的信访"], Filters(), ["罗湖区", "某市依法行政实施要点", "成都市"]),
        (["罗湖的信访", "广州的信访", "罗湖的普法"], Filters(), ["罗湖区", "广州市"]),
        (["罗湖的信访"], Filters(regions=("440100", "110115")), ["广州市", "大兴区"]),
        (["信访"], Filters(regions=("440000",)), ["广州市", "罗湖区"]),
        (["信访"], Filters(regions=("510100", "440303", "440303")), ["四川省成都市", "罗湖区"]),
        (
            ["信访"],
            Filters(regions=("440303",), plans=("moushi-2011", "440303-2011")),
            ["罗湖区", "某市依法行政实施要点"],
        ),
        (["信访"], Filters(years=(2021, 2023)), ["大兴区"]),
    ],
)
def test_which_plans_are_compared(service: Service, questions: list[str], given: Filters, columns: list[str]) -> None:
    found = service.compare(questions, given)
    assert sorted(c.name for c in found.columns) == sorted(columns) if given == Filters() else True
    if given.regions or any(place in questions[0] for place in ("罗湖", "广州")):
        assert [c.name for c in found.columns] == columns
    for row in found.cells:
        assert [cell.kind == "no_plan" for cell in row] == [column.plan is None for column in found.columns]


def test_the_kinds_of_cells(service: Service) -> None:
    found = service.compare(["规范性文件清理由哪个单位牵头？", "红烧肉怎么做？"], Filters(regions=("440303", "510100")))
    assert [[cell.kind for cell in row] for row in found.cells] == [["silent", "no_plan"], ["not_covered", "no_plan"]]
    assert found.cells[1][0].text == "该规划未涉及。"
    assert found.cells[0][1].text == "没有收录四川省成都市的规划。"


def test_a_condition_that_a_plan_does_not_meet_is_no_missing_plan(service: Service) -> None:
    cell = service.compare(["信访"], Filters(regions=("440303",), years=(2030, 2031))).cells[0][0]
    assert (cell.kind, cell.text) == ("no_plan", "该规划不合所限的条件。")


def test_units_dates_and_numbers_stand_in_their_cells(service: Service) -> None:
    found = of_plans(service, ["行政复议工作由哪些单位牵头？"], "422823-2016", "440303-2011")
    badong, luohu = found.cells[0]
    assert [unit.name for unit in badong.units] == ["县政府法制办", "县编办"]
    assert badong.clause is not None
    assert (badong.kind, badong.clause.id) == ("answered", "422823-2016/2.6.32")
    assert (luohu.kind, luohu.units) == ("silent", ())


@pytest.mark.parametrize("count", [0, MOST_QUESTIONS + 1])
def test_how_many_questions_may_be_compared(small: Service, count: int) -> None:
    with pytest.raises(InvalidRequest) as refusal:
        small.compare(["执法"] * count)
    assert refusal.value.field == "questions"


def test_too_many_plans_are_refused_if_named_and_chosen_from_if_not(
    small: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(each, "MOST_PLANS", 1)
    with pytest.raises(InvalidRequest, match="一次最多比较1份"):
        of_plans(small, ["执法"], NANJING, FUZHOU)
    found = small.compare(["律师驻点接访"])
    assert ([c.plan.id for c in found.columns if c.plan], found.more) == ([NANJING], 1)
