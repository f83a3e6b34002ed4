"""Stored samples: the statements and judgments in the repository, with today's verdicts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from evals.dataset import GOLD
from evals.judge.judgments import Judgment, decide, read_judgments

__all__ = ["FOLDER", "judges_of", "known_labels", "newest", "statements_in", "with_verdicts"]

FOLDER = GOLD / "judged"


def newest() -> Path:
    """Return the folder of the sample judged last. Raises ValueError when no sample exists."""
    folders = sorted(path for path in FOLDER.iterdir() if path.is_dir())
    if not folders:
        raise ValueError(f"{FOLDER}: no judged sample")
    return folders[-1]


def statements_in(folder: Path) -> list[dict[str, Any]]:
    """Return the statements of a sample, with the verdicts at the time of drawing."""
    lines = (folder / "statements.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line]


def judges_of(folder: Path) -> list[dict[str, Judgment]]:
    """Return all judgments of a sample. If a third file exists, only its judgments are returned."""
    decided = folder / "decided.jsonl"
    if decided.exists():
        return [read_judgments(decided)]
    return [read_judgments(folder / f"{who}.jsonl") for who in "ab"]


@cache
def known_labels() -> Mapping[str, str]:
    """Return the label of every statement judged so far, by its key."""
    return dict(_labels()) if FOLDER.exists() else {}


def _labels() -> Iterator[tuple[str, str]]:
    for folder in sorted(path.parent for path in FOLDER.glob("*/a.jsonl")):
        yield from decide(*judges_of(folder)).items()


def with_verdicts(
    statements: list[dict[str, Any]], verdicts: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return the statements that are still produced, with their current verdicts."""
    return [one | {"verdict": verdicts[one["id"]]} for one in statements if one["id"] in verdicts]
