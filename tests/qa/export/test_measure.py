"""Measured texts: lines hold what they claim, nothing is lost, and what is cut stays verbatim."""

from hypothesis import given
from hypothesis import strategies as st

from qa.export.measure import CUT, breaks, clipped, em, lines, shortened, width

TEXTS = st.text(st.sampled_from("行政复议机关。；，《》“”（）年0123 abcWQ.%/\n\t⑴é"), max_size=300)
SIZES = st.sampled_from([14.0, 18.0, 26.0])
ROOMS = st.floats(60, 900)


@given(TEXTS, SIZES, ROOMS)
def test_lines_hold_the_whole_text_and_none_is_wider_than_its_room(text: str, size: float, room: float) -> None:
    ends = breaks(text, size, room)
    assert ends == sorted(set(ends))
    assert ends[-1] == len(text)
    for start, end in zip([0, *ends], ends, strict=False):
        assert width(text[start:end].rstrip("\n"), size) <= room or end - start == 1
        assert "\n" not in text[start : end - 1]


@given(TEXTS, SIZES, ROOMS, st.integers(1, 8))
def test_what_is_shortened_fits_with_its_mark_and_is_the_beginning(
    text: str, size: float, room: float, most: int
) -> None:
    kept = shortened(text, size, room, most)
    assert text.startswith(kept)
    assert kept == text or not kept or lines(kept + CUT, size, room) <= most
    assert kept != text or lines(text, size, room) <= most


@given(TEXTS, SIZES, ROOMS, st.integers(1, 4))
def test_what_is_clipped_fits(text: str, size: float, room: float, most: int) -> None:
    assert lines(clipped(text, size, room, most), size, room) <= most


def test_a_cut_is_made_between_sentences_where_one_fits() -> None:
    text = "完善复议机制。" + "加强复议能力建设，提高办案质量。" * 9
    kept = shortened(text, 20, 400, 3)
    assert kept.endswith("。")
    assert kept.startswith("完善复议机制。加强")


def test_words_and_numbers_are_not_torn() -> None:
    assert breaks("甲乙丙 Word", 10, 70) == [4, 8]


def test_no_character_is_reckoned_narrower_than_half_its_size() -> None:
    assert all(em(chr(code)) >= 0.55 for code in range(32, 0x3000))
