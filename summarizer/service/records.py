"""The nouns of the job store: what was handed in, what became of it, and what happened to it."""

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
    """An Idempotency-Key came again with another body."""


@dataclass(frozen=True, slots=True)
class Submission:
    """What was handed in. `content` are the bytes as they came."""

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
        """Equal for two submissions that ask for the same."""
        parts = (self.name, self.media_type, self.engine, self.client_ref or "")
        head = json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass")
        return sha256(head + b"\0" + self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Batch:
    """Files that are handed in together, and those of them that could not become jobs."""

    owner: str
    files: tuple[tuple[str, bytes], ...]
    refused: tuple[Mapping[str, Any], ...]
    engine: str = "auto"
    idempotency_key: str | None = None

    @property
    def fingerprint(self) -> str:
        """What must be the same for a repeated key."""
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
        """The name of the work on this round of the job."""
        return f"{self.id}.{self.round}"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a job. `number` is what Last-Event-ID names."""

    number: int
    job: str
    type: str
    data: str
    at: float
