"""Byte-shift repair: laws first, then the made-up rows of the specification."""

import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from index_build.aligned import Aligned
from index_build.repair import byteshift, cp936
from index_build.repair.byteshift import find_shifts
from index_build.repair.byteshift_page import ANNOTATION, FULL_WIDTH
from index_build.repair.byteshift_site import Site
from index_build.repair.ngrams import NgramModel, shipped, train
from tests.index_build.repair.garble import annotations_for, garble

FOUND = "實現強規嚴創優績數機區標設監務協"
ANNOTATED = annotations_for(FOUND)
PLAIN = (
    "全縣各級行政機關要嚴格落實規範性文件管理制度，優化執法環境，創新工作機制，強化監督檢查。",
    "實現政務公開標準化建設，加強績效考核，協調推進各項工作任務，數據每年公布一次。",
    "各區要完善行政執法人員資格管理，開展業務培訓，設立服務窗口，提高辦事效率。",
)
PAGE_T = "\n".join(garble(line, ANNOTATED) for line in PLAIN)
PAGE_S = "\n".join(OpenCC("t2s").convert(line) for line in PLAIN)
FLAG = None

#: Made-up clauses that the forward model damages in one place or more each.
CLAUSES = (
    "要實現行政許可法治化，健全日常化的監督檢查機制。",
    "每兩年清理一次規範性文件，並向社會公布清理結果。",
    "做好重點領域的立法工作。科學安排年度計劃。",
    "推動轉變為優勢，帶動就業創業。",
    "建立健全補償的標準和工作機制。",
    "各單位要加強組織領導。可以結合實際制定方案。",
)


def repaired(text: str) -> str:
    return Aligned.of(text).replace("shift", find_shifts(text)).text


def line_on(page: str, line: str, label: str = "") -> str:
    """What a line becomes at the end of a page, behind a line that begins with `label`."""
    before = f"{page}\n{label}工作。\n" if label else page + "\n"
    text = repaired(before + line)
    assert text.startswith(before), "clean text was touched"
    return text.removeprefix(before)


def plain(text: str) -> str:
    return ANNOTATION.sub("", text).translate(FULL_WIDTH)


marks = st.lists(st.tuples(st.integers(0, 200), st.sampled_from(["？", "?", "??", "？！", "?!", "???"])), max_size=4)


@settings(max_examples=25, deadline=None)
@given(marks, st.sampled_from([PAGE_S, "\n".join(PLAIN)]))
def test_question_marks_in_clean_text_are_left_alone(marks: list[tuple[int, str]], page: str) -> None:
    for at, mark in marks:
        page = page[:at] + mark + page[at:]
    assert find_shifts(page) == []


@settings(max_examples=8, deadline=None)
@given(st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=3, unique=True))
def test_what_is_repaired_stays_so(clauses: list[str]) -> None:
    page = "\n".join([PAGE_T, *(garble(clause, ANNOTATED) for clause in clauses)])
    once = repaired(page)
    assert all(item.text == once[item.start : item.end] for item in find_shifts(once))


@settings(max_examples=5, deadline=None)
@given(st.permutations(CLAUSES))
def test_generated_damage_is_recovered_or_flagged(clauses: list[str]) -> None:
    damaged = [garble(clause, ANNOTATED) for clause in clauses]
    page = "\n".join([PAGE_T, *damaged])
    found = find_shifts(page)
    lines = repaired(page).split("\n")[len(PLAIN) :]
    start = len(PAGE_T) + 1
    for clause, shown, line in zip(clauses, damaged, lines, strict=True):
        inside = [item for item in found if start <= item.start < start + len(shown)]
        flagged = any(item.text == page[item.start : item.end] for item in inside)
        assert inside
        assert flagged or plain(line) == clause
        start += len(shown) + 1


