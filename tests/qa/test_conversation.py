"""Follow-ups: laws first, then dialogues, then what citations and odd histories add."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa import question
from qa.dialogue.conversation import MOST_TURNS, Turn, resolve
from qa.homes import Homes
from qa.question import LONGEST_QUESTION
from qa.records import Clause, Plan, RegionName, Role, Unit
from qa.regions import Regions, read_csv
from qa.text import fold

CORPUS = Path(__file__).parents[2] / "corpus"
DIALOGUES = Path(__file__).parent / "dialogues"
REGIONS = Regions(read_csv(CORPUS / "regions.csv"))
FIRST = "巴东县行政复议工作由谁牵头？"


def plan(plan_id: str, code: str | None) -> Plan:
    region = REGIONS.get(code) if code else None
    name = RegionName(region.code, region.name, region.full_name) if region else None
    return Plan(plan_id, "规划", name, None, None, None, None, None, "规划", "p.txt")


PLANS = {
    p.id: p
    for p in (
        plan("luohu", "440303"),
        plan("badong", "422823"),
        plan("guangzhou", "440100"),
        plan("daxing", "110115"),
        plan("unnamed", None),
    )
}


def understood(text: str, *earlier: str | Turn) -> str:
    history = [turn if isinstance(turn, Turn) else Turn(turn) for turn in earlier]
    return resolve(text, history, REGIONS, PLANS)


def places(text: str) -> set[str]:
    asked = question.understand(text, REGIONS, Homes.of(PLANS.values()))
    return {r.code for r in asked.scope.regions} | set(asked.absent)


def packaged_questions() -> list[str]:
    files = ("questions.jsonl", "questions-check.jsonl")
    lines = [line for name in files for line in (CORPUS / name).read_text(encoding="utf-8").splitlines()]
    return [json.loads(line)["question"] for line in lines]


QUESTIONS = packaged_questions()
STANDALONE = (DIALOGUES / "standalone.txt").read_text(encoding="utf-8").splitlines()
FOLLOW_UPS = st.sampled_from(
    ["那罗湖呢？", "它的牵头单位是谁？", "什么时候完成？", "换成大兴呢", "信访工作呢？", "两地有什么不同？",
     "该区由谁负责", "原文", "第三条呢", "为什么没有", "还有吗", "上面说的由谁负责", "那規範性文件多久清理一次？",
     "深圳的政务公开呢", "和广州比呢", "应该"]
)  # fmt: skip
PIECES = st.lists(FOLLOW_UPS | st.sampled_from(QUESTIONS) | st.text(max_size=4), min_size=1, max_size=3).map("".join)
SAID = FOLLOW_UPS | st.sampled_from(QUESTIONS) | PIECES


@given(SAID)
@settings(max_examples=60, deadline=None)
def test_without_a_history_nothing_changes(text: str) -> None:
    assert understood(text) == text


@given(st.sampled_from(QUESTIONS + STANDALONE), st.sampled_from(QUESTIONS))
@settings(max_examples=150, deadline=None)
def test_what_stands_alone_is_left_as_it_is(text: str, before: str) -> None:
    assert understood(text, before) == text


@given(SAID, st.lists(SAID, max_size=4))
@settings(max_examples=80, deadline=None)
def test_what_was_understood_stands_alone_and_is_no_longer_than_a_question(text: str, history: list[str]) -> None:
    found = understood(text, *history)
    assert understood(found, *history) == found
    assert found == text or len(found) <= LONGEST_QUESTION


#: Questions about one place, which is known.
OF_ONE_PLACE = [q for q in QUESTIONS if "某" not in q and len(found := places(q)) == 1 and REGIONS.resolve(*found)]


@given(st.sampled_from(OF_ONE_PLACE))
@settings(max_examples=60, deadline=None)
def test_another_place_takes_the_place_of_the_old_one(before: str) -> None:
    assert places(understood("那秭归县呢？", before)) == {"秭归县"}
    assert places(understood("换成广州市呢", before)) == {"440100"}
    if places(before) != {"440303"}:
        assert places(understood("和罗湖区相比有什么区别？", before)) == places(before) | {"440303"}


@given(st.sampled_from(OF_ONE_PLACE))
@settings(max_examples=60, deadline=None)
def test_another_asking_or_topic_keeps_the_place(before: str) -> None:
    for follow in ("什么时候完成？", "它的配合单位是谁？", "法治宣传呢？"):
        assert places(understood(follow, before)) == places(before)


def said_and_expected(name: str) -> list[tuple[list[str], list[str]]]:
    """For each follow-up: all that was said up to it, and the ways to understand it that are right."""
    found = []
    for block in (DIALOGUES / name).read_text(encoding="utf-8").strip().split("\n\n"):
        turns = [line.partition("\t") for line in block.split("\n")[1:]]
        said = [turn[0] for turn in turns]
        for n in range(1, len(turns)):
            found.append((said[: n + 1], turns[n][2].split("|") if turns[n][2] else [said[n]]))
    return found


@pytest.mark.parametrize("name", ["development.txt", "check.txt"])
def test_dialogues_are_understood_word_for_word(name: str) -> None:
    def words(text: str) -> str:
        return re.sub(r"\W", "", fold(text))

    expected = said_and_expected(name)
    found = [(understood(said[-1], *said[:-1]), right) for said, right in expected]
    wrong = [(text, right[0]) for text, right in found if words(text) not in map(words, right)]
    assert len(wrong) <= 0.05 * len(found), wrong


def clause(number: int, heading: str, *units: tuple[Role, str]) -> Clause:
    named = tuple(Unit(role, name, (0, 0)) for role, name in units)
    return Clause(
        f"badong/{number}",
        "badong",
        number,
        (str(number),),
        (),
        1,
        f"{number}.",
        heading,
        "正文",
        named,
        (),
        (),
        (0, 2),
    )


CITED = (
    clause(1, "加强行政复议工作", ("lead", "县政府法制办"), ("support", "县财政局")),
    clause(2, "健全行政裁决制度", ("lead", "县编办")),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("那第二条呢？", "巴东县“健全行政裁决制度”由谁牵头？"),
        ("第二条什么时候完成？", "巴东县“健全行政裁决制度”什么时候完成？"),
        ("刚才那条的原文", "巴东县“加强行政复议工作”的原文"),
        ("这些单位还牵头什么？", "巴东县县政府法制办、县编办还牵头什么？"),
        ("第九条呢", "巴东县第九条是什么？"),
    ],
)
def test_citations_say_which_clause_and_which_units_are_meant(text: str, expected: str) -> None:
    assert understood(text, Turn(FIRST, CITED)) == expected


def test_turns_that_could_not_have_been_asked_are_passed_over() -> None:
    odd = ["", " \n", "\x00", "\ud800", "长" * 600, "谢谢", "？？？"]
    assert understood("那罗湖呢？", *odd, FIRST, *odd) == "罗湖行政复议工作由谁牵头？"
    assert understood("那罗湖呢？", *odd) == "那罗湖呢？"


def test_only_the_last_turns_count() -> None:
    assert understood("那罗湖呢？", *["行政应诉由谁负责？"] * 10_000, FIRST) == "罗湖行政复议工作由谁牵头？"
    assert understood("那罗湖呢？", FIRST, *["谢谢"] * MOST_TURNS) == "那罗湖呢？"


def test_a_long_chain_keeps_its_topic() -> None:
    chain = [FIRST, *["那罗湖呢？", "换成大兴呢"] * 9]
    assert understood("广州的呢", *chain) == "广州行政复议工作由谁牵头？"


def test_an_office_keeps_its_official_name() -> None:
    assert understood("大兴呢？", "巴东县委宣传部负责什么？") == "大兴区委宣传部负责什么？"


def test_a_name_that_begins_like_a_follow_up_is_none() -> None:
    assert places(understood("那曲呢？", FIRST)) == {"那曲市"}
    assert understood("那曲市的信访由谁负责？", FIRST) == "那曲市的信访由谁负责？"


@pytest.mark.parametrize("character", "应要该每人那和，、第它")
def test_rows_of_one_character_are_read_at_once(character: str) -> None:
    text = character * (LONGEST_QUESTION - 1) + "的"
    assert understood(text, FIRST, text)
    assert understood("那罗湖呢？", text)
