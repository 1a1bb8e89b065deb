"""LanceDB on disk: no index, as its pages advise for some 100,000 rows, and IVF_HNSW_SQ, which they advise for high
recall (https://docs.lancedb.com/indexing/vector-index), as it comes and with 50 lists probed and five times as many
results as are asked for compared exactly; an index of scalars on the region, which filters before the
search."""

from collections.abc import Sequence
from pathlib import Path

import lancedb
import numpy as np
import pyarrow as pa

from qa.arrays import Vectors
from tests.benchmarks.index_peers.common import DEPTH, Search, Work

SETUPS = ("no index", "IVF_HNSW_SQ", "IVF_HNSW_SQ, refined")


def build(folder: Path, work: Work, setup: str) -> None:
    values = pa.array(np.asarray(work.vectors).reshape(-1))
    columns = {
        "id": pa.array(np.arange(len(work.vectors))),
        "region": pa.array(work.regions.tolist()),
        "vector": pa.FixedSizeListArray.from_arrays(values, work.vectors.shape[1]),
    }
    table = lancedb.connect(folder).create_table("passages", pa.table(columns))
    table.create_scalar_index("region", index_type="BITMAP")
    if setup != "no index":
        table.create_index(metric="dot", index_type=setup.partition(",")[0])


def open(folder: Path, setup: str) -> Search:
    table = lancedb.connect(folder).open_table("passages")

    def search(query: Vectors, region: str) -> Sequence[int]:
        asked = table.search(query).distance_type("dot").select(["id", "_distance"]).limit(DEPTH)
        asked = asked.nprobes(50).refine_factor(5) if "refined" in setup else asked
        asked = asked.where(f"region = '{region}'", prefilter=True) if region else asked
        found: list[int] = asked.to_arrow()["id"].to_pylist()
        return found

    return search
