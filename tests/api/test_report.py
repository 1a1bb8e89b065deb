"""The report: laws over the packaged plans and over odd ones, read back with a parser of its own."""

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from api.report import render
from index_build import catalogue
from index_build.read import read_page, read_plan
from qa.records import Clause, Deadline, Dropped, Plan, PlanText, Reading, Reference, Repair, Target, Unit
from qa.regions import Regions, read_csv

PLANS = ["badong", "daxing", "guangzhou", "luohu", "moushi"]
NASTY = "</style></title><script>alert(1)</script><!-- \"'&amp;"


@cache
def plan(stem: str) -> PlanText:
    raw = (catalogue.packaged() / "plans" / f"{stem}.txt").read_text(encoding="utf-8-sig")
    regions = Regions(read_csv(catalogue.packaged() / "regions.csv"))
    return read_plan(stem, read_page(raw, regions), f"{stem}.txt", {}, regions)


@cache
def page(stem: str) -> html.HtmlElement:
    return html.document_fromstring(render(plan(stem)))


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def lines(report: html.HtmlElement) -> list[tuple[int, str]]:
    """The raw lines on the left as (number, text), pieces of one line joined; reasons left out."""
    found: list[tuple[int, str]] = []
    for column in report.find_class("raw"):
        number = int(column.get("start"))
        for item in column.iterchildren("li"):
            text = "".join(item.xpath(".//text()[not(ancestor::small)]"))
            if item.get("class") == "begun":
                number = found[-1][0]
                found[-1] = (number, found[-1][1] + text)
            else:
                found.append((number, text))
            number += 1
    return found


def shown(article: html.HtmlElement) -> str:
    words = article.xpath(".//*[@class='heading'] | .//p[@class='t'] | .//tr[@class='t']")
    return bare("".join(part.text_content() for part in words))


@pytest.mark.parametrize("stem", PLANS)
def test_every_raw_line_stands_once_and_in_order(stem: str) -> None:
    raw = plan(stem).raw.removesuffix("\n")
    assert [(n, bare(text)) for n, text in lines(page(stem))] == [
        (n, bare(line)) for n, line in enumerate(raw.split("\n"), 1)
    ]


@pytest.mark.parametrize("stem", PLANS)
def test_every_clause_stands_once_and_in_order(stem: str) -> None:
    articles = page(stem).xpath("//article")
    assert [shown(article) for article in articles] == [bare(clause.text) for clause in plan(stem).clauses]
    labels = [bare(article.find_class("label")[0].text_content()) for article in articles]
    assert labels == [bare(clause.label) for clause in plan(stem).clauses]


@pytest.mark.parametrize("stem", PLANS)
def test_every_repair_is_counted_above_and_listed_below(stem: str) -> None:
    listed = [int(times) for times in page(stem).xpath("//section[@aria-labelledby='notes']//data/@value")]
    counted = page(stem).xpath("//section[@aria-labelledby='counts']//tbody//td/text()")
    assert sum(listed) == sum(int(n.replace(",", "")) for n in counted) == len(plan(stem).repairs)


@pytest.mark.parametrize("stem", PLANS)
def test_every_dropped_line_is_struck_and_has_its_reason(stem: str) -> None:
    struck = page(stem).xpath("//ol[@class='raw']//s")
    assert [(bare(s.text_content()), s.getnext().text_content()) for s in struck] == [
        (bare(d.line), d.reason) for d in plan(stem).dropped
    ]


@pytest.mark.parametrize("stem", PLANS)
def test_links_lead_somewhere_and_nothing_is_fetched_or_run(stem: str) -> None:
    report = page(stem)
    ids = report.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {f"#{i}" for i in ids} >= set(report.xpath("//a/@href"))
    assert report.xpath("//script | //link | //img | //iframe | //@src | //@onclick") == []
    assert "url(" not in report.xpath("string(//style)")
    assert report.get("lang") == "zh-CN"


@pytest.mark.parametrize("stem", PLANS)
def test_headings_go_down_one_step_at_a_time(stem: str) -> None:
    depths = [int(e.tag[1]) for e in page(stem).iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert depths[0] == 1
    assert depths.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(depths))


