"""P1: SIGKILL at any moment; after a restart every job ends the same, none lost, none doubled, and
no stored answer is paid for again."""

from __future__ import annotations

import json
import os
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from llm_support import honest
from model_server import ModelServer
from served import ENDED, Served

REPORTS = sorted((Path(__file__).parents[2] / "evals" / "reports").glob("*.txt"))
KILLS = int(os.environ.get("SUMMARIZER_TEST_KILLS", "500"))


def timeless(summary: dict[str, Any]) -> str:
    """A summary without its run, which counts calls and time."""
    return json.dumps({**summary, "run": None}, ensure_ascii=False, sort_keys=True)


def run_under_kills(served: Served, *, kills: int, jobs: int, seed: int) -> list[dict[str, Any]]:
    """Submit, kill and start again until all jobs have ended; every job that was accepted."""
    dice = random.Random(seed)
    accepted: list[str] = []
    done = 0
    deadline = time.monotonic() + 60 + 6 * kills
    while time.monotonic() < deadline:
        while len(accepted) < jobs and len(accepted) <= jobs * (done + 1) / (kills + 1):
            content = REPORTS[len(accepted) % len(REPORTS)].read_bytes()
            response = served.submit(content + b"\n" * len(accepted))
            assert response.status_code == 202
            accepted.append(response.json()["id"])
        if done < kills:
            time.sleep(dice.uniform(0.0, 1.0))
            served.kill()
            done += 1
            served.start()
        elif all(served.job(key)["state"] in ENDED for key in accepted):
            break
        else:
            time.sleep(0.1)
    return [served.job(key) for key in accepted]


def assert_whole(served: Served, jobs: list[dict[str, Any]]) -> None:
    """All succeeded, equal input gives an equal result, and each ended once."""
    assert Counter(job["state"] for job in jobs) == {"succeeded": len(jobs)}
    for job in jobs:
        events = served.client.get(f"/v1/summaries/{job['id']}/events").text
        assert events.count("event: succeeded") == 1


@pytest.mark.parametrize("kills", [8, pytest.param(KILLS // 2, marks=pytest.mark.long)])
def test_p1_rules(start: Callable[..., Served], kills: int) -> None:
    served = start()
    jobs = run_under_kills(served, kills=kills, jobs=20, seed=1)
    assert_whole(served, jobs)
    untouched = start_again(served, jobs)
    assert [timeless(job["summary"]) for job in jobs] == untouched


def start_again(served: Served, jobs: list[dict[str, Any]]) -> list[str]:
    """The same documents once more, with nobody killed."""
    again = []
    for number, job in enumerate(jobs):
        content = REPORTS[number % len(REPORTS)].read_bytes() + b"\n" * number
        key = served.submit(content).json()["id"]
        again.append(timeless(served.wait(key)["summary"]))
        assert job["summary"]["document"]["name"] == "document.txt"
    return again


@pytest.mark.parametrize("kills", [10, pytest.param(KILLS // 2, marks=pytest.mark.long)])
def test_p1_model(start: Callable[..., Served], kills: int) -> None:
    with ModelServer(honest, first_token=0.15) as model:
        settings = {
            "llm_base_url": model.url,
            "llm_model": "fake",
            "llm_mode": "json_schema",
            "llm_concurrency": "4",
        }
        served = start(**settings)
        jobs = run_under_kills(served, kills=kills, jobs=10, seed=2)
        assert_whole(served, jobs)
        asked = Counter(request.raw for request in model.asked)
        repeated = sum(count - 1 for count in asked.values())
        # What was in flight at a kill is asked again; what was answered never is.
        assert repeated <= kills * 4
