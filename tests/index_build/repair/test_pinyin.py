"""Stage 4: what counts as evidence that a site annotated the page, and what is left alone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index_build.aligned import Aligned
from index_build.repair.pinyin import find_pinyin, readings

PLANS = Path(__file__).parents[3] / "corpus" / "plans"
TONED = "落實(shí)責(zé)任,實(shí)現(xiàn)優(yōu)質(zhì)發(fā)展。\n"
BARE = "开(kai)发(fa)建(jian)设(she)管(guan)理(li)好(hao)。\n"


def removed(text: str) -> str:
    return Aligned.of(text).replace("pinyin", find_pinyin(text)).text


@given(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5))
def test_every_reading_with_a_tone_is_also_there_without(character: str) -> None:
    found = readings(character)
    toned = {reading for reading in found if not reading.isascii()}
    assert all(reading == reading.lower() for reading in found)
    assert not toned or found - toned


@pytest.mark.parametrize(
    ("character", "some"),
    [
        ("行", {"xíng", "háng", "xing", "hang"}),
        ("會", {"huì", "kuài", "hui"}),
        ("会", {"huì", "kuài"}),
        ("發", {"fā", "fa"}),
        ("着", {"zhe", "zháo"}),
        ("著", {"zhù", "zhāo"}),
        ("律", {"lǜ", "lü", "lv", "lu"}),
    ],
)
def test_readings_hold_heteronyms_and_both_scripts(character: str, some: set[str]) -> None:
    assert some <= readings(character)


@pytest.mark.parametrize("character", ["A", "。", "1", " "])
def test_what_is_no_chinese_character_has_no_reading(character: str) -> None:
    assert readings(character) == frozenset()


@given(st.text(alphabet="落实责任會(）shí,。\n qu) ", max_size=60))
def test_removing_twice_removes_no_more(text: str) -> None:
    once = removed(TONED + text)
    assert removed(once) == once


@given(st.text(alphabet="落實區心(（)）shíquA1一 \n", max_size=60))
def test_only_bracketed_syllables_go(text: str) -> None:
    page = TONED + BARE + text
    for item in find_pinyin(page):
        gone = page[item.start : item.end].rstrip(" ")
        assert item.text == ""
        assert gone[0] in "(（"
        assert gone[-1] in ")）"
        assert gone[1:-1].strip().isalpha()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("銀行(háng)業務", "銀行業務"),
        ("社會(huì )服務(wù)", "社會服務"),
        ("實（shí）施", "實施"),
        ("實(ｓｈí)施", "實施"),
        ("實(shi\u0301)施", "實施"),
        ("經(jīng)(jīng)濟", "經濟"),
        ("規(ɡuī)定", "規定"),
        ("我們(men)的", "我們的"),
        ("銀行(háng) 業務", "銀行業務"),
        ("銀行(háng)  業務", "銀行  業務"),
        ("銀行(háng)(試行)", "銀行(試行)"),
        ("銀行(試行)(háng)", "銀行(試行)(háng)"),
        ("中心(zhōng)村", "中心(zhōng)村"),
        ("中心(ai)村", "中心(ai)村"),
        ("中心(Xīn)村", "中心(Xīn)村"),
        ("中心(xīn xīn)村", "中心(xīn xīn)村"),
        ("崿F(xiàn)目標", "崿F(xiàn)目標"),
        ("與(", "與("),
    ],
)
def test_on_a_page_with_tone_marks(line: str, expected: str) -> None:
    assert removed(TONED + line).splitlines()[-1] == expected


def test_five_pairs_are_enough_without_traditional_characters_and_four_are_not() -> None:
    four = "落(luò)实(shí)责(zé)任(rèn)"
    assert removed(four) == four
    assert removed(four + "好(hǎo)") == "落实责任好"


def test_one_gloss_on_a_traditional_page_stays() -> None:
    assert removed("鮦(tóng)城鎮規劃發展") == "鮦(tóng)城鎮規劃發展"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (BARE, "开发建设管理好。\n"),
        ("開發(fa)區(qu)(qu)經(jing)(jing)濟(ji)", "開發區經濟"),
        ("區(qu)(qu)和區(qu)(qu)", "區(qu)(qu)和區(qu)(qu)"),
        ("发改地(di)区1771号(hao)", "发改地(di)区1771号(hao)"),
        ("区(qu)" * 9, "区(qu)" * 9),
        (BARE + "心(an)村", BARE + "心(an)村"),
        (BARE * 2 + "心(an)村", "开发建设管理好。\n" * 2 + "心(an)村"),
        (BARE + "心(app)村", "开发建设管理好。\n心(app)村"),
    ],
)
def test_without_tone_marks(page: str, expected: str) -> None:
    assert removed(page) == expected


def test_an_inconsistently_annotated_page_lowers_the_confidence() -> None:
    assert {item.confidence for item in find_pinyin(TONED)} == {1.0}
    doubtful = find_pinyin(TONED + "落實責任" * 6)
    assert {item.confidence for item in doubtful} == {7 / 19}


@pytest.mark.parametrize(
    ("plan", "count"), [("luohu", 1070), ("moushi", 177), ("badong", 0), ("guangzhou", 0), ("daxing", 0)]
)
def test_real_plans(plan: str, count: int) -> None:
    text = (PLANS / f"{plan}.txt").read_text(encoding="utf-8")
    assert len(find_pinyin(text)) == count
    assert find_pinyin(removed(text)) == []


def test_a_long_line_of_open_parentheses_is_no_trap() -> None:
    text = "實(" * 200_000 + "實(shí" * 100_000
    assert removed(text) == text
