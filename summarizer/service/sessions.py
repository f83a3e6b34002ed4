"""Browser sessions of a key: an HttpOnly cookie that other sites cannot send."""

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
    """A signed-in caller, with the name for decisions."""

    caller: Caller
    name: str


class Sessions:
    """The sessions of all browsers."""

    def __init__(self, engine: sa.Engine, keys: KeyRing, secret: bytes) -> None:
        """`secret` signs form tokens; it is the service's own."""
        self.engine = engine
        self._keys = keys
        self._secret = secret

    def begin(self, caller: Caller, name: str) -> str:
        """Create a session and return its cookie. Expired sessions are deleted."""
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
        """Return the session of a cookie, as long as its key is valid."""
        if not token:
            return None
        here = (sessions.c.token_sha256 == _hash(token), sessions.c.expires_at > time.time())
        with reading(self.engine) as connection:
            row = connection.execute(sa.select(sessions).where(*here)).first()
        caller = self._keys.caller_of(row.key) if row else None
        return Session(caller, row.name) if row and caller else None

    def end(self, token: str) -> None:
        """Revoke the session of a cookie."""
        with writing(self.engine) as connection:
            here = sessions.c.token_sha256 == _hash(token)
            connection.execute(sessions.delete().where(here))

    def mark(self, token: str) -> str:
        """Return the token that a form of this session must contain (against CSRF); without a
        session, the token of the open mode.
        """
        return hmac.digest(self._secret, b"form\0" + token.encode(), sha256).hex()[:32]

    def is_marked(self, token: str, presented: str) -> bool:
        """Whether a token belongs to this session."""
        return hmac.compare_digest(self.mark(token).encode(), presented.encode("utf-8", "replace"))


def token_in(request: HTTPConnection) -> str:
    """Return the session cookie of a request, or ""."""
    return request.cookies.get(COOKIE, "")


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
