"""Several workers: who lives, what each may have, whose turn it is, and that none idles."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from llm_support import honest
from model_server import Asked, ModelServer
from patience import PATIENCE
from served import Served

from summarizer.service import workers
from summarizer.service.database import open_database
from summarizer.service.jobs.workflow import taken_by
from summarizer.service.turns import Turns
from summarizer.service.workers import Load, Presence, fair_share, surplus
from summarizer.settings import Settings

Start = Callable[..., Served]
TWO = {"a": 50, "b": 50}


@pytest.mark.parametrize(
    ("runnable", "places", "share"),
    [
        (24, {"a": 50}, 50),
        (0, {"a": 50}, 50),
        (24, TWO, 12),
        (25, TWO, 13),
        (1, TWO, 1),
        (0, TWO, 1),
        (550, TWO, 50),
        (550, {"a": 50, "b": 4}, 4),
    ],
)
def test_a_share(runnable: int, places: dict[str, int], share: int) -> None:
    assert fair_share(runnable, places) == share


@pytest.mark.parametrize(
    ("held", "runnable", "places", "given"),
    [
        (24, 24, {"a": 50}, 0),
        (24, 24, TWO, 12),
        (12, 23, TWO, 0),
        (12, 22, TWO, 1),
        (2, 2, TWO, 1),
        (1, 1, TWO, 0),
        (50, 550, TWO, 0),
        (4, 8, {"a": 9, "b": 9, "c": 9}, 1),
    ],
)
def test_a_surplus(held: int, runnable: int, places: dict[str, int], given: int) -> None:
    assert surplus(held, runnable, places) == given


@pytest.mark.parametrize("living", range(2, 5))
def test_what_is_given_never_comes_back(living: int) -> None:
    places = {str(number): 50 for number in range(living)}
    others = living - 1
    for jobs in range(1, 100):
        given = surplus(jobs, jobs, places)
        rest = [given // others + (number < given % others) for number in range(others)]
        assert max(rest) <= fair_share(jobs, places)
        assert all(surplus(count, jobs, places) == 0 for count in [jobs - given, *rest])


def test_what_has_begun_is_not_given_away() -> None:
    load = Load()
    for name in ("a", "b", "c", "d"):
        load.take(name)
    assert load.begin("a")
    assert load.give(2) == ["d", "c"]
    assert not load.begin("d")
    assert load.begin("b")
    assert load.give(2) == []
    assert len(load) == 2
    assert "d" not in load
    load.drop("a")
    assert "a" not in load


def test_who_lives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(workers.time, "monotonic", lambda: now[0])
    engine = open_database(Settings(data_dir=tmp_path))
    one, two = Presence(engine, "one", 50), Presence(engine, "two", 4)
    both = {"one": 50, "two": 4}
    assert one.living() == {"one": 50}
    assert two.living() == both
    assert one.living() == both
    for _ in range(10):
        now[0] += workers.BEAT_SECONDS
        two.living()
        assert one.living() == both
    now[0] += workers.LOST_SECONDS + 1
    assert one.living() == {"one": 50}
    # It comes back while the other beats as seldom as it does.
    two.living()
    now[0] += workers.BEAT_SECONDS
    assert one.living() == both
    two.leave()
    assert one.living() == {"one": 50}
    engine.dispose()


def test_turns_go_round_the_owners_and_by_age_within() -> None:
    async def run() -> list[tuple[str, int]]:
        turns, order = Turns(1), []

        async def ask(owner: str, number: int) -> None:
            async with turns.turn(owner, number):
                order.append((owner, number))
                await asyncio.sleep(0)

        async with asyncio.TaskGroup() as group:
            for owner, number in [("a", 9), ("a", 3), ("a", 2), ("a", 3), ("b", 5), ("b", 4)]:
                group.create_task(ask(owner, number))
        return order

    first, *rest = asyncio.run(run())
    assert first == ("a", 9)
    assert rest == [("a", 2), ("b", 4), ("a", 3), ("b", 5), ("a", 3)]


def test_a_cancelled_turn_goes_to_the_next() -> None:
    async def run() -> bool:
        turns = Turns(1)
        async with turns.turn("a", 1):
            waiting = [asyncio.create_task(turns.turn("a", n).__aenter__()) for n in (2, 3)]
            await asyncio.sleep(0)
        waiting[0].cancel()
        await asyncio.wait_for(waiting[1], 1)
        return waiting[0].cancelled()

    assert asyncio.run(run())


def asking(model: ModelServer) -> dict[str, str]:
    return {
        "llm_base_url": model.url,
        "llm_model": "fake",
        "llm_mode": "json_schema",
        "llm_concurrency": "2",
    }


def other(report: bytes, number: int) -> bytes:
    """The report under another title, so that no question about it was asked before."""
    return report.replace("重点项目".encode(), f"第{number}批重点项目".encode())


def done_by(served: Served) -> Counter[str]:
    """How many jobs each worker ended, by the durable engine's own table."""
    with closing(sqlite3.connect(served.data / "jobs.sqlite3")) as connection:
        rows = connection.execute(
            "select executor_id from workflow_status where status = 'SUCCESS'"
        ).fetchall()
    return Counter(row[0] for row in rows)


