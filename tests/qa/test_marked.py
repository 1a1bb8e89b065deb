import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.writing.marked import LONGEST, Cutter, Part, Sentence, read

_PIECES = st.sampled_from(
    ["甲局牵头", "“乙。丙”", "[1]", "【2】", "[1,", "2]", "。", "！", "\n", "<think>", "</think>", " ", "["]
)


def cut(*pieces: str) -> list[Sentence]:
    cutter = Cutter()
    found = [sentence for piece in pieces for sentence in cutter.feed(piece)]
    return [*found, *cutter.rest()]


@given(st.lists(_PIECES | st.text(max_size=8), max_size=20))
def test_it_does_not_matter_how_the_text_is_cut_on_its_way(pieces: list[str]):
    text = "".join(pieces)
    assert cut(*pieces) == cut(text) == cut(*text)


@given(st.text())
def test_a_sentence_is_never_more_than_was_written(text: str):
    for sentence in cut(text):
        assert all(c in text for c in sentence.bare)


def test_a_sentence_is_given_when_it_and_its_marks_are_complete():
    cutter = Cutter()
    assert cutter.feed("甲局牵头。") == []
    assert cutter.feed("[") == []
    assert cutter.feed("1]") == []
    assert [s.text for s in cutter.feed("乙")] == ["甲局牵头。[1]"]
    assert [s.text for s in cutter.rest()] == ["乙"]


@pytest.mark.parametrize(
    ("written", "marks"),
    [
        ("甲牵头[1]。", (1,)),
        ("甲牵头［１］。", (1,)),
        ("甲牵头【1】。", (1,)),
        ("甲牵头〔1〕。", (1,)),
        ("甲牵头[1,2]。", (1, 2)),
        ("甲牵头[1、3]。", (1, 3)),
        ("甲牵头[1-3]。", (1, 2, 3)),
        ("甲牵头【1】［2］。", (1, 2)),
        ("甲牵头。[2] [1]", (2, 1)),
    ],
)
def test_marks_come_in_many_forms(written: str, marks: tuple[int, ...]):
    sentence = read(written)
    assert sentence is not None
    assert sentence.parts[0].marks == marks
    assert "".join(f"[{n}]" for n in marks) in sentence.text


def test_each_stretch_has_the_marks_behind_it():
    sentence = read("甲局牵头[1]，乙局配合[2]。")
    assert sentence is not None
    assert sentence.parts == (Part("甲局牵头", (1,)), Part("，乙局配合。", (2,)))


@pytest.mark.parametrize(
    "written", ["依据穗府〔2015〕26号办理。", "依据穗府[2015]26号办理。", "甲牵头[3-1]。", "甲牵头。"]
)
def test_what_is_no_mark(written: str):
    sentence = read(written)
    assert sentence is not None
    assert sentence.parts == ()


def test_a_quote_is_not_cut_and_an_endless_sentence_is():
    assert [s.text for s in cut("原文是“甲。乙。”[1]丙。")] == ["原文是“甲。乙。”[1]", "丙。"]
    assert all(len(s.bare) <= LONGEST for s in cut("字" * 3000))


def test_signs_of_lists_and_what_is_thought_aloud_are_left_out():
    assert [s.text for s in cut("<think>嗯。[1]</think>**甲**局牵头[1]。")] == ["甲局牵头[1]。"]
    assert [s.text for s in cut("1. 甲[1]\n- 乙[1]\n## 丙")] == ["甲[1]\n", "乙[1]\n", "丙"]


@pytest.mark.parametrize(
    "live", ["见https://a.example/[1]", "![图](x)[1]", "[文](y)[1]", "见 a.example[1]", "<b>甲</b>[1]", "`甲`[1]"]
)
def test_more_than_text_is_known(live: str):
    sentence = read(live)
    assert sentence is not None
    assert sentence.live
