"""The mean of two query maps of one encoder, as the packaged one is made (docs/decisions/0016).

python -m tests.benchmarks.mean_of_maps ONE.npz OTHER.npz OUT.npz
"""

import argparse
from pathlib import Path

from qa.query_map import QueryMap, load


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("one", "other", "out"):
        parser.add_argument(name, type=Path)
    given = parser.parse_args()
    one, other = load(given.one), load(given.other)
    if one.encoder != other.encoder:
        raise SystemExit("两个查询映射不属于同一个编码模型，无法平均。")
    QueryMap(one.encoder, (one.weights + other.weights) / 2).save(given.out)


if __name__ == "__main__":
    main()