def until_living(served: Served, count: int) -> None:
    deadline = time.monotonic() + PATIENCE
    with closing(sqlite3.connect(served.data / "service.sqlite3")) as connection:
        while time.monotonic() < deadline:
            rows = connection.execute("select count(*) from summarizer_workers").fetchone()
            if rows[0] == count:
                return
            time.sleep(0.1)
    raise AssertionError("the worker did not sign in")


def until_held_by(served: Served, *workers: str) -> None:
    """Until each of them has a job in hand."""
    query = "select executor_id from workflow_status where status = 'PENDING'"
    deadline = time.monotonic() + PATIENCE
    with closing(sqlite3.connect(served.data / "jobs.sqlite3")) as connection:
        while not set(workers) <= {row[0] for row in connection.execute(query)}:
            assert time.monotonic() < deadline
            time.sleep(0.1)


def until_held_by_none_but(served: Served, worker: str) -> None:
    """Until nothing is in the hands of others: what they held has been handed on."""
    deadline = time.monotonic() + PATIENCE
    with closing(sqlite3.connect(served.data / "service.sqlite3")) as connection:
        while (names := open_work(connection)) - work_of(served, worker):
            assert time.monotonic() < deadline, names
            time.sleep(0.1)


def open_work(connection: sqlite3.Connection) -> set[str]:
    """The names of the work of all running jobs."""
    rows = connection.execute(
        "select id, round from summarizer_jobs where state = 'running'"
    ).fetchall()
    return {f"{key}.{number}" for key, number in rows}


def work_of(served: Served, worker: str) -> set[str]:
    """The names of the work that a worker has in hand."""
    with closing(sqlite3.connect(served.data / "jobs.sqlite3")) as connection:
        rows = connection.execute(
            "select workflow_uuid from workflow_status where executor_id = ?", (worker,)
        ).fetchall()
    return {row[0] for row in rows}


def patient(until_set: threading.Event) -> Callable[[Asked], str]:
    """A model that answers only once the event is set."""

    def answer(asked: Asked) -> str:
        until_set.wait(PATIENCE)
        return str(honest(asked))

    return answer


@pytest.mark.matrix
def test_a_worker_that_is_stopped_leaves_its_jobs_to_others(start: Start, report: bytes) -> None:
    """Also when nobody starts it again, and without a word of an operator."""
    shared = threading.Event()

    # No job ends before the other worker has gone.
    with ModelServer(patient(shared)) as model:
        served = start(**asking(model))
        leaving = served.start_worker("other")
        until_living(served, 2)
        keys = [served.submit(other(report, n)).json()["id"] for n in range(6)]
        until_held_by(served, "worker-1", "other")
        leaving.terminate()
        assert leaving.wait(PATIENCE) == 0
        assert "handed back" in served.log.read_text()
        until_held_by_none_but(served, "worker-1")
        shared.set()
        # Alone it takes half a minute; a busy machine needs longer.
        assert {served.wait(key)["state"] for key in keys} == {"succeeded"}
    assert set(done_by(served)) == {"worker-1"}


def test_what_a_worker_took_is_known_without_it(start: Start, report: bytes) -> None:
    """Also a job that its engine took from the queue and did not begin."""
    killed = threading.Event()

    with ModelServer(patient(killed)) as model:
        served = start(**asking(model))
        key = served.submit(report).json()["id"]
        until_held_by(served, "worker-1")
        served.kill()
        killed.set()
    settings = Settings(data_dir=served.data)
    assert taken_by(settings, "worker-1") == [f"{key}.1"]
    assert taken_by(settings, "other") == []


@pytest.mark.matrix
def test_jobs_are_shared_out(start: Start, report: bytes) -> None:
    """Far fewer jobs than a worker could hold alone."""
    shared = threading.Event()

    # No job ends before both have some: how fast each is decides nothing.
    with ModelServer(patient(shared)) as model:
        served = start(**asking(model))
        served.start_worker("other")
        until_living(served, 2)
        keys = [served.submit(other(report, n)).json()["id"] for n in range(8)]
        until_held_by(served, "worker-1", "other")
        shared.set()
        assert {served.wait(key)["state"] for key in keys} == {"succeeded"}
    done = done_by(served)
    # One that was given to the other worker ends under two names.
    assert sum(done.values()) >= 8
    # How many each ends depends on how fast it is.
    assert min(done["worker-1"], done["other"]) >= 1


@pytest.mark.matrix
def test_a_worker_that_comes_later_is_given_what_waits(start: Start, report: bytes) -> None:
    with ModelServer(honest, first_token=0.7) as model:
        served = start(**asking(model))
        keys = [served.submit(other(report, n)).json()["id"] for n in range(12)]
        while {served.job(key)["state"] for key in keys} & {"queued"}:
            time.sleep(0.1)
        served.start_worker("later")
        jobs = [served.wait(key) for key in keys]
        # Repairs name a few sentences and no title: those of two reports may be the same.
        asked = Counter(one.raw for one in model.asked if "批重点项目" in one.prompt)
    assert {job["state"] for job in jobs} == {"succeeded"}
    assert done_by(served)["later"] >= 2
    assert len(asked) >= 2 * len(keys)
    assert max(asked.values()) == 1
    text = served.client.get(f"/v1/summaries/{keys[-1]}/events").text
    assert text.count("event: running") == text.count("event: succeeded") == 1