def test_marks_say_what_was_there_before_and_a_doubt_says_it_was_left() -> None:
    flag = next(r for r in plan("luohu").repairs if r.raw == r.repaired)
    doubts = page("luohu").xpath("//article//a[@class='doubt']")
    assert [doubt.get("title").startswith(f"存疑未改：{flag.raw}") for doubt in doubts] == [True]
    note = page("luohu").get_element_by_id(doubts[0].get("href")[1:])
    assert flag.raw in note.text_content()
    assert "未改" in note.text_content()
    mended = page("luohu").xpath("//article//a[@class='mended'] | //article//mark[@class='mended']")
    assert all(" → " in mark.get("title") for mark in mended)
    assert len(mended) > 500


def test_the_damaged_plan_stays_small() -> None:
    assert len(render(plan("luohu")).encode()) < 1_500_000


def made(raw: str, **fields: object) -> PlanText:
    """A plan of one clause a line, read by nobody."""
    clauses, start = [], 0
    for n, line in enumerate(raw.split("\n")):
        span = (start, start + len(line))
        clauses.append(Clause(f"x/{n}", "x", n, (str(n),), (), 1, "", "", line, (), (), (), span, span))
        start += len(line) + 1
    facts = Plan("x", "某规划", None, None, None, None, None, None, "规划", "x.txt")
    return replace(PlanText(facts, raw, raw, tuple(clauses), (), (), ()), **fields)


def test_markup_in_a_document_stays_text() -> None:
    text = made(NASTY)
    clause = replace(text.clauses[0], label=NASTY, units=(Unit("lead", NASTY, (0, len(NASTY))),), id=NASTY)
    repairs = [Repair(stage, NASTY[:9], NASTY, NASTY, 0.9, (0, 9), (0, 9)) for stage in ("pinyin", "decode", NASTY)]
    text = replace(
        text,
        plan=replace(text.plan, title=NASTY, issuer=NASTY, source=NASTY, id=NASTY),
        clauses=(clause,),
        repairs=tuple(repairs),
        dropped=(Dropped(NASTY, NASTY, 1),),
        checks=(f"{NASTY}：{NASTY}", NASTY),
        readings=(Reading("issuer", NASTY, NASTY, 1, 0.5),),
    )
    report = html.document_fromstring(render(text))
    assert report.xpath("//script | //comment()") == []
    assert len(report.xpath("//style")) == 1
    assert report.xpath("string(//h1)") == NASTY
    assert [line for _, line in lines(report)] == [NASTY]
    assert report.text_content().count("<script>alert(1)</script>") > 12


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t 、。<&"), min_size=1), st.data())
def test_laws_hold_for_any_text_and_any_repairs(raw: str, data: st.DataObject) -> None:
    places = st.integers(0, len(raw))
    spans = data.draw(st.lists(st.tuples(places, places).map(sorted).map(tuple), max_size=8))
    stages = st.sampled_from(["decode", "pinyin", "traditional", "width", "byteshift"])
    repairs = tuple(Repair(data.draw(stages), raw[a:b], "", "理由", 0.9, (a, b), (a, b)) for a, b in spans)
    text = made(raw, repairs=repairs)
    report = html.document_fromstring(render(text))
    assert bare("".join(line for _, line in lines(report))) == bare(raw)
    assert [shown(article) for article in report.xpath("//article")] == [bare(c.text) for c in text.clauses]
    assert sum(map(int, report.xpath("//section[@aria-labelledby='notes']//data/@value"))) == len(repairs)


def test_a_line_of_two_clauses_is_shown_in_two_parts() -> None:
    text = made("甲。乙。\n丙。")
    whole, last = text.clauses
    first = replace(whole, text="甲。", span=(0, 2), raw_span=(0, 2))
    second = replace(whole, id="x/b", text="乙。", span=(2, 4), raw_span=(2, 4))
    clauses = tuple(replace(c, ordinal=n) for n, c in enumerate((first, second, last)))
    report = html.document_fromstring(render(replace(text, clauses=clauses)))
    assert lines(report) == [(1, "甲。乙。"), (2, "丙。")]
    assert [len(column) for column in report.find_class("raw")] == [1, 1, 1]


def test_what_no_clause_holds_is_told_apart_from_what_was_dropped() -> None:
    text = made("导航\n正文。\n多余")
    report = html.document_fromstring(
        render(replace(text, clauses=text.clauses[1:2], dropped=(Dropped("导航", "导航", 1),)))
    )
    assert [why.text_content() for why in report.find_class("why")] == ["略去：导航", "未归入任何条款"]


