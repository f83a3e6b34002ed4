"""Dependencies of every route: the parts of the service, and the caller."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from summarizer.service.cursor import Cursors
from summarizer.service.documents import Documents
from summarizer.service.events import Feed
from summarizer.service.jobs import Jobs
from summarizer.service.keys import LOCAL, Caller, KeyRing
from summarizer.service.limits import RateLimit
from summarizer.service.loopback import Door
from summarizer.service.metrics import Metrics
from summarizer.service.portfolios import Portfolios
from summarizer.service.problems import ProblemError
from summarizer.service.reviewing import Reviews
from summarizer.service.sessions import Sessions, token_in
from summarizer.service.store import Store
from summarizer.service.verifying import Verifier
from summarizer.service.webhooks import Webhooks
from summarizer.settings import Settings

__all__ = ["Here", "ReaderOf", "Service", "Submitter", "service_of"]


@dataclass(frozen=True)
class Service:
    """The parts of the service that the routes use."""

    settings: Settings
    store: Store
    jobs: Jobs
    keys: KeyRing
    webhooks: Webhooks
    feed: Feed
    metrics: Metrics
    verifier: Verifier
    cursors: Cursors
    rate: RateLimit
    door: Door
    documents: Documents
    reviews: Reviews
    portfolios: Portfolios
    sessions: Sessions
    stopping: asyncio.Event = field(default_factory=asyncio.Event)


async def service_of(request: Request) -> Service:
    """Return the service of this application. Async, because FastAPI runs sync dependencies in a
    thread.
    """
    service: Service = request.app.state.service
    return service


def caller_with(scope: str) -> Callable[[Request], Awaitable[Caller]]:
    """Return a dependency that yields the caller and requires a scope."""

    async def caller(request: Request) -> Caller:
        service = await service_of(request)
        found = await _caller(request, service)
        wait = service.rate.take(found.owner)
        request.state.headers = service.rate.headers(found.owner)
        if scope not in found.scopes:
            raise ProblemError("forbidden")
        if wait:
            raise ProblemError("rate-limited", headers={"Retry-After": str(wait)})
        return found

    return caller


async def _caller(request: Request, service: Service) -> Caller:
    if "authorization" not in request.headers and request.method in _READING:
        # The session cookie only authorises reading. Changes go through the pages' forms, each with
        # a token.
        session = await asyncio.to_thread(service.sessions.find, token_in(request))
        if session:
            return session.caller
    scheme, _, presented = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and presented:
        found = await asyncio.to_thread(service.keys.caller, presented.strip())
        if found:
            return found
        # Check the key before the limit on guesses: many callers may share an address, and one with
        # a valid key must not be locked out by the wrong keys of others.
        address = request.client.host if request.client else "?"
        wait = service.rate.guesses_wait(address)
        if wait:
            raise ProblemError("rate-limited", headers={"Retry-After": str(wait)})
        service.rate.note_wrong_guess(address)
        raise ProblemError("unauthorized")
    if await service.door.is_open():
        return LOCAL
    raise ProblemError("unauthorized")


_READING = frozenset({"GET", "HEAD"})
Here = Annotated[Service, Depends(service_of)]
Submitter = Annotated[Caller, Depends(caller_with("submit"))]
ReaderOf = Annotated[Caller, Depends(caller_with("read"))]
