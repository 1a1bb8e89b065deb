"""Milvus Lite, a file: HNSW with M 16 and ef_construction 200, ef twice what is asked for and more
(https://milvus.io/docs/hnsw.md), and FLAT; the region is a scalar field that `filter` names."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from pymilvus import DataType, MilvusClient

from qa.arrays import Vectors
from tests.benchmarks.index_peers.common import DEPTH, Search, Work

SETUPS = ("FLAT", "HNSW")
_BLOCK = 10_000
_PARAMETERS = {"HNSW": {"M": 16, "efConstruction": 200}, "FLAT": {}}
_ASKED = {"HNSW": {"ef": 100}, "FLAT": {}}


def build(folder: Path, work: Work, setup: str) -> None:
    client = MilvusClient(str(folder / "milvus.db"))
    schema = client.create_schema(auto_id=False)
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("region", DataType.VARCHAR, max_length=8)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=work.vectors.shape[1])
    index = client.prepare_index_params()
    index.add_index("vector", index_type=setup, metric_type="IP", params=_PARAMETERS[setup])
    client.create_collection("passages", schema=schema, index_params=index)
    for start in range(0, len(work.vectors), _BLOCK):
        block = np.asarray(work.vectors[start : start + _BLOCK])
        regions = work.regions[start : start + _BLOCK].tolist()
        rows = zip(range(start, start + len(block)), regions, block, strict=True)
        client.insert("passages", [{"id": i, "region": r, "vector": v} for i, r, v in rows])
    client.flush("passages")
    client.close()


def open(folder: Path, setup: str) -> Search:
    client = MilvusClient(str(folder / "milvus.db"))
    client.load_collection("passages")

    def search(query: Vectors, region: str) -> Sequence[int]:
        asked = {"metric_type": "IP", "params": _ASKED[setup]}
        given = f'region == "{region}"' if region else ""
        [found] = client.search("passages", query[None], filter=given, limit=DEPTH, search_params=asked)
        return [hit["id"] for hit in found]

    return search
