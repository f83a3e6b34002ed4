"""Metrics for Prometheus: requests, jobs by state, submissions."""

from __future__ import annotations

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

__all__ = ["Metrics"]


class Metrics:
    """One registry per application, so that two in one process are counted apart."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.submitted = Counter(
            "summarizer_jobs_submitted", "Jobs taken in", registry=self._registry
        )
        self.requests = Counter(
            "summarizer_http_requests",
            "Requests by route and status",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self.seconds = Histogram(
            "summarizer_http_request_seconds",
            "Time to answer",
            ("route",),
            registry=self._registry,
        )
        self.refused_connections = Counter(
            "summarizer_refused_connections",
            "Connections above the limit of their address",
            registry=self._registry,
        )
        self._jobs = Gauge("summarizer_jobs", "Jobs by state", ("state",), registry=self._registry)

    def text(self, counts: Mapping[str, int]) -> bytes:
        """Return the exposition format, with the current number of jobs in each state."""
        for state in ("queued", "running", "succeeded", "partial", "failed", "cancelled"):
            self._jobs.labels(state).set(counts.get(state, 0))
        return generate_latest(self._registry)
