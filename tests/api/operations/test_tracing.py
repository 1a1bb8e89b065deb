"""Traces, as a collector of OTLP over HTTP gets them on loopback."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from api.operations import tracing
from qa.errors import PlanqaError
from qa.settings import Settings
from tests.api.operations.conftest import Start

_TRACE, _PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


@contextmanager
def collector() -> Iterator[tuple[str, list[Any]]]:
    """Its base URL, and the spans that came."""
    spans: list[Any] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/v1/traces"
            body = self.rfile.read(int(self.headers["content-length"]))
            if self.headers.get("content-encoding") == "gzip":
                import gzip

                body = gzip.decompress(body)
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                names = {a.key: a.value.string_value for a in resource.resource.attributes}
                assert names["service.name"] == "planqa"
                for scope in resource.scope_spans:
                    spans.extend(scope.spans)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Collector)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", spans
    finally:
        server.shutdown()


def attributes(span: Any) -> dict[str, Any]:
    return {a.key: a.value.string_value or a.value.int_value for a in span.attributes}


def test_a_request_is_a_span_with_its_stages_under_the_caller_s_own(start: Start) -> None:
    with collector() as (url, spans), start(environment={"PLANQA_OTLP_ENDPOINT": url}) as running:
        with running.client() as client:
            client.post(
                "/api/v1/ask",
                json={"question": "夜间普法讲堂不能说的字？"},
                headers={"traceparent": f"00-{_TRACE}-{_PARENT}-01", "X-Request-ID": "t-1"},
            )
            client.get("/nothing")
        assert running.stopped() == 0  # what is left is sent before the end
    [request] = [span for span in spans if span.trace_id.hex() == _TRACE and span.name.startswith("POST")]
    assert request.name == "POST /api/v1/ask"
    assert request.parent_span_id.hex() == _PARENT
    found = attributes(request)
    assert found["http.route"] == "/api/v1/ask"
    assert found["http.response.status_code"] == 200
    assert found["planqa.request_id"] == "t-1"
    assert found["planqa.verdict"]
    children = [span for span in spans if span.parent_span_id == request.span_id]
    assert {"answer", "encode"} <= {span.name for span in children}
    for span in children:
        assert span.trace_id.hex() == _TRACE
        assert request.start_time_unix_nano <= span.start_time_unix_nano
        assert span.start_time_unix_nano <= span.end_time_unix_nano
    assert "不能说的字" not in str(spans).encode().decode("unicode_escape", "ignore") + repr(spans)
    [other] = [span for span in spans if span.name == "GET other"]
    assert other.trace_id.hex() != _TRACE
    assert not other.parent_span_id


def test_a_collector_that_is_not_there_hinders_nobody(start: Start) -> None:
    with start(environment={"PLANQA_OTLP_ENDPOINT": "http://127.0.0.1:9"}) as running:
        with running.client() as client:
            assert client.get("/api/v1/plans").status_code == 200
        assert running.stopped() == 0


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)
    tracing.check(Settings(otlp_endpoint=""))
    with pytest.raises(PlanqaError, match=r"planqa\[otel\]"):
        tracing.check(Settings(otlp_endpoint="http://127.0.0.1:4318"))
