"""Files added to an index that is there."""

from pathlib import Path

import pytest
from small_corpus import FUZHOU, NANJING, rows, write

from index_build.add import add
from index_build.build import build
from qa import index
from qa.encoder import HashEncoder
from qa.errors import IndexUnavailable
from qa.service import Service
from tests.index_build.extract import paper

ENCODER = HashEncoder()
TEXT = "巴东县水利规划（2016—2020年）\n\n一、总体要求\n\n加强领导，落实责任，扎实推进各项工作。\n"


class CountingEncoder(HashEncoder):
    """Counts the passages that it is asked to encode."""

    encoded = 0

    def encode_passages(self, texts, progress=None):  # type: ignore[no-untyped-def]
        self.encoded += len(texts)
        return super().encode_passages(texts, progress)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    build(write(tmp_path / "corpus"), tmp_path / "index", ENCODER)
    return tmp_path / "index"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "new"
    folder.mkdir()
    (folder / "甲.txt").write_text(TEXT, encoding="utf-8")
    return folder


def plans(root: Path) -> dict[str, str]:
    opened = index.open_index(root, ENCODER)
    return {plan: opened.store.plan_text(plan).raw for plan in opened.store.plans}


def test_what_is_added_is_found_and_nothing_else_is_embedded_again(root: Path, folder: Path) -> None:
    before = index.open_index(root, ENCODER)
    encoder = CountingEncoder()
    _, outcomes = add([folder], root, encoder)
    assert [(o.name, o.plan) for o in outcomes] == [("甲.txt", "422823-2016")]
    after = index.open_index(root, ENCODER)
    assert set(after.store.plans) == {NANJING, FUZHOU, "422823-2016"}
    new = len(after.vectors) - len(before.vectors)
    assert encoder.encoded == new > 0
    for plan in before.store.plans:
        for row, same in zip(rows(after, plan), rows(before, plan), strict=True):
            assert (after.vectors.row(row) == before.vectors.row(same)).all()


def test_a_rebuild_keeps_what_was_added(root: Path, folder: Path, tmp_path: Path) -> None:
    add([folder], root, ENCODER)
    (folder / "甲.txt").unlink()
    build(tmp_path / "corpus", root, ENCODER)
    assert plans(root)["422823-2016"] == TEXT
    add([tmp_path / "corpus" / f"{NANJING}.txt"], root, ENCODER)
    assert set(plans(root)) == {NANJING, FUZHOU, "422823-2016"}


def test_the_same_text_is_not_taken_twice_and_another_of_the_same_name_is(root: Path, folder: Path) -> None:
    (folder / "乙.txt").write_text(TEXT + "\n", encoding="utf-8")
    (folder / "丙.txt").write_text(TEXT.replace("领导", "组织"), encoding="utf-8")
    _, outcomes = add([folder], root, ENCODER)
    assert [(o.name, o.plan) for o in outcomes] == [
        ("丙.txt", "422823-2016"),
        ("乙.txt", "422823-2016-2"),
        ("甲.txt", "422823-2016-2"),
    ]
    assert "未重复收录" in outcomes[2].note
    generation = index.generation(root)
    add([folder], root, ENCODER)
    assert index.generation(root) == generation


def test_a_file_of_the_same_name_takes_the_place_of_the_one_before(root: Path, folder: Path) -> None:
    add([folder], root, ENCODER)
    (folder / "甲.txt").write_text(TEXT + "\n二、保障措施\n\n强化监督。\n", encoding="utf-8")
    _, (outcome,) = add([folder], root, ENCODER)
    assert (outcome.plan, "替换" in outcome.note) == ("422823-2016", True)
    assert "强化监督" in plans(root)["422823-2016"]
    assert len(plans(root)) == 3


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(root: Path, folder: Path) -> None:
    (folder / "坏.pdf").write_bytes(b"%PDF-1.7 \x00\x01")
    (folder / "空.txt").write_bytes(b"")
    _, outcomes = add([folder, folder / "none.docx"], root, ENCODER)
    assert {o.name: o.plan for o in outcomes} == {
        "坏.pdf": None,
        "甲.txt": "422823-2016",
        "空.txt": None,
        "none.docx": None,
    }
    assert all(o.note for o in outcomes if o.plan is None)
    assert "422823-2016" in plans(root)


def test_where_nothing_can_be_read_the_index_stays(root: Path, tmp_path: Path) -> None:
    generation = index.generation(root)
    folder, (outcome,) = add([tmp_path / "none.txt"], root, ENCODER)
    assert (folder, outcome.plan) == (generation, None)
    assert index.generation(root) == generation


def test_a_catalogue_beside_the_files_is_believed(root: Path, tmp_path: Path) -> None:
    corpus = write(tmp_path / "other")
    listing = corpus / "catalogue.toml"
    listing.write_text(listing.read_text(encoding="utf-8").replace(NANJING, "nanjing"), encoding="utf-8")
    (corpus / f"{NANJING}.txt").rename(corpus / "nanjing.txt")
    _, outcomes = add([corpus], root, ENCODER)
    assert [o.plan for o in outcomes] == [FUZHOU, NANJING]  # the same texts: known already
    assert all(o.note for o in outcomes)


def test_a_clause_of_a_pdf_says_on_which_page_it_stands(root: Path, tmp_path: Path) -> None:
    paragraphs = [
        "巴东县水利规划（2016—2020年）",
        "一、总体要求",
        "加强领导，落实责任。" * 60,
        "二、保障措施",
        "强化监督。",
    ]
    (tmp_path / "plan.pdf").write_bytes(paper.pdf(paper.typeset(paragraphs, paper.Style(lines=12))))
    add([tmp_path / "plan.pdf"], root, ENCODER)
    service = Service.open(root, ENCODER)
    assert [service.clause(f"422823-2016/{path}").place for path in ("1", "2")] == ["第1页", "第3页"]
    assert service.clause(f"{NANJING}/1.1").place is None


def test_without_an_index_it_is_said_which_command_makes_one(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailable, match="planqa index"):
        add([folder], tmp_path / "nothing", ENCODER)
