"""Evaluations in words, from outcomes made by hand."""

from dataclasses import replace

from api import score_text
from qa.evaluate.cases import Case
from qa.evaluate.compare import compare
from qa.evaluate.metrics import evaluation
from qa.evaluate.outcome import Cited, Outcome, Run

CASE = Case("a", "fact", "问？", "answered", ("p/1",), (), "440303")
HIT = Outcome(CASE, "answered", ("p/1",), ("440303",), (), (Cited("p/1", "440303", True, ()),), 0.95, 0.25)
MISS = replace(HIT, case=replace(CASE, id="b", kind="自定"), ranking=("p/2",), citations=(), confidence=0.15)


def test_every_figure_has_a_chinese_name():
    told = score_text.markdown({"x": evaluation(Run(100, (HIT, MISS)))}).split("\n\n")[0]
    names = [line.split(" | ")[0] for line in told.splitlines()[2:]]
    assert len(names) > 10
    assert all(any("一" <= letter <= "龥" for letter in name) for name in names)


def test_sets_that_differ_share_their_rows_in_order():
    sets = {"one": evaluation(Run(10, (HIT,))), "two": evaluation(Run(10, (HIT, MISS)))}
    figures, kinds, bins = score_text.markdown(sets).split("\n\n")
    assert "| right clause first 第一条就是正确条款 | 100.0% (20.7–100.0%; 1) | 50.0% (9.5–90.5%; 2) |" in figures
    assert kinds.splitlines()[2:] == [
        "| fact 问事实 | 100.0% (20.7–100.0%; 1) | 100.0% (20.7–100.0%; 1) |",
        "| 自定 | – | 0.0% (0.0–79.3%; 1) |",
    ]
    assert bins.splitlines()[2:] == [
        "| 0.1–0.2 | – | 0.15 → 0.0% (0.0–79.3%; 1) |",
        "| 0.9–1.0 | 0.95 → 100.0% (20.7–100.0%; 1) | 0.95 → 100.0% (20.7–100.0%; 1) |",
        "| Brier | 0.003 | 0.013 |",
        "| ECE | 0.050 | 0.100 |",
    ]


def test_a_comparison_says_what_was_and_what_is():
    worse = replace(HIT, verdict="plan_silent", ranking=(), seconds=0.5)
    told = list(score_text.differences(compare(Run(10, (HIT,)), Run(10, (worse,)))))
    assert told[0] == "\n与保存的记录相比，有1题变化："
    assert told[1:4] == ["a 问？", "    变差  结论：answered → plan_silent", "    变差  首个正确条款的名次：1 → 无"]
    assert " 100.0% →   0.0%（-100.00，p 1.000）第一条就是正确条款（right clause first）" in told
    assert "每题用时中位数（秒）：0.250 → 0.500" in told
    unpaired = compare(Run(10, (HIT,)), Run(10, (replace(HIT, citations=HIT.citations * 2),)))
    assert " 100.0% → 100.0%（+0.00，p –）引用逐字且出自正确条款（citation accuracy）" in list(
        score_text.differences(unpaired)
    )
