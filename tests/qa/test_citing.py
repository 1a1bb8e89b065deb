"""A citation states what the document says of itself, and only that."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from qa import citing
from qa.records import Clause, Plan, RegionName
from qa.service import Service

PLAN = Plan(
    id="422823-2016",
    title="巴东县法治政府建设实施方案（2016—2020年）",
    region=RegionName("422823", "巴东县", "湖北省恩施土家族苗族自治州巴东县"),
    issuer="巴东县人民政府",
    document_number="巴政发〔2016〕1号",
    years=(2016, 2020),
    issued="2016-12-01",
    published="2017-08-24",
    kind="实施方案",
    source="badong.txt",
)
URL = "https://plans.example/c/422823-2016/2.6.32"
DAY = date(2026, 1, 5)


def test_a_full_entry() -> None:
    assert citing.gb7714(PLAN, URL, DAY) == (
        "巴东县人民政府. 巴东县法治政府建设实施方案（2016—2020年）: 巴政发〔2016〕1号[EB/OL]. "
        "(2016-12-01)[2026-01-05]. https://plans.example/c/422823-2016/2.6.32."
    )


def test_what_is_unknown_or_inferred_is_left_out() -> None:
    bare = replace(PLAN, issuer=None, document_number=None, issued=None, published=None)
    guessed = replace(PLAN, inferred=("issuer", "document_number", "issued", "published"))
    expected = "巴东县法治政府建设实施方案（2016—2020年）[EB/OL]. [2026-01-05]. " + URL + "."
    assert citing.gb7714(bare, URL, DAY) == citing.gb7714(guessed, URL, DAY) == expected


def test_the_day_of_the_page_where_the_day_of_issue_is_unknown() -> None:
    assert "(2017-08-24)" in citing.gb7714(replace(PLAN, issued=None), URL, DAY)


@given(st.text(alphabet="甲乙“”‘’。", max_size=12))
def test_the_outer_marks_are_the_only_double_ones(quote: str) -> None:
    clause = Clause(
        "422823-2016/1", PLAN.id, 0, ("一",), ("总则",), 1, "一、", "目标", quote, (), (), (), (0, len(quote))
    )
    words = citing.quoted(PLAN, clause, quote)
    assert words.count("“") == words.count("”") == 1
    assert words.endswith("（《巴东县法治政府建设实施方案（2016—2020年）》总则 › 一、目标）")


def test_every_clause_of_the_corpus_has_its_place(service: Service) -> None:
    for plan in service.plans():
        for clause in service.plan(plan.id).clauses:
            place = citing.place(clause)
            assert clause.label in place
            assert "\t" not in place
