"""The truth table of metadata conditions: every operator over every type of field, known and unknown."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.dify import moments
from api.dify.conditions import OPERATORS, Condition, Conditions, matches
from api.dify.fields import ALIASES, FIELDS, Period, Texts, Time, Units
from api.dify.reading import read
from api.dify.records import RecordMetadata
from api.dify.requests import ConditionIn
from qa.errors import InvalidRequest
from qa.records import Clause, Plan, RegionName, Unit

BADONG = RegionName("422823", "巴东县", "湖北省恩施土家族苗族自治州巴东县")
KNOWN = Plan(
    id="422823-2016",
    title="巴东县法治政府建设实施方案（2016—2020年）",
    region=BADONG,
    issuer="巴东县人民政府",
    document_number="巴政发〔2016〕12号",
    years=(2016, 2020),
    issued="2016-05-08",
    published="2017-08",
    kind="实施方案",
    source="plans/badong.txt",
)
UNKNOWN = replace(
    KNOWN, region=None, issuer=None, document_number=None, years=None, issued=None, published=None, kind=""
)
NAMED = Clause(
    id="422823-2016/2.6.32",
    plan_id="422823-2016",
    ordinal=0,
    path=("二", "(六)", "32"),
    trail=("工作措施及责任分工", "依法有效化解社会矛盾纠纷"),
    level=3,
    label="32.",
    heading="加强行政复议工作",
    text="加强行政复议工作\n（牵头单位：县政府法制办；配合单位：县财政局）",
    units=(Unit("lead", "县政府法制办", (15, 21)), Unit("support", "县财政局", (27, 31))),
    deadlines=(),
    targets=(),
    span=(0, 40),
)
UNNAMED = replace(NAMED, units=())

#: Region names as the service resolves them.
PLACES = {"湖北": {"422823-2016"}, "巴東": {"422823-2016"}, "广东省": {"440100-2015"}}

#: Neither: refused.
Row = tuple[Any, bool | None, bool | None]
REFUSED = (None, None)
_TEXT: dict[str, list[Row]] = {
    "is": [
        ("实施方案", True, False),
        ("實施方案", True, False),
        ("实施", False, False),
        (["规划", "实施方案"], True, False),
    ],
    "is not": [("实施方案", False, True), ("规划", True, True)],
    "=": [("实施方案", True, False), (7, False, False)],
    "≠": [("实施方案", False, True), ("规划", True, True)],
    "in": [("规划, 实施方案", True, False), ("规划，要点", False, False), ([], False, False), ("", False, False)],
    "not in": [("规划,实施方案", False, True), (["规划"], True, True), ([], True, True)],
    "contains": [("方案", True, False), ("规划", False, False), ("", True, False)],
    "not contains": [("方案", False, True), ("规划", True, True)],
    "start with": [("实施", True, False), ("方案", False, False)],
    "end with": [("方案", True, False), ("实施", False, False)],
    "empty": [(None, False, True), ("随便", False, True)],
    "not empty": [(None, True, False)],
    **{operator: [("实施方案", *REFUSED), ("2016", *REFUSED)] for operator in (">", "<", "≥", "≤", "before", "after")},
}
_DAY: dict[str, list[Row]] = {
    "is": [("2016-05-08", True, False), ("2016年5月", True, False), (2016, True, False), ("2016-06", False, False),
           ("不明", False, False)],
    "is not": [("2016-05-08", False, True), ("2015", True, True)],
    "=": [("2016/5/8", True, False), (20160508, True, False), (1462636800, True, False), (2017, False, False)],
    "≠": [(2016, False, True), (2017, True, True)],
    "in": [("2015,2016", True, False), (["2015-2017"], True, False), ([2014, 2015], False, False)],
    "not in": [([2016], False, True), ([2015], True, True)],
    "contains": [("2016-05", True, False), ("05-08", True, False), ("2017", False, False)],
    "not contains": [("2016-05", False, True)],
    "start with": [("2016", True, False), ("2017", False, False)],
    "end with": [("08", True, False), ("09", False, False)],
    "empty": [(None, False, True)],
    "not empty": [(None, True, False)],
    ">": [("2016-05-07", True, False), ("2016-05-08", False, False), (2016, False, False), (2015, True, False),
          ("昨天", *REFUSED), ([], *REFUSED), ([2015, 2016], *REFUSED)],
    "after": [("2015-12", True, False), ("2016-05", False, False), (1462550400000, True, False)],
    "≥": [("2016-05-08", True, False), (2016, True, False), ("2016-05-09", False, False), ([2016], True, False)],
    "<": [("2016-05-09", True, False), ("2016-05-08", False, False), (2016, False, False), (2017, True, False)],
    "before": [("2016-06", True, False), ("2016-05", False, False), ("2016-02-30", *REFUSED)],
    "≤": [("2016-05-08", True, False), (2016, True, False), ("2016-05-07", False, False)],
}  # fmt: skip
_YEARS: dict[str, list[Row]] = {
    "is": [(2018, True, False), ("2016—2020年", True, False), ("2016-2019", False, False), (2021, False, False)],
    "is not": [(2018, False, True), (2021, True, True)],
    "=": [("2020年", True, False), ("2015至2020", False, False)],
    "≠": [(2018, False, True), ("2016-2019", True, True)],
    "in": [("2010,2018", True, False), ([2010, 2011], False, False)],
    "not in": [([2018], False, True), ([2021], True, True)],
    "contains": [
        (2016, True, False),
        ("2017-2019", True, False),
        ("2015-2017", False, False),
        ("十三五", False, False),
    ],
    "not contains": [(2016, False, True), (2015, True, True)],
    "start with": [(2016, True, False), (2020, False, False)],
    "end with": [(2020, True, False), (2016, False, False)],
    "empty": [(None, False, True)],
    "not empty": [(None, True, False)],
    ">": [(2015, True, False), (2016, False, False)],
    "after": [("2015-12-31", True, False), (2018, False, False)],
    "≥": [(2016, True, False), (2017, False, False)],
    "<": [(2021, True, False), (2020, False, False)],
    "before": [("2021-01-01", True, False), (2018, False, False)],
    "≤": [(2020, True, False), (2019, False, False), ("不明", *REFUSED)],
}
_YEAR: dict[str, list[Row]] = {
    "is": [(2016, True, False), ("2016", True, False), (2017, False, False)],
    "is not": [(2016, False, True), (2017, True, True)],
    "=": [(2016.0, True, False), (2015, False, False)],
    "≠": [(2016, False, True)],
    "in": [([2015, 2016], True, False)],
    "not in": [("2015，2016", False, True)],
    "contains": [("201", True, False), (2020, False, False)],
    "not contains": [("201", False, True)],
    "start with": [("20", True, False)],
    "end with": [("16", True, False), ("17", False, False)],
    "empty": [(None, False, True)],
    "not empty": [(None, True, False)],
    ">": [(2015, True, False), (2016, False, False), ("二〇一六", *REFUSED)],
    "after": [(2015, True, False)],
    "≥": [(2016, True, False), (2017, False, False)],
    "<": [(2017, True, False), (2016, False, False)],
    "before": [("2017-01", True, False), ("2016-05", False, False)],
    "≤": [(2016, True, False), (2015, False, False)],
}
_UNITS: dict[str, list[Row]] = {
    "is": [("县财政局", True, False), ("县法制办公室", True, False), ("財政局", True, False), ("财政", False, False)],
    "is not": [("县财政局", False, True), ("县公安局", True, True)],
    "=": [("县政府法制办", True, False), ("秭归县法制办", False, False)],
    "≠": [("县财政局", False, True)],
    "in": [("县公安局,县财政局", True, False)],
    "not in": [("县公安局,县财政局", False, True), ("县公安局", True, True)],
    "contains": [("财政", True, False), ("法制", True, False), ("公安", False, False)],
    "not contains": [("财政", False, True), ("公安", True, True)],
    "start with": [("县", True, False), ("市", False, False)],
    "end with": [("局", True, False), ("委", False, False)],
    "empty": [(None, False, True)],
    "not empty": [(None, True, False)],
    **{operator: [("县财政局", *REFUSED)] for operator in (">", "<", "≥", "≤", "before", "after")},
}
_REGION: dict[str, list[Row]] = {
    "is": [("巴东县", True, False), ("湖北省恩施土家族苗族自治州巴东县", True, False), ("湖北", True, False),
           ("巴東", True, False), ("广东省", False, False), ("火星市", False, False)],
    "is not": [("湖北", False, True), ("火星市", True, True)],
    "=": [("湖北", True, False)],
    "≠": [("湖北", False, True), ("广东省", True, True)],
    "in": [("广东省,湖北", True, False), (["广东省"], False, False)],
    "not in": [(["广东省", "湖北"], False, True)],
    "contains": [("恩施", True, False), ("广东", False, False)],
    "not contains": [("恩施", False, True)],
    "start with": [("湖北省", True, False), ("巴东", True, False), ("广东", False, False)],
    "end with": [("县", True, False), ("市", False, False)],
    "empty": [(None, False, True)],
    "not empty": [(None, True, False)],
    **{operator: [("湖北", *REFUSED)] for operator in (">", "<", "≥", "≤", "before", "after")},
}  # fmt: skip
TABLES = {"kind": _TEXT, "issued": _DAY, "years": _YEARS, "year_from": _YEAR, "unit": _UNITS, "region": _REGION}
ROWS = [
    pytest.param(name, operator, *row, id=f"{name} {operator} {row[0]}")
    for name, table in TABLES.items()
    for operator, rows in table.items()
    for row in rows
]


def condition(name: str, operator: str, value: Any) -> tuple[Condition, ...]:
    sent = ConditionIn.model_validate({"name": name, "comparison_operator": operator, "value": value})
    return read([sent], lambda place: frozenset(PLACES.get(place, ())))


def holds(name: str, operator: str, value: Any, plan: Plan = KNOWN, clause: Clause = NAMED) -> bool:
    [one] = condition(name, operator, value)
    return matches(one, plan, clause)


def test_the_table_has_every_operator_for_every_type() -> None:
    assert all(set(table) == set(OPERATORS) for table in TABLES.values())
    assert {FIELDS[name].kind for name in TABLES} == {field.kind for field in FIELDS.values()}
    assert {Texts, Time, Period, Units} == {field.kind for field in FIELDS.values()}


@pytest.mark.parametrize(("name", "operator", "value", "known", "unknown"), ROWS)
def test_truth(name: str, operator: str, value: Any, known: bool | None, unknown: bool | None) -> None:
    if known is None:
        with pytest.raises(InvalidRequest):
            condition(name, operator, value)
    else:
        assert holds(name, operator, value) == known
        assert holds(name, operator, value, UNKNOWN, UNNAMED) == unknown


@pytest.mark.parametrize("name", [*FIELDS, *ALIASES])
@pytest.mark.parametrize("operator", OPERATORS)
def test_a_condition_without_a_value_asks_for_nothing(name: str, operator: str) -> None:
    read_as = condition(name, operator, None)
    assert len(read_as) == (operator in ("empty", "not empty"))
    assert Conditions(read_as if operator == "not empty" else ()).matches(KNOWN, NAMED)


@pytest.mark.parametrize(
    ("name", "value"),
    [("region_code", "422823"), ("plan", "422823-2016"), ("document_number", "巴政发[2016]12号"),
     ("published", "2017-08"), ("issuer", "巴東縣人民政府"), ("title", "巴东县法治政府建设实施方案(2016-2020年)"),
     ("year_to", 2020), ("lead_unit", "县法制办"), ("document_id", "422823-2016/2.6.32"), ("clause_path", "2.6.32"),
     ("clause_path", "工作措施及责任分工 › 依法有效化解社会矛盾纠纷 › 32.加强行政复议工作")],
)  # fmt: skip
def test_every_other_field_equals_what_it_holds(name: str, value: Any) -> None:
    assert holds(name, "is", value)
    assert not holds(name, "is", "别的")
    assert set(FIELDS) - set(TABLES) >= {name}


def test_a_supporting_unit_leads_nothing() -> None:
    assert holds("unit", "is", "县财政局")
    assert not holds("lead_unit", "is", "县财政局")


def test_every_member_of_the_metadata_is_a_field_with_that_value() -> None:
    shown: Mapping[str, Any] = RecordMetadata.of(NAMED, KNOWN, "https://plans.example").model_dump()
    asked = {name: value for name, value in shown.items() if name not in ("url", "source_url")}
    assert set(asked) == (set(FIELDS) | set(ALIASES)) - set(ALIASES.values())
    assert all(holds(name, "is", value) for name, value in asked.items())


@pytest.mark.parametrize(
    ("name", "operator", "told"),
    [("地区", "is", "clause_path"), ("region", "like", "not contains"), ("", "", "region")],
)
def test_what_is_not_known_is_refused_and_what_there_is_named(name: str, operator: str, told: str) -> None:
    with pytest.raises(InvalidRequest, match=told):
        condition(name, operator, "巴东县")


DATES = st.dates(date(1, 1, 1), date(9999, 12, 30))
WRITTEN = st.one_of(
    DATES.map(str),
    DATES.map(lambda day: f"{day.year:04}-{day.month:02}"),
    DATES.map(lambda day: f"{day.year:04}"),
    st.tuples(st.integers(1, 9999), st.integers(1, 9999)).map(lambda pair: "{:04}—{:04}".format(*sorted(pair))),
)


@given(DATES, WRITTEN)
def test_a_day_is_before_or_in_or_after_whatever_time(day: date, value: str) -> None:
    plan = replace(KNOWN, issued=day.isoformat())
    said = {
        operator: holds("issued", operator, value, plan) for operator in ("before", "is", "after", "<", ">", "≤", "≥")
    }
    assert [said["before"], said["is"], said["after"]].count(True) == 1
    assert (said["<"], said[">"]) == (said["before"], said["after"])
    assert said["≤"] == (said["before"] or said["is"])
    assert said["≥"] == (said["after"] or said["is"])


@given(DATES)
def test_the_same_day_however_it_is_written(day: date) -> None:
    same = [
        day.isoformat(), f"{day:%Y/%m/%d}".zfill(10), f"{day.year:04}.{day.month}.{day.day}",
        f"{day.year:04}年{day.month}月{day.day}日", f"{day.year:04}{day.month:02}{day.day:02}",
        f"{day.isoformat()}T00:00:00Z", f"{day.isoformat()} 23:59",
    ]  # fmt: skip
    assert {moments.days(text) for text in same} == {moments.Days(day, day)}


@given(st.integers(100_000_000, 9_999_999_999))
def test_unix_time_is_read_in_china(seconds: int) -> None:
    day = date(1970, 1, 1) + timedelta(seconds=seconds + 8 * 3600)
    assert moments.days(str(seconds)) == moments.days(f"{seconds}000") == moments.Days(day, day)


@given(st.text(max_size=30))
def test_any_text_is_some_days_or_none(text: str) -> None:
    found = moments.days(text)
    assert found is None or found.first <= found.last


VALUES = st.sampled_from(["实施方案", "2016", "2016-05-08", "巴东县", "县财政局", "湖北", "2.6", "", "，", "没有"])
EQUALITIES = st.sampled_from(["is", "contains", "start with", "end with", "in"])


@given(st.sampled_from(list(FIELDS)), EQUALITIES, st.lists(VALUES, max_size=3), st.sampled_from([KNOWN, UNKNOWN]))
def test_of_several_values_one_is_enough(name: str, operator: str, values: list[str], plan: Plan) -> None:
    assert holds(name, operator, values, plan) == any(holds(name, operator, [value], plan) for value in values)


@given(
    st.sampled_from(list(FIELDS)), st.sampled_from(OPERATORS), VALUES, st.booleans(), st.sampled_from([KNOWN, UNKNOWN])
)
def test_what_a_plan_fails_none_of_its_clauses_meets(
    name: str, operator: str, value: str, either: bool, plan: Plan
) -> None:
    try:
        found = Conditions((*condition(name, operator, value), *condition("unit", "is", "县财政局")), either)
    except InvalidRequest:
        return
    if not found.matches(plan, None):
        assert not found.matches(plan, NAMED)
        assert not found.matches(plan, UNNAMED)
