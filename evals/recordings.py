"""Recorded answers of a model: batch output lines, replayed without a network.

Each reader has a folder, `recordings/<reader>`: `*.jsonl` are lines of the OpenAI Batch output
format, `settings.json` the settings of the requests. An answer is used when its `custom_id`, the
hash of the request, equals that of the current prompts; others are stale, reported and skipped.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from evals.dataset import names, path_of

__all__ = [
    "RECORDINGS",
    "answers",
    "environment",
    "estimate",
    "readers",
    "replay",
    "requests",
    "settings",
]

RECORDINGS = Path(__file__).parent / "recordings"
# No server listens here: requests without a recording fail at once, and visibly.
NOWHERE = "http://127.0.0.1:9/v1"
ROUNDS = 6


def readers() -> tuple[str, ...]:
    """Return the names of the readers with recorded answers."""
    return tuple(sorted(path.parent.name for path in RECORDINGS.glob("*/settings.json")))


@contextmanager
def answers(
    engine: str, reports: Iterable[str] = (), reader: str = ""
) -> Iterator[tuple[str, ...]]:
    """For the "recorded" engine, fill an answer store from a reader's recordings (by default the
    first reader's).

    Yields the ids of stale recordings. Raises ValueError when there are no recordings.
    """
    if engine != "recorded":
        yield ()
        return
    folder = RECORDINGS / (reader or next(iter(readers()), "none"))
    # Answers to the other reports are not stale.
    every = {*(reports or names()), *names("all")}
    with replay(folder, [path_of(name) for name in sorted(every)]) as stale:
        yield stale


@contextmanager
def replay(folder: Path, files: Iterable[Path]) -> Iterator[tuple[str, ...]]:
    """Put the answers of a folder into the store of this process for the duration of the
    context.
    """
    recorded = _recorded(folder)
    if not recorded:
        raise ValueError(f"{folder}: no recordings; see evals/README.md for how to make them")
    with TemporaryDirectory() as scratch, environment(settings(folder, Path(scratch))):
        used = _fill(recorded, [str(path) for path in files], Path(scratch))
        yield tuple(sorted(recorded.keys() - used))


def _recorded(folder: Path) -> dict[str, str]:
    lines = [
        line
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    return {json.loads(line)["custom_id"]: line for line in lines}


def _fill(recorded: Mapping[str, str], files: list[str], scratch: Path) -> set[str]:
    # Repairs and the overview depend on the first answers.
    used: set[str] = set()
    for _ in range(ROUNDS):
        wanted = {request["custom_id"] for request in requests(files, scratch)}
        fresh = (wanted & recorded.keys()) - used
        if not fresh:
            break
        lines = scratch / "answers.jsonl"
        lines.write_text("".join(f"{recorded[key]}\n" for key in sorted(fresh)), encoding="utf-8")
        _summarizer("batch", "import", str(lines))
        used |= fresh
    return used


def requests(files: Iterable[str], scratch: Path) -> list[dict[str, Any]]:
    """Return the unanswered requests about these files as batch input lines.

    The settings are those of the environment.
    """
    exported = scratch / "requests.jsonl"
    _summarizer("batch", "export", *files, "-o", str(exported))
    return [json.loads(line) for line in exported.read_text(encoding="utf-8").splitlines()]


def estimate(files: Iterable[Path]) -> Iterator[str]:
    """Yield the cost of a live run, one line per report: calls, tokens, cost."""
    for path in files:
        told = _summarizer("run", str(path), "--engine", "llm", "--estimate")
        yield f"{path.stem}: {told.strip()}"


def _summarizer(*arguments: str) -> str:
    run = subprocess.run(
        [sys.executable, "-m", "summarizer", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if run.returncode:
        raise ValueError(f"summarizer {' '.join(arguments[:2])}: {run.stderr.strip()}")
    return run.stdout


def settings(folder: Path, scratch: Path) -> dict[str, str]:
    """Return the settings of a folder's requests as environment variables."""
    asked = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    fixed = {
        "data_dir": str(scratch / "data"),
        "llm_base_url": NOWHERE,
        "llm_attempts": "1",
        "llm_redact": "off",
    }
    return {f"SUMMARIZER_{name.upper()}": str(value) for name, value in (fixed | asked).items()}


@contextmanager
def environment(settings: Mapping[str, str]) -> Iterator[None]:
    """Set these variables for the duration of the context."""
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
