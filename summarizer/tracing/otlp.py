"""Create spans with the OpenTelemetry SDK and send them as OTLP over HTTP."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from opentelemetry import context, trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.trace import Span, SpanKind, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from summarizer.tracing import Attributes, Kind, OpenSpan
from summarizer.version import __version__

__all__ = ["Tracing"]

# An unreachable collector must not delay the end of the process.
LAST_SECONDS = 1.5
_KINDS = {"internal": SpanKind.INTERNAL, "server": SpanKind.SERVER, "client": SpanKind.CLIENT}
_W3C = TraceContextTextMapPropagator()
_chosen: ContextVar[tuple[str, str] | None] = ContextVar("chosen ids", default=None)


class _Ids(RandomIdGenerator):
    """Random ids, except for a root span whose ids are given."""

    def generate_trace_id(self) -> int:
        chosen = _chosen.get()
        return int(chosen[0], 16) if chosen else super().generate_trace_id()

    def generate_span_id(self) -> int:
        chosen = _chosen.get()
        return int(chosen[1], 16) if chosen else super().generate_span_id()


class Tracing:
    """A separate provider, not the global one: no library adds spans that quote a report."""

    def __init__(self, instance: str) -> None:
        named = {"service.version": __version__, "service.instance.id": instance}
        resource = Resource.create({"service.name": "summarizer", **named})
        # OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES take precedence.
        resource = resource.merge(OTELResourceDetector().detect())
        self._provider = TracerProvider(
            resource=resource, id_generator=_Ids(), shutdown_on_exit=False
        )
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        self._tracer = self._provider.get_tracer("summarizer", __version__)

    @contextmanager
    def span(
        self, name: str, attributes: Attributes, *, kind: Kind, parent: str | None
    ) -> Iterator[OpenSpan]:
        """Open a span as the current one; see `summarizer.tracing.span`."""
        within = _W3C.extract({"traceparent": parent}, context.Context()) if parent else None
        opened = self._tracer.start_span(name, within, _KINDS[kind])
        with _open(opened, attributes) as known:
            yield known

    @contextmanager
    def root(
        self, name: str, attributes: Attributes, *, ids: tuple[str, str]
    ) -> Iterator[OpenSpan]:
        """Open a span with given ids as the root of a trace."""
        token = _chosen.set(ids)
        try:
            opened = self._tracer.start_span(name, context.Context())
        finally:
            _chosen.reset(token)
        with _open(opened, attributes) as known:
            yield known

    def headers(self) -> dict[str, str]:
        """Return the `traceparent` of the current span, if any."""
        carrier: dict[str, str] = {}
        _W3C.inject(carrier)
        return carrier

    def close(self) -> None:
        """Send pending spans under our own time limit; the SDK would wait for half a minute."""
        ending = threading.Thread(target=self._provider.shutdown, daemon=True)
        ending.start()
        ending.join(LAST_SECONDS)


class _Open:
    """An SDK span behind the interface of `OpenSpan`."""

    def __init__(self, opened: Span) -> None:
        self._opened = opened

    def note(self, attributes: Attributes) -> None:
        for key, value in attributes.items():
            if value is not None:
                self._opened.set_attribute(key, value)
        if attributes.get("error.type") is not None:
            self._opened.set_status(StatusCode.ERROR)

    def rename(self, name: str) -> None:
        self._opened.update_name(name)

    def link(self, parent: str) -> None:
        found = _W3C.extract({"traceparent": parent}, context.Context())
        self._opened.add_link(trace.get_current_span(found).get_span_context())


@contextmanager
def _open(opened: Span, attributes: Attributes) -> Iterator[OpenSpan]:
    known = _Open(opened)
    known.note(attributes)
    # The text of an exception may quote a report: only its class is recorded.
    with trace.use_span(
        opened, end_on_exit=True, record_exception=False, set_status_on_exception=False
    ):
        try:
            yield known
        except BaseException as error:
            known.note({"error.type": type(error).__name__})
            raise
