"""The catalogue: what is known of each plan, checked against the files it speaks of."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from qa.errors import BadPlan
from qa.regions import Region, read_csv

#: The file in a corpus folder that describes its plans.
NAME = "catalogue.toml"
_REQUIRED = ("id", "file", "sha256")
_FIELDS = {
    "id", "file", "sha256", "title", "region", "issuer", "document_number", "years", "issued", "published",
    "kind", "source", "inferred",
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One plan of the catalogue; `known` holds the fields of `qa.records.Plan` that it states."""

    id: str
    path: Path
    sha256: str
    source: str
    known: Mapping[str, Any] = field(default_factory=dict)

    def data(self) -> bytes:
        """The file's content. BadPlan where it is missing or is not the file that was catalogued."""
        try:
            data = self.path.read_bytes()
        except OSError as error:
            raise BadPlan(f"读不到规划文件 {self.path.name}：{error.strerror}。请核对目录中的 file 一项。") from error
        if digest(data) != self.sha256:
            raise BadPlan(f"{self.path.name} 与目录记载的 sha256 不符。若改动属实，请更新 catalogue.toml。")
        return data


def packaged() -> Path:
    """The folder of the corpus that comes with the distribution."""
    return Path(str(files("corpus")))


def divisions() -> list[Region]:
    """All of GB/T 2260, with those of former years."""
    return read_csv(packaged() / "regions.csv")


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def read(folder: Path) -> tuple[Entry, ...]:
    """All entries of `folder/catalogue.toml`, in its order. BadPlan says what is wrong with it and where."""
    path = folder / NAME
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("plan", [])
    except OSError as error:
        raise BadPlan(f"{folder} 中没有 catalogue.toml，请指定含规划目录的文件夹。") from error
    except tomllib.TOMLDecodeError as error:
        raise BadPlan(f"{path.name} 不是有效的 TOML：{error}。") from error
    entries = tuple(_entry(folder, table) for table in tables)
    ids = [entry.id for entry in entries]
    repeated = sorted({i for i in ids if ids.count(i) > 1})
    if repeated or not entries:
        raise BadPlan(f"{path.name}：{'编号重复：' + '、'.join(repeated) if repeated else '没有任何规划'}。")
    return entries


def _entry(folder: Path, table: Mapping[str, Any]) -> Entry:
    missing = [name for name in _REQUIRED if not table.get(name)]
    unknown = sorted(set(table) - _FIELDS)
    if missing or unknown:
        what = f"缺少 {'、'.join(missing)}" if missing else f"有不认识的项 {'、'.join(unknown)}"
        raise BadPlan(f"catalogue.toml 中的规划 {table.get('id', '（无编号）')} {what}。")
    known = {k: v for k, v in table.items() if k not in (*_REQUIRED, "source")}
    return Entry(table["id"], folder / table["file"], table["sha256"], table.get("source", table["file"]), known)
