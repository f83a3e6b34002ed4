"""Throughput of the service: `python -m evals.bench.service [--postgres URL]`.

Starts `summarizer serve` with its own data folder and measures over HTTP on loopback: accepted
submissions (each stored on disk before its 202), reports per second with the rules engine, GET
while 50 jobs run and 500 wait for a model of fixed latency, memory, the delay of an event, and with
`--postgres` one worker against two. Times are wall times of this machine under its current load.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import httpx

from evals.bench.served import client, more_workers, service
from evals.bench.slow_model import slow_model

REPORTS = sorted((Path(__file__).parents[1] / "reports").glob("*.txt"))
REPORT = next(path for path in REPORTS if path.name.startswith("001")).read_text("utf-8")
OPEN = ("queued", "running")
MODEL_SECONDS = 2.0
SCENARIOS = ("accept", "throughput", "load", "workers")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one line per measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=SCENARIOS, nargs="+", default=SCENARIOS)
    parser.add_argument("--submissions", type=int, default=1500)
    parser.add_argument("--reports", type=int, default=100)
    parser.add_argument("--queued", type=int, default=500)
    parser.add_argument("--shared", type=int, default=24, help="reports for one and two workers")
    parser.add_argument("--calls", type=int, default=8, help="at the model at once, per worker")
    parser.add_argument("--postgres", help="postgresql://… of an empty database, for two workers")
    options = parser.parse_args(arguments)
    if "accept" in options.only:
        asyncio.run(accepting(options.submissions))
    if "throughput" in options.only:
        asyncio.run(throughput(options.reports))
    if "load" in options.only:
        asyncio.run(under_load(options.queued))
    if "workers" in options.only and options.postgres:
        asyncio.run(two_workers(options.postgres, options.shared, options.calls))
    return 0


async def accepting(count: int) -> None:
    """Measure submissions per second and their times: 20 kB each, all different."""
    content = REPORT[:6_700].encode()
    with slow_model(MODEL_SECONDS) as llm, service(llm.settings) as served:
        async with client(served) as http:
            gate, times = asyncio.Semaphore(4), []

            async def one(number: int) -> None:
                async with gate:
                    began = time.perf_counter()
                    body = content + str(number).encode()
                    (await http.post("/v1/summaries", content=body)).raise_for_status()
                    times.append(time.perf_counter() - began)

            began = time.perf_counter()
            await asyncio.gather(*(one(number) for number in range(count)))
            seconds = time.perf_counter() - began
    say("accept, 4 at once", f"{count / seconds:.0f}/s", spread(times))


async def throughput(count: int) -> None:
    """Measure reports per second with the rules, from the first submission to the last end."""
    with service({}) as served:
        async with client(served) as http:
            began = time.perf_counter()
            keys = [await submit(http, number) for number in range(count)]
            watcher = asyncio.create_task(watch(http, keys))
            delays = await asyncio.gather(*(event_delay(http, key) for key in keys[-20:]))
            gets = await watcher
            seconds = time.perf_counter() - began
            await assert_states(http, keys, {"succeeded"})
        memory = served.memory()
    say("reports with rules", f"{count / seconds:.1f}/s", {"characters": len(REPORT)})
    say("GET meanwhile", "", spread(gets))
    say("event to client", "", spread(list(delays)))
    say("memory (server, children)", " MB, ".join(f"{part:.0f}" for part in memory) + " MB")


async def under_load(queued: int) -> None:
    """Measure with 50 running jobs and the rest queued; each model call takes two seconds."""
    with (
        slow_model(MODEL_SECONDS) as llm,
        service({**llm.settings, "llm_concurrency": "64"}) as served,
    ):
        async with client(served) as http:
            keys = [await submit(http, number) for number in range(queued + 50)]
            began, gets, most = time.perf_counter(), [], 0.0
            while time.perf_counter() - began < 30:
                gets += [await timed_get(http, key) for key in keys[:: len(keys) // 20]]
                most = max(most, sum(served.memory()))
                await asyncio.sleep(0.05)
            counts: dict[str, int] = {}
            for key in keys:
                state = (await http.get(f"/v1/summaries/{key}")).json()["state"]
                counts[state] = counts.get(state, 0) + 1
    say("50 running, the rest queued", json.dumps(counts), {"asked": len(keys)})
    say("GET under load", "", spread(gets))
    say("memory, all processes", f"{most:.0f} MB")


async def two_workers(url: str, reports: int, calls: int) -> None:
    """Process the same reports with the server's own worker, and with one further worker."""
    took = []
    for workers in (1, 2):
        with slow_model(MODEL_SECONDS) as llm:
            settings = {**llm.settings, "database_url": url, "llm_concurrency": str(calls)}
            with service(settings) as served, more_workers(served, workers - 1):
                async with client(served) as http:
                    began = time.perf_counter()
                    keys = [await submit(http, 10_000 * workers + n) for n in range(reports)]
                    await watch(http, keys)
                    took.append(time.perf_counter() - began)
                    await assert_states(http, keys, {"succeeded"})
                    await assert_all_asked(http, keys)
            asked = llm.asked()
        busy = 100 * asked["seconds"] / (took[-1] * workers * calls)
        say(f"workers: {workers}", f"{took[-1]:.1f} s", {"calls": asked["calls"], "busy_%": busy})
    say("two workers on Postgres", f"{took[0] / took[1]:.2f} times one")


