"""The service's database, SQLite (default) or Postgres, opened the same way everywhere."""

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
from summarizer.service import statements
from summarizer.service.tables import about, listed, metadata
from summarizer.settings import Settings
from summarizer.settings_file import masked

__all__ = ["database_url", "jobs_url", "open_database", "reading", "writing"]

SCHEMA_VERSION = 1
_BUSY_MS = 5_000
_IDLE_SECONDS = 30
_SCHEMA_LOCK = 7_306_451_928_114_003_201


def open_database(settings: Settings) -> sa.Engine:
    """Open the database and create its tables if it is new.

    Raises ConfigError when the database is damaged, has another version, or cannot be written. An
    existing database is never recreated.
    """
    settings.check_folder()
    engine = sa.create_engine(database_url(settings), **_engine_options(settings))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediate)
    else:
        event.listen(engine, "connect", _prepare_postgres)
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
    """Return the SQLAlchemy URL of our tables: a file in the data folder, or the given Postgres."""
    given = settings.database_url
    if given and given.startswith("postgres"):
        return given.replace("postgresql://", "postgresql+psycopg://", 1).replace(
            "postgres://", "postgresql+psycopg://", 1
        )
    return f"sqlite:///{_file(settings.data_dir, 'service.sqlite3')}"


def jobs_url(settings: Settings) -> str:
    """Return the URL of the durable engine's own tables."""
    given = settings.database_url
    if given and given.startswith("postgres"):
        return given
    return f"sqlite:///{_file(settings.data_dir, 'jobs.sqlite3')}"


def _file(folder: Path, name: str) -> Path:
    """Return a database file that only its owner can read."""
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
    # Each connection has its own page cache; LIFO keeps few connections in use and few caches full.
    return {
        "pool_size": 16,
        "max_overflow": 16,
        "pool_use_lifo": True,
        "connect_args": {"timeout": _BUSY_MS / 1000},
    }


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # A deferred transaction that reads and then writes fails at once when another writer committed
    # in between, whatever the busy timeout. So every transaction begins IMMEDIATE
    # (_begin_immediate).
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA secure_delete=ON")
    # Page cache per connection in kilobytes; the operating system caches the file for all of them.
    connection.execute("PRAGMA cache_size=-512")


def _prepare_postgres(connection: Any, _record: Any) -> None:
    # A process that is frozen within a transaction holds its locks, and every other worker waits.
    with connection.cursor() as cursor:
        cursor.execute(f"SET idle_in_transaction_session_timeout = '{_IDLE_SECONDS}s'")
    connection.commit()


# SQLite has one writer and no fair queue for it: one of fifty threads may wait for seconds. Writers
# of one process queue here and compete only with other processes.
_writers = threading.RLock()


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Run a write transaction, committed at the end."""
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            yield connection
        return
    with _writers, engine.begin() as connection:
        yield connection


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Return a connection for reading; on SQLite it does not wait for writers."""
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
    """Create the tables and indexes of this version in one transaction.

    A process that is killed in it, or that starts at the same time, finds all of them or none.
    """
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            # When several processes start at once, one of them creates the tables.
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_SCHEMA_LOCK)))
        _check_version(connection)
        metadata.create_all(connection)
        statements.make(connection)
        _drop_earlier(connection)
        for table in metadata.sorted_tables:
            _renew_indexes(connection, table)
        if connection.execute(sa.select(about)).first() is None:
            connection.execute(about.insert().values(version=SCHEMA_VERSION))


def _drop_earlier(connection: sa.Connection) -> None:
    """Drop the listing of earlier versions; the jobs are listed again."""
    connection.exec_driver_sql("DROP TABLE IF EXISTS summarizer_entries")
    if sa.inspect(connection).has_table("summarizer_statements"):
        connection.exec_driver_sql("DROP TABLE summarizer_statements")
        connection.execute(listed.delete())


def _check_version(connection: sa.Connection) -> None:
    if not sa.inspect(connection).has_table(about.name):
        return
    version = connection.execute(sa.select(about.c.version)).scalar()
    if version not in (None, SCHEMA_VERSION):
        raise ConfigError(
            f"服务数据库为版本 {version}，本程序需要版本 {SCHEMA_VERSION}；请用相应版本的程序打开",
            f"the service's database has version {version}, this program needs"
            f" {SCHEMA_VERSION}; open it with the program of its version",
            code="database-version",
        )


def _renew_indexes(connection: sa.Connection, table: sa.Table) -> None:
    """Recreate indexes that are missing or that an earlier version created over other columns."""
    found = {
        index["name"]: index["column_names"]
        for index in sa.inspect(connection).get_indexes(table.name)
    }
    for index in table.indexes:
        if found.get(index.name) != [column.name for column in index.columns]:
            if index.name in found:
                index.drop(connection)
            index.create(connection)
