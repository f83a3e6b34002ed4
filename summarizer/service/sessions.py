"""Browsers that signed in with a key: a cookie that no script reads and no other site sends."""

from __future__ import annotations

import hmac
import secrets
import time
from dataclasses import dataclass
from hashlib import sha256

import sqlalchemy as sa
from starlette.requests import HTTPConnection

from summarizer.service.database import reading, writing
from summarizer.service.keys import Caller, KeyRing
from summarizer.service.tables import sessions

__all__ = ["COOKIE", "SECONDS", "Session", "Sessions", "token_in"]

COOKIE = "summarizer_session"
# A working day.
SECONDS = 12 * 3600.0


@dataclass(frozen=True, slots=True)
class Session:
    """Who signed in, and what they are called in decisions."""

    caller: Caller
    name: str


class Sessions:
    """The browsers that signed in."""

    def __init__(self, engine: sa.Engine, keys: KeyRing, secret: bytes) -> None:
        """`secret` marks forms; it is the service's own."""
        self.engine = engine
        self._keys = keys
        self._secret = secret

    def begin(self, caller: Caller, name: str) -> str:
        """What the cookie of a new session holds. Old sessions are forgotten."""
        token, now = secrets.token_urlsafe(32), time.time()
        with writing(self.engine) as connection:
            connection.execute(sessions.delete().where(sessions.c.expires_at < now))
            connection.execute(
                sessions.insert().values(
                    token_sha256=_hash(token),
                    key=caller.owner,
                    name=name or caller.name,
                    expires_at=now + SECONDS,
                )
            )
        return token

    def find(self, token: str) -> Session | None:
        """The session of a cookie, as long as its key is good."""
        if not token:
            return None
        here = (sessions.c.token_sha256 == _hash(token), sessions.c.expires_at > time.time())
        with reading(self.engine) as connection:
            row = connection.execute(sa.select(sessions).where(*here)).first()
        caller = self._keys.caller_of(row.key) if row else None
        return Session(caller, row.name) if row and caller else None

    def end(self, token: str) -> None:
        """From now on the cookie opens nothing."""
        with writing(self.engine) as connection:
            here = sessions.c.token_sha256 == _hash(token)
            connection.execute(sessions.delete().where(here))

    def mark(self, token: str) -> str:
        """What a form of this session must hold (against forged requests); without a session that
        of the open mode."""
        return hmac.digest(self._secret, b"form\0" + token.encode(), sha256).hex()[:32]

    def is_marked(self, token: str, presented: str) -> bool:
        """Was the form made for this session?"""
        return hmac.compare_digest(self.mark(token).encode(), presented.encode("utf-8", "replace"))


def token_in(request: HTTPConnection) -> str:
    """What the cookie of a request holds, or ""."""
    return request.cookies.get(COOKIE, "")


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
