"""Optional OpenTelemetry traces: off, and free, unless OTEL_EXPORTER_OTLP_ENDPOINT is set.

Everybody may open a span here; only `otlp` knows the SDK, and it is imported when traces are on.
The trace of a job has the job's id, so nothing about traces is stored: whichever process goes on
with a job goes on with its trace. Spans carry ids, codes and counts, never a word of a report nor
the name of a file.
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
    """What may still be told of a span before it ends."""

    def note(self, attributes: Attributes) -> None:
        """Attributes; what is None is left out."""

    def rename(self, name: str) -> None:
        """A better name, known only now."""

    def link(self, parent: str) -> None:
        """Another trace that this one led to, as a `traceparent`."""


class TracingUnavailable(Exception):
    """The environment asks for traces that this installation cannot send."""


def start(instance: str) -> bool:
    """Send traces from here on, when the environment asks for it. Says whether they are on.

    Raises TracingUnavailable without the extra `otel`, or for another protocol than HTTP.
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
    """Send what is left, within a moment, and nothing more."""
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
    """A piece of work, under a `traceparent` or else under the span that is open here."""
    if _tracing is None:
        return _OFF
    return _tracing.span(name, attributes or {}, kind=kind, parent=parent)


def job_span(job_id: str, number: int) -> AbstractContextManager[OpenSpan]:
    """A round of a job: the root of the trace that has the job's id."""
    if _tracing is None:
        return _OFF
    return _tracing.root(
        "job",
        {"summarizer.job_id": job_id, "summarizer.round": number},
        ids=(job_id, _span_id(job_id, number)),
    )


def job_parent(job_id: str, number: int) -> str:
    """The `traceparent` of a round of a job, which need not have begun."""
    return f"00-{job_id}-{_span_id(job_id, number)}-01"


def outgoing() -> dict[str, str]:
    """The headers that carry the open span to another server; none when traces are off."""
    return _tracing.headers() if _tracing else {}


def traced(
    name: str, *ids: str
) -> Callable[[Callable[Given, Awaitable[Returned]]], Callable[Given, Awaitable[Returned]]]:
    """A span around each call of an async function, with its first arguments as attributes."""

    def decorate(
        function: Callable[Given, Awaitable[Returned]],
    ) -> Callable[Given, Awaitable[Returned]]:
        @wraps(function)
        async def within(*args: Given.args, **kwargs: Given.kwargs) -> Returned:
            if _tracing is None:
                return await function(*args, **kwargs)
            told = zip(ids, args, strict=False)
            with span(name, {f"summarizer.{key}": str(value) for key, value in told}):
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


class _Nothing:
    """Nobody wants to know."""

    def note(self, attributes: Attributes) -> None: ...

    def rename(self, name: str) -> None: ...

    def link(self, parent: str) -> None: ...


_OFF: AbstractContextManager[OpenSpan] = nullcontext(_Nothing())
