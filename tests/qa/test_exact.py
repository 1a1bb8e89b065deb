"""Exact keys over the real corpus: each leads to its clause within the filters, or the answer says that it is not."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa import question
from qa.exact import lookup as exact
from qa.exact import paths, scoping
from qa.exact.lookup import Found
from qa.filters import Filters
from qa.index import open_index
from qa.ports import Encoder
from qa.question import Question
from qa.records import Clause
from qa.service import Service
from qa.store import Store
from qa.text import key

CHINESE = "零一二三四五六七八九十"
fuzzed = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def store(index_dir: Path, encoder: Encoder) -> Store:
    return open_index(index_dir, encoder).store


def understood(store: Store, text: str) -> Question:
    return scoping.grounded(question.understand(text, store.regions, store.homes), store)


def found(store: Store, text: str, filters: Filters | None = None) -> Found:
    asked = understood(store, text)
    return exact.find(store, asked, filters or question.confine(asked, Filters(), store.plans))


def first(store: Store, text: str, filters: Filters | None = None) -> list[str]:
    """Ids of the clauses found with the lowest rank, in the order of the corpus."""
    ranks = found(store, text, filters).ranks
    best = [n for n in ranks if ranks[n] == min(ranks.values())]
    return [clause.id for _, clause in sorted(store.clauses(best).items())]


def every_clause(store: Store) -> list[Clause]:
    return [clause for plan in store.plans for clause in store.clauses_of(plan)]


def chinese(number: str) -> str:
    n = int(number)
    tens = (CHINESE[n // 10] if n >= 20 else "") + "十" if n >= 10 else ""
    return tens + (CHINESE[n % 10] if n % 10 else "")


def written(clause: Clause) -> list[str]:
    """A clause's path as readers write it; [] where it has a step without number."""
    steps = paths.steps(clause.path)
    if any(not step.number.isdigit() for step in steps):
        return []
    plain = {"chinese": "{c}、", "chinese-bracket": "（{c}）", "digit": "第{n}项"}
    formal = {"chinese": "第{c}部分", "chinese-bracket": "第（{c}）项", "digit": "第{c}条"}
    wide = {"chinese": "第{n}部分", "chinese-bracket": "({c})", "digit": "{n}. "}
    forms = ["".join(f[s.kind].format(c=chinese(s.number), n=s.number) for s in steps) for f in (plain, formal, wide)]
    return [form for form in forms if len(steps) > 1 or form.startswith("第")]


def test_a_path_in_any_form_finds_its_clause(store: Store):
    missed = []
    for clause in every_clause(store):
        within = Filters(plans=(clause.plan_id,))
        for form in written(clause):
            if first(store, f"{form}讲了什么", within)[:1] != [clause.id]:
                missed.append((clause.id, form))
    assert missed == []
    assert sum(len(written(clause)) for clause in every_clause(store)) > 500


def test_a_permalink_and_its_tail_find_their_clause(store: Store):
    for clause in every_clause(store):
        assert first(store, f"{clause.id}讲了什么") == [clause.id]
        assert first(store, f"请看 http://127.0.0.1:8000/c/{clause.id}") == [clause.id]
        tail = clause.id.partition("/")[2]
        if "." in tail:
            within = Filters(plans=(clause.plan_id,))
            assert first(store, f"第{tail}项" if tail[-1].isdigit() else tail, within)[:1] == [clause.id], clause.id


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("巴东方案第三十二条由谁牵头", "422823-2016/2.6.32"),
        ("巴东方案第32条说了什么", "422823-2016/2.6.32"),
        ("巴東方案第３２項", "422823-2016/2.6.32"),
        ("巴东二（六）", "422823-2016/2.6"),
        ("罗湖第六章", "440303-2011/6"),
        ("穗府[2015]26号第四部分（二）", "440100-2015/4.2"),
        ("《广州市法治政府建设规划》第三部分", "440100-2015/3"),
        ("某市要点第十八条", "moushi-2011/5.18"),
        ("国发〔2010〕33号", "440100-2015/前言"),
        ("哪些规划提到恩施州发（2017）6号", "422823-2016/前言"),
        ("大兴第六条", "110115-2022/2.2.6"),
    ],
)
def test_keys_lead_to_the_clause_meant(store: Store, text: str, expected: str):
    assert first(store, text)[0] == expected


def test_without_a_scope_every_plan_answers_for_itself(store: Store):
    assert first(store, "第三十二条规定了什么") == ["422823-2016/2.6.32", "110115-2022/2.8.32"]


@fuzzed
@given(st.data())
def test_words_quoted_from_a_clause_find_it(store: Store, data: st.DataObject):
    clause = data.draw(st.sampled_from(every_clause(store)))
    same = key(clause.text)
    start = data.draw(st.integers(0, max(0, len(same) - 12)))
    words = same[start : start + data.draw(st.integers(8, 12))]
    if len(words) > 1:
        holding = {c.id for c in every_clause(store) if words in key(c.text)}
        named = found(store, f"哪里提到“{words}”")
        assert {c.id for c in store.clauses(list(named.ranks)).values()} == holding


