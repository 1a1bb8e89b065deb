"""GET /metrics, read by prometheus_client's own parser."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families

from api.operations.metrics import Metrics
from api.operations.observation import Observation, Stage
from tests.api.operations.conftest import Running, Start

_VERDICTS = ["answered", "plan_silent", "no_plan_for_region", "low_confidence"]


def samples(text: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    families = text_string_to_metric_families(text)
    return {(s.name, frozenset(s.labels.items())): s.value for family in families for s in family.samples}


class Figures:
    """What a scrape says, by name and labels."""

    def __init__(self, running: Running) -> None:
        with running.client() as client:
            response = client.get("/metrics")
        assert response.headers["content-type"].startswith("text/plain; version=0.0.4")
        self.found = samples(response.text)

    def __call__(self, name: str, **labels: str) -> float:
        """The sum over what has these labels."""
        wanted = labels.items()
        return sum(value for (n, found), value in self.found.items() if n == name and wanted <= dict(found).items())


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["/a", "/b"]),
            st.floats(0, 100),
            st.sampled_from([*_VERDICTS, None]),
            st.lists(st.integers(0, 10**10), max_size=3),
        )
    )
)
def test_nothing_observed_is_lost_or_counted_twice(requests: list[Any]) -> None:
    metrics = Metrics(None)
    for door, seconds, verdict, stages in requests:
        metrics.begun()
        observed = Observation("id", [Stage("encode", 0, end) for end in stages], verdict=verdict)
        metrics.ended(door, "POST", "2xx", seconds, observed)
    found = samples(metrics.scrape(None).decode())

    def total(name: str) -> float:
        return sum(value for (n, _), value in found.items() if n == name)

    assert total("planqa_request_seconds_count") == len(requests)
    assert total("planqa_request_seconds_sum") == pytest.approx(sum(seconds for _, seconds, _, _ in requests))
    assert total("planqa_stage_seconds_count") == sum(len(stages) for *_, stages in requests)
    assert total("planqa_answers_total") == sum(verdict is not None for _, _, verdict, _ in requests)
    assert total("planqa_requests_in_flight") == 0


#: A question asked before is not encoded again.
_NEVER_ASKED = itertools.count()


def asked(running: Running, times: int) -> str:
    """The verdict of so many questions never put before, each over a connection of its own."""
    with running.client() as client:
        new = [f"夜间普法讲堂几场{next(_NEVER_ASKED)}？" for _ in range(times)]
        found = [client.post("/api/v1/ask", json={"question": question}) for question in new]
    assert {response.status_code for response in found} == {200}
    return str(found[0].json()["verdict"])


def test_a_question_is_counted_by_door_stage_and_verdict(running: Running) -> None:
    before = Figures(running)
    verdict = asked(running, 3)
    after = Figures(running)

    def gained(name: str, **labels: str) -> float:
        return after(name, **labels) - before(name, **labels)

    door = {"door": "/api/v1/ask"}
    assert gained("planqa_request_seconds_count", method="POST", status="2xx", **door) == 3
    assert gained("planqa_answers_total", verdict=verdict, **door) == 3
    assert gained("planqa_stage_seconds_count", stage="answer") == 3
    assert gained("planqa_stage_seconds_count", stage="encode") >= 3
    assert gained("planqa_encode_batch_size_count") >= 1
    within = gained("planqa_stage_seconds_sum", stage="encode")
    assert 0 < within <= gained("planqa_stage_seconds_sum", stage="answer") <= gained("planqa_request_seconds_sum")
    assert after("planqa_request_seconds_bucket", le="0.001") >= 0
    assert {dict(labels)["le"] for name, labels in after.found if name.endswith("_bucket")} >= {"0.001", "30.0"}


def test_refusals_are_counted_by_their_class(running: Running) -> None:
    before = Figures(running)
    with running.client() as client:
        client.post("/api/v1/ask", content=b"{")
        client.get("/nothing")
    after = Figures(running)
    for door in ("/api/v1/ask", "other"):
        labels = {"door": door, "status": "4xx"}
        assert after("planqa_request_seconds_count", **labels) == before("planqa_request_seconds_count", **labels) + 1


def test_the_index_in_use_is_described(running: Running) -> None:
    figures = Figures(running)
    with running.client() as client:
        plans = client.get("/api/v1/plans").json()["plans"]
        details = [client.get(f"/api/v1/plans/{plan['id']}").json() for plan in plans]
    assert figures("planqa_index_items", kind="plans") == len(plans)
    assert figures("planqa_index_items", kind="clauses") == sum(one["counts"]["clauses"] for one in details)
    assert figures("planqa_index_items", kind="passages") > 0
    assert figures("planqa_index_info", encoder="hash-bigrams") == 1
    assert figures("planqa_index_age_seconds") > 0
    assert figures("planqa_index_opened_timestamp_seconds") > 1e9
    assert figures("planqa_requests_in_flight") == 1  # the scrape itself


@pytest.fixture(scope="module")
def several(start: Start) -> Iterator[Running]:
    with start(workers=2) as found:
        yield found


def test_any_worker_answers_for_all(several: Running) -> None:
    verdict = asked(several, 12)
    seen = [Figures(several)("planqa_answers_total", verdict=verdict) for _ in range(6)]
    assert seen == [12] * 6
