"""Documents handed in while processes are killed at random moments, and what must hold then."""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from model_server import ModelServer
from own_postgres import OwnPostgres
from patience import PATIENCE
from served import ENDED, Served

__all__ = [
    "Blow",
    "Outcome",
    "assert_succeeded",
    "assert_whole",
    "repeated_calls",
    "results_untouched",
    "run_under_kills",
    "the_database",
    "the_server",
    "the_worker",
]

REPORTS = sorted((Path(__file__).parents[2] / "evals" / "reports").glob("*.txt"))
# So many of the kills hit a server that has not yet said that it is ready.
EARLY = 0.4
LIFE_SECONDS = 2.5
# One blow; how many processes it killed.
Blow = Callable[[random.Random], int]


@dataclass(frozen=True)
class Outcome:
    """What became of the documents, in the order in which they were handed in."""

    kills: int
    jobs: tuple[dict[str, Any], ...]
    seconds: float


def document(number: int) -> bytes:
    """A report as no other: with its own title, so that all of its chunks ask something new."""
    return f"第{number}批".encode() + REPORTS[number % len(REPORTS)].read_bytes().lstrip()


def hand_in(served: Served, number: int, seconds: float = PATIENCE) -> str:
    """The id of a document's job. What got no answer is handed in again under the same key."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            answer = served.submit(document(number), **{"Idempotency-Key": f"document {number}"})
        except httpx.TransportError:
            time.sleep(0.05)
            continue
        if answer.status_code == 202:
            return str(answer.json()["id"])
        assert answer.status_code == 503, answer.text
        time.sleep(0.2)
    raise AssertionError(f"document {number} was never taken in")


def the_server(served: Served) -> Blow:
    """SIGKILL to the server and its children, at times again while it starts."""

    def blow(dice: random.Random) -> int:
        served.kill()
        kills = 1
        while dice.random() < EARLY:
            served.start(wait=False)
            time.sleep(dice.uniform(0.1, 1.5))
            served.kill()
            kills += 1
        served.start()
        return kills

    return blow


def the_worker(served: Served, name: str) -> Blow:
    """SIGKILL to a further worker, which is started again under its name."""
    worker = [served.start_worker(name)]

    def blow(dice: random.Random) -> int:
        served.kill_worker(worker[0])
        worker[0] = served.start_worker(name)
        return 1

    return blow


def the_database(postgres: OwnPostgres) -> Blow:
    """Postgres stops as after a power cut and comes back after a moment."""

    def blow(dice: random.Random) -> int:
        postgres.stop()
        time.sleep(dice.uniform(0.0, 1.0))
        postgres.start()
        return 1

    return blow


def run_under_kills(
    served: Served, blows: Sequence[Blow], *, kills: int, jobs: int, seed: int
) -> Outcome:
    """Hand documents in, evenly over the kills, until all were killed and all have ended."""
    # Lives in which a slow machine could do nothing at all would in the end make its documents
    # poison: twenty-five of them in a row.
    life = 0.8 if kills < 25 else LIFE_SECONDS
    dice, done, began = random.Random(seed), 0, time.monotonic()
    with ThreadPoolExecutor(4) as callers:
        handed = []
        while done < kills:
            while len(handed) < jobs * (done + 1) / kills:
                handed.append(callers.submit(hand_in, served, len(handed)))
            time.sleep(dice.uniform(0.0, life))
            done += dice.choice(blows)(dice)
        while len(handed) < jobs:
            handed.append(callers.submit(hand_in, served, len(handed)))
        accepted = [future.result() for future in handed]
    ended = tuple(served.wait(key) for key in accepted)
    return Outcome(done, ended, time.monotonic() - began)


def assert_whole(served: Served, outcome: Outcome) -> None:
    """Every document is one job, all succeeded, and each ended once."""
    assert sorted(listed(served)) == sorted(job["id"] for job in outcome.jobs)
    assert_succeeded(served, outcome.jobs)


def assert_succeeded(served: Served, jobs: Sequence[dict[str, Any]]) -> None:
    """All succeeded, each once."""
    assert Counter(job["state"] for job in jobs) == {"succeeded": len(jobs)}
    for job in jobs:
        events = served.client.get(f"/v1/summaries/{job['id']}/events").text
        assert events.count("event: succeeded") == 1
        assert sum(events.count(f"event: {state}") for state in ENDED) == 1


def listed(served: Served) -> list[str]:
    """The ids of all jobs that the service knows."""
    found: list[str] = []
    cursor: str | None = None
    while True:
        asked = {"limit": "200", **({"cursor": cursor} if cursor else {})}
        page = served.client.get("/v1/summaries", params=asked).json()
        found += [item["id"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            return found


def results_untouched(served: Served, count: int) -> list[str]:
    """The results of the same documents by a service that nobody kills."""
    keys = [hand_in(served, number) for number in range(count)]
    return [timeless(served.wait(key)) for key in keys]


def timeless(job: dict[str, Any]) -> str:
    """A job's summary without its run, which counts calls and time."""
    return json.dumps({**job["summary"], "run": None}, ensure_ascii=False, sort_keys=True)


def repeated_calls(model: ModelServer) -> int:
    """How many requests the model got that it had got before."""
    asked = Counter(request.raw for request in model.asked)
    return sum(count - 1 for count in asked.values())
