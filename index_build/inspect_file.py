"""One file read as a plan, without an index: what `planqa inspect` shows."""

from pathlib import Path

from index_build import catalogue
from index_build.read import read_page, read_plan
from qa.errors import BadPlan
from qa.regions import Regions, read_csv
from qa.store import PlanText

#: Well above any plan; a longer file is something else.
LARGEST_FILE = 20_000_000


def inspect(path: Path) -> PlanText:
    """The file as a plan. What the packaged catalogue knows of this very file is used; else the text's own word."""
    data = _bytes(path)
    regions = Regions(read_csv(catalogue.packaged() / "regions.csv"))
    digest = catalogue.digest(data)
    entry = next((e for e in catalogue.read(catalogue.packaged()) if e.sha256 == digest), None)
    if entry is not None:
        return read_plan(entry.id, read_page(entry.raw(), regions), entry.source, entry.known, regions)
    try:
        raw = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadPlan(f"{path.name} 不是 UTF-8 文本，请先转换编码。") from error
    if not raw.strip():
        raise BadPlan(f"{path.name} 是空文件，没有可读的内容。")
    page = read_page(raw, regions)
    year = f"-{page.identity.years[0]}" if page.identity.years else ""
    return read_plan(f"{page.identity.region or path.stem}{year}", page, path.name, {}, regions)


def _bytes(path: Path) -> bytes:
    if not path.is_file():
        raise BadPlan(f"读不到文件 {path}：{'这是文件夹' if path.is_dir() else '没有这个文件'}。")
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BadPlan(f"{path.name} 超过 {LARGEST_FILE // 1_000_000} MB，不像一份规划，未读取。")
        return path.read_bytes()
    except OSError as error:
        raise BadPlan(f"读不到文件 {path}：{error.strerror}。") from error
