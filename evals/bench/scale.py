"""Cost of many documents: `python -m evals.bench.scale [--documents 10000] [--kills 3]`.

Runs that many documents of a generated county (see evals/county) through `batch run` and through
the service. Prints one line per thousand documents: time, memory of all processes, bytes on disk.
With `--kills`, each is killed that many times and restarted, and must neither repeat nor lose work.
Then it measures ledger and search of the service, with `--only questions` on the store of an
earlier run. A run with the same `--folder` resumes. Times are wall times of this machine; its load
is printed beside them, and for ledger and search the processor time of the service.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import httpx

from evals.bench.served import Served, end
from evals.county import make

# Average number of documents per office, without missing ones.
OF_AN_OFFICE = 8.8
AT_ONCE = 200
ASKED = 20
WORDS = (
    "满意度",
    "业务培训",
    "预算编制",
    "实际支出",
    "整改到位",
    "青石县财政局",
    "没有这样的词",
    "98",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line per thousand documents, then the times of the queries."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--step", type=int, default=1_000)
    parser.add_argument("--jobs", type=int, default=2, help="of `batch run`")
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--only", choices=("batch", "service", "questions"))
    parser.add_argument("--folder", type=Path, help="kept; else a temporary one")
    options = parser.parse_args(arguments)
    folder = options.folder or Path(tempfile.mkdtemp())
    if options.only == "questions":
        service((), folder / "data", options)
        return 0
    files = made(folder / "documents", options.documents)
    if options.only != "service":
        batch(files, folder, options)
    if options.only != "batch":
        service(files, folder / "data", options)
    if options.folder is None:
        shutil.rmtree(folder)
    return 0


def made(folder: Path, count: int) -> list[Path]:
    """Return the documents, the same in every run."""
    if not folder.exists():
        folder.mkdir(parents=True)
        make(folder, offices=int(count / OF_AN_OFFICE) + 1)
    files = sorted(folder.iterdir())
    for surplus in files[count:]:
        surplus.unlink()
    return files[:count]


def batch(files: Sequence[Path], folder: Path, options: argparse.Namespace) -> None:
    """Process all documents with the command line."""
    out = folder / "results"
    command = [sys.executable, "-m", "summarizer", "batch", "run", str(files[0].parent)]
    command += ["--out", str(out), "--engine", "rules", "--jobs", str(options.jobs)]

    def start() -> subprocess.Popen[bytes]:
        quiet = subprocess.DEVNULL
        return subprocess.Popen(command, start_new_session=True, stdout=quiet, stderr=quiet)

    def done() -> int:
        return sum(1 for _ in out.rglob("*.json")) if out.exists() else 0

    process = watch("batch", start, done, len(files), options, out)
    began, most = time.monotonic(), 0.0
    while process.poll() is None:
        most = max(most, memory(process.pid))
        time.sleep(1)
    say("batch, ledger", f"{time.monotonic() - began:.0f} s", f"memory {most:.0f} MB")
    if process.returncode != 0:
        raise SystemExit(f"batch run ended with {process.returncode}")
    lines = (out / "ledger.jsonl").read_text("utf-8").count('{"row":"entry"')
    if (done(), lines) != (len(files), len(files)):
        raise SystemExit(f"{done()} results and {lines} entries of {len(files)} documents")


def service(files: Sequence[Path], data: Path, options: argparse.Namespace) -> None:
    """Process all documents over HTTP, then measure queries."""
    data.mkdir(parents=True, exist_ok=True)
    served = Served(data, {})
    try:
        served.wait_ready()
        through(served, files, data, options)
    finally:
        end(served.process)


def through(served: Served, files: Sequence[Path], data: Path, options: argparse.Namespace) -> None:
    """Submit, watch and query."""

    def start() -> subprocess.Popen[bytes]:
        if served.process.poll() is not None:
            served.process = served.run("serve", "--port", str(served.port))
            served.wait_ready()
        return served.process

    url = f"http://127.0.0.1:{served.port}"
    with httpx.Client(base_url=url, timeout=120, trust_env=False) as http:
        for begin in range(0, len(files), AT_ONCE):
            some = files[begin : begin + AT_ONCE]
            given = [("files", (path.name, path.read_bytes())) for path in some]
            # A resumed run submits the same batch again.
            key = {"Idempotency-Key": f"scale-{begin}"}
            http.post("/v1/batches", files=given, headers=key).raise_for_status()
        watch("service", start, lambda: ended(http), len(files), options, data)
        questions(http, served.process.pid)


def ended(http: httpx.Client) -> int:
    """Return the number of ended jobs."""
    states = ('state="succeeded"', 'state="partial"', 'state="failed"')
    lines = http.get("/metrics").text.splitlines()
    counts = [line for line in lines if line.startswith("summarizer_jobs{")]
    return sum(int(float(line.split()[-1])) for line in counts if any(s in line for s in states))


def watch(
    name: str,
    start: Callable[[], subprocess.Popen[bytes]],
    done: Callable[[], int],
    count: int,
    options: argparse.Namespace,
    folder: Path,
) -> subprocess.Popen[bytes]:
    """Wait until all are done, print each step, and kill the process on schedule."""
    process, began, before = start(), time.monotonic(), done()
    kills = [count * (n + 1) // (options.kills + 1) for n in range(options.kills)]
    following, most = before + options.step, 0.0
    while (now := done()) < count:
        most = max(most, memory(process.pid))
        if kills and now >= kills[0]:
            kills.pop(0)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            say(name, f"killed at {now}", f"{done_on_disk(folder)} MB on the disk")
            process = start()
        if now >= following:
            told(name, now, before, began, most, folder)
            following, most = now - now % options.step + options.step, 0.0
        if process.poll() is not None and done() < count:
            raise SystemExit(f"{name} ended with {process.returncode} at {done()}")
        time.sleep(1)
    told(name, now, before, began, most, folder)
    return process


def told(name: str, now: int, before: int, began: float, most: float, folder: Path) -> None:
    """Print one line."""
    seconds = time.monotonic() - began
    rate = 60 * (now - before) / seconds if seconds else 0
    say(
        f"{name}, {now}",
        f"{seconds:.0f} s, {rate:.0f} documents a minute",
        f"memory {most:.0f} MB, disk {done_on_disk(folder)} MB, load {os.getloadavg()[0]:.1f}",
    )


def done_on_disk(folder: Path) -> int:
    """Return the megabytes in a folder."""
    sizes = (one.stat().st_size for one in folder.rglob("*") if one.is_file())
    return round(sum(sizes) / 1e6)


def memory(parent: int) -> float:
    """Return the private memory of a process and its descendants in megabytes."""
    children: dict[int, list[int]] = {}
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            above = int((process / "stat").read_text().rpartition(")")[2].split()[1])
            children.setdefault(above, []).append(int(process.name))
    total, left = 0, [parent]
    while left:
        number = left.pop()
        left += children.get(number, ())
        with suppress(OSError):
            shares = Path(f"/proc/{number}/smaps_rollup").read_text().splitlines()
            total += sum(int(one.split()[1]) for one in shares if one.startswith("Pss:"))
    return total / 1024


def questions(http: httpx.Client, server: int) -> None:
    """Time the ledger after a change and again, its page, and a search for each word."""

    def asked(address: str) -> tuple[float, float]:
        """Return the seconds until the answer arrives, and those of the processor."""
        began, before = time.perf_counter(), processor(server)
        http.get(address).raise_for_status()
        return time.perf_counter() - began, processor(server) - before

    cold = []
    for number in range(5):
        text = f"新县第{number}局2024年度部门整体支出绩效自评报告\n实际支出{number}万元。".encode()
        made = http.post("/v1/summaries", content=text, headers={"Prefer": "wait=30"}).json()
        cold.append(asked("/v1/portfolio"))
        http.delete(f"/v1/summaries/{made['id']}")
    load = f"load {os.getloadavg()[0]:.1f}"
    say("ledger after a change", spread(cold), load)
    for name, address in (("ledger", "/v1/portfolio"), ("page", "/portfolio")):
        asked(address)
        say(name, spread([asked(address) for _ in range(ASKED)]), load)
    found = {word: [asked(f"/v1/search?q={word}") for _ in range(ASKED)] for word in WORDS}
    for word, times in found.items():
        say(f"search {word}", spread(times))
    say("search", spread([one for times in found.values() for one in times]), load)


def processor(process: int) -> float:
    """Return the seconds of processor time of a process and its threads."""
    ticks = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def spread(times: Sequence[tuple[float, float]]) -> str:
    """Return median and 95th percentile of wall times, and the mean of the processor times."""
    ordered = sorted(wall for wall, _ in times)
    high = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    mean = statistics.mean(used for _, used in times)
    return (
        f"median {1e3 * statistics.median(ordered):.0f} ms, p95 {1e3 * high:.0f} ms,"
        f" processor {1e3 * mean:.0f} ms"
    )


def say(*told: str) -> None:
    """Print one line."""
    print(" | ".join(told), flush=True)


if __name__ == "__main__":
    sys.exit(main())
