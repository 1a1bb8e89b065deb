"""The journey in one function: corpus -> index directory."""

from contextlib import closing
from pathlib import Path

from index_build import catalogue, originals, sources
from index_build.catalogue import Entry
from index_build.generation import Generation, Progress
from index_build.originals import Originals
from index_build.readers import LocalReader, Reader
from qa import index
from qa.errors import BadPlan
from qa.milvus import Milvus
from qa.ports import Encoder
from qa.regions import Regions


def build(
    corpus: Path,
    root: Path,
    encoder: Encoder,
    progress: Progress = lambda *_: None,
    reader: Reader | None = None,
    milvus: Milvus | None = None,
) -> Path:
    """Read every plan of a corpus folder, and again those that users added to the index in use, some perhaps in the
    place of one in the folder; write a generation beside the one in use, then put it in use. reader: by default this
    process. milvus: the server that gets the vectors; by default they go into the generation.

    Returns the generation's folder. BadPlan, IndexUnavailable; the old index stays whole in every case.
    """
    divisions = catalogue.divisions()
    regions = Regions(divisions)
    listed = catalogue.read(corpus)
    for entry in listed:
        _check(entry, regions)
    with index.staged(root) as folder:
        generation, kept = Generation(folder, divisions, encoder, milvus), Originals(folder)
        added = originals.carried(root)
        replaced = {entry.id for entry in added}
        entries = [entry for entry in listed if entry.id not in replaced]
        files = map(sources.of, [*entries, *added])
        with closing((reader or LocalReader(regions, encoder)).read(files, generation.plans)) as found:
            for done, (source, cut) in enumerate(found, 1):
                if isinstance(cut, BadPlan):
                    raise cut
                generation.add(cut.text, cut.parts)
                if done > len(entries):
                    kept.keep(cut.text.plan.id, source)
                progress("读取规划", done, len(entries) + len(added))
        generation.seal(progress)
        return index.publish(root, folder)


def _check(entry: Entry, regions: Regions) -> None:
    """Whether its file is the one catalogued and its region exists: known before anything is written."""
    entry.data()
    code = entry.known.get("region")
    if code is not None and regions.get(str(code)) is None:
        raise BadPlan(f"规划 {entry.id} 的区划代码 {code} 不在 GB/T 2260 之列。")
