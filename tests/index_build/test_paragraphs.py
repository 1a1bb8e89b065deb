"""Lines to paragraphs: after this stage a line break is a paragraph break and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index_build.aligned import Aligned
from index_build.paragraphs import split
from index_build.repair import repair

PIECES = [
    *("\n", "\n", "\n\n", " ", "\t", "　", "。", "；", "：", "，", "（", "）", "“", "”", "《", "》"),
    *(
        "一、",
        "（一）",
        "（二）",
        "1.",
        "2.",
        "（1）",
        "甲乙丙丁",
        "加强领导" * 20,
        "（牵头单位：甲局）",
        "牵头单位：",
        "——",
    ),
]
ODD = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


def paragraphs(text: str) -> list[str]:
    return split(Aligned.of(text)).text.split("\n")


@given(ODD | st.text())
def test_only_white_space_is_added_or_taken(text: str) -> None:
    assert "".join(split(Aligned.of(text)).text.split()) == "".join(text.split())


@given(ODD)
def test_no_paragraph_is_empty(text: str) -> None:
    done = split(Aligned.of(text)).text
    assert "\n\n" not in done
    assert done == done.strip("\n")


@given(ODD)
def test_every_character_keeps_its_place_in_the_raw_text(text: str) -> None:
    done = split(Aligned.of(text))
    assert all(text[done.starts[i]] == c for i, c in enumerate(done.text) if not c.isspace())


@pytest.mark.parametrize("piece", [" ", "\n", " \n", "（牵头单位：甲）乙", "1.甲。2.", "（", "“（一）。", "甲"])
def test_odd_lines_without_end_are_survived(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    assert "".join(split(Aligned.of(text)).text.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("甲。\n乙。", ["甲。", "乙。"]),
        ("\n\n甲。\n\n\n乙。\n", ["甲。", "乙。"]),
        ("总体要求\n加强领导。", ["总体要求", "加强领导。"]),
        (f"{'加强领导，' * 13}\n落实责任。", [f"{'加强领导，' * 13}落实责任。"]),
        (f"{'加强领导，' * 13}\n\n落实责任。", ["加强领导，" * 13, "落实责任。"]),
        (f"{'加强领导，' * 13}\n（一）落实责任。", ["加强领导，" * 13, "（一）落实责任。"]),
        (f"{'加强领导，' * 13}落实。\n继续落实。", [f"{'加强领导，' * 13}落实。", "继续落实。"]),
    ],
)
def test_lines(text: str, parts: list[str]) -> None:
    assert paragraphs(text) == parts


def test_an_indent_that_repair_took_off_still_parts_paragraphs() -> None:
    line = "加强领导，" * 13
    assert split(repair(Aligned.of(f"　　{line}\n　　落实责任。"))).text == f"{line}\n落实责任。"
    assert split(repair(Aligned.of(f"　　{line}\n落实责任。"))).text == f"{line}落实责任。"


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        (
            "完善台账。（牵头单位：县水利局）加快清淤。（牵头单位：县住建局）",
            ["完善台账。（牵头单位：县水利局）", "加快清淤。（牵头单位：县住建局）"],
        ),
        ("完善台账〔责任单位：县水利局〕加快清淤。", ["完善台账〔责任单位：县水利局〕", "加快清淤。"]),
        ("完善台账（牵头单位：县水利局）。", ["完善台账（牵头单位：县水利局）。"]),
        ("完善台账（牵头单位：县水利局），加快清淤。", ["完善台账（牵头单位：县水利局），加快清淤。"]),
        (
            "向县（市、区）政府推广。按规定办理（涉密的除外）。继续推进",
            ["向县（市、区）政府推广。按规定办理（涉密的除外）。继续推进"],
        ),
        ("（一）甲乙。（二）丙丁。（三）戊己。", ["（一）甲乙。", "（二）丙丁。", "（三）戊己。"]),
        ("一、甲乙。（一）丙丁；（二）戊己。", ["一、甲乙。", "（一）丙丁；", "（二）戊己。"]),
        ("1.甲乙。 2.丙丁。", ["1.甲乙。 ", "2.丙丁。"]),
        ("（一）甲乙。（三）丙丁。", ["（一）甲乙。（三）丙丁。"]),
        ("（一）甲乙。5.丙丁。", ["（一）甲乙。5.丙丁。"]),
        ("（一）甲乙，（二）丙丁。", ["（一）甲乙，（二）丙丁。"]),
        ("（一）依据“甲。（二）乙”办理。", ["（一）依据“甲。（二）乙”办理。"]),
        ("（一）按《某办法。（二）》办理。", ["（一）按《某办法。（二）》办理。"]),
        ("1.甲达到。2.5亿元。", ["1.甲达到。2.5亿元。"]),
        ("（一）甲。（二）项规定的情形。", ["（一）甲。（二）项规定的情形。"]),
    ],
)
def test_inside_a_line(line: str, parts: list[str]) -> None:
    assert paragraphs(line) == parts


def test_a_count_runs_on_from_the_lines_above() -> None:
    assert paragraphs("（一）甲乙。\n丙丁。（二）戊己。") == ["（一）甲乙。", "丙丁。", "（二）戊己。"]
