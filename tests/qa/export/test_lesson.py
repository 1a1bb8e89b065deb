"""A lesson says what the plans say, names who says it, and is the same every time."""

import functools
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index_build.build import build
from qa.encoder import HashEncoder
from qa.errors import InvalidRequest
from qa.export.content import RIGHT, Exercise, Lesson
from qa.export.lesson import MOST_TOPICS, lesson
from qa.export.markdown import handout_markdown
from qa.export.single import of_answer, of_comparison
from qa.filters import Filters
from qa.service import Service
from qa.text import key
from qa.unit_names import same
from tests import small_corpus
from tests.qa.export.lessons import CITING, cited, pieces, quotes

TOPICS = ["行政复议", "行政机关负责人出庭应诉", "政府法律顾问", "规范性文件多久清理一次？", "学法", "火星登陆计划"]
REGIONS = ["422823", "440303", "440100", "510100"]


@pytest.fixture(scope="module")
def whole(service: Service) -> Lesson:
    """Several topics over all plans."""
    return lesson(service, TOPICS, None, CITING)


def holds(service: Service, made: Lesson) -> None:
    """The laws of every lesson."""
    for quote in quotes(made):
        clause = service.clause(quote.source.clause.id).clause
        assert clause.text[slice(*quote.span)] == quote.words != ""
    assert [source.n for source in made.sources] == list(range(1, len(made.sources) + 1))
    assert cited(made) == set(made.sources)
    for source in made.sources:
        assert source.url in source.entry
        assert source.plan.title in source.entry
        assert "[2026-03-05]" in source.entry
    for topic in made.topics:
        assert [stance.column for stance in topic.stances] == list(made.columns)
        for stance in topic.stances:
            assert bool(stance.passages) == (stance.kind in ("answered", "silent"))
            assert all(p.source.plan == stance.column.plan for p in stance.passages)
    for exercise in made.exercises:
        _is_proven(service, exercise)


def _is_proven(service: Service, exercise: Exercise) -> None:
    clause, plan = exercise.proof.source.clause, exercise.proof.source.plan
    wrong = [option for option in exercise.options if option != exercise.answer]
    if exercise.form == "choice":
        assert 2 <= len(exercise.options) == len(set(exercise.options))
        assert len(wrong) == len(exercise.options) - 1
    if exercise.form == "blank":
        assert exercise.hidden is not None
        assert clause.text[slice(*exercise.hidden)] == exercise.answer
        assert exercise.proof.words.count(exercise.answer) == 1
    elif "牵头" in exercise.stem:
        said = re.search("载明由(.+)牵头。", exercise.stem)
        named = exercise.answer if said is None else said[1]
        stands = all(name.removesuffix("等") in exercise.proof.words for name in named.split("、"))
        assert stands == (exercise.answer != "错误")
        units = [unit.name for unit in clause.units]
        assert not any(same(name, unit) for option in wrong for name in option.split("、") for unit in units)
    elif "出自" in exercise.stem:
        titles = {p.title: p.id for p in service.plans()}
        for option in wrong:
            other = service.clauses(titles[option.strip("《》")])
            assert not any(key(exercise.proof.words) in key(c.text) for c in other)
        if exercise.form == "judge":
            assert (f"出自《{plan.title}》" in exercise.stem) == (exercise.answer == RIGHT)
        else:
            assert exercise.answer == f"《{plan.title}》"


def test_all_laws_hold_of_several_topics(service: Service, whole: Lesson) -> None:
    holds(service, whole)
    assert {exercise.form for exercise in whole.exercises} == {"choice", "judge", "blank"}
    assert len({exercise.answer for exercise in whole.exercises if exercise.form == "judge"}) == 2


def test_the_same_lesson_is_made_again(service: Service, whole: Lesson) -> None:
    assert lesson(service, TOPICS, None, CITING) == whole


@functools.cache
def _headings(service: Service) -> list[str]:
    return sorted({c.heading for p in service.plans() for c in service.clauses(p.id) if 4 <= len(c.heading) <= 20})


@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_all_laws_hold_of_any_topics_and_regions(service: Service, data: st.DataObject) -> None:
    topics = data.draw(st.lists(st.sampled_from(_headings(service)), min_size=1, max_size=3))
    regions = data.draw(st.lists(st.sampled_from(REGIONS), max_size=3, unique=True))
    holds(service, lesson(service, topics, Filters(regions=tuple(regions)), CITING))


def test_what_is_said_of_plans_names_words_of_the_clauses_it_marks(whole: Lesson) -> None:
    marked = [piece for piece in pieces(whole) if piece.sources]
    assert marked
    for piece in marked:
        clause = piece.sources[0].clause
        said = re.sub("^，又有|牵头$", "", piece.text)
        named = {source.name for source in piece.sources}
        words = [part.removesuffix("等") for part in said.split("、") if part]
        assert all(word in clause.text or word in named for word in words), piece.text


