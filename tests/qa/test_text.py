"""One normalisation for clauses and questions."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.text import Tokenizer, fold, key, sentences, simplify

CHINESE = st.text(alphabet="推进法治政府建设。！？；“”（）、，\n A1Ａ１规範實執為與")


@given(CHINESE | st.text())
def test_folding_twice_changes_no_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert key(key(text)) == key(text)


@given(CHINESE | st.text())
def test_a_key_holds_letters_and_digits_only(text: str) -> None:
    assert all(unicodedata.category(c)[0] in "LN" for c in key(text))


@given(CHINESE)
def test_spaces_and_punctuation_do_not_tell_two_keys_apart(text: str) -> None:
    assert key(" ".join(text)) == key(text)
    assert key("".join(f"{c}，" for c in text)) == key(text)


@given(CHINESE | st.text())
def test_sentences_hold_all_but_white_space_in_order(text: str) -> None:
    spans = sentences(text)
    assert "".join("".join(text[start:end] for start, end in spans).split()) == "".join(text.split())
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("建立台账。定期公开。", ["建立台账。", "定期公开。"]),
        ("一是建账；二是公开。", ["一是建账；", "二是公开。"]),
        ("他说“要公开。”然后落实！", ["他说“要公开。”", "然后落实！"]),
        ("为什么？？！ 请说明", ["为什么？？！", "请说明"]),
        ("（一）领导\n加强领导。", ["（一）领导", "加强领导。"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == parts


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("廣州市法治政府建設規劃", "广州市法治政府建设规划"),
        ("ＧＤＰ（２０１５年）", "gdp(2015年)"),
        ("A，B", "a,b"),
    ],
)
def test_fold(written: str, meant: str) -> None:
    assert fold(written) == meant


def test_a_number_of_a_document_is_the_same_with_and_without_its_space() -> None:
    assert key("（中发〔2015〕 36号）") == key("中发[2015]36号")


def test_simplified_text_stays() -> None:
    assert simplify("取得显著实效，乾隆年间") == "取得显著实效，乾隆年间"


@given(CHINESE)
def test_tokens_are_parts_of_the_folded_text(text: str) -> None:
    folded = fold(text)
    assert all(token and token in folded for token in TOKENIZER.tokens(text))
    assert TOKENIZER.tokens(text) == TOKENIZER.tokens(folded)


def test_names_given_as_words_stay_whole() -> None:
    assert "县政管办" in TOKENIZER.tokens("由县政管办牵头")
    assert "县政管办" in TOKENIZER.tokens("由縣政管辦牽頭")


def test_punctuation_is_no_token_and_numbers_stay_whole() -> None:
    assert TOKENIZER.tokens("，。（）《》 ") == []
    assert "2015" in TOKENIZER.tokens("到2015年，达到99.5%")
    assert "99.5" in TOKENIZER.tokens("到2015年，达到99.5%")


TOKENIZER = Tokenizer(["县政管办"])
