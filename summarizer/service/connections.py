"""Connections that send nothing, or a byte now and then, do not stay."""

from __future__ import annotations

import asyncio
import resource
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["FILES", "impatient", "raise_file_limit"]

FILES = 65_536


def impatient(seconds: float) -> type[H11Protocol]:
    """uvicorn's protocol, with a limit that it lacks: the head of a request arrives within these
    seconds, or the connection is closed. Bodies have their own limit."""

    class Impatient(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
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
            super().connection_lost(exc)

    return Impatient


def raise_file_limit() -> None:
    """A thousand idle connections must not use up the files that the databases need."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(hard, FILES)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
