"""The journey in one function: corpus -> index directory."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from index_build import catalogue
from index_build.passages import passages
from index_build.read import read_page, read_plan
from qa import index
from qa.errors import BadPlan
from qa.keywords import Keywords
from qa.ports import Encoder
from qa.regions import Region, Regions, read_csv
from qa.store import PlanText, StoreWriter
from qa.vectors import FlatVectors

#: stage (Chinese), done, total
Progress = Callable[[str, int, int], None]


def build(corpus: Path, root: Path, encoder: Encoder, progress: Progress = lambda *_: None) -> Path:
    """Read every plan of a corpus folder, write a generation beside the one in use, then put it in use.

    Returns the generation's folder. BadPlan, IndexUnavailable; the old index stays whole in every case.
    """
    divisions = read_csv(catalogue.packaged() / "regions.csv")
    texts = _read(corpus, Regions(divisions), progress)
    with index.staged(root) as folder:
        embedded = _write_store(folder, texts, divisions, encoder)
        _write_vectors(folder, embedded, encoder, progress)
        words = sorted(_words(texts))
        (folder / index.KEYWORDS).mkdir()
        Keywords.build(embedded, words).save(folder / index.KEYWORDS)
        counts = {
            "plans": len(texts), "clauses": sum(len(t.clauses) for t in texts), "passages": len(embedded),
        }  # fmt: skip
        index.seal(folder, encoder, datetime.now(UTC).isoformat(timespec="seconds"), counts)
        return index.publish(root, folder)


def _read(corpus: Path, regions: Regions, progress: Progress) -> list[PlanText]:
    entries = catalogue.read(corpus)
    texts = []
    for done, entry in enumerate(entries):
        progress("读取规划", done, len(entries))
        code = entry.known.get("region")
        if code is not None and regions.get(str(code)) is None:
            raise BadPlan(f"规划 {entry.id} 的区划代码 {code} 不在 GB/T 2260 之列。")
        page = read_page(entry.raw(), regions)
        texts.append(read_plan(entry.id, page, entry.source, entry.known, regions))
    progress("读取规划", len(entries), len(entries))
    return texts


def _write_store(folder: Path, texts: Sequence[PlanText], divisions: Sequence[Region], encoder: Encoder) -> list[str]:
    """The database; returns all passages in the order of their numbers."""
    store = StoreWriter(folder / index.STORE)
    store.add_regions(divisions)
    embedded: list[str] = []
    for text in texts:
        for number, clause in zip(store.add_plan(text), text.clauses, strict=True):
            if clause.searchable:
                parts = passages(text.plan, clause, encoder)
                store.add_passages(number, parts)
                embedded += parts
    store.close()
    return embedded


def _write_vectors(folder: Path, embedded: Sequence[str], encoder: Encoder, progress: Progress) -> None:
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        progress("编码条款", done, len(embedded))

    FlatVectors.build(encoder.encode_passages(embedded, advance)).save(folder / index.VECTORS)


def _words(texts: Sequence[PlanText]) -> set[str]:
    """Names that the keyword index must not cut: units, and the regions that have a plan."""
    words = {u.name for text in texts for c in text.clauses for u in c.units if 2 <= len(u.name) <= 12}
    return words | {text.plan.region.name for text in texts if text.plan.region}
