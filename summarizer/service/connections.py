"""Close connections that send nothing or only a byte now and then."""

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
    """Return uvicorn's protocol with two more limits.

    A connection is closed unless the head of a request arrives within `seconds` (bodies have their
    own limit), and each address has a limited number of connections.
    """

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
    """Return the response to a connection over the limit, whatever its request."""
    return raw_response(ProblemError("too-many-connections", headers={"Retry-After": "5"}))


def raise_file_limit() -> None:
    """Raise the limit on open files, so that idle connections leave enough for the databases."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(hard, FILES)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
