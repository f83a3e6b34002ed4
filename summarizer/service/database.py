"""The service's own tables, in SQLite (default) or Postgres, opened the same way everywhere."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from summarizer.errors import ConfigError
from summarizer.settings import Settings
from summarizer.settings_file import masked

__all__ = [
    "batches",
    "blobs",
    "costs",
    "decisions",
    "deliveries",
    "entries",
    "events",
    "idempotency",
    "jobs",
    "keys",
    "open_database",
    "reading",
    "readings",
    "reviews",
    "sessions",
    "spend",
    "webhooks",
    "workers",
]

SCHEMA_VERSION = 1
_BUSY_MS = 5_000
_SCHEMA_LOCK = 7_306_451_928_114_003_201

metadata = sa.MetaData()
_big_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# The bytes as they came, once per content.
blobs = sa.Table(
    "summarizer_blobs",
    metadata,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("created_at", sa.Float, nullable=False),
)

# One row per submission. `number` gives the order, `version` counts changes (ETag).
jobs = sa.Table(
    "summarizer_jobs",
    metadata,
    sa.Column("number", _big_id, primary_key=True, autoincrement=True),
    sa.Column("id", sa.String(32), nullable=False, unique=True),
    sa.Column("owner", sa.String(32), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("media_type", sa.Text, nullable=False),
    sa.Column("engine", sa.String(16), nullable=False),
    sa.Column("blob", sa.String(64), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("round", sa.Integer, nullable=False, default=1),
    sa.Column("tries", sa.Integer, nullable=False, default=0),
    sa.Column("chunks_done", sa.Integer, nullable=False, default=0),
    sa.Column("chunks_total", sa.Integer),
    sa.Column("summary", sa.Text),
    sa.Column("error", sa.Text),
    sa.Column("batch", sa.String(32)),
    sa.Column("client_ref", sa.Text),
    sa.Column("created_at", sa.Float, nullable=False),
    sa.Column("started_at", sa.Float),
    sa.Column("finished_at", sa.Float),
    sa.Column("version", sa.Integer, nullable=False, default=1),
    sa.Index("summarizer_jobs_by_owner", "owner", "number"),
    sa.Index("summarizer_jobs_by_state", "state", "owner", "number"),
    sa.Index("summarizer_jobs_by_batch", "batch"),
)

# What an engine made of a chunk, so that a retry reads only what was not read.
readings = sa.Table(
    "summarizer_readings",
    metadata,
    sa.Column("job", sa.String(32), primary_key=True),
    sa.Column("chunk", sa.Integer, primary_key=True),
    sa.Column("extraction", sa.Text, nullable=False),
    sa.Column("complete", sa.Boolean, nullable=False),
)

events = sa.Table(
    "summarizer_events",
    metadata,
    sa.Column("number", _big_id, primary_key=True, autoincrement=True),
    sa.Column("job", sa.String(32), nullable=False),
    sa.Column("type", sa.String(32), nullable=False),
    sa.Column("data", sa.Text, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sa.Index("summarizer_events_by_job", "job", "number"),
)

idempotency = sa.Table(
    "summarizer_idempotency",
    metadata,
    sa.Column("owner", sa.String(32), primary_key=True),
    sa.Column("key", sa.String(255), primary_key=True),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    sa.Column("resource", sa.String(32), nullable=False),
    sa.Column("created_at", sa.Float, nullable=False),
)

batches = sa.Table(
    "summarizer_batches",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("owner", sa.String(32), nullable=False),
    sa.Column("refused", sa.Text, nullable=False),
    sa.Column("created_at", sa.Float, nullable=False),
)

# Only a hash of the secret is kept.
keys = sa.Table(
    "summarizer_keys",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("secret_sha256", sa.String(64), nullable=False),
    sa.Column("scopes", sa.Text, nullable=False),
    sa.Column("created_at", sa.Float, nullable=False),
    sa.Column("expires_at", sa.Float),
    sa.Column("last_used_at", sa.Float),
    sa.Column("revoked_at", sa.Float),
)

spend = sa.Table(
    "summarizer_spend",
    metadata,
    sa.Column("owner", sa.String(32), primary_key=True),
    sa.Column("day", sa.String(10), primary_key=True),
    sa.Column("tokens", sa.BigInteger, nullable=False),
    sa.Column("micros", sa.BigInteger, nullable=False),
)

# What each job has cost, over all its rounds.
costs = sa.Table(
    "summarizer_costs",
    metadata,
    sa.Column("job", sa.String(32), primary_key=True),
    sa.Column("micros", sa.BigInteger, nullable=False),
)

webhooks = sa.Table(
    "summarizer_webhooks",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("owner", sa.String(32), nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("secret", sa.Text, nullable=False),
    sa.Column("created_at", sa.Float, nullable=False),
    sa.Column("disabled_at", sa.Float),
)

deliveries = sa.Table(
    "summarizer_deliveries",
    metadata,
    sa.Column("number", _big_id, primary_key=True, autoincrement=True),
    sa.Column("id", sa.String(64), nullable=False, unique=True),
    sa.Column("webhook", sa.String(32), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("next_at", sa.Float, nullable=False),
    sa.Column("last_status", sa.Text),
    sa.Index("summarizer_deliveries_due", "state", "next_at"),
)

# What people decided, in order; the newest of an item in a run holds. `undoes` is the decision that
# a later one took back.
decisions = sa.Table(
    "summarizer_decisions",
    metadata,
    sa.Column("number", _big_id, primary_key=True, autoincrement=True),
    sa.Column("job", sa.String(32), nullable=False),
    sa.Column("run", sa.String(16), nullable=False),
    sa.Column("item", sa.String(16), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("before", sa.Text, nullable=False),
    sa.Column("after", sa.Text),
    sa.Column("note", sa.Text),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("undoes", _big_id),
    sa.Index("summarizer_decisions_by_job", "job", "run", "number"),
)

# A review belongs to a document, a run and a version of the JSON; a new run begins a new one.
reviews = sa.Table(
    "summarizer_reviews",
    metadata,
    sa.Column("job", sa.String(32), primary_key=True),
    sa.Column("run", sa.String(16), primary_key=True),
    sa.Column("document", sa.String(64), nullable=False),
    sa.Column("schema_version", sa.String(16), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("by", sa.Text),
    sa.Column("at", sa.Float, nullable=False),
)

# One row for each ended job: what a portfolio lists, adds up and is searched by.
entries = sa.Table(
    "summarizer_entries",
    metadata,
    sa.Column("job", sa.String(32), primary_key=True),
    sa.Column("owner", sa.String(32), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("office", sa.Text),
    sa.Column("year", sa.Integer),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("title", sa.Text),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("message", sa.Text),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("received", sa.Float, nullable=False),
    sa.Column("budget", sa.Text),
    sa.Column("spent", sa.Text),
    sa.Column("rate", sa.Text),
    sa.Column("score", sa.Text),
    sa.Column("grade", sa.Text),
    sa.Column("problems", sa.Integer, nullable=False),
    sa.Column("measures", sa.Integer, nullable=False),
    sa.Column("open_items", sa.Integer, nullable=False),
    sa.Column("counts", sa.Text, nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    sa.Index("summarizer_entries_by_owner", "owner", "year", "office"),
)

# Browsers that signed in with a key; only a hash of what the cookie holds.
sessions = sa.Table(
    "summarizer_sessions",
    metadata,
    sa.Column("token_sha256", sa.String(64), primary_key=True),
    sa.Column("key", sa.String(32), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("expires_at", sa.Float, nullable=False),
)

# Each worker's own row: how many jobs it could hold, and a count that grows while it lives.
workers = sa.Table(
    "summarizer_workers",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("places", sa.Integer, nullable=False),
    sa.Column("beats", sa.BigInteger, nullable=False),
)

_about = sa.Table("summarizer_about", metadata, sa.Column("version", sa.Integer, primary_key=True))


def open_database(settings: Settings) -> sa.Engine:
    """An engine on tables of this version. Raises ConfigError when the database is damaged, of
    another version, or cannot be written; an existing database is never made anew."""
    settings.check_folder()
    engine = sa.create_engine(database_url(settings), **_engine_options(settings))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediate)
    try:
        _check_sound(engine)
        _bring_up(engine)
    except sa.exc.DBAPIError as error:
        place, said = (
            masked(engine.url.render_as_string()),
            masked(str(error.orig), database_url(settings)),
        )
        raise ConfigError(
            f"无法打开服务数据库 {place}：{said}；请检查目录权限与磁盘空间，或从备份恢复",
            f"cannot open the service's database {place}: {said};"
            " check permissions and disk space, or restore a backup",
            code="database",
        ) from error
    return engine


def database_url(settings: Settings) -> str:
    """SQLAlchemy address of our tables: a file in the data folder, or the Postgres given."""
    given = settings.database_url
    if given and given.startswith("postgres"):
        return given.replace("postgresql://", "postgresql+psycopg://", 1).replace(
            "postgres://", "postgresql+psycopg://", 1
        )
    return f"sqlite:///{_file(settings.data_dir, 'service.sqlite3')}"


def jobs_url(settings: Settings) -> str:
    """Address of the durable engine's own tables."""
    given = settings.database_url
    if given and given.startswith("postgres"):
        return given
    return f"sqlite:///{_file(settings.data_dir, 'jobs.sqlite3')}"