PIECES = [
    *("巴东", "广州规划", "某市", "和", "讲了什么", "第三十二条", "二（六）", "（三）", "2.6.32", "第三至五条"),
    *("422823-2016/2.6", "“行政复议”", "《行政处罚法》", "国发〔2010〕33号", "穗府〔2015〕26号"),
    "县法制办负责哪些任务",
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=6).map("".join)
FILTERS = st.sampled_from(
    [Filters(plans=("440100-2015",)), Filters(regions=("420000",)), Filters(years=(2011, 2012)), Filters(kind="规划"),
     Filters(unit="县法制办"), Filters(plans=("",)), Filters(unit="编办", years=(2016, 2016))]
)  # fmt: skip


@fuzzed
@given(TEXTS, FILTERS)
def test_no_key_brings_what_the_filters_exclude(store: Store, text: str, filters: Filters):
    named = found(store, text, filters)
    clauses = store.clauses(named.clauses).values()
    assert all(filters.matches(store.plans[c.plan_id], c, store.regions) for c in clauses)


def test_letter_forms_ask_the_same(store: Store):
    for text in ("廣州規劃第三部分講什麼", "广州规划第３部分讲什么", "广州规划第三部分讲什么"):
        assert first(store, text) == ["440100-2015/3"]


def test_a_number_of_a_region_without_a_plan_is_no_other_plan_s(service: Service):
    assert service.ask("上海市第三十二条讲了什么").verdict == "no_plan_for_region"


def test_other_regions_in_the_number_of_a_document_are_no_scope(store: Store):
    assert understood(store, "恩施州发〔2017〕6号讲了什么").absent == ()


def test_what_is_not_there_is_said(service: Service):
    silent = service.ask("巴东方案第九十九条讲了什么")
    assert (silent.verdict, silent.citations) == ("low_confidence", ())
    assert "没有第九十九条" in silent.text
    assert "40" in silent.text
    unknown = service.ask("国发〔2099〕1号讲了什么")
    assert (unknown.verdict, unknown.citations) == ("low_confidence", ())
    assert "国发〔2099〕1号" in unknown.text
    assert service.search("巴东方案第九十九条").hits == ()
    assert service.ask("巴东方案提到国发〔2010〕33号了吗").verdict == "plan_silent"


def test_the_clause_named_comes_first_and_is_never_refused(service: Service):
    for text, clause in (
        ("巴东方案第32条", "422823-2016/2.6.32"),
        ("广州规划第三部分", "440100-2015/3"),
        ("第三十二条 行政复议", "422823-2016/2.6.32"),
        ("第三十二条 法律顾问", "110115-2022/2.8.32"),
    ):
        hit = service.search(text).hits[0]
        assert (hit.clause.id, hit.score) == (clause, 1.0)


def test_a_clause_is_quoted_whole_and_a_heading_with_what_stands_under_it(service: Service):
    whole = service.ask("巴东方案第32条讲了什么？")
    assert [c.quote for c in whole.citations] == [whole.citations[0].clause.text]
    parts = service.ask("广州规划第三部分讲什么？")
    assert [c.clause.id for c in parts.citations] == ["440100-2015/3", *(f"440100-2015/3.{n}" for n in range(1, 9))]
    assert all(c.clause.text[slice(*c.span)] == c.quote for c in (*whole.citations, *parts.citations))


def test_a_unit_is_given_its_tasks_in_the_role_asked_for(service: Service):
    store = service._index.store
    for name, text in (("县审计局", "由县审计局牵头的工作有哪些？"), ("县编办", "哪些任务由县编办牵头？")):
        expected = [c.id for c in every_clause(store) if ("lead", name) in {(u.role, u.name) for u in c.units}]
        answer = service.ask(text)
        assert [c.clause.id for c in answer.citations] == expected[:20]
        assert {(u.role, u.name) for u in answer.units} == {("lead", name)}
        assert {h.clause.id for h in service.search(text, len(expected)).hits} == set(expected)


def test_other_names_of_a_unit_ask_for_the_same_tasks(service: Service):
    asked = [service.ask(f"{name}负责哪些任务？") for name in ("县政府法制办", "县法制办", "巴东县人民政府法制办公室")]
    assert len({tuple(c.clause.id for c in answer.citations) for answer in asked}) == 1
    assert len(asked[0].citations) == 20
    assert "另有" in asked[0].text


def test_words_in_quotes_that_are_mere_emphasis_exclude_nothing(service: Service):
    plain = service.search("大兴区执法人员每年要培训多少学时").hits[0].clause.id
    assert service.search("大兴区“执法”人员每年要培训多少学时").hits[0].clause.id == plain
    assert service.search("大兴区“火星探测”人员每年要培训多少学时").hits


def test_a_question_without_keys_asks_nothing_of_them(store: Store):
    for text in ("行政复议由谁牵头", "每年培训多少学时", "第一季度要做什么", "第三方评估怎么做"):
        asked = understood(store, text)
        assert not asked.keys
        assert exact.find(store, asked, Filters()) is exact.NOTHING
