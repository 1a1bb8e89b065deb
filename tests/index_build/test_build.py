from pathlib import Path

import pytest
from small_corpus import FUZHOU, NANJING, write

from index_build.build import build
from qa import index
from qa.encoder import HashEncoder
from qa.errors import BadPlan

ENCODER = HashEncoder()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write(tmp_path / "corpus")


def catalogue(corpus: Path, old: str, new: str) -> None:
    path = corpus / "catalogue.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two indexes of one corpus, which is then taken away."""
    folder = tmp_path_factory.mktemp("built")
    corpus = write(folder / "corpus")
    for name in ("one", "two"):
        assert build(corpus, folder / name, ENCODER).parent == folder / name
    corpus.rename(folder / "away")
    return folder


def test_everything_of_the_corpus_is_in_the_index(built: Path) -> None:
    opened = index.open_index(built / "one", ENCODER)
    assert list(opened.store.plans) == [NANJING, FUZHOU]
    for plan in opened.store.plans:
        text = opened.store.plan_text(plan)
        assert text.raw == (built / "away" / f"{plan}.txt").read_text(encoding="utf-8")
        assert [c.id for c in text.clauses if c.searchable and not c.text] == []
    assert opened.store.clause(f"{NANJING}/1.2") is not None


def test_names_of_units_stay_whole_for_the_keywords(built: Path) -> None:
    keywords = index.open_index(built / "one", ENCODER).keywords
    assert "区城市管理局" in keywords.tokens("由区城市管理局负责")


def test_two_builds_of_one_corpus_hold_the_same_files(built: Path) -> None:
    one, two = (index.open_index(built / name, ENCODER).manifest for name in ("one", "two"))
    assert one.files == two.files
    assert one.counts == two.counts


def test_progress_counts_up_to_all_of_each_stage(corpus: Path, tmp_path: Path) -> None:
    heard: dict[str, list[tuple[int, int]]] = {}

    def progress(stage: str, done: int, total: int) -> None:
        heard.setdefault(stage, []).append((done, total))

    build(corpus, tmp_path / "index", ENCODER, progress)
    assert list(heard) == ["读取规划", "编码条款（字）"]
    for counted in heard.values():
        assert counted == sorted(counted)
        assert counted[-1][0] == counted[-1][1] > 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"320106"', '"329999"', "329999"),
        ('region = "350102"', 'regio = "350102"', "regio"),
        (f"{FUZHOU}.txt", "gone.txt", "gone.txt"),
        (f'id = "{FUZHOU}"', f'id = "{NANJING}"', "编号重复"),
        ("[[plan]]", "[[plan", "TOML"),
        ("sha256 = ", "# ", "sha256"),
    ],
)
def test_a_catalogue_that_is_wrong_is_refused_and_nothing_written(
    corpus: Path, tmp_path: Path, old: str, new: str, said: str
) -> None:
    catalogue(corpus, old, new)
    with pytest.raises(BadPlan, match=said):
        build(corpus, tmp_path / "index", ENCODER)
    assert not (tmp_path / "index").exists()


def test_a_plan_that_was_changed_since_is_refused(corpus: Path, tmp_path: Path) -> None:
    with (corpus / f"{NANJING}.txt").open("a", encoding="utf-8") as file:
        file.write("（三）新加的一项。\n")
    with pytest.raises(BadPlan, match="sha256"):
        build(corpus, tmp_path / "index", ENCODER)


def test_a_folder_without_a_catalogue_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadPlan, match=r"catalogue\.toml"):
        build(tmp_path, tmp_path / "index", ENCODER)
