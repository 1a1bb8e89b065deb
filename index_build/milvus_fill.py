"""Vectors put into a Milvus server, and the collections of an index that nobody reads any more.

A new line of generations gets a collection of its own; a grown one appends to that of the generation before it. Which
collections an index has made stands in a file in its folder, written before they are: a build that dies leaves one that
the next can find.
"""

import secrets
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from qa import index
from qa.arrays import Vectors
from qa.milvus import Milvus, calling
from qa.milvus_filter import NUMBER
from qa.vectors_milvus import FILE, VECTOR, MilvusVectors, Place

#: Names of collections, one a line, after the number that tells this folder from its copies.
LEDGER = ".milvus"
#: Seconds for which those who answer from the generation before may still ask its collection.
LEAVING = 60.0
#: Vectors sent at once: 3 MB of 384 dimensions; a server takes 64 MB.
_SENT = 2_000
#: From this many passages on the server searches a graph (Malkov & Yashunin 2018); below, it compares all.
_LARGE = 20_000
_GRAPH = {"M": 24, "efConstruction": 200}
#: In the version of Milvus Lite, which always compares all: its graph loses a third of the best under a filter.
_LITE = "lite"
_DESCRIPTION = "planqa: one row a passage; written by planqa index, not to be changed by hand"


def filled(root: Path, server: Milvus, vectors: Vectors) -> MilvusVectors:
    """A new collection that holds them, row i as passage i; what is left of earlier ones is removed.

    Called by whoever holds the index's lock. VectorsUnavailable.
    """
    _clear(root, server, _used(root))
    place = Place(f"planqa_{secrets.token_hex(8)}", len(vectors), vectors.shape[1])
    _note(root, [*_noted(root), place.collection])
    made = MilvusVectors(server, place)
    _create(server, place)
    _send(server, place.collection, vectors, 0)
    _make_searchable(server, place)
    made.check()
    return made


def grown(root: Path, before: MilvusVectors, new: Vectors) -> MilvusVectors:
    """The same collection with more rows, which those who read the generation before do not see."""
    server, place = before.server, before.place
    _clear(root, server, place.collection)
    with calling():
        # A build that died after this and before it was published has left rows that nobody owns.
        server.client().delete(place.collection, filter=f"{NUMBER} >= {place.rows}")
    _send(server, place.collection, new, place.rows)
    after = MilvusVectors(server, replace(place, rows=place.rows + len(new)))
    after.check()
    return after


def _create(server: Milvus, place: Place) -> None:
    from pymilvus import DataType  # type: ignore[import-untyped]

    with calling():
        client = server.client()
        schema = client.create_schema(auto_id=False, enable_dynamic_field=False, description=_DESCRIPTION)
        schema.add_field(NUMBER, DataType.INT64, is_primary=True)
        schema.add_field(VECTOR, DataType.FLOAT_VECTOR, dim=place.dimension)
        client.create_collection(place.collection, schema=schema, consistency_level="Bounded")


def _send(server: Milvus, collection: str, vectors: Vectors, first: int) -> None:
    with calling():
        client = server.client()
        for start in range(0, len(vectors), _SENT):
            rows = np.ascontiguousarray(vectors[start : start + _SENT], np.float32)
            client.insert(collection, [{NUMBER: first + start + i, VECTOR: row} for i, row in enumerate(rows)])


def _make_searchable(server: Milvus, place: Place) -> None:
    """Waits until the index is built and the query nodes hold it: so much memory is asked for once, not as it grows."""
    with calling():
        client = server.client()
        client.flush(place.collection)
        wanted = client.prepare_index_params()
        large = place.rows >= _LARGE and _LITE not in client.get_server_version(timeout=server.timeout)
        kind, params = ("HNSW", _GRAPH) if large else ("FLAT", {})
        wanted.add_index(VECTOR, index_type=kind, metric_type="IP", params=params)
        client.create_index(place.collection, wanted)
        client.load_collection(place.collection)


def _clear(root: Path, server: Milvus, used: str | None) -> None:
    """Drop what this folder made and does not use, unless a generation has only just taken its place."""
    if index.exists(root) and time.time() - (root / index.CURRENT).stat().st_mtime < LEAVING:
        return
    with calling():
        client = server.client()
        for collection in _noted(root):
            if collection != used:
                client.drop_collection(collection)  # one that was never made is none the less gone
    _note(root, [collection for collection in _noted(root) if collection == used])


def _used(root: Path) -> str | None:
    generation = index.generation(root)
    path = generation / FILE if generation else None
    return Place.read(path).collection if path and path.is_file() else None


def _noted(root: Path) -> list[str]:
    """The collections made for this very folder: a copy of it reads them, and must not drop them."""
    path = root / LEDGER
    if not path.is_file():
        return []
    owner, *collections = path.read_text(encoding="utf-8").split()
    return collections if owner == _identity(root) else []


def _note(root: Path, collections: list[str]) -> None:
    beside = root / f"{LEDGER}-new"
    beside.write_text("\n".join([_identity(root), *collections]), encoding="utf-8")
    beside.replace(root / LEDGER)


def _identity(root: Path) -> str:
    return str(root.stat().st_ino)
