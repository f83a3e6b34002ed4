"""A database that an earlier program made is opened by this one, with what waits in it."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from own_postgres import OwnPostgres
from served import Served

import summarizer
from summarizer.service.database import database_url, open_database
from summarizer.service.tables import metadata
from summarizer.settings import load_settings

FIRST = (Path(__file__).with_name("first_tables.sql")).read_text()
JOB = "1f" * 16
# Fields of a summary that the first program did not write.
ADDED = {"brief", "tables", "ledger", "decisions", "salience", "deadline", "weight", "reason"}
ADDED |= {"cause_evidence", "in_tables", "locator"}


def without(names: set[str], told: Any) -> Any:
    """JSON without the fields of these names, at any depth."""
    if isinstance(told, dict):
        return {key: without(names, one) for key, one in told.items() if key not in names}
    return [without(names, one) for one in told] if isinstance(told, list) else told


def made_by_the_first(folder: Path, report: bytes) -> Path:
    """The service's file as the first program left it, with a job that waits."""
    folder.mkdir(exist_ok=True)
    path = folder / "service.sqlite3"
    digest = sha256(report).hexdigest()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(FIRST)
        connection.execute("insert into summarizer_blobs values (?, ?, 1.0)", (digest, report))
        connection.execute(
            "insert into summarizer_jobs (id, owner, name, media_type, engine, blob, state, round,"
            " tries, chunks_done, created_at, version)"
            " values (?, 'local', 'report.txt', 'text/plain', 'auto', ?, 'queued', 1, 0, 0, 1, 1)",
            (JOB, digest),
        )
    return path


def shape(engine: sa.Engine) -> dict[str, tuple[list[str], dict[str | None, list[str | None]]]]:
    """Table → its columns, and its indexes by name."""
    found = sa.inspect(engine)
    return {
        table: (
            [column["name"] for column in found.get_columns(table)],
            {index["name"]: index["column_names"] for index in found.get_indexes(table)},
        )
        for table in metadata.tables
    }


def test_the_first_tables_become_those_of_today(tmp_path: Path, report: bytes) -> None:
    made_by_the_first(tmp_path / "old", report)
    (tmp_path / "new").mkdir()
    old, new = (open_database(load_settings(data_dir=tmp_path / age)) for age in ("old", "new"))
    assert shape(old) == shape(new)
    old.dispose()
    new.dispose()


def test_p12_a_job_of_the_first_program_is_done_by_this_one(
    start: Callable[..., Served], tmp_path: Path, report: bytes
) -> None:
    made_by_the_first(tmp_path / "data", report)
    served = start()
    assert served.wait(JOB)["state"] == "succeeded"


def test_what_the_first_program_did_is_listed_and_found(
    start: Callable[..., Served], tmp_path: Path, report: bytes
) -> None:
    path = made_by_the_first(tmp_path / "data", report)
    document = summarizer.read_bytes(report, "report.txt")
    summary = summarizer.summarize(document, "rules")
    told = json.dumps(without(ADDED, summary.model_dump(mode="json")))
    with closing(sqlite3.connect(path)) as connection, connection:
        done = "update summarizer_jobs set state = 'succeeded', summary = ? where id = ?"
        connection.execute(done, (told, JOB))
        # The listing of a version between the two.
        connection.execute("create table summarizer_statements (number integer, text text)")
    word = summary.results[0].metric
    served = start()
    lines: list[dict[str, Any]] = []
    for _ in range(600):
        lines = served.client.get("/v1/portfolio").json()["lines"]
        if lines:
            break
        time.sleep(0.05)
    assert [line["keys"] for line in lines] == [[JOB]]
    (first, *_) = served.client.get("/v1/search", params={"q": word}).json()["items"]
    assert first["job"] == JOB
    assert first["start"] is not None
    assert served.client.get(f"/v1/summaries/{JOB}").json()["summary"]["results"]
    assert served.client.get(f"/summaries/{JOB}").status_code == 200


def test_tables_of_another_version_are_left_as_they_are(tmp_path: Path, report: bytes) -> None:
    path = made_by_the_first(tmp_path, report)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("update summarizer_about set version = 2")
        connection.execute("drop index summarizer_jobs_by_state")
        connection.execute("drop table summarizer_spend")
    listing = "select name, sql from sqlite_master order by name"
    with closing(sqlite3.connect(path)) as connection:
        before = connection.execute(listing).fetchall()
    with pytest.raises(Exception, match="version 2") as refused:
        open_database(load_settings(data_dir=tmp_path))
    assert refused.value.error_code == "database-version"  # type: ignore[attr-defined]
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute(listing).fetchall() == before


@pytest.mark.matrix
def test_processes_that_start_at_once_make_the_tables_once(own_postgres: OwnPostgres) -> None:
    settings = load_settings(database_url=own_postgres.database())
    with ThreadPoolExecutor(8) as pool:
        engines = list(pool.map(lambda _: open_database(settings), range(8)))
    for engine in engines:
        engine.dispose()
    engine = sa.create_engine(database_url(settings))
    with engine.begin() as connection:
        connection.execute(sa.text("drop index summarizer_jobs_by_state"))
        old = "create index summarizer_jobs_by_state on summarizer_jobs (state, number)"
        connection.execute(sa.text(old))
    engine.dispose()
    again = open_database(settings)
    assert shape(again)["summarizer_jobs"][1]["summarizer_jobs_by_state"] == [
        "state", "owner", "number",
    ]  # fmt: skip
    again.dispose()
