"""The catalogue, and what is wrong with one."""

from pathlib import Path

import pytest

from index_build import catalogue
from qa.errors import BadPlan
from qa.regions import Regions, read_csv

DATA = "一、总体要求\n加强领导。".encode()
TABLE = '[[plan]]\nid = "x"\nfile = "x.txt"\nsha256 = "{}"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "x.txt").write_bytes(DATA)
    write(tmp_path, TABLE.format(catalogue.digest(DATA)))
    return tmp_path


def write(folder: Path, text: str) -> None:
    (folder / "catalogue.toml").write_text(text, encoding="utf-8")


def test_an_entry_holds_what_is_known(folder: Path) -> None:
    write(folder, TABLE.format(catalogue.digest(DATA)) + 'title = "某县规划"\nyears = [2016, 2020]\n')
    (entry,) = catalogue.read(folder)
    assert (entry.id, entry.source, entry.data()) == ("x", "x.txt", DATA)
    assert entry.known == {"title": "某县规划", "years": [2016, 2020]}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "没有任何规划"),
        ("[[plan", "不是有效的 TOML"),
        ('[[plan]]\nid = "x"\n', "缺少 file、sha256"),
        ('[[plan]]\nfile = "x.txt"\n', "（无编号） 缺少 id"),
        (TABLE + 'colour = "red"\n', "不认识的项 colour"),
        (TABLE + TABLE, "编号重复：x"),
    ],
)
def test_a_bad_catalogue_is_refused_with_what_is_wrong(folder: Path, text: str, says: str) -> None:
    write(folder, text)
    with pytest.raises(BadPlan, match=says):
        catalogue.read(folder)


def test_a_folder_without_a_catalogue_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadPlan, match=r"没有 catalogue\.toml"):
        catalogue.read(tmp_path)


def test_a_changed_file_is_refused(folder: Path) -> None:
    (folder / "x.txt").write_bytes(DATA + b"\n")
    with pytest.raises(BadPlan, match="sha256 不符"):
        catalogue.read(folder)[0].data()


def test_a_missing_file_is_refused(folder: Path) -> None:
    (folder / "x.txt").unlink()
    with pytest.raises(BadPlan, match=r"读不到规划文件 x\.txt"):
        catalogue.read(folder)[0].data()


def test_the_packaged_catalogue_is_whole() -> None:
    entries = catalogue.read(catalogue.packaged())
    regions = Regions(read_csv(catalogue.packaged() / "regions.csv"))
    assert [e.path.stem for e in entries] == ["badong", "daxing", "guangzhou", "luohu", "moushi"]
    assert all(entry.data() for entry in entries)
    for entry in entries:
        assert set(entry.known.get("inferred", ())) <= set(entry.known)
        assert "region" not in entry.known or regions.get(entry.known["region"]) is not None