def test_table_rows_are_tables_under_their_header() -> None:
    text = made("序号\t任务\t牵头单位\n1\t制定目录\t县水利局")
    head, row = text.clauses
    row = replace(row, trail=("分工", head.text), units=(Unit("lead", "县水利局", (7, 11)),))
    report = html.document_fromstring(render(replace(text, clauses=(head, row))))
    table = report.get_element_by_id("c1").find(".//table")
    assert [(th.text, th.get("scope")) for th in table.iter("th")] == [(t, "col") for t in ("序号", "任务", "牵头单位")]
    assert [td.text_content() for td in table.iter("td")] == ["1", "制定目录", "县水利局"]
    assert table.xpath(".//span[@class='lead']/@title") == ["牵头单位"]


def test_units_deadlines_and_targets_are_named_and_marked() -> None:
    text = made("县气象局等2017年底前培训不少于60学时")
    clause = replace(
        text.clauses[0],
        units=(Unit("support", "县气象局", (0, 4), others=True),),
        deadlines=(Deadline("2017年底前", (5, 12), "2017-12-31"),),
        targets=(Target("不少于60学时", (14, 21), 60.0, "学时", "at_least"),),
    )
    report = html.document_fromstring(render(replace(text, clauses=(clause,))))
    marked = report.xpath("//p[@class='t']//span")
    assert [(m.get("class"), m.text) for m in marked] == [
        ("support", "县气象局"), ("deadline", "2017年底前"), ("target", "不少于60学时"),
    ]  # fmt: skip
    told = [div.text_content().strip() for div in report.xpath("//dl[@class='found']/div")]
    assert told == ["配合单位县气象局等", "时限2017年底前（至2017-12-31）", "指标不少于60学时（不少于60学时）"]


def test_identification_shows_the_words_it_was_read_from() -> None:
    text = made("某县文件\n某政发〔2016〕3号")
    reference = Reference("法治政府建设实施纲要", None)
    known = replace(
        text.plan, document_number="某政发〔2016〕3号", issuer="某县政府", inferred=("kind",), implements=(reference,)
    )
    readings = (
        Reading("document_number", "某政发〔2016〕3号", "某政发〔2016〕3号", 2, 1.0),
        Reading("issuer", "某县", "某县文件", 1, 0.6),
        Reading("implements", "《法治政府建设实施纲要》", "依据《法治政府建设实施纲要》", 0, 0.999),
    )
    report = html.document_fromstring(render(replace(text, plan=known, readings=readings)))
    rows = {
        row[0].text: [cell.text_content() for cell in row] for row in report.xpath("//table[@class='identity']//tr")
    }
    assert "第2行" in rows["文号"][2]
    assert rows["文号"][1:4:2] == ["某政发〔2016〕3号", "100%"]
    assert rows["发文机关"][1] == "某县政府 目录"
    assert "读作“某县”" in rows["发文机关"][2]
    assert rows["文件种类"][1] == "规划 推断"
    assert rows["成文日期"][1] == "未写明"
    assert rows["贯彻落实的文件"][3] == "99%"
    assert report.get_element_by_id("L2").text == "某政发〔2016〕3号"


def test_checks_link_to_their_clauses() -> None:
    report = html.document_fromstring(render(made("甲\n乙", checks=("x/1：编号由1跳到3", "编码是猜的"))))
    first, second = report.find_class("checks")[0]
    assert first.xpath(".//a/@href") == ["#c1"]
    assert first.text_content().strip() == "乙：编号由1跳到3"
    assert second.text_content().strip() == "编码是猜的"


def test_control_characters_are_shown_as_pictures() -> None:
    report = html.document_fromstring(render(made("甲\x00\x0b乙\ud800")))
    assert lines(report) == [(1, "甲␀␋乙\ufffd")]


def test_a_document_of_very_many_lines_is_rendered() -> None:
    raw = "略去这行\n" * 49_999 + "正文。"
    text = made("")
    end = len(raw)
    clause = replace(text.clauses[0], text="正文。", span=(0, 3), raw_span=(end - 3, end))
    dropped = tuple(Dropped("略去这行", "导航", n) for n in range(1, 50_000))
    report = render(replace(text, raw=raw, clean="正文。", clauses=(clause,), dropped=dropped))
    assert report.count("<li><s ") == 49_999


def test_a_long_outline_stops_at_a_higher_level() -> None:
    text = made("\n".join(["总"] + ["细"] * 3000))
    clauses = (text.clauses[0], *(replace(c, level=2, path=("0", str(c.ordinal))) for c in text.clauses[1:]))
    report = html.document_fromstring(render(replace(text, clauses=clauses)))
    assert report.xpath("//nav//a/@href") == ["#c0"]
    assert len(report.xpath("//article")) == 3001
