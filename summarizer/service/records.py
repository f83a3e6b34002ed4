"""The nouns of the job store: submissions, batches, jobs and events."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

__all__ = ["ENDED", "Batch", "Event", "Job", "KeyReused", "State", "Submission"]

State = Literal["queued", "running", "succeeded", "partial", "failed", "cancelled"]
ENDED: frozenset[str] = frozenset({"succeeded", "partial", "failed", "cancelled"})


class KeyReused(Exception):
    """An Idempotency-Key was reused with another body."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A submission. `content` are the original bytes."""

    owner: str
    name: str
    content: bytes
    media_type: str = ""
    engine: str = "auto"
    client_ref: str | None = None
    batch: str | None = None
    idempotency_key: str | None = None

    @property
    def fingerprint(self) -> str:
        """Equal for two submissions with the same content and options."""
        parts = (self.name, self.media_type, self.engine, self.client_ref or "")
        head = json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass")
        return sha256(head + b"\0" + self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Batch:
    """Files submitted together, and those of them that were refused."""

    owner: str
    files: tuple[tuple[str, bytes], ...]
    refused: tuple[Mapping[str, Any], ...]
    engine: str = "auto"
    idempotency_key: str | None = None

    @property
    def fingerprint(self) -> str:
        """A hash of everything that must match when a key is repeated."""
        digest = sha256(self.engine.encode())
        for name, content in self.files:
            digest.update(f"\n{name}\n".encode("utf-8", "surrogatepass"))
            digest.update(sha256(content).digest())
        digest.update(json.dumps(list(self.refused), ensure_ascii=False).encode())
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Job:
    """One row of the jobs table."""

    number: int
    id: str
    owner: str
    name: str
    media_type: str
    engine: str
    blob: str
    state: State
    round: int
    tries: int
    chunks_done: int
    chunks_total: int | None
    summary: str | None
    error: str | None
    batch: str | None
    client_ref: str | None
    created_at: float
    started_at: float | None
    finished_at: float | None
    version: int

    @property
    def work(self) -> str:
        """The name of the workflow of this round."""
        return f"{self.id}.{self.round}"


@dataclass(frozen=True, slots=True)
class Event:
    """An event of a job. `number` is the value of Last-Event-ID."""

    number: int
    job: str
    type: str
    data: str
    at: float
