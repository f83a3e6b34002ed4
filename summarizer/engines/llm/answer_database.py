"""The database of the answer store: a SQLite file, or the same tables in Postgres."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from summarizer.errors import ConfigError

__all__ = ["USES", "Connection", "StoreFault", "connect_postgres", "connect_sqlite"]

SCHEMA_VERSION = 1
BUSY_SECONDS = 5.0

_TABLES = (
    """CREATE TABLE IF NOT EXISTS answers (
        key TEXT PRIMARY KEY, body TEXT NOT NULL, request TEXT NOT NULL, model TEXT NOT NULL,
        endpoint TEXT NOT NULL, finish_reason TEXT NOT NULL, input_tokens BIGINT NOT NULL,
        cached_input_tokens BIGINT NOT NULL, output_tokens BIGINT NOT NULL,
        seconds DOUBLE PRECISION NOT NULL, stored_at TEXT NOT NULL, usable INTEGER NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS answers_by_age ON answers (stored_at)",
    """CREATE TABLE IF NOT EXISTS endpoint_modes (
        endpoint TEXT NOT NULL, model TEXT NOT NULL, mode TEXT NOT NULL,
        PRIMARY KEY (endpoint, model))""",
)

# The documents that an answer was used for; created at the first use.
USES = """CREATE TABLE IF NOT EXISTS answer_uses (
    document TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (document, key))"""


class StoreFault(Exception):
    """Reading or writing the store failed: full disk, read-only folder, lost connection."""


class Connection(Protocol):
    """The methods that connections of SQLite and Postgres share."""

    def execute(self, sql: str, values: Sequence[Any] = ...) -> Any: ...
    def close(self) -> None: ...


def connect_sqlite(url: str) -> sqlite3.Connection:
    """Open the file of an address and create its tables; only its owner may read it."""
    path = Path(url.removeprefix("sqlite:///"))
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Answers contain text of reports, so only the owner may read them. SQLite gives its side files
    # the same mode.
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    connection = sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        _prepare_sqlite(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare_sqlite(connection: sqlite3.Connection, path: Path) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == SCHEMA_VERSION:
        return
    if version:
        raise ConfigError(
            f"回答库 {path} 由其他版本（{version}）建立；请先备份该文件，再改名或删除",
            f"the answer store {path} was made by another version ({version}); back it up, then"
            " rename or remove it",
        )
    connection.execute("BEGIN IMMEDIATE")
    for table in _TABLES:
        connection.execute(table)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.execute("COMMIT")


def connect_postgres(url: str) -> Connection:
    """Connect to a server and create the tables. Raises ConfigError without psycopg."""
    try:
        import psycopg
    except ImportError as error:
        raise ConfigError(
            "DATABASE_URL 指向 Postgres，但未安装 psycopg；请 pip install 'psycopg[binary]'",
            "DATABASE_URL is a Postgres address and psycopg is not installed; pip install"
            " 'psycopg[binary]'",
        ) from error
    connection: Connection = psycopg.connect(url, autocommit=True, connect_timeout=10)
    for table in _TABLES:
        connection.execute(table)
    return connection
