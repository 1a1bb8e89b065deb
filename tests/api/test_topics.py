"""The topics offered for a comparison are words of the plans' own headings."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.topics import shared, topics_of
from index_build.build import build
from qa.encoder import HashEncoder
from qa.service import Service
from tests import small_corpus

_WORDS = [
    "健全",
    "完善",
    "规范",
    "性文件",
    "行政复议",
    "重大行政决策",
    "机制",
    "制度",
    "和",
    "，",
    "的",
    "工作",
    "\t",
    "甲",
]


@given(st.one_of(st.text(max_size=30), st.lists(st.sampled_from(_WORDS), max_size=8).map("".join)))
def test_every_topic_is_a_short_stretch_of_its_heading(heading: str) -> None:
    for topic in topics_of(heading):
        assert topic in heading
        assert 4 <= len(topic) <= 10
        assert not set(topic) & set("，、；\t 和与及")


@pytest.mark.parametrize(
    ("heading", "topics"),
    [
        ("健全重大行政决策机制", ["重大行政决策"]),
        ("完善规范性文件管理制度", ["规范性文件管理"]),
        ("加强行政复议和行政应诉工作", ["行政复议", "行政应诉"]),
        ("健全工作机制", []),
        ("保障措施", []),
    ],
)
def test_demands_and_means_are_left_out(heading: str, topics: list[str]) -> None:
    assert list(topics_of(heading)) == topics


def test_what_is_offered_stands_in_headings_of_two_plans_and_is_found(service: Service) -> None:
    offered = shared(service)
    headings = [[c.heading for c in service.clauses(plan.id)] for plan in service.plans()]
    assert 5 <= len(offered) == len(set(offered)) <= 12
    for topic in offered:
        assert sum(any(topic in heading for heading in own) for own in headings) >= 2
    for row in service.compare(offered).cells:
        assert sum(cell.kind == "answered" for cell in row) >= 2


def test_an_index_of_few_words_offers_few_topics(small_index: Path) -> None:
    assert shared(Service.open(small_index, HashEncoder())) == ["执法公示"]


def test_of_one_plan_its_own_are_offered(tmp_path: Path) -> None:
    corpus = small_corpus.write(tmp_path / "corpus")
    catalogue = corpus / "catalogue.toml"
    catalogue.write_text(catalogue.read_text(encoding="utf-8").split("\n\n")[0], encoding="utf-8")
    (corpus / f"{small_corpus.FUZHOU}.txt").unlink()
    build(corpus, tmp_path / "index", HashEncoder())
    service = Service.open(tmp_path / "index", HashEncoder())
    [plan] = service.plans()
    assert shared(service)
    for topic in shared(service):
        assert any(topic in clause.heading for clause in service.clauses(plan.id))
