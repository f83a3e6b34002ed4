"""What the service holds: `python -m evals.bench.service [--postgres URL]`.

Starts `summarizer serve` with a data folder of its own and measures from outside, over HTTP on
loopback: submissions taken in (each on the disk before its 202), reports a second with the rules,
GET while 50 jobs run and 500 wait for a model of fixed latency, memory, the delay of an event, and
with `--postgres` one worker against two. Times are wall times of this machine, whatever else it
does.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import httpx

REPORTS = sorted((Path(__file__).parents[1] / "reports").glob("*.txt"))
REPORT = next(path for path in REPORTS if path.name.startswith("001")).read_bytes()
OPEN = ("queued", "running")
MODEL_SECONDS = 2.0
NOTHING = '{"targets":[],"results":[],"problems":[],"measures":[]}'


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one line per figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=1500)
    parser.add_argument("--reports", type=int, default=100)
    parser.add_argument("--queued", type=int, default=500)
    parser.add_argument("--postgres", help="postgresql://… of an empty database, for two workers")
    options = parser.parse_args(arguments)
    asyncio.run(accepting(options.submissions))
    asyncio.run(throughput(options.reports))
    asyncio.run(under_load(options.queued))
    if options.postgres:
        asyncio.run(two_workers(options.postgres))
    return 0


async def accepting(count: int) -> None:
    """Submissions a second and their times, 20 kB each, each with other bytes."""
    content = REPORT.decode()[:6_700].encode()
    with model() as llm, service(llm.settings) as served:
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
    """Reports a second with the rules, from the first submission to the last end."""
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
    say("reports with rules", f"{count / seconds:.1f}/s", {"characters": len(REPORT.decode())})
    say("GET meanwhile", "", spread(gets))
    say("event to client", "", spread(list(delays)))
    say("memory (server, children)", " MB, ".join(f"{part:.0f}" for part in memory) + " MB")


async def under_load(queued: int) -> None:
    """50 jobs run and the rest wait, each call of the model takes two seconds."""
    with model() as llm, service({**llm.settings, "llm_concurrency": "64"}) as served:
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


async def two_workers(url: str) -> None:
    """The same jobs with one worker and with two, four jobs at once in each."""
    took = []
    for workers in (1, 2):
        with model() as llm:
            settings = {**llm.settings, "database_url": url, "jobs_per_worker": "4"}
            with service(settings) as served, more_workers(served, workers - 1):
                async with client(served) as http:
                    began = time.perf_counter()
                    keys = [await submit(http, 10_000 * workers + n) for n in range(24)]
                    await watch(http, keys)
                    took.append(time.perf_counter() - began)
                    await assert_states(http, keys, {"succeeded", "partial"})
    say(
        "two workers on Postgres",
        f"{took[0] / took[1]:.2f} times one",
        {"one": took[0], "two": took[1]},
    )


async def submit(http: httpx.AsyncClient, number: int) -> str:
    """One report, different from all others by its last line."""
    body = REPORT + f"\n附注{number}\n".encode()
    response = await http.post("/v1/summaries", content=body)
    response.raise_for_status()
    return str(response.json()["id"])


async def watch(http: httpx.AsyncClient, keys: list[str]) -> list[float]:
    """Ask for one job after the other until all have ended; the time of each GET."""
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
    """Seconds of one GET."""
    began = time.perf_counter()
    (await http.get(f"/v1/summaries/{key}")).raise_for_status()
    return time.perf_counter() - began


async def event_delay(http: httpx.AsyncClient, key: str) -> float:
    """Seconds from a job's end, by its own clock, to the event that tells of it."""
    async with http.stream("GET", f"/v1/summaries/{key}/events") as response:
        arrived = 0.0
        async for line in response.aiter_lines():
            if line.startswith("event: "):
                arrived = time.time()
    job = (await http.get(f"/v1/summaries/{key}")).json()
    return arrived - datetime.fromisoformat(job["finished_at"]).timestamp()


async def assert_states(http: httpx.AsyncClient, keys: list[str], wanted: set[str]) -> None:
    """A figure for work that was not done is none."""
    for key in keys:
        job = (await http.get(f"/v1/summaries/{key}")).json()
        if job["state"] not in wanted:
            raise SystemExit(f"{key} ended {job['state']}: {job['error']}")


