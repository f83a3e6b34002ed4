"""API keys: shown once, stored as a hash, scoped, revocable."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, get_args
from uuid import uuid4

import sqlalchemy as sa

from summarizer.errors import ConfigError
from summarizer.service.database import reading, writing
from summarizer.service.tables import keys

__all__ = ["LOCAL", "Caller", "Key", "KeyRing", "Scope"]

Scope = Literal["submit", "read", "admin"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
_PREFIX = "sk-sum"


@dataclass(frozen=True, slots=True)
class Caller:
    """The caller. `owner` is the key's id: everything a caller creates is visible to that key
    alone.
    """

    owner: str
    scopes: frozenset[str]
    name: str = ""


# Loopback without keys has one open owner.
LOCAL = Caller("local", frozenset(SCOPES), "local")


@dataclass(frozen=True, slots=True)
class Key:
    """A key as `keys list` shows it, without its secret."""

    id: str
    name: str
    scopes: tuple[str, ...]
    created_at: float
    expires_at: float | None
    last_used_at: float | None
    revoked_at: float | None


class KeyRing:
    """The API keys of this service."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def create(
        self, name: str, scopes: Iterable[str] = ("submit", "read"), *, days: int | None = None
    ) -> tuple[Key, str]:
        """Create a key. Returns it with its secret, which is not stored and cannot be
        shown again.
        """
        chosen = tuple(dict.fromkeys(scopes))
        unknown = [scope for scope in chosen if scope not in SCOPES]
        if unknown or not chosen:
            raise ConfigError(
                f"未知权限 {'、'.join(unknown) or '（空）'}；可用：{'、'.join(SCOPES)}",
                f"unknown scope {', '.join(unknown) or '(none)'}; there are {', '.join(SCOPES)}",
            )
        key, secret, now = uuid4().hex, secrets.token_urlsafe(32), time.time()
        expires = now + days * 86_400 if days else None
        with writing(self.engine) as connection:
            connection.execute(
                keys.insert().values(
                    id=key,
                    name=name,
                    secret_sha256=_hash(secret),
                    scopes=" ".join(chosen),
                    created_at=now,
                    expires_at=expires,
                )
            )
        return Key(key, name, chosen, now, expires, None, None), f"{_PREFIX}-{key}-{secret}"

    def list(self) -> list[Key]:
        """Return all keys, oldest first."""
        with reading(self.engine) as connection:
            rows = connection.execute(sa.select(keys).order_by(keys.c.created_at)).all()
        return [_key(row) for row in rows]

    def revoke(self, key: str) -> bool:
        """Revoke a key. Returns False when there is no such key."""
        with writing(self.engine) as connection:
            done = connection.execute(
                keys.update()
                .where(keys.c.id == key, keys.c.revoked_at.is_(None))
                .values(revoked_at=time.time())
            )
        return bool(done.rowcount)

    def any(self) -> bool:
        """Whether any key is valid."""
        now = time.time()
        return any(key.revoked_at is None and not _over(key, now) for key in self.list())

    def ever_made(self) -> bool:
        """Whether a key was ever created, valid or not."""
        with reading(self.engine) as connection:
            return connection.execute(sa.select(keys.c.id).limit(1)).first() is not None

    def caller(self, presented: str) -> Caller | None:
        """Return the caller of a key.

        Takes the same steps for a wrong id as for a wrong secret.
        """
        key_id, _, secret = presented.removeprefix(f"{_PREFIX}-").partition("-")
        with reading(self.engine) as connection:
            row = connection.execute(sa.select(keys).where(keys.c.id == key_id)).first()
        expected = row.secret_sha256 if row else _hash("")
        matches = hmac.compare_digest(expected, _hash(secret))
        if row is None or not matches or not secret:
            return None
        key = _key(row)
        if key.revoked_at is not None or _over(key, time.time()):
            return None
        self._touch(key)
        return Caller(key.id, frozenset(key.scopes), key.name)

    def caller_of(self, key_id: str) -> Caller | None:
        """Return the caller of a key seen before, as long as the key is valid."""
        with reading(self.engine) as connection:
            row = connection.execute(sa.select(keys).where(keys.c.id == key_id)).first()
        key = _key(row) if row else None
        if key is None or key.revoked_at is not None or _over(key, time.time()):
            return None
        return Caller(key.id, frozenset(key.scopes), key.name)

    def _touch(self, key: Key) -> None:
        """Record the last use, to the minute: a write per request would be too expensive."""
        now = time.time()
        if key.last_used_at and now - key.last_used_at < 60:
            return
        with writing(self.engine) as connection:
            connection.execute(keys.update().where(keys.c.id == key.id).values(last_used_at=now))


def _hash(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _over(key: Key, now: float) -> bool:
    return key.expires_at is not None and key.expires_at <= now


def _key(row: sa.Row[tuple[object, ...]]) -> Key:
    return Key(
        id=row.id,
        name=row.name,
        scopes=tuple(row.scopes.split()),
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
    )
