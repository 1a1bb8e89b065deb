"""The vectors of a generation being written: into its folder, or into the Milvus server that a file there then names.

A generation built anew goes where the settings say; a grown one stays where the one before it is.
"""

from pathlib import Path

from index_build import milvus_fill
from qa import index
from qa.arrays import Vectors
from qa.files import link
from qa.index import Index
from qa.milvus import Milvus
from qa.vectors import PassageVectors
from qa.vectors_milvus import FILE, MilvusVectors


def write(folder: Path, vectors: Vectors, milvus: Milvus | None) -> None:
    """All of them, row i of passage i. VectorsUnavailable."""
    if milvus:
        milvus_fill.filled(folder.parent, milvus, vectors).save(folder / FILE)
    else:
        PassageVectors.build(vectors).save(folder / index.VECTORS)


def grow(folder: Path, before: Index, new: Vectors) -> None:
    """Those of the generation before, and new ones after the last row. VectorsUnavailable."""
    if isinstance(before.vectors, MilvusVectors):
        milvus_fill.grown(folder.parent, before.vectors, new).save(folder / FILE)
    else:
        assert isinstance(before.vectors, PassageVectors)
        before.vectors.grown(new).save(folder / index.VECTORS)


def keep(folder: Path, before: Index) -> dict[str, str]:
    """Those of the generation before as they are; the digest of the file."""
    name = FILE if isinstance(before.vectors, MilvusVectors) else index.VECTORS
    link(before.folder / name, folder / name)
    return {name: before.manifest.files[name]}


def server(before: Index) -> Milvus | None:
    """Where the vectors of a generation are; None where they are in its folder."""
    return before.vectors.server if isinstance(before.vectors, MilvusVectors) else None