async def submit(http: httpx.AsyncClient, number: int) -> str:
    """Submit one report with its own place name, so that no answer about it is stored."""
    body = REPORT.replace("伍家岭", f"伍家岭{number}号").encode()
    response = await http.post("/v1/summaries", content=body)
    response.raise_for_status()
    return str(response.json()["id"])


async def watch(http: httpx.AsyncClient, keys: list[str]) -> list[float]:
    """Poll one job after the other until all have ended; return the time of each GET."""
    times = []
    for key in keys:
        while True:
            began = time.perf_counter()
            job = (await http.get(f"/v1/summaries/{key}")).json()
            times.append(time.perf_counter() - began)
            if job["state"] not in OPEN:
                break
            await asyncio.sleep(0.05)
    return times


async def timed_get(http: httpx.AsyncClient, key: str) -> float:
    """Return the seconds of one GET."""
    began = time.perf_counter()
    (await http.get(f"/v1/summaries/{key}")).raise_for_status()
    return time.perf_counter() - began


async def event_delay(http: httpx.AsyncClient, key: str) -> float:
    """Return the seconds from a job's recorded end to the arrival of its event."""
    async with http.stream("GET", f"/v1/summaries/{key}/events") as response:
        arrived = 0.0
        async for line in response.aiter_lines():
            if line.startswith("event: "):
                arrived = time.time()
    job = (await http.get(f"/v1/summaries/{key}")).json()
    return arrived - datetime.fromisoformat(job["finished_at"]).timestamp()


async def assert_states(http: httpx.AsyncClient, keys: list[str], wanted: set[str]) -> None:
    """Check the states of the jobs: a measurement of unfinished work is invalid."""
    for key in keys:
        job = (await http.get(f"/v1/summaries/{key}")).json()
        if job["state"] not in wanted:
            raise SystemExit(f"{key} ended {job['state']}: {job['error']}")


async def assert_all_asked(http: httpx.AsyncClient, keys: list[str]) -> None:
    """Check that every model call reached the server and none was answered from the store."""
    for key in keys:
        run = (await http.get(f"/v1/summaries/{key}")).json()["summary"]["run"]
        if run["cached_calls"]:
            raise SystemExit(f"{key}: {run['cached_calls']} answers were stored before")


# -- printing ------------------------------------------------------------------------------------


def spread(times: list[float]) -> dict[str, float]:
    """Return median and 95th percentile in milliseconds."""
    if not times:
        return {}
    ordered = sorted(times)
    return {
        "median_ms": statistics.median(ordered) * 1000,
        "p95_ms": ordered[int(len(ordered) * 0.95)] * 1000,
    }


def say(what: str, figure: str, more: Mapping[str, float] | None = None) -> None:
    """Print one line, unbuffered."""
    rest = "  ".join(f"{name} {value:.1f}" for name, value in (more or {}).items())
    print(f"{what:<30} {figure:<20} {rest}".rstrip(), flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