@settings(max_examples=30, deadline=None)
@given(st.text("?？。，！ㄒ唬楹诵shí()（）實七一縣的\n　\ue0ed€W@", max_size=60))
def test_any_text_gives_edits_that_apply(text: str) -> None:
    for item in find_shifts(text):
        assert 0 <= item.start < item.end <= len(text)
        assert 0 <= item.confidence <= 1
    repaired(text)


def test_work_is_bounded_on_hostile_text(monkeypatch: pytest.MonkeyPatch) -> None:
    searched = 0

    class Counted(Site):
        def decide(self) -> None:
            nonlocal searched
            searched += 1

    monkeypatch.setattr(byteshift, "Site", Counted)
    find_shifts("實?。ㄒ\n" * 100)
    assert searched == 55
    find_shifts("實?。ㄒ\n" * 50_000)
    assert searched == 55 + 1000


ROWS = [
    ("（一）", "?。ǘ┘訌?qiáng)河道巡查", "（二）加強河道巡查"),
    ("（二）", "?。ㄈ﹪?yán)控新增債", "（三）嚴控新增債"),
    ("（六）", "?。ㄆ撸┤嫱菩泻娱L制。", "（七）全面推行河長制。"),
    ("（十二）", "?。ㄊ┘訌?qiáng)宣傳。", "（十三）加強宣傳。"),
    ("", "?。ㄊ┘訌?qiáng)宣傳。", FLAG),
    ("（十一）", "?。ㄊ?shí)施獎勵。", "（十二）實施獎勵。"),
    ("", "?。ㄒ唬┠繕?biāo):到2018年,道路硬化率達到百分之九十。", "（一）目標：到2018年，道路硬化率達到百分之九十。"),
    ("", "試點完成??梢酝茝V到全鎮。", "試點完成。可以推廣到全鎮。"),
    ("", "項目驗收??萍紙@區投用。", "項目驗收。科技園區投用。"),
    ("", "特此通知?,F(xiàn)就有關事項明確如下。", "特此通知。現就有關事項明確如下。"),
    ("", "要抓好落實(shí)?!盵1]這是基本要求。", "要抓好落實。”[1]這是基本要求。"),
    ("", "村委每?jī)赡旯_一次賬目。", "村委每兩年公開一次賬目。"),
    ("", "把資源轉變?yōu)閮?yōu)勢,帶動就業。", "把資源轉變為優勢，帶動就業。"),
    ("", "或?qū)?shí)行聯合檢查。", "或實行聯合檢查。"),
    ("", "補償?shù)臉?biāo)準要公開。", "補償的標準要公開。"),
    ("", "口岸通關。??谑信c湛江市對接。", "口岸通關。海口市與湛江市對接。"),
    ("", "?。ù思_發布)", "（此件公開發布）"),
    ("", "油菜、茶葉?!　℃倕^(qū)面積擴大。", "油菜、茶葉。\n鎮區面積擴大。"),
    ("", "任務完成?!笆濉睍r期持續投入。", FLAG),
    ("", "目標(biāo)明確??h鄉聯動推進(jìn)。", "目標明確。縣鄉聯動推進。"),
    ("（一）", "?。ǘ?018年前完成", "（二）2018年前完成"),
    ("", "?。ㄒ唬?shí)現(xiàn)行政許可法治化", "（一）實現行政許可法治化"),
    ("", "?。ň牛┘訌?qiáng)監(jiān)督", "（九）加強監督"),
    ("", "日?;谋O(jiān)督檢查", "日常化的監督檢查"),
    ("", "每?jī)赡昵謇硪淮我?guī)範性文件", "每兩年清理一次規範性文件"),
]


@pytest.mark.parametrize(("label", "damaged", "expected"), ROWS)
def test_rows_on_an_annotated_page(label: str, damaged: str, expected: str | None) -> None:
    text = line_on(PAGE_T, damaged, label)
    if expected is FLAG:
        assert text == damaged
        assert find_shifts(f"{PAGE_T}\n{damaged}")
    else:
        assert plain(text) == expected


