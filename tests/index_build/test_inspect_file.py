"""Files of any kind read as plans without an index."""

import subprocess
import sys
import zipfile
from pathlib import Path

from index_build import catalogue
from index_build.inspect_file import inspect
from qa.errors import BadPlan
from qa.records import Dropped, PlanText

TEXT = "巴东县水利规划（2016—2020年）\n\n一、总体要求\n\n加强领导，落实责任，扎实推进各项工作。"


def read(path: Path) -> dict[str, PlanText | str]:
    return {name: text.message if isinstance(text, BadPlan) else text for name, text in inspect(path)}


def one(path: Path) -> PlanText | str:
    (found,) = read(path).values()
    return found


def test_a_plan_is_named_by_its_region_and_year_else_by_its_file(tmp_path: Path) -> None:
    path = tmp_path / "水利 规划 (1).txt"
    path.write_text(TEXT, encoding="utf-8")
    named = one(path)
    assert isinstance(named, PlanText)
    assert named.plan.id == "422823-2016"
    path.write_text("一、总体要求\n加强领导。", encoding="utf-8")
    unnamed = one(path)
    assert isinstance(unnamed, PlanText)
    assert unnamed.plan.id == "水利-规划-1"


def test_a_packaged_plan_has_what_the_catalogue_states() -> None:
    found = one(catalogue.packaged() / "plans" / "luohu.txt")
    assert isinstance(found, PlanText)
    assert (found.plan.id, found.plan.inferred[:1]) == ("440303-2011", ("title",))


def test_a_folder_and_its_zip_give_the_same_plans(tmp_path: Path) -> None:
    folder = tmp_path / "plans"
    (folder / "县").mkdir(parents=True)
    (folder / "县" / "甲.txt").write_text(TEXT, encoding="utf-8")
    (folder / "县" / "乙.txt").write_bytes(TEXT.replace("水利", "林业").encode("gb18030"))
    (folder / "空.txt").write_bytes(b"  \n")
    (folder / ".hidden.txt").write_text(TEXT, encoding="utf-8")
    (folder / "表.xlsx").write_bytes(b"PK")
    with zipfile.ZipFile(tmp_path / "plans.zip", "w") as packed:
        for path in sorted(folder.rglob("*.*")):
            packed.write(path, path.relative_to(folder))
    unzipped = read(folder)
    assert list(unzipped) == ["县/乙.txt", "县/甲.txt", "空.txt", "表.xlsx"]
    assert "空文件" in str(unzipped["空.txt"])
    assert ".xlsx" in str(unzipped["表.xlsx"])
    zipped = {name.removeprefix("plans.zip/"): text for name, text in read(tmp_path / "plans.zip").items()}
    assert zipped.keys() == unzipped.keys()
    for name in ("县/甲.txt", "县/乙.txt"):
        one, other = zipped[name], unzipped[name]
        assert isinstance(one, PlanText)
        assert isinstance(other, PlanText)
        assert one.clauses == other.clauses != ()


def test_what_a_file_shows_beside_its_text_is_dropped_as_line_0(tmp_path: Path) -> None:
    hidden = "<p style='display:none'>旧的规划文本，已经不再使用。</p>"
    path = tmp_path / "水利.html"
    path.write_text(
        "<html><body>" + hidden + "".join(f"<p>{line}</p>" for line in TEXT.split("\n\n")), encoding="utf-8"
    )
    found = one(path)
    assert isinstance(found, PlanText)
    assert found.dropped[-1] == Dropped("旧的规划文本，已经不再使用。", "隐藏文字", 0)
    assert all(line.number for line in found.dropped[:-1])
    assert not any("字数合计" in check for check in found.checks)


def test_what_cannot_be_had_is_said(tmp_path: Path) -> None:
    assert "没有这个文件" in str(one(tmp_path / "none.txt"))
    path = tmp_path / "long.txt"
    with path.open("wb") as file:
        file.truncate(500_000_000)
    assert "超过 20 MB" in str(one(path))


_READS_WARM = """
import sys
from pathlib import Path

import jieba
from index_build import catalogue, inspect_file
from index_build.sources import Source
from qa.regions import Regions

inspect_file.warm_up()
files = [path.read_bytes() for path in sorted((catalogue.packaged() / "plans").glob("*.txt"))]
loaded = []
sys.addaudithook(lambda event, args: loaded.append(str(args[0])) if event in ("open", "import") else None)
assert all(hasattr(text, "clauses") for _, text in inspect_file.read([Source("a.txt", data) for data in files]))
# The packaged files themselves; and the words beside which names of places are told, which an opened index has.
known = (str(catalogue.packaged()), "/dev/", "/proc/", str(Path(jieba.__file__).parent / "dict.txt"))
print([name for name in loaded if not (name.startswith(known) or name.endswith("jieba.cache") or name.isdigit())])
"""


def test_after_the_warm_up_reading_loads_nothing_more() -> None:
    """What it would load holds up the questions of a server that reads an uploaded plan."""
    done = subprocess.run([sys.executable, "-c", _READS_WARM], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
