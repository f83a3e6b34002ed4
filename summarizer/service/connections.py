"""Connections that send nothing, or a byte now and then, do not stay."""

from __future__ import annotations

import asyncio
import resource
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from summarizer.service.addresses import AddressLimit
from summarizer.service.problems import ProblemError, raw_response

__all__ = ["FILES", "impatient", "raise_file_limit"]

FILES = 65_536


def impatient(seconds: float, limit: AddressLimit) -> type[H11Protocol]:
    """uvicorn's protocol, with two limits that it lacks: the head of a request arrives within these
    seconds, or the connection is closed (bodies have their own limit); and an address has only so
    many connections."""

    class Impatient(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._place = limit.take(self.client[0] if self.client else "")
            if self._place is None:
                transport.write(too_many_connections())
                transport.close()
            self._look_again(None)

        def _look_again(self, seen: Any) -> None:
            self._looking = self.loop.call_later(seconds, self._look, seen)

        def _look(self, seen: Any) -> None:
            busy = self.cycle is not None and not self.cycle.response_complete
            if busy or self.cycle is not seen:
                self._look_again(self.cycle)
            else:
                self.transport.close()

        def connection_lost(self, exc: Exception | None) -> None:
            self._looking.cancel()
            limit.give(self._place)
            super().connection_lost(exc)

    return Impatient


def too_many_connections() -> bytes:
    """The answer to a connection too many, whatever it wanted to ask."""
    return raw_response(ProblemError("too-many-connections", headers={"Retry-After": "5"}))


def raise_file_limit() -> None:
    """A thousand idle connections must not use up the files that the databases need."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(hard, FILES)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
