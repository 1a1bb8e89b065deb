"""Traces by OpenTelemetry, sent as OTLP over HTTP where PLANQA_OTLP_ENDPOINT says so; nothing is imported otherwise.

A request is a server span with a child for each stage; the W3C traceparent that it came with is its parent. Spans are
made when the request is over, with the times that were taken meanwhile, so that answering knows nothing of them.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.operations.observation import Observation
from qa.errors import PlanqaError
from qa.settings import Settings

if TYPE_CHECKING:
    from opentelemetry.context import Context

#: Seconds that a collector which does not answer is waited for, per batch.
_TIMEOUT = 5


@dataclass(frozen=True)
class Exchange:
    """A request and what came of it. door: the route's template; status: None where none was sent; start: ns since
    1970; seconds: how long it took; parent: the request's traceparent."""

    door: str
    method: str
    status: int | None
    start: int
    seconds: float
    parent: str | None


def check(settings: Settings) -> None:
    """PlanqaError where traces are wanted and the extra is not installed."""
    if not settings.otlp_endpoint:
        return
    try:
        import opentelemetry.exporter.otlp.proto.http.trace_exporter
        import opentelemetry.sdk.trace  # noqa: F401
    except ImportError as error:
        raise PlanqaError(
            '设置了 PLANQA_OTLP_ENDPOINT，但没有安装 OpenTelemetry。请运行 pip install "planqa[otel]"，或取消该设置。'
        ) from error


class Tracing:
    """Sends spans in the background; what cannot be sent is dropped, and no request waits for it."""

    def __init__(self, endpoint: str) -> None:
        """endpoint: the collector's base URL, such as http://127.0.0.1:4318."""
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        self._provider = TracerProvider(resource=Resource.create({"service.name": "planqa"}))
        exporter = OTLPSpanExporter(f"{endpoint.rstrip('/')}/v1/traces", timeout=_TIMEOUT)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("planqa")

    def record(self, exchange: Exchange, observed: Observation) -> None:
        from opentelemetry.trace import SpanKind, StatusCode, set_span_in_context

        span = self._tracer.start_span(
            f"{exchange.method} {exchange.door}",
            _parent(exchange.parent),
            SpanKind.SERVER,
            {
                "http.request.method": exchange.method,
                "http.route": exchange.door,
                "planqa.request_id": observed.request_id,
            },
            start_time=exchange.start,
        )
        if exchange.status is not None:
            span.set_attribute("http.response.status_code", exchange.status)
        if observed.verdict:
            span.set_attribute("planqa.verdict", observed.verdict)
        if exchange.status is None or exchange.status >= 500:
            span.set_status(StatusCode.ERROR)
        within = set_span_in_context(span)
        for stage in observed.stages:
            self._tracer.start_span(stage.name, within, start_time=stage.start).end(stage.end)
        span.end(exchange.start + int(exchange.seconds * 1e9))

    def close(self) -> None:
        """Send what is left."""
        self._provider.shutdown()


def _parent(traceparent: str | None) -> "Context":
    from opentelemetry.context import Context
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    carrier = {"traceparent": traceparent} if traceparent else {}
    return TraceContextTextMapPropagator().extract(carrier, Context())
