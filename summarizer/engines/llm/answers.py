"""The answer store: every reply of a model, stored before it is parsed.

One table serves as cache, for resuming after a crash, as audit trail, for replay in the evals, and
for imported batches. The key is the sha256 of the request (body and repeat index), so an answer is
never paid for twice and never used for another request. The store is SQLite in the data folder by
default, or Postgres if the address says so.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from summarizer.engines.llm.answer_database import (
    USES,
    Connection,
    StoreFault,
    connect_postgres,
    connect_sqlite,
)
from summarizer.engines.llm.prompts import exact_json

__all__ = ["Answer", "AnswerStore", "StoreFault", "open_store", "request_key", "used_for"]

_document: ContextVar[str | None] = ContextVar("document", default=None)


@contextmanager
def used_for(document: str) -> Iterator[None]:
    """Assign the answers used within to a document, so that `forget` deletes them with it."""
    token = _document.set(document)
    try:
        yield
    finally:
        _document.reset(token)


def request_key(body: dict[str, Any], repeat: int = 0) -> str:
    """Return the hash of a request: its body as sent, and the repeat index."""
    canonical = {name: body[name] for name in sorted(body)}
    asked = exact_json(canonical) + (f"#{repeat}" if repeat else "")
    return sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Answer:
    """One stored reply. `body` is the response as received; `usable` is 0 if every use of it ended
    in a fault, so that a later run may ask again."""

    key: str
    body: str
    request: str = ""
    model: str = ""
    endpoint: str = ""
    finish_reason: str = ""
    input_tokens: int = 0
    cached_input_tokens: int = 0
    output_tokens: int = 0
    seconds: float = 0.0
    stored_at: str = ""
    usable: int = 1


_COLUMNS = ", ".join(field.name for field in fields(Answer))
_UPDATES = ", ".join(f"{f.name} = excluded.{f.name}" for f in fields(Answer) if f.name != "key")


class AnswerStore:
    """The tables of one connection. Methods may be called from any thread."""

    def __init__(self, url: str) -> None:
        """Open lazily: the first use creates the file or connects to the server."""
        self.url = url
        self._lock = threading.RLock()
        self._connection: Connection | None = None
        self._postgres = url.startswith("postgres")

    def get(self, key: str) -> Answer | None:
        """Return the usable answer of a key."""
        sql = f"SELECT {_COLUMNS} FROM answers WHERE key = ? AND usable = 1"  # noqa: S608
        with self._using() as connection:
            row = connection.execute(self._sql(sql), (key,)).fetchone()
        return Answer(*row) if row else None

    def put(self, answer: Answer) -> None:
        """Store an answer on disk before returning. The first usable answer of a key stays."""
        if not answer.stored_at:
            answer = _stamped(answer)
        marks = ", ".join("?" * len(fields(Answer)))
        self._write(
            f"INSERT INTO answers ({_COLUMNS}) VALUES ({marks}) ON CONFLICT (key) DO UPDATE"  # noqa: S608
            f" SET {_UPDATES} WHERE answers.usable = 0",
            astuple(answer),
        )

    def give_up(self, keys: Sequence[str]) -> None:
        """Mark these answers as unusable, so that a later run asks again."""
        for key in keys:
            self._write("UPDATE answers SET usable = 0 WHERE key = ?", (key,))

    def note_use(self, key: str) -> None:
        """Record that the answer is used for the document of `used_for`, if any."""
        document = _document.get()
        if document is None:
            return
        self._write(USES)
        self._write(
            "INSERT INTO answer_uses (document, key) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (document, key),
        )

    def forget(self, document: str) -> int:
        """Delete permanently the answers used for this document and no other. Returns their
        number."""
        before, _ = self.size()
        self._write(USES)
        alone = (
            "SELECT key FROM answer_uses WHERE document = ? AND key NOT IN"
            " (SELECT key FROM answer_uses WHERE document <> ?)"
        )
        self._write(f"DELETE FROM answers WHERE key IN ({alone})", (document, document))  # noqa: S608
        self._write("DELETE FROM answer_uses WHERE document = ?", (document,))
        if not self._postgres:
            with self._using() as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return before - self.size()[0]

    def mode_of(self, endpoint: str, model: str) -> str | None:
        """Return the output mode that an endpoint is known to accept."""
        sql = "SELECT mode FROM endpoint_modes WHERE endpoint = ? AND model = ?"
        with self._using() as connection:
            row = connection.execute(self._sql(sql), (endpoint, model)).fetchone()
        return str(row[0]) if row else None

    def remember_mode(self, endpoint: str, model: str, mode: str) -> None:
        """Store the output mode of an endpoint for later runs."""
        self._write(
            "INSERT INTO endpoint_modes (endpoint, model, mode) VALUES (?, ?, ?)"
            " ON CONFLICT (endpoint, model) DO UPDATE SET mode = excluded.mode",
            (endpoint, model, mode),
        )

    def listed(self, limit: int = 50) -> list[Answer]:
        """Return the newest answers, newest first."""
        sql = f"SELECT {_COLUMNS} FROM answers ORDER BY stored_at DESC, key LIMIT ?"  # noqa: S608
        with self._using() as connection:
            return [Answer(*row) for row in connection.execute(self._sql(sql), (limit,))]

    def find(self, prefix: str) -> list[Answer]:
        """Return the answers whose key has this prefix, usable or not."""
        sql = f"SELECT {_COLUMNS} FROM answers WHERE key LIKE ? ORDER BY key LIMIT 20"  # noqa: S608
        with self._using() as connection:
            return [Answer(*row) for row in connection.execute(self._sql(sql), (f"{prefix}%",))]

    def size(self) -> tuple[int, int]:
        """Return the number of answers and their bytes of text."""
        sql = "SELECT COUNT(*), COALESCE(SUM(LENGTH(body) + LENGTH(request)), 0) FROM answers"
        with self._using() as connection:
            count, length = connection.execute(sql).fetchone()
        return int(count), int(length)

    def purge(self, *, days: int | None = None, max_bytes: int | None = None) -> int:
        """Delete answers older than `days` (0 = all), then the oldest ones until the rest fits
        into `max_bytes`. Returns the number of deleted answers."""
        before, _ = self.size()
        if days is not None:
            limit = (datetime.now(UTC) - timedelta(days=days)).isoformat()
            self._write("DELETE FROM answers WHERE stored_at <= ?", (limit,))
        if max_bytes is not None:
            self._write(
                "DELETE FROM answers WHERE key IN (SELECT key FROM (SELECT key, SUM(LENGTH(body) +"
                " LENGTH(request)) OVER (ORDER BY stored_at DESC, key) AS held FROM answers)"
                " AS aged WHERE held > ?)",
                (max_bytes,),
            )
        return before - self.size()[0]

    def close(self) -> None:
        """Close the connection; the next use opens it again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _write(self, sql: str, values: Sequence[Any] = ()) -> None:
        with self._using() as connection:
            if self._postgres:
                connection.execute(self._sql(sql), values)
                return
            # A deferred transaction that reads first fails at once when another process writes.
            connection.execute("BEGIN IMMEDIATE")
            try:
                connection.execute(sql, values)
                connection.execute("COMMIT")
            except BaseException:
                # On a full disk SQLite has already rolled back.
                if getattr(connection, "in_transaction", False):
                    connection.execute("ROLLBACK")
                raise

    def _sql(self, sql: str) -> str:
        return sql.replace("?", "%s") if self._postgres else sql

    @contextmanager
    def _using(self) -> Iterator[Connection]:
        with self._lock:
            try:
                if self._connection is None:
                    self._connection = (
                        connect_postgres(self.url) if self._postgres else connect_sqlite(self.url)
                    )
                yield self._connection
            except (sqlite3.Error, OSError) as error:
                raise StoreFault(str(error)) from error
            except Exception as error:
                if not self._postgres or not type(error).__module__.startswith("psycopg"):
                    raise
                self._connection = None
                raise StoreFault(str(error)) from error


def open_store(url: str, *, days: int | None = None, max_bytes: int | None = None) -> AnswerStore:
    """Return a store with its age and size limits applied. If it cannot be opened, its first use
    raises and reports it."""
    store = AnswerStore(url)
    if days is not None or max_bytes is not None:
        with suppress(StoreFault):
            store.purge(days=days, max_bytes=max_bytes)
    return store


def _stamped(answer: Answer) -> Answer:
    values = {field.name: getattr(answer, field.name) for field in fields(Answer)}
    return Answer(**{**values, "stored_at": datetime.now(UTC).isoformat()})
