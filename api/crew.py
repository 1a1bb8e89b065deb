"""Who builds an index: this process alone, or the workers of a Ray cluster."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from api import console
from api.wiring import load_encoder
from index_build.cluster import work, workers
from index_build.cluster.encoder import ClusterEncoder
from index_build.cluster.reader import ClusterReader
from index_build.readers import Reader
from qa.ports import Encoder
from qa.settings import Settings


@dataclass(frozen=True)
class OwnEncoder:
    """Loads the encoder that a setting names, on whatever machine it is called; the cache is that machine's own."""

    named: str

    def __call__(self) -> Encoder:
        import torch

        # A worker has one processor, whatever the environment says in which its node was started.
        torch.set_num_threads(1)
        return load_encoder(Settings().model_copy(update={"encoder": self.named}), lambda _: None)


@contextmanager
def crew(settings: Settings, address: str | None) -> Iterator[tuple[Encoder, Reader | None]]:
    """Who encodes and who reads; None where the process that builds is to read alone.

    address: of a Ray cluster. ModelUnavailable, ClusterUnavailable.
    """
    if address is None:
        yield load_encoder(settings, console.say), None
        return
    with workers.connected(address) as cluster:
        encoder = load_encoder(settings, console.say)
        terms = work.Terms(work.version(), encoder.name, OwnEncoder(settings.encoder))
        yield ClusterEncoder(encoder, cluster, terms), ClusterReader(cluster, terms)
