"""The five packaged plans: their clause trees as they are known to be right, and counts taken from the sources.

Where a change of the trees is meant, rewrite them and read the difference: python -m tests.index_build.test_golden
"""

import json
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from index_build import catalogue
from index_build.catalogue import Entry
from index_build.read import Page, read_page, read_plan
from qa.records import Clause, PlanText
from qa.regions import Regions, read_csv

GOLDEN = Path(__file__).parents[1] / "golden"
NAMES = ("badong", "daxing", "guangzhou", "luohu", "moushi")
ANNOTATION = re.compile("[\u4e00-\u9fff][(（] ?[a-zà-ǜ]{1,6} ?[)）]")
SECTION = "[一二三四五六七八九十]"
Row = tuple[str, str, str, str, str, list[str], bool]


@cache
def entry(name: str) -> Entry:
    return next(e for e in catalogue.read(catalogue.packaged()) if e.path.stem == name)


@cache
def page(name: str) -> Page:
    return read_page(entry(name).data().decode(), regions())


@cache
def regions() -> Regions:
    return Regions(read_csv(catalogue.packaged() / "regions.csv"))


@cache
def plan(name: str) -> PlanText:
    found = entry(name)
    return read_plan(found.id, page(name), found.source, found.known, regions())


def row(clause: Clause) -> Row:
    named = [f"{unit.role}:{unit.name}" for unit in clause.units]
    return clause.id, clause.label, clause.heading, clause.text[:30], clause.text[-30:], named, clause.searchable


def rows(name: str) -> list[str]:
    """A clause a line, so that a difference shows the clause."""
    return [json.dumps(row(clause), ensure_ascii=False) for clause in plan(name).clauses]


def path(name: str) -> Path:
    return GOLDEN / f"{name}.json"


def numbers(name: str, under: tuple[str, ...], key: str = r"[0-9]+") -> list[str]:
    """The names of the labelled clauses below a path, in order; paragraphs of their own left out."""
    paths = [c.path for c in plan(name).clauses if c.path[: len(under)] == under and len(c.path) > len(under)]
    return [p[-1] for p in paths if re.fullmatch(key, p[-1])]


def in_brackets(*counts: str) -> list[str]:
    return [f"({count})" for text in counts for count in text.split()]


@pytest.mark.parametrize("name", NAMES)
def test_clause_tree(name: str) -> None:
    expected = [json.dumps(known, ensure_ascii=False) for known in json.loads(path(name).read_text(encoding="utf-8"))]
    assert rows(name) == expected


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_lost_and_nothing_stands_twice(name: str) -> None:
    text = plan(name)
    assert "\n".join(text.clean[slice(*c.span)] for c in text.clauses) == text.clean
    assert len({c.id for c in text.clauses}) == len(text.clauses)
    for clause in text.clauses:
        assert text.clean[slice(*clause.span)].endswith(clause.text)
        assert all(clause.text[slice(*u.span)] == u.name for u in clause.units)