def _file(folder: Path, name: str) -> Path:
    """A database file that only its owner can read."""
    path = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise ConfigError(
            f"无法写入数据目录 {folder}：{error.strerror}；请设置 SUMMARIZER_DATA_DIR",
            f"cannot write to the data folder {folder}: {error.strerror}; set SUMMARIZER_DATA_DIR",
            code="data-dir",
        ) from error
    return path


def _engine_options(settings: Settings) -> dict[str, Any]:
    if settings.database_url and settings.database_url.startswith("postgres"):
        return {"pool_size": 10, "max_overflow": 10, "pool_pre_ping": True}
    # Each connection keeps pages of its own: the one used last is taken first, and few are full.
    return {
        "pool_size": 16,
        "max_overflow": 16,
        "pool_use_lifo": True,
        "connect_args": {"timeout": _BUSY_MS / 1000},
    }


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # A deferred transaction that reads and then writes fails at once when another writer came
    # between, busy timeout or not: every transaction begins IMMEDIATE (see _begin_immediate).
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA secure_delete=ON")
    # Kilobytes of pages, of each connection; the system keeps the file's pages for all of them.
    connection.execute("PRAGMA cache_size=-512")


# SQLite has one writer; its own waiting is a lottery, in which one of fifty threads can lose for
# seconds. Writers of one process queue here, and meet only other processes there.
_writers = threading.RLock()


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction that writes, committed at the end."""
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            yield connection
        return
    with _writers, engine.begin() as connection:
        yield connection


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection that only reads; on SQLite it waits for nobody."""
    with engine.connect().execution_options(reading=True) as connection:
        yield connection


