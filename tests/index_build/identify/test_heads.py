"""Heads of invented documents, from the State Council to a township: every field, and the laws of reading them."""

import random
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index_build import catalogue
from index_build.aligned import Aligned
from index_build.identify import frontmatter
from index_build.identify.boilerplate import furniture
from index_build.identify.identity import Identity, identify
from index_build.repair.chain import repair
from qa.records import Reference
from qa.regions import Regions, read_csv
from qa.text import fold

REGIONS = Regions(read_csv(catalogue.packaged() / "regions.csv"))
REGIONS.mentions("")  # loads the dictionary, outside the laws' deadlines
HEADS = tomllib.loads((Path(__file__).parent / "heads.toml").read_text(encoding="utf-8"))["head"]
BODY = ["一、总体要求", "坚持统筹推进，加强领导。", "（一）健全机制。建立台账。", "二、保障措施", "落实责任。"]
CHROME = ["首页 > 政务公开 > 正文", "【字体：大 中 小】", "打印 关闭", "分享到：", "信息索引：0001", "", "浏览次数：12"]
LINES = st.sampled_from([line for head in HEADS for line in head["text"].strip("\n").split("\n")])
pages = st.lists(LINES | st.text(max_size=20) | st.sampled_from(CHROME), max_size=25)
named = pytest.mark.parametrize("head", HEADS, ids=lambda head: head["name"])


def clean(lines: list[str]) -> list[str]:
    return repair(Aligned.of("\n".join(lines))).text.split("\n")


def lines_of(head: dict[str, Any]) -> list[str]:
    return clean([*head["text"].strip("\n").split("\n"), *(BODY if head.get("body") else [])])


def read(lines: list[str], metadata: dict[str, str]) -> Identity:
    aside = furniture(lines)
    return identify(lines, aside, frontmatter.find(lines, aside, metadata), REGIONS, metadata)


def expected(head: dict[str, Any]) -> Identity:
    fields = {k: v for k, v in head.items() if k not in ("name", "text", "body", "metadata", "implements", "years")}
    references = (entry.split("|") for entry in head.get("implements", ()))
    years = head.get("years")
    return Identity(
        **fields,
        years=(years[0], years[1]) if years else None,
        implements=tuple(Reference(title, number or None) for title, number in references),
    )


def fields(identity: Identity) -> dict[str, object]:
    return {k: v for k, v in vars(identity).items() if k != "readings"}


def bare(text: str) -> str:
    """Without the spaces and book-title marks that a title is cited without."""
    return "".join(text.replace("《", "").split())


@named
def test_every_field_of_a_head(head: dict[str, Any]) -> None:
    assert fields(read(lines_of(head), head.get("metadata", {}))) == fields(expected(head))


@named
def test_every_field_has_its_words_where_they_stand(head: dict[str, Any]) -> None:
    lines, metadata = lines_of(head), head.get("metadata", {})
    found = read(lines, metadata)
    readings = {reading.field: reading for reading in found.readings}
    stated = {k for k, v in fields(found).items() if v not in (None, ())}
    # A kind that no word states is none that was read.
    assert set(readings) | ({"kind"} if found.kind == Identity().kind else set()) == stated
    for reading in found.readings:
        source = "\n".join(lines[reading.line - 1 :]) if reading.line else "\n".join(metadata.values())
        first = reading.quote[:4] if reading.line else reading.quote.partition("：")[2]
        assert bare(first) in bare(source)
        assert 0 < reading.confidence <= 1


@named
def test_what_a_site_sets_around_a_document_changes_nothing(head: dict[str, Any]) -> None:
    shuffled = random.Random(head["name"]).sample(CHROME, len(CHROME))
    page = clean([*shuffled, *lines_of(head), *shuffled])
    assert fields(read(page, head.get("metadata", {}))) == fields(expected(head))


@named
def test_no_clause_is_taken_for_front_matter(head: dict[str, Any]) -> None:
    lines = lines_of(head)
    aside = furniture(lines)
    body = [lines[i] for i in frontmatter.find(lines, aside, head.get("metadata", {})).body]
    assert not head.get("body") or body[-len(BODY) :] == clean(BODY)


@named
def test_a_body_read_again_has_no_head(head: dict[str, Any]) -> None:
    lines = lines_of(head)
    aside = furniture(lines)
    body = [lines[i] for i in frontmatter.find(lines, aside, head.get("metadata", {})).body]
    again = frontmatter.find(body, {})
    assert (again.heading, dict(again.dropped)) == (None, {})


def test_a_title_that_begins_with_any_division_is_found() -> None:
    for region in read_csv(catalogue.packaged() / "regions.csv"):
        title = f"{region.name}法治政府建设实施方案"
        for above in ([], ["某政发〔2021〕5号"], [f"{region.name}人民政府关于印发《{title}》的通知", "2021年3月4日"]):
            found = frontmatter.find([*above, title, "为推进法治，制定本方案。", *BODY], {})
            assert found.heading == title
            assert len(found.dropped) == len(above) + 1


@settings(max_examples=150, deadline=None)
@given(pages, st.dictionaries(st.sampled_from(["标题", "文号", "发布机构", "成文日期", "来源"]), LINES, max_size=3))
def test_any_lines_are_survived_and_nothing_is_made_up(raw: list[str], metadata: dict[str, str]) -> None:
    lines = clean(raw)
    found = read(lines, metadata)
    said = "".join(fold("".join([*lines, *metadata.values()])).split())
    if found.document_number:
        assert "".join(fold(found.document_number).split()) in said
    region = REGIONS.get(found.region) if found.region else None
    assert region is None or any(fold(name) in said for name in (region.name, *region.aliases))
    assert all(0 <= reading.line <= len(lines) for reading in found.readings)


@given(st.lists(st.sampled_from(CHROME)))
def test_a_page_of_chrome_alone_says_nothing(lines: list[str]) -> None:
    assert fields(read(clean(lines), {})) == fields(Identity())
