"""Optional OpenTelemetry traces, enabled by OTEL_EXPORTER_OTLP_ENDPOINT.

Any module may open a span here. Only `otlp` uses the SDK, which is imported when tracing is
enabled. The trace id of a job is derived from the job id, so no trace state is stored, and any
process that continues a job continues its trace. Spans carry ids, codes and counts, never report
text or file names.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from functools import wraps
from typing import TYPE_CHECKING, Literal, ParamSpec, Protocol, TypeVar

if TYPE_CHECKING:
    from summarizer.tracing.otlp import Tracing

__all__ = [
    "Attributes",
    "OpenSpan",
    "TracingUnavailable",
    "job_parent",
    "job_span",
    "outgoing",
    "span",
    "start",
    "stop",
    "traced",
]

Attributes = Mapping[str, str | int | None]
Kind = Literal["internal", "server", "client"]
Given = ParamSpec("Given")
Returned = TypeVar("Returned")

_ADDRESSES = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
_PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
_tracing: Tracing | None = None


class OpenSpan(Protocol):
    """An open span: attributes, name and links can be set until it ends."""

    def note(self, attributes: Attributes) -> None:
        """Set attributes; those with the value None are omitted."""

    def rename(self, name: str) -> None:
        """Replace the name."""

    def link(self, parent: str) -> None:
        """Link another trace that this one caused, given as a `traceparent`."""


class TracingUnavailable(Exception):
    """The environment requests traces that this installation cannot send."""


def start(instance: str) -> bool:
    """Start sending traces if the environment requests it; return whether tracing is enabled.

    Raises TracingUnavailable without the extra `otel`, or for a protocol other than HTTP.
    """
    global _tracing
    if not _is_wanted():
        return False
    protocol = next((os.environ[name] for name in _PROTOCOLS if os.environ.get(name)), "")
    if protocol not in ("", "http/protobuf"):
        raise TracingUnavailable(f"OTLP over {protocol} is not built in, only http/protobuf")
    try:
        from summarizer.tracing.otlp import Tracing
    except ImportError as error:
        raise TracingUnavailable(
            "traces need the extra: pip install 'budget-report-summarizer[otel]'"
        ) from error
    _tracing = Tracing(instance)
    return True


def stop() -> None:
    """Send pending spans within a short time limit, then stop."""
    global _tracing
    tracing, _tracing = _tracing, None
    if tracing:
        tracing.close()


def span(
    name: str,
    attributes: Attributes | None = None,
    *,
    kind: Kind = "internal",
    parent: str | None = None,
) -> AbstractContextManager[OpenSpan]:
    """Return a span under a `traceparent`, or else under the current span."""
    if _tracing is None:
        return _OFF
    return _tracing.span(name, attributes or {}, kind=kind, parent=parent)


def job_span(job_id: str, number: int) -> AbstractContextManager[OpenSpan]:
    """Return a span for a round of a job: the root of the trace with the job's id."""
    if _tracing is None:
        return _OFF
    return _tracing.root(
        "job",
        {"summarizer.job_id": job_id, "summarizer.round": number},
        ids=(job_id, _span_id(job_id, number)),
    )


def job_parent(job_id: str, number: int) -> str:
    """Return the `traceparent` of a round of a job, which may not have begun yet."""
    return f"00-{job_id}-{_span_id(job_id, number)}-01"


def outgoing() -> dict[str, str]:
    """Return the headers that propagate the current span; empty when tracing is disabled."""
    return _tracing.headers() if _tracing else {}


def traced(
    name: str, *ids: str
) -> Callable[[Callable[Given, Awaitable[Returned]]], Callable[Given, Awaitable[Returned]]]:
    """Trace each call of an async function in a span, with its first arguments as attributes."""

    def decorate(
        function: Callable[Given, Awaitable[Returned]],
    ) -> Callable[Given, Awaitable[Returned]]:
        @wraps(function)
        async def within(*args: Given.args, **kwargs: Given.kwargs) -> Returned:
            if _tracing is None:
                return await function(*args, **kwargs)
            values = zip(ids, args, strict=False)
            with span(name, {f"summarizer.{key}": str(value) for key, value in values}):
                return await function(*args, **kwargs)

        return within

    return decorate


def _is_wanted() -> bool:
    if os.environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true":
        return False
    exporters = os.environ.get("OTEL_TRACES_EXPORTER") or "otlp"
    return "otlp" in exporters.split(",") and any(os.environ.get(name) for name in _ADDRESSES)


def _span_id(job_id: str, number: int) -> str:
    return f"{int(job_id[:16], 16) ^ (number - 1):016x}"


class _NoSpan:
    """A span that discards everything."""

    def note(self, attributes: Attributes) -> None: ...

    def rename(self, name: str) -> None: ...

    def link(self, parent: str) -> None: ...


_OFF: AbstractContextManager[OpenSpan] = nullcontext(_NoSpan())