@pytest.mark.parametrize("name", NAMES)
def test_the_raw_text_of_a_clause_can_be_reached(name: str) -> None:
    text = plan(name)
    spans = [c.raw_span for c in text.clauses]
    assert all(0 <= start < end <= len(text.raw) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    if name in ("badong", "daxing"):  # their characters are as they came, but for width
        for clause in text.clauses:
            raw, clean = text.raw[slice(*clause.raw_span)], text.clean[slice(*clause.span)]
            assert re.findall("[\u4e00-\u9fff]", raw) == re.findall("[\u4e00-\u9fff]", clean)


def test_badong_units_as_its_brackets_count_them() -> None:
    clauses = plan("badong").clauses
    assert sum(any(u.role == "lead" for u in c.units) for c in clauses) == 65
    assert sum(any(u.role == "responsible" for u in c.units) for c in clauses) == 11
    assert not any(u.role == "support" for c in clauses for u in c.units)
    raw = plan("badong").raw
    assert (raw.count("牵头单位:"), raw.count("责任单位:")) == (65, 11)


@pytest.mark.parametrize(("name", "named"), [("daxing", 0), ("guangzhou", 0), ("luohu", 1), ("moushi", 0)])
def test_plans_that_charge_hardly_anybody_name_hardly_any_unit(name: str, named: int) -> None:
    units = [u for c in plan(name).clauses for u in c.units]
    assert len(units) == named
    assert all(u.name == "区法治政府建设领导小组" for u in units)


def test_badong_numbers() -> None:
    assert numbers("badong", ("二",)) == [str(n) for n in range(1, 41)]
    assert numbers("badong", (), SECTION) == ["一", "二", "三"]
    assert numbers("badong", ("二",), r"\(.+\)") == in_brackets("一 二 三 四 五 六 七")
    assert numbers("badong", ("三",), r"\(.+\)") == in_brackets("一 二 三 四 五")


def test_the_last_paragraph_of_badong_closes_its_section() -> None:
    last = plan("badong").clauses[-1]
    assert (last.path, last.units) == (("三", "p1"), ())


def test_daxing_numbers() -> None:
    assert numbers("daxing", ("二",)) == [str(n) for n in range(1, 44)]
    assert numbers("daxing", ("一",), r"\(.+\)") == in_brackets("一 二 三")
    assert numbers("daxing", ("二",), r"\(.+\)") == in_brackets("一 二 三 四 五 六 七 八 九 十")


def test_guangzhou_numbers() -> None:
    assert numbers("guangzhou", ("三",), "目标") == ["目标"] * 8
    assert numbers("guangzhou", ("三",), r"\(.+\)") == in_brackets("一 二 三 四 五 六 七 八")
    assert [len(numbers("guangzhou", ("三", section))) for section in in_brackets("一 二 三 四 五 六 七 八")] == [
        *(6, 4, 4, 4, 4, 4, 3, 5)
    ]
    assert numbers("guangzhou", ("四",), r"\(.+\)") == in_brackets("一 二 三")
    assert all(c.searchable for c in plan("guangzhou").clauses if c.path[-1] == "目标")


def test_luohu_numbers() -> None:
    assert numbers("luohu", (), SECTION) == ["一", "二", "三", "六"]
    assert numbers("luohu", ("三",), r"\(.+\)") == in_brackets("一 二 三 四 五 六 七 八 九 十 十一")
    assert numbers("luohu", ("六",), r"\(.+\)") == in_brackets("一 二 三")
    for section in in_brackets("一 二 三 四 五 六 七 八 九 十 十一"):
        found = numbers("luohu", ("三", section))
        assert found == [str(n) for n in range(1, len(found) + 1)]


def test_moushi_numbers() -> None:
    expected = in_brackets("一 二 三 四 五 六 七 八 九 十", "十一 十二 十三 十四 十五 十六 十七 十八 十九 二十 二十一")
    assert numbers("moushi", (), r"\(.+\)") == expected
    assert numbers("moushi", (), SECTION) == ["一", "二", "三", "四", "五", "六"]


FURNITURE = [
    "版权",
    "ICP",
    "当前位置",
    "發布",
    "发布时间",
    "分享到",
    "扫一扫",
    "比分直播",
    "娱乐城",
    "来源于网友",
    "相关新闻",
    "印发给你们",
]


@pytest.mark.parametrize("name", NAMES)
def test_no_furniture_and_no_annotation_is_left(name: str) -> None:
    text = plan(name)
    assert [word for word in FURNITURE if word in text.clean] == []
    flagged = [r.span for r in text.repairs if r.raw == r.repaired]
    left = [m.span() for m in ANNOTATION.finditer(text.clean)]
    assert all(any(start < high and low < end for start, end in flagged) for low, high in left)
    assert not re.search("[\ue000-\uf8ff\u3000\u00a0\u200b\t]", text.clean)


@pytest.mark.parametrize(
    ("name", "head", "tail"),
    [("badong", 7, 2), ("daxing", 6, 0), ("guangzhou", 15, 5), ("luohu", 0, 0), ("moushi", 4, 0)],
)
def test_every_line_is_read_or_dropped_with_a_reason(name: str, head: int, tail: int) -> None:
    text = plan(name)
    body = text.clauses[0].raw_span[0], text.clauses[-1].raw_span[1]
    lines = [text.raw[: body[0]], text.raw[body[1] :]]
    assert [sum(bool(line.strip()) for line in part.split("\n")) for part in lines] == [head, tail]
    assert len(text.dropped) == head + tail
    assert all(d.reason and text.raw.split("\n")[d.number - 1].strip() == d.line.strip() for d in text.dropped)


@pytest.mark.parametrize("name", NAMES)
def test_what_a_page_says_of_itself_is_what_the_catalogue_knows(name: str) -> None:
    known, inferred = entry(name).known, entry(name).known.get("inferred", ())
    stated = {k: tuple(v) if isinstance(v, list) else v for k, v in known.items() if k not in ("inferred", *inferred)}
    assert page(name).identity.known() == stated


def main() -> None:
    """Rewrite the golden trees."""
    for name in NAMES:
        path(name).write_text("[\n" + ",\n".join(rows(name)) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
