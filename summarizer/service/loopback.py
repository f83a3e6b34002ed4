"""The open mode: on loopback, callers need no key until the first one is created.

A browser on the same machine can reach loopback on behalf of any page. So in this mode `Host` must
name this machine (which blocks DNS rebinding), and a request that changes something must not come
from another origin.
"""

from __future__ import annotations

import asyncio
import ipaddress
from urllib.parse import urlsplit
from uuid import uuid4

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from summarizer.service.keys import KeyRing
from summarizer.service.problems import ProblemError, problem_response

__all__ = ["Door", "LoopbackGuard", "is_loopback"]

_READING = frozenset({"GET", "HEAD", "OPTIONS"})


class Door:
    """Whether callers without a key are admitted."""

    def __init__(self, keys: KeyRing, *, near: bool) -> None:
        """`near`: the service listens on loopback only."""
        self._keys = keys
        self._may_open = near

    async def is_open(self) -> bool:
        """True until any process creates a key, then False for good.

        An expired or revoked key must not give more access than a valid one.
        """
        if self._may_open and await asyncio.to_thread(self._keys.ever_made):
            self._may_open = False
        return self._may_open


class LoopbackGuard:
    """In open mode, answer 421 to a foreign `Host` and 403 to a foreign `Origin`."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app = app
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        code = _refusal(scope) if scope["type"] == "http" else None
        if code is None or not await self._door.is_open():
            await self._app(scope, receive, send)
            return
        request_id = scope.get("state", {}).get("request_id") or uuid4().hex
        await problem_response(ProblemError(code), request_id)(scope, receive, send)


def _refusal(scope: Scope) -> str | None:
    headers = Headers(scope=scope)
    host = headers.get("host")
    if host is not None and not is_loopback(_name(host)):
        return "foreign-host"
    if scope["method"] in _READING:
        return None
    origin = headers.get("origin")
    foreign = origin is not None and origin.partition("://")[2] != host
    crossed = headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
    return "foreign-origin" if foreign or crossed else None


def _name(host: str) -> str:
    """Return the host of a `Host` header without its port; empty when malformed."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address.

    >>> [is_loopback(name) for name in ("localhost", "127.0.0.2", "::1", "localhost.evil.example")]
    [True, True, True, False]
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
