"""The same service on Postgres: kills, its restart, several workers."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from llm_support import honest
from model_server import ModelServer
from own_postgres import OwnPostgres
from patience import PATIENCE
from served import Served
from sqlalchemy import create_engine, text
from test_kills import LONG, asking, assert_as_untouched, say
from under_kills import (
    assert_succeeded,
    assert_whole,
    repeated_calls,
    run_under_kills,
    the_database,
    the_server,
    the_worker,
)

pytestmark = pytest.mark.matrix


@pytest.mark.parametrize("kills", [6, LONG])
def test_p1_postgres(start: Callable[..., Served], own_postgres: OwnPostgres, kills: int) -> None:
    """The server, a further worker and Postgres itself die in turn, at random."""
    with ModelServer(honest, first_token=0.15) as model:
        settings = asking(model)
        served = start(database_url=own_postgres.database(), **settings)
        blows = [the_server(served), the_worker(served, "further"), the_database(own_postgres)]
        outcome = run_under_kills(served, blows, kills=kills, jobs=kills, seed=3)
        assert_whole(served, outcome)
        asked, repeated = len(model.asked), repeated_calls(model)
        # Postgres may take along the answers of both workers.
        assert repeated <= outcome.kills * 8
        say(outcome, f"{asked} calls, {repeated} of them repeated")
        assert_as_untouched(outcome, start(data="untouched", **settings))


def test_p1_postgres_itself_is_stopped(
    start: Callable[..., Served], own_postgres: OwnPostgres, report: bytes
) -> None:
    served = start(database_url=own_postgres.database())
    keys = [served.submit(report + b"\n" * n).json()["id"] for n in range(10)]
    own_postgres.stop()
    answer = served.submit(report)
    assert (answer.status_code, answer.json()["code"]) == (503, "storage-busy")
    assert served.client.get("/livez").status_code == 200
    own_postgres.start()
    assert_succeeded(served, [served.wait(key) for key in keys])


def test_equal_submissions_at_once_are_one_job(
    start: Callable[..., Served], own_postgres: OwnPostgres, report: bytes
) -> None:
    served = start(database_url=own_postgres.database())
    with ThreadPoolExecutor(20) as pool:
        again = {"Idempotency-Key": "one"}
        answers = list(pool.map(lambda _: served.submit(report, **again), range(20)))
    assert len({answer.json()["id"] for answer in answers}) == 1
    key = answers[0].json()["id"]
    served.wait(key)
    assert served.client.delete(f"/v1/summaries/{key}").status_code == 204
    assert served.client.get(f"/v1/summaries/{key}").status_code == 404


def test_p5_p6_a_frozen_worker_comes_back_and_changes_nothing(
    start: Callable[..., Served], own_postgres: OwnPostgres, report: bytes
) -> None:
    """The job of a frozen worker is adopted; when the worker wakes, its late write is refused."""
    with ModelServer(honest, first_token=2.0) as model:
        served = start(
            database_url=own_postgres.database(),
            llm_base_url=model.url,
            llm_model="fake",
            llm_mode="json_schema",
            jobs_per_worker="1",
        )
        frozen = served.start_worker("frozen")
        keys = [served.submit(report + b"\n" * n).json()["id"] for n in range(4)]
        deadline = time.monotonic() + PATIENCE
        while "frozen" not in (listed := held_by(served)) and time.monotonic() < deadline:
            time.sleep(0.2)
        assert "frozen" in listed, listed
        os.kill(frozen.pid, signal.SIGSTOP)
        assert served.command("jobs", "adopt", "frozen").returncode == 0
        jobs = [served.wait(key) for key in keys]
        frozen_at = beats_of(served, "frozen")
        os.kill(frozen.pid, signal.SIGCONT)
        # The answers that came meanwhile lie in its hands; by its second beat it has tried them.
        deadline, beats = time.monotonic() + PATIENCE, set[int]()
        while len(beats - {0, frozen_at}) < 2:
            assert time.monotonic() < deadline
            beats.add(beats_of(served, "frozen"))
            time.sleep(0.2)
        later = [served.job(key) for key in keys]
        assert later == jobs
        assert_succeeded(served, later)


def held_by(served: Served) -> Counter[str]:
    """How many running jobs each worker holds, by the durable engine's own tables."""
    query = "select executor_id from dbos.workflow_status where status = 'PENDING'"
    return Counter(row[0] for row in answer_of(served, query))


def beats_of(served: Served, worker: str) -> int:
    """How often a worker has beaten; 0 when the others count it no more."""
    rows = answer_of(served, "select id, beats from summarizer_workers")
    return next((beats for name, beats in rows if name == worker), 0)


def answer_of(served: Served, query: str) -> list[Any]:
    """The rows of a query."""
    address = served.settings["database_url"].replace("postgresql:", "postgresql+psycopg:")
    engine = create_engine(address)
    with engine.connect() as connection:
        found = connection.execute(text(query)).all()
    engine.dispose()
    return list(found)
