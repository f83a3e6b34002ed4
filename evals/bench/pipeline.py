"""Speed and memory of everything but the model: `python -m evals.bench.pipeline`.

The engine is `rules`. Texts are the five sample reports in sequence, cut at the requested length,
with changed digits in each repetition to avoid duplicate items. Each size runs in its own process,
so that peak memory is measured separately. Times are wall times.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import summarizer

REPORTS = Path(__file__).parents[1] / "reports"
SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
STAGES = ("read", "summarize", "render")
MEGABYTE = 1024


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; with `--size N`, measure one size and print it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, help="measure this size in this process, as JSON")
    parser.add_argument("--repeat", type=int, default=20, help="runs of the smallest size")
    parser.add_argument("--largest", type=int, default=SIZES[-1], help="leave larger sizes out")
    options = parser.parse_args(arguments)
    if options.size:
        print(json.dumps(measure(options.size, options.repeat)))
        return 0
    print(start_up(options.repeat))
    print(scaling([size for size in SIZES if size <= options.largest], options.repeat))
    return 0


def start_up(repeat: int) -> str:
    """Return the run time of `summarizer --version` as a process."""
    command = [sys.executable, "-m", "summarizer", "--version"]
    times = [_timed(command) for _ in range(repeat)]
    middle, slow = statistics.median(times), _p95(times)
    return f"summarizer --version: median {middle:.0f} ms, p95 {slow:.0f} ms (n={repeat})\n"


def scaling(sizes: Sequence[int], repeat: int) -> str:
    """Return one row per size: times, time per character against the smallest, peak memory."""
    rows = [_in_own_process(size, max(1, repeat * sizes[0] // size)) for size in sizes]
    lines = ["characters  runs  median ms  p95 ms  read  summarize  render  ms/10k  peak MB  items"]
    for row in rows:
        per = row["median"] * 10_000 / row["characters"]
        stages = "  ".join(f"{row[stage]:>{len(stage)}.0f}" for stage in STAGES)
        lines.append(
            f"{row['characters']:>10.0f}  {row['runs']:>4.0f}  {row['median']:>9.0f}"
            f"  {row['p95']:>6.0f}  {stages:>24}  {per:>6.1f}  {row['peak']:>7.0f}"
            f"  {row['items']:>5.0f}"
        )
    return "\n".join(lines)


def measure(size: int, repeat: int) -> dict[str, float]:
    """Return the milliseconds of one size, after a warm-up run that absorbs the imports."""
    _journey(text_of(2_000))
    text = text_of(size)
    runs = [_journey(text) for _ in range(repeat)]
    totals = [sum(times) for times, _ in runs]
    by_stage = zip(*(times for times, _ in runs), strict=True)
    middles = {stage: statistics.median(t) for stage, t in zip(STAGES, by_stage, strict=True)}
    return {
        "characters": len(text),
        "runs": repeat,
        "median": statistics.median(totals),
        "p95": _p95(totals),
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE,
        "items": runs[0][1],
        **middles,
    }


def text_of(size: int) -> str:
    """Return a text of a given length in the genre."""
    pieces: list[str] = []
    length = 0
    for piece in _pieces():
        pieces.append(piece)
        length += len(piece)
        if length >= size:
            break
    return "".join(pieces)[:size]


def _pieces() -> Iterator[str]:
    reports = [path.read_text(encoding="utf-8") for path in sorted(REPORTS.glob("*.txt"))]
    # The longest first, so that the smallest size is one real report and a piece of the next.
    reports.sort(key=len, reverse=True)
    yield from reports
    dice = random.Random(20)
    while True:
        for report in reports:
            yield re.sub(r"(?<=\d)\d(?!\d*年)", lambda _: str(dice.randint(0, 9)), report)


def _journey(text: str) -> tuple[list[float], int]:
    clock = [time.perf_counter()]
    document = summarizer.read_text(text, "bench.txt")
    clock.append(time.perf_counter())
    summary = summarizer.summarize(document, engine="rules")
    clock.append(time.perf_counter())
    summarizer.render(summary, "json")
    clock.append(time.perf_counter())
    times = [(after - before) * 1000 for before, after in pairwise(clock)]
    return times, len(summary.items)


def _in_own_process(size: int, repeat: int) -> dict[str, float]:
    command = [sys.executable, "-m", "evals.bench.pipeline", "--size", str(size)]
    done = subprocess.run([*command, "--repeat", str(repeat)], capture_output=True, check=True)
    row: dict[str, float] = json.loads(done.stdout)
    return row


def _timed(command: Sequence[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return (time.perf_counter() - began) * 1000


def _p95(times: Sequence[float]) -> float:
    return sorted(times)[max(0, round(len(times) * 0.95) - 1)]


if __name__ == "__main__":
    sys.exit(main())
