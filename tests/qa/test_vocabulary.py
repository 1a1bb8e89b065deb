from importlib.resources import files

import pytest
from test_evidence import KEYWORDS

from qa.vocabulary import is_foreign

WORDS = (files("qa") / "official_words.txt").read_text(encoding="utf-8").split()


def foreign(topic: str) -> bool:
    return is_foreign(KEYWORDS, topic, tuple(KEYWORDS.tokens(topic)))


def test_words_are_in_order_and_none_twice() -> None:
    assert sorted(set(WORDS)) == WORDS


@pytest.mark.parametrize(
    ("topic", "expected"),
    [("殡葬管理", True), ("信访工作", False), ("咋整", False), ("", False)],
)
def test_an_official_word_that_no_clause_has_is_a_foreign_subject(topic: str, expected: bool) -> None:
    assert foreign(topic) is expected


def test_a_word_that_the_glossary_turns_into_official_ones_is_not_foreign() -> None:
    assert "国有企业" in WORDS
    assert not foreign("国有企业")
