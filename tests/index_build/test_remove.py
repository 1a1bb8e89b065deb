"""Plans taken out of an index, and files put in the place of one."""

import shutil
from pathlib import Path

import pytest
from small_corpus import FUZHOU, NANJING, rows, write

from index_build import originals
from index_build.add import add, add_new, put
from index_build.build import build
from index_build.remove import remove
from index_build.sources import Source
from qa import index
from qa.encoder import HashEncoder
from qa.errors import BadPlan, InvalidRequest, NotFound
from qa.service import Service

BADONG = "422823-2016"
TEXT = "巴东县水利规划（2016—2020年）\n\n一、总体要求\n\n加强领导，落实责任，扎实推进各项工作。\n"


class CountingEncoder(HashEncoder):
    """Keeps the passages that it is asked to encode."""

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode_passages(self, texts, progress=None):  # type: ignore[no-untyped-def]
        self.encoded += texts
        return super().encode_passages(texts, progress)


ENCODER = HashEncoder()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("removing") / "corpus")


@pytest.fixture(scope="module")
def built(corpus: Path) -> Path:
    """Two plans of a corpus and one that was added."""
    build(corpus, corpus.parent / "index", ENCODER)
    (corpus.parent / "甲.txt").write_text(TEXT, encoding="utf-8")
    add([corpus.parent / "甲.txt"], corpus.parent / "index", ENCODER)
    return corpus.parent / "index"


@pytest.fixture
def root(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "index"))


def plans(root: Path) -> dict[str, str]:
    opened = index.open_index(root, ENCODER)
    return {plan: opened.store.plan_text(plan).raw for plan in opened.store.plans}


def replaced(root: Path, plan: str, text: str, encoder: HashEncoder = ENCODER, **known: object) -> str:
    source = Source("另一个名字.txt", text.encode(), {**known, "id": plan})
    _, outcome = put(source, root, encoder, lambda *_: None, lambda *_: None)
    assert outcome.plan == plan
    return outcome.note


def test_the_others_stay_as_they_were_and_nothing_is_embedded(root: Path) -> None:
    before, vectors = plans(root), index.open_index(root, ENCODER)
    encoder = CountingEncoder()
    folder, (outcome,) = remove([NANJING], root, encoder)
    assert (outcome.plan, folder) == (NANJING, index.generation(root))
    assert encoder.encoded == []
    assert plans(root) == {plan: raw for plan, raw in before.items() if plan != NANJING}
    after = index.open_index(root, ENCODER)
    for plan in after.store.plans:
        for row, same in zip(rows(after, plan), rows(vectors, plan), strict=True):
            assert (after.vectors.row(row) == vectors.vectors.row(same)).all()
    found = Service.open(root, ENCODER).search("执法公示制度", 100).hits
    assert {hit.plan.id for hit in found} <= {FUZHOU, BADONG}


def test_an_added_plan_is_gone_for_good_and_one_of_the_corpus_until_a_rebuild(root: Path, corpus: Path) -> None:
    _, (added, listed) = remove([BADONG, NANJING], root, ENCODER)
    assert "重建" not in added.note
    assert "重建" in listed.note
    assert originals.carried(root) == ()
    build(corpus, root, ENCODER)
    assert set(plans(root)) == {NANJING, FUZHOU}


def test_the_last_plan_stays(root: Path) -> None:
    remove([BADONG, NANJING], root, ENCODER)
    generation = index.generation(root)
    with pytest.raises(InvalidRequest, match="最后一份"):
        remove([FUZHOU], root, ENCODER)
    assert index.generation(root) == generation
    assert set(plans(root)) == {FUZHOU}


def test_all_or_none_are_removed(root: Path) -> None:
    generation = index.generation(root)
    with pytest.raises(NotFound, match="nothing"):
        remove([NANJING, "nothing"], root, ENCODER)
    assert index.generation(root) == generation


def test_a_file_takes_the_place_of_a_plan_under_its_id(root: Path, corpus: Path) -> None:
    encoder = CountingEncoder()
    longer = TEXT + "\n二、保障措施\n\n强化监督考核。\n"
    assert "替换" in replaced(root, BADONG, longer, encoder, title="巴东县水利规划")
    assert "强化监督考核" in plans(root)[BADONG]
    assert all("水利" in passage for passage in encoder.encoded)
    opened = index.open_index(root, ENCODER)
    assert opened.store.plans[BADONG].title == "巴东县水利规划"
    assert len(opened.store.plans) == 3
    build(corpus, root, ENCODER)
    assert "强化监督考核" in plans(root)[BADONG]


def test_only_what_is_new_is_embedded(root: Path) -> None:
    encoder = CountingEncoder()
    replaced(root, BADONG, TEXT + "\n二、保障措施\n\n强化监督考核。\n", encoder)
    assert encoder.encoded
    assert all("保障措施" in passage or "强化监督考核" in passage for passage in encoder.encoded)
    encoder = CountingEncoder()
    replaced(root, BADONG, TEXT, encoder)
    assert encoder.encoded == []


def test_a_replaced_plan_of_the_corpus_stays_replaced(root: Path, corpus: Path) -> None:
    replaced(root, NANJING, TEXT.replace("巴东县", "南京市"))
    build(corpus, root, ENCODER)
    assert "南京市" in plans(root)[NANJING]
    remove([NANJING], root, ENCODER)
    build(corpus, root, ENCODER)
    assert "律师" in plans(root)[NANJING]


def test_what_cannot_take_its_place_leaves_the_plan(root: Path) -> None:
    before = plans(root)
    with pytest.raises(BadPlan, match=BADONG):
        replaced(root, NANJING, TEXT + "\n")
    with pytest.raises(BadPlan):
        replaced(root, NANJING, "")
    with pytest.raises(NotFound):
        replaced(root, "nothing", TEXT)
    assert plans(root) == before


def test_two_counties_with_one_text_have_a_plan_each(root: Path, tmp_path: Path) -> None:
    (tmp_path / "乙.txt").write_text(TEXT.replace("巴东县", "南京市"), encoding="utf-8")
    (tmp_path / "丙.txt").write_text(TEXT + "\n\n", encoding="utf-8")
    encoder = CountingEncoder()
    _, outcomes = add([tmp_path / "乙.txt", tmp_path / "丙.txt"], root, encoder)
    assert [outcome.plan for outcome in outcomes] == ["320100-2016", BADONG]
    assert len(plans(root)) == 4


def test_the_id_is_of_the_region_that_is_stated(root: Path) -> None:
    source = Source(
        "方案.txt", "一、总体要求\n加强领导，落实责任。".encode(), {"region": "422823", "years": [2021, 2025]}
    )
    _, (outcome,) = add_new([source], root, ENCODER, lambda *_: None, lambda *_: None)
    assert outcome.plan == "422823-2021"
