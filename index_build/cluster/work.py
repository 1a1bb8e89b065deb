"""What a worker does. Called by Ray in processes of its own; what takes long to load is loaded once in each.

A worker shares nothing with the process that builds but what travels with a task, so each task says what both must
have in common, and a worker that has not refuses: it would give another index.
"""

import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import metadata

from index_build import catalogue
from index_build.readers import Cut, read_one
from index_build.sandbox import Sandbox
from index_build.sources import Source
from qa.arrays import Vectors
from qa.errors import BadPlan, ClusterUnavailable, PlanqaError
from qa.ports import Encoder
from qa.regions import Regions


def version() -> str:
    """Of planqa, as it is installed here."""
    return metadata.version("planqa")


@dataclass(frozen=True)
class Terms:
    """What a worker must have in common with the process that builds.

    version: of planqa; encoder: its name; load: loads it on the worker, equal by value to another that loads the same.
    """

    version: str
    encoder: str
    load: Callable[[], Encoder]


def read(terms: Terms, source: Source) -> Cut | BadPlan:
    """A file, read and cut, under an id that may be taken. ClusterUnavailable."""
    encoder = _encoder(terms)
    return read_one(source, _sandbox(), _regions(), encoder, ())


def encode(terms: Terms, batch: Sequence[str]) -> Vectors:
    """(len(batch), dimension), rows of unit length. ClusterUnavailable."""
    return _encoder(terms).encode_passages(batch)


@lru_cache(1)
def _encoder(terms: Terms) -> Encoder:
    if terms.version != version():
        raise _refusal(f"安装的是 planqa {version()}，本机是 {terms.version}。请在各节点安装同一版本。")
    try:
        encoder = terms.load()
    except PlanqaError as error:
        raise _refusal(f"无法加载向量模型：{error.message}") from error
    if encoder.name != terms.encoder:
        raise _refusal(f"的向量模型是 {encoder.name}，本机是 {terms.encoder}。请在各节点安装同一个模型。")
    return encoder


def _refusal(why: str) -> ClusterUnavailable:
    return ClusterUnavailable(f"集群节点 {platform.node()} {why}")


@cache
def _sandbox() -> Sandbox:
    # Never left: its child ends with the worker, whose end closes the child's standard input.
    return Sandbox()


@cache
def _regions() -> Regions:
    return Regions(catalogue.divisions())
