"""A collector of traces: takes OTLP over HTTP on loopback and keeps what came."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from patience import PATIENCE

__all__ = ["Collector", "Seen"]


@dataclass(frozen=True)
class Seen:
    """A span, ids in hex; a job or request it is about is among its attributes."""

    name: str
    kind: int
    trace: str
    span: str
    parent: str
    attributes: dict[str, Any]
    links: list[str]
    failed: bool
    resource: dict[str, Any]
    scope: str


class Collector(ThreadingHTTPServer):
    """`OTEL_EXPORTER_OTLP_ENDPOINT` is its `url`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Take)
        self.came: list[tuple[str, bytes]] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def spans(self) -> list[Seen]:
        """Every span that came, as the protocol buffers say."""
        return [span for _, body in list(self.came) for span in _spans_in(body)]

    def wait_for(self, found: Callable[[list[Seen]], bool]) -> list[Seen]:
        """The spans, once what is looked for is among them."""
        deadline = time.monotonic() + PATIENCE
        while not found(self.spans):
            assert time.monotonic() < deadline, sorted(span.name for span in self.spans)
            time.sleep(0.1)
        return self.spans

    def __enter__(self) -> Collector:
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class _Take(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.came.append((self.path, body))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


def _spans_in(body: bytes) -> list[Seen]:
    # Only with the extra: whoever lacks it still collects the tests beside.
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    request = ExportTraceServiceRequest.FromString(body)
    return [
        Seen(
            name=span.name,
            kind=span.kind,
            trace=span.trace_id.hex(),
            span=span.span_id.hex(),
            parent=span.parent_span_id.hex(),
            attributes=_values(span.attributes),
            links=[link.trace_id.hex() for link in span.links],
            failed=span.status.code == span.status.STATUS_CODE_ERROR,
            resource=_values(resource.resource.attributes),
            scope=scope.scope.name,
        )
        for resource in request.resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    ]


def _values(attributes: Any) -> dict[str, Any]:
    return {one.key: getattr(one.value, one.value.WhichOneof("value")) for one in attributes}
