"""Twenty minutes of callers of every kind: no memory, descriptor or thread stays behind, and the
service that rests does no more than before."""

from __future__ import annotations

import asyncio
import os
import statistics
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import astuple, dataclass, fields

import pytest
from footprint import Footprint, footprint
from llm_support import honest
from model_server import ModelServer
from served import Served
from visitors import VISITS, Visitor

pytestmark = pytest.mark.long

MINUTES = float(os.environ.get("SUMMARIZER_TEST_SOAK_MINUTES", "20"))
# So much of a core the service may use, so that it can be left to run beside other work.
SHARE = float(os.environ.get("SUMMARIZER_TEST_SOAK_SHARE", "0.33"))
PARTS = max(4, min(8, round(MINUTES / 1.2)))
# The first parts warm up, as fast as they can: connections, threads and caches fill on demand.
WARM = PARTS // 4
VISITORS = 4
# A resting service lets go of idle connections after fifteen seconds.
SETTLE_SECONDS, REST_SECONDS = 17.0, 15.0
# What is lost with every visit makes hundreds.
SLACK = {"processes": 0, "descriptors": 3, "threads": 4}
# Connections to the databases stay in their pools, of 16 and 20, once a busy moment needed them;
# each has a file and its log open.
DATABASES = 2 * (16 + 20) + 6


@dataclass(frozen=True)
class Rest:
    """What a service held while it rested: medians, and its CPU as a share of a core."""

    minute: float
    visits: int
    held: Footprint
    idle: float


def test_nothing_grows(start: Callable[..., Served]) -> None:
    with ModelServer(honest, first_token=0.1) as model:
        served = start(
            llm_base_url=model.url,
            llm_model="fake",
            llm_mode="json_schema",
            requests_per_minute="1000000",
            webhook_hosts='["127.0.0.1"]',
        )
        hook = {"url": f"http://127.0.0.1:{model.port}/told"}
        assert served.client.post("/v1/webhooks", json=hook).status_code == 201
        rests = asyncio.run(soak(served, model))
    assert_flat(rests[WARM - 1], rests[-1])
    assert '"event": "fault"' not in served.log.read_text()


async def soak(served: Served, model: ModelServer) -> list[Rest]:
    """Load and rest by turns; what was held in every rest."""
    began, visits, rests = time.monotonic(), Counter[str](), []
    visitors = [Visitor(served.url, seed) for seed in range(VISITORS)]
    print("minute  visits " + " ".join(f"{field.name:>11}" for field in fields(Footprint)), "idle")
    # All at once, before anything is compared: as many threads and connections as there can be.
    await asyncio.gather(*(errand(one) for one in visitors for errand in VISITS))
    for part in range(1, PARTS + 1):
        until = began + 60 * MINUTES * part / PARTS - SETTLE_SECONDS - REST_SECONDS
        share = SHARE if part > WARM else 2.0
        await asyncio.gather(*(visit(served, one, until, visits, share) for one in visitors))
        model.asked.clear()
        rests.append(await rest(served, (time.monotonic() - began) / 60, visits.total()))
        say(rests[-1])
    print(dict(visits))
    assert set(visits) == {errand.__name__ for errand in VISITS}
    for visitor in visitors:
        await visitor.http.aclose()
    return rests


async def visit(
    served: Served, visitor: Visitor, until: float, visits: Counter[str], share: float
) -> None:
    """One errand after the other, as fast as the share of a core allows."""
    began, used = time.monotonic(), at_present(served).cpu
    while time.monotonic() < until:
        errand = visitor.dice.choice(VISITS)
        await errand(visitor)
        visits[errand.__name__] += 1
        while time.monotonic() < until and (
            at_present(served).cpu - used > share * (time.monotonic() - began)
        ):
            await asyncio.sleep(0.2)


async def rest(served: Served, minute: float, visits: int) -> Rest:
    """No job is left and nobody calls."""
    assert served.client.get("/v1/summaries").json()["items"] == []
    await asyncio.sleep(SETTLE_SECONDS)
    samples = [at_present(served)]
    for _ in range(round(REST_SECONDS)):
        await asyncio.sleep(1)
        samples.append(at_present(served))
    medians = map(statistics.median, zip(*map(astuple, samples), strict=True))
    idle = (samples[-1].cpu - samples[0].cpu) / REST_SECONDS
    return Rest(minute, visits, Footprint(*medians), idle)


def at_present(served: Served) -> Footprint:
    """What the service holds now."""
    assert served.process is not None
    return footprint(served.process.pid)


def say(found: Rest) -> None:
    """A line of the table that `-rP` or `-s` shows."""
    held = " ".join(f"{value:11.1f}" for value in astuple(found.held))
    print(f"{found.minute:6.1f} {found.visits:7d} {held} {found.idle:.3f}", flush=True)


def assert_flat(first: Rest, last: Rest) -> None:
    """Memory within 5 %; no process more, nor descriptors and threads, but for what the pools may
    hold; no more work at rest."""
    for name in ("server", "children"):
        grown = getattr(last.held, name) / getattr(first.held, name)
        assert 0.95 <= grown <= 1.05, (name, grown)
    for name, slack in SLACK.items():
        assert getattr(last.held, name) <= getattr(first.held, name) + slack, name
    assert last.held.databases <= DATABASES
    assert last.idle <= first.idle + 0.01