# -- processes -----------------------------------------------------------------------------------


class Served:
    """One `summarizer serve` and its data folder."""

    def __init__(self, folder: Path, settings: dict[str, str]) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.environment = {
            **os.environ,
            "SUMMARIZER_DATA_DIR": str(folder),
            "SUMMARIZER_REQUESTS_PER_MINUTE": "1000000",
            "SUMMARIZER_QUEUED_PER_KEY": "1000000",
            **{f"SUMMARIZER_{name.upper()}": value for name, value in settings.items()},
        }
        self.process = self.run("serve", "--port", str(self.port))

    def run(self, *arguments: str) -> subprocess.Popen[bytes]:
        """A process of the program with these settings, silent."""
        return subprocess.Popen(
            [sys.executable, "-m", "summarizer", *arguments],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def wait_ready(self) -> None:
        """Until it answers."""
        deadline = time.monotonic() + 40
        while time.monotonic() < deadline:
            with suppress(httpx.TransportError):
                if httpx.get(f"http://127.0.0.1:{self.port}/readyz").status_code == 200:
                    return
            time.sleep(0.1)
        raise SystemExit("the service did not start")

    def memory(self) -> list[float]:
        """Resident megabytes of the server and of each of its children."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                if int(fields[3]) == self.process.pid:
                    found.append(int(fields[21]) * os.sysconf("SC_PAGE_SIZE") / 1e6)
        return sorted(found, reverse=True)


@contextmanager
def service(settings: dict[str, str]) -> Iterator[Served]:
    """A service that is ready, and gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="summarizer-bench-"))
    served = Served(folder, settings)
    try:
        served.wait_ready()
        yield served
    finally:
        end(served.process)
        shutil.rmtree(folder)


@contextmanager
def more_workers(served: Served, count: int) -> Iterator[None]:
    """Further worker processes beside a service."""
    workers = [served.run("worker") for _ in range(count)]
    time.sleep(6 if count else 0)
    try:
        yield
    finally:
        for worker in workers:
            end(worker)


def end(process: subprocess.Popen[bytes]) -> None:
    """The process and its children, at once."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def client(served: Served) -> httpx.AsyncClient:
    """A client of a service."""
    return httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{served.port}",
        headers={"content-type": "text/plain"},
        timeout=60,
        trust_env=False,
    )


class _SlowModel(BaseHTTPRequestHandler):
    """Answers every chat completion after two seconds: this text holds nothing."""

    protocol_version = "HTTP/1.1"
    answer: ClassVar[dict[str, Any]] = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "slow",
        "choices": [
            {
                "index": 0,
                "finish_reason": "stop",
                "message": {"role": "assistant", "content": NOTHING},
            }
        ],
        "usage": {"prompt_tokens": 10, "completion_tokens": 10, "total_tokens": 20},
    }

    def do_POST(self) -> None:
        """The only answer."""
        self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(MODEL_SECONDS)
        body = json.dumps(self.answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """The service is killed at the end of a measurement, with calls in flight."""

    request_queue_size = 256

    @property
    def settings(self) -> dict[str, str]:
        """Settings that lead here."""
        return {
            "llm_base_url": f"http://127.0.0.1:{self.server_address[1]}/v1",
            "llm_model": "slow",
            "llm_mode": "json_schema",
            "llm_api_key": "none",
            # Each job is to wait for the model, although all are nearly the same.
            "llm_cache": "false",
        }


@contextmanager
def model() -> Iterator[_Server]:
    """A model server on loopback."""
    server = _Server(("127.0.0.1", 0), _SlowModel)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


# -- printing ------------------------------------------------------------------------------------


def spread(times: list[float]) -> dict[str, float]:
    """Median and 95th percentile in milliseconds."""
    if not times:
        return {}
    ordered = sorted(times)
    return {
        "median_ms": statistics.median(ordered) * 1000,
        "p95_ms": ordered[int(len(ordered) * 0.95)] * 1000,
    }


def say(what: str, figure: str, more: Mapping[str, float] | None = None) -> None:
    """One line, at once."""
    rest = "  ".join(f"{name} {value:.1f}" for name, value in (more or {}).items())
    print(f"{what:<30} {figure:<20} {rest}".rstrip(), flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
