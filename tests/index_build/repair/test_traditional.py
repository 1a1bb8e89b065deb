"""Stage 5: Traditional pages become Simplified, Simplified pages stay as they are."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index_build.aligned import Aligned
from index_build.repair.traditional import find_traditional, is_traditional, to_simplified, to_traditional

CORPUS = Path(__file__).parents[3] / "corpus"
PLANS = CORPUS / "plans"
PAGE = "為貫徹落實國務院關於加強法治政府建設的意見，結合我縣實際，製定本規劃。\n"
GB2312 = [bytes((high, low)).decode("gb2312") for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFA)]
#: Of the second level, these are forms both scripts share; t2s would change them all.
SHARED = list("乾後徵於摺拚夥麽著藉瞭")


def converted(text: str) -> str:
    return Aligned.of(text).replace("traditional", find_traditional(text)).text


def on_page(line: str) -> str:
    return converted(PAGE + line).splitlines()[-1]


@given(st.lists(st.sampled_from(GB2312 + SHARED)).map("".join))
def test_simplified_text_is_unchanged(text: str) -> None:
    assert find_traditional(text) == []


@given(st.text(alphabet=st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF), max_size=80))
def test_each_run_keeps_its_length_and_all_of_it_changes(text: str) -> None:
    page = PAGE + text
    for item in find_traditional(page):
        old = page[item.start : item.end]
        assert len(old) == len(item.text)
        assert all(a != b for a, b in zip(old, item.text, strict=True))


@given(st.text(alphabet="縣著於徵藉乾發实施，顯名《有調潛在單單位樊期衹", max_size=40))
def test_converting_twice_changes_no_more(line: str) -> None:
    once = converted(PAGE + line)
    assert converted(once) == once


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("著力解決、顯著實效、著名景區、本著原則", "着力解决、显著实效、著名景区、本着原则"),
        ("顯著力度、圍繞著目標、沿著道路、隨著發展", "显著力度、围绕着目标、沿着道路、随着发展"),
        ("專著、名著、論著、土著、原著、合著", "专著、名著、论著、土著、原著、合著"),
        ("著有《縣志》，著《縣志》，看著有人", "著有《县志》，著《县志》，看着有人"),
        ("領導幹部、乾隆年間、於都縣", "领导干部、乾隆年间、于都县"),
        ("若幹意見、幹擾、乾淨、乾坤、乾縣", "若干意见、干扰、干净、乾坤、乾县"),
        ("瞭望、慰藉、狼藉、角徵羽", "瞭望、慰藉、狼藉、角徵羽"),
        ("瞭解、藉助、徵求意見、土地徵收、徵調物資", "了解、借助、征求意见、土地征收、征调物资"),
        ("由於單位、對於潛在風險、位於潛江市、關於其一", "由于单位、对于潜在风险、位于潜江市、关于其一"),
        ("於潛鎮、樊於期", "於潜镇、樊於期"),
        ("濬縣、鹹陽市、范縣、瀋陽、鍾祥、咸陽", "浚县、咸阳市、范县、沈阳、钟祥、咸阳"),
        ("衹有、隻能、不只", "只有、只能、不只"),
        (
            "今後、皇後、裡面、裏面、聯繫、體係、恢復、答復、反覆",
            "今后、皇后、里面、里面、联系、体系、恢复、答复、反复",
        ),
        ("入口網站、程式最佳化", "入口网站、程式最佳化"),
    ],
)
def test_on_a_traditional_page(line: str, expected: str) -> None:
    assert on_page(line) == expected


@pytest.mark.parametrize(
    "text",
    [
        "取得显著实效，乾隆年间、乾坤、瞭望、慰藉、狼藉、角徵羽",
        "毕昇发明活字印刷，陈昇、李堃为负责人",
        "着力建立程序文件、核心指标、整合效能",
        "於潜镇、濬河",
        "",
        "GDP 2015-2020",
    ],
)
def test_a_simplified_page_keeps_its_stray_forms(text: str) -> None:
    assert not is_traditional(text)
    assert converted(text) == text


@pytest.mark.parametrize(
    ("plan", "traditional"),
    [("guangzhou", True), ("luohu", True), ("moushi", True), ("badong", False), ("daxing", False)],
)
def test_real_plans(plan: str, traditional: bool) -> None:
    text = (PLANS / f"{plan}.txt").read_text(encoding="utf-8")
    assert is_traditional(text) is traditional
    assert bool(find_traditional(text)) is traditional
    clean = converted(text)
    assert to_simplified(clean) == clean
    assert not is_traditional(clean)


def test_names_of_divisions_survive_a_site_that_converts_character_by_character() -> None:
    with (CORPUS / "regions.csv").open(encoding="utf-8", newline="") as file:
        names = sorted({row["name"] for row in csv.DictReader(file)})
    listed = "、".join(names)
    assert converted(PAGE * 400 + "".join(map(to_traditional, listed))).splitlines()[-1] == listed


def test_guangzhou_reads_right() -> None:
    clean = converted((PLANS / "guangzhou.txt").read_text(encoding="utf-8"))
    for phrase in ("取得显著实效", "着力加强财政专项资金", "立足于广州毗邻港澳", "征求意见", "领导干部", "行政复议"):
        assert phrase in clean
    assert "著" not in clean.replace("显著", "")