def test_who_names_lead_units_and_who_does_not(whole: Lesson) -> None:
    topic = whole.topics[0]
    assert [stance.column.name for stance in topic.stances if stance.leads] == ["巴东县"]
    counts = {count.name: count.names for count in topic.counts}
    assert counts["载明牵头单位"] == ("巴东县",)
    assert len(counts["有相关条款"]) == topic.plans == 5
    said = next(d.statement for d in topic.differences if d.aspect == "lead")
    assert said.text.startswith("巴东县载明由县政府法制办、县编办牵头。大兴区、")
    assert said.text.endswith("的所引条款未载明牵头单位。")
    assert said.sources[0].clause.id == "422823-2016/2.6.32"


def test_a_topic_that_nobody_covers_has_no_clause_and_no_exercise(whole: Lesson) -> None:
    topic = whole.topics[-1]
    assert all(stance.kind == "not_covered" and not stance.passages for stance in topic.stances)
    assert topic.differences == ()
    assert all(exercise.topic != topic.name for exercise in whole.exercises)


def test_a_plan_that_has_the_topics_words_is_never_called_silent(service: Service, whole: Lesson) -> None:
    for topic in whole.topics[:3]:
        for stance in topic.stances:
            assert stance.column.plan
            texts = [key(c.text) for c in service.clauses(stance.column.plan.id) if c.searchable]
            assert stance.passages or not any(key(topic.name) in text for text in texts)


def test_one_region_and_one_without_a_plan(service: Service) -> None:
    made = lesson(service, ["行政复议"], Filters(regions=("440303", "510100")), CITING)
    holds(service, made)
    assert [column.name for column in made.columns] == ["罗湖区", "四川省成都市"]
    assert made.topics[0].stances[1].kind == "no_plan"
    assert made.topics[0].plans == 1


def test_a_plan_without_a_region_is_called_by_its_title(service: Service) -> None:
    made = lesson(service, ["行政复议"], Filters(plans=("moushi-2011",)), CITING)
    holds(service, made)
    assert made.columns[0].name == "某市依法行政实施要点"


def test_regions_named_in_the_topic_are_its_columns(service: Service) -> None:
    made = lesson(service, ["巴东和罗湖的行政复议"], None, CITING)
    assert [column.name for column in made.columns] == ["巴东县", "罗湖区"]


def test_as_many_topics_as_may_be(service: Service) -> None:
    topics = _headings(service)[:MOST_TOPICS]
    made = lesson(service, topics, Filters(plans=("422823-2016", "440100-2015")), CITING)
    holds(service, made)
    assert [topic.name for topic in made.topics] == topics


@pytest.mark.parametrize("topics", [[], ["一" * 101], ["？！"], [f"专题{n}" for n in range(21)]])
def test_unusable_topics_are_refused(service: Service, topics: list[str]) -> None:
    with pytest.raises(InvalidRequest) as refused:
        lesson(service, topics, None, CITING)
    assert refused.value.field == "topics"


def test_a_topic_given_twice_is_one(service: Service) -> None:
    made = lesson(service, ["行政复议", "行政 复议"], Filters(plans=("422823-2016",)), CITING)
    assert len(made.topics) == 1


def test_an_answer_keeps_its_text_and_marks(service: Service) -> None:
    answer = service.ask("行政复议由哪些单位牵头？", Filters(regions=("422823",)))
    made = of_answer(service, answer, CITING)
    holds(service, made)
    assert "".join(s.text for s in made.topics[0].summary) == re.sub(r"\[\d+\]|\n", "", answer.text)
    assert [unit.name for unit in made.topics[0].stances[0].leads] == ["县政府法制办", "县编办"]


@pytest.mark.parametrize("question", ["火星上谁负责登陆？", "成都市的行政复议由谁牵头？"])
def test_an_answer_without_clauses_is_a_lesson_too(service: Service, question: str) -> None:
    made = of_answer(service, service.ask(question), CITING)
    assert made.columns == made.sources == ()
    assert made.topics[0].summary


def test_a_comparison_says_who_is_silent(service: Service) -> None:
    found = service.compare(["行政复议由哪些单位牵头？"], Filters(regions=("422823", "440303", "510100")))
    made = of_comparison(service, found, CITING)
    holds(service, made)
    assert [s.kind for s in made.topics[0].stances] == ["answered", "silent", "no_plan"]
    assert made.topics[0].stances[1].said == "该规划未载明牵头单位"
    assert made.exercises == ()


def test_clauses_with_one_text_are_shown_once_with_all_their_plans(tmp_path: Path) -> None:
    build(small_corpus.write(tmp_path / "corpus"), tmp_path / "index", HashEncoder())
    small = Service.open(tmp_path / "index", HashEncoder())
    made = lesson(small, ["执法公示制度"], None, CITING)
    holds(small, made)
    first, second = (next(p for p in s.passages if "公示" in p.source.clause.text) for s in made.topics[0].stances)
    assert first.also == (second.source,)
    assert second.same_as == first.source
    said = [d.statement for d in made.topics[0].differences if d.aspect == "same_text"]
    assert [s.sources for s in said] == [(first.source, second.source)]
    shown = handout_markdown(made).decode()
    assert shown.count("> 落实执法公示制度") == 1
    assert shown.count("文字相同") == 4
