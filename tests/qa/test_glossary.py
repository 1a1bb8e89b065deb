from importlib.resources import files

from hypothesis import given
from hypothesis import strategies as st

from qa.glossary import expansions
from qa.text import fold

LINES = (files("qa") / "glossary.tsv").read_text(encoding="utf-8").splitlines()


def test_each_line_is_a_plain_word_and_official_words() -> None:
    pairs = [line.split("\t") for line in LINES]
    assert all(len(pair) == 2 and all(word for word in pair[1].split(" ")) for pair in pairs)
    assert len({plain for plain, _ in pairs}) == len(pairs)


def test_lines_are_folded_as_the_questions_are() -> None:
    assert [line for line in LINES if fold(line) != line] == []


@given(st.sampled_from(LINES), st.text(max_size=5), st.text(max_size=5))
def test_a_plain_word_brings_its_official_words(line: str, before: str, after: str) -> None:
    plain, official = line.split("\t")
    assert set(expansions(plain)) == {word for word in official.split(" ") if word not in plain}
    text = fold(f"{before}，{plain}，{after}")
    assert set(expansions(text)) >= {word for word in official.split(" ") if word not in text}


@given(st.lists(st.sampled_from([line.split("\t")[0] for line in LINES]), max_size=4).map("".join))
def test_expansions_come_once_and_add_something(text: str) -> None:
    found = expansions(text)
    assert len(found) == len(set(found))
    assert all(word not in text for word in found)


def test_the_longest_plain_word_is_read() -> None:
    assert "行政诉讼" in expansions("老百姓打官司怎么办")
    assert expansions("与规划无关的一句话") == []
