"""What Prometheus reads at GET /metrics.

Each app has a registry of its own. Where several workers serve, each writes its figures into files of one folder and
any of them answers for all: that is prometheus_client's multiprocess mode, which `api.operations.supervisor` turns on
before a worker starts.
"""

import time
from datetime import datetime
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from api.operations.observation import Observation
from api.operations.staged import StagedService

#: Seconds; from a page out of memory to the longest that a language model is waited for.
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_BATCHES = (1, 2, 4, 8, 16, 32, 64)


class Metrics:
    """The figures of one app; safe to use from several threads."""

    def __init__(self, folder: Path | None) -> None:
        """folder: where several workers write; None for one process alone."""
        self._folder = folder
        own = self._registry = CollectorRegistry()
        self._requests = Histogram(
            "planqa_request_seconds",
            "From the first byte of a request to the last of its response.",
            ["door", "method", "status"],
            buckets=_BUCKETS,
            registry=own,
        )
        self._stages = Histogram(
            "planqa_stage_seconds",
            "Stages of a request; encode lies within search, answer and compare.",
            ["stage"],
            buckets=_BUCKETS,
            registry=own,
        )
        self._batches = Histogram(
            "planqa_encode_batch_size",
            "Questions that the model was given together.",
            buckets=_BATCHES,
            registry=own,
        )
        self._answers = Counter("planqa_answers", "Answers by their verdict.", ["door", "verdict"], registry=own)
        self._in_flight = Gauge(
            "planqa_requests_in_flight", "Requests being served.", registry=own, multiprocess_mode="livesum"
        )
        self._items = self._index("planqa_index_items", "What the index in use holds.", ["kind"])
        self._index_info = self._index("planqa_index_info", "What the index in use was built by.", ["encoder"])
        self._age = self._index("planqa_index_age_seconds", "Since the index in use was built.")
        self._opened = self._index("planqa_index_opened_timestamp_seconds", "When a worker opened the index in use.")

    def _index(self, name: str, text: str, labels: list[str] | None = None) -> Gauge:
        """A figure of the index: of several workers' the latest, since all follow one index."""
        return Gauge(name, text, labels or [], registry=self._registry, multiprocess_mode="livemostrecent")

    def begun(self) -> None:
        self._in_flight.inc()

    def ended(self, door: str, method: str, status: str, seconds: float, observed: Observation) -> None:
        """status: the class of the response's status, such as 2xx."""
        self._in_flight.dec()
        self._requests.labels(door, method, status).observe(seconds)
        for stage in observed.stages:
            self._stages.labels(stage.name).observe(stage.seconds)
        for size in observed.batches:
            self._batches.observe(size)
        if observed.verdict:
            self._answers.labels(door, observed.verdict).inc()

    def scrape(self, service: StagedService | None) -> bytes:
        """All figures in Prometheus' text format. service: the one in use, for the figures of its index."""
        if service is not None:
            for kind, count in service.manifest.counts.items():
                self._items.labels(kind).set(count)
            self._index_info.labels(service.manifest.encoder).set(1)
            self._age.set(time.time() - datetime.fromisoformat(service.manifest.created).timestamp())
            self._opened.set(service.opened)
        if self._folder is None:
            return generate_latest(self._registry)
        gathered = CollectorRegistry()
        MultiProcessCollector(gathered, path=str(self._folder))  # type: ignore[no-untyped-call]
        return generate_latest(gathered)