SIMPLIFIED_ROWS = [
    ("?。ㄒ唬┦迪中姓砜煞ㄖ位?", "（一）实现行政许可法治化"),
    ("日?;募喽郊觳?", "日常化的监督检查"),
]


@pytest.mark.parametrize(("damaged", "expected"), SIMPLIFIED_ROWS)
def test_rows_from_a_simplified_source(damaged: str, expected: str) -> None:
    assert line_on(PAGE_T, damaged) == expected


@pytest.mark.parametrize(("damaged", "expected"), SIMPLIFIED_ROWS)
def test_a_plain_page_asks_for_more_evidence(damaged: str, expected: str) -> None:
    assert find_shifts(f"{PAGE_S}\n{damaged}")
    assert line_on(PAGE_S, damaged) in (expected, damaged)


@pytest.mark.parametrize("line", ["为什么不按期完成????请说明!!", "落实了吗?。还没有"])
def test_plain_questions_are_left_alone(line: str) -> None:
    assert find_shifts(f"{PAGE_S}\n{line}") == []


def test_a_pair_that_vanished_between_two_readings_is_never_lost_silently() -> None:
    damaged = garble("學校、科研院所都要公開", {})
    assert line_on(PAGE_T, damaged) in (damaged, "學校、科研院所都要公開")


def test_a_damaged_label_that_stays_damaged_is_counted() -> None:
    lines = ["（一）工作。", "?。ǘ", "?。ㄈ﹪?yán)控新增債"]
    assert repaired("\n".join([PAGE_T, *lines])).endswith("（三）嚴控新增債")


def test_an_annotated_character_is_restored_where_its_own_bytes_are_gone() -> None:
    page = PAGE_T + "\n爭(zhēng)取，爭(zhēng)創\n"
    line = "以轉變?yōu)楹诵?,力?zhēng)在有限政府方面有創(chuàng)新。"
    assert plain(line_on(page, line)) == "以轉變為核心，力爭在有限政府方面有創新。"


def test_private_use_characters_are_the_pairs_they_were() -> None:
    line = "提高日??己吮戎兀\ue0ed?guī)範考核工作程序"
    assert line_on(PAGE_T, line) == "提高日常考核比重，規範考核工作程序"


def test_the_forward_model_makes_what_pages_show() -> None:
    assert garble("（一）實", {"實": "shí"}) == "?。ㄒ唬?shí)"
    assert garble("補償的標準要公開。", ANNOTATED) == "補償?shù)臉?biāo)準要公開。"
    assert garble("或實行", {"實": "shí", "驅": "qū"}) == "或?qū)?shí)行"


def test_pairs_of_bytes() -> None:
    assert cp936.pair_of("\ue0ed") == (0xAC, 0xD2)
    assert cp936.pair_of("a") is None
    assert all(cp936.pair_of(text) == pair for pair, text in cp936.characters().items())


def contexts() -> Iterator[tuple[int, int]]:
    rng = random.Random(7)
    for _ in range(50):
        yield rng.randrange(len(shipped().vocabulary)), rng.randrange(len(shipped().vocabulary))


def test_the_language_model_gives_probabilities() -> None:
    for before, last in contexts():
        row = shipped().probabilities(before, last)
        assert row.min() > 0
        assert np.isclose(row.sum(), 1, atol=1e-3)


def test_the_language_model_learns_what_it_read_and_keeps_it(tmp_path: Path) -> None:
    made = train(["依法行政", "依法行政", "依法治县", "依法治县"], tmp_path / "model.npz")
    read = NgramModel.load(tmp_path / "model.npz")
    row = read.probabilities(read.ids["依"], read.ids["法"])
    assert np.array_equal(row, made.probabilities(made.ids["依"], made.ids["法"]))
    assert row[read.ids["行"]] > 5 * row[read.ids["依"]]