def _begin_immediate(connection: sa.Connection) -> None:
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _check_sound(engine: sa.Engine) -> None:
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection:
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if found != "ok":
        raise ConfigError(
            f"服务数据库已损坏（{found}）：{engine.url.database}；请从备份恢复，程序不会重建它",
            f"the service's database is damaged ({found}): {engine.url.database}; restore a"
            " backup, it is never made anew",
            code="database-damaged",
        )


def _bring_up(engine: sa.Engine) -> None:
    """The tables and indexes of this version, in one transaction: who is killed in it, or comes
    second, finds all of it or nothing."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            # Of several processes that start at once, one makes the tables.
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_SCHEMA_LOCK)))
        _check_version(connection)
        metadata.create_all(connection)
        for table in metadata.sorted_tables:
            _renew_indexes(connection, table)
        if connection.execute(sa.select(_about)).first() is None:
            connection.execute(_about.insert().values(version=SCHEMA_VERSION))


def _check_version(connection: sa.Connection) -> None:
    if not sa.inspect(connection).has_table(_about.name):
        return
    version = connection.execute(sa.select(_about.c.version)).scalar()
    if version not in (None, SCHEMA_VERSION):
        raise ConfigError(
            f"服务数据库为版本 {version}，本程序需要版本 {SCHEMA_VERSION}；请用相应版本的程序打开",
            f"the service's database has version {version}, this program needs"
            f" {SCHEMA_VERSION}; open it with the program of its version",
            code="database-version",
        )


def _renew_indexes(connection: sa.Connection, table: sa.Table) -> None:
    """An index that an earlier program made over other columns, or not at all, is made anew."""
    found = {
        index["name"]: index["column_names"]
        for index in sa.inspect(connection).get_indexes(table.name)
    }
    for index in table.indexes:
        if found.get(index.name) != [column.name for column in index.columns]:
            if index.name in found:
                index.drop(connection)
            index.create(connection)
