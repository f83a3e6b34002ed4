"""`python -m evals judge export|score`: draw a sample for two judges, and score their judgments."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from evals.dataset import FIRST_OF_PROVINCES
from evals.judge import kept
from evals.judge.judgments import read_judgments
from evals.judge.sample import SEED, draw, export, statements
from evals.judge.scoring import score_table

__all__ = ["add_to"]


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the two sub-commands to `judge`."""
    commands = parser.add_subparsers(required=True)
    out = commands.add_parser("export", help="draw statements for two judges, without verdicts")
    out.add_argument("folder", type=Path)
    out.add_argument("--engine", default="rules")
    out.add_argument("--seed", type=int, default=SEED)
    out.set_defaults(call=_export)
    score = commands.add_parser("score", help="how true the judges find what is verified")
    score.add_argument("folder", type=Path, nargs="?", help="where a.jsonl and b.jsonl are")

    score.add_argument("--now", action="store_true", help="verdicts of today's rules, not of then")
    score.set_defaults(call=_score)


def _export(options: argparse.Namespace) -> int:
    drawn = [
        one
        for chosen in ("samples", "provinces")
        for one in draw(statements(chosen, options.engine), seed=options.seed)
    ]
    export(drawn, options.folder)
    print(f"{len(drawn)} statements in {options.folder}")
    return 0


def _score(options: argparse.Namespace) -> int:
    print("\n".join(_lines(options.folder or kept.newest(), now=options.now)))
    return 0


def _lines(folder: Path, *, now: bool) -> Iterator[str]:
    drawn = kept.statements_in(folder)
    judges = [read_judgments(path) for path in sorted(folder.glob("[ab].jsonl"))]
    if now:
        made = {one.key: one.verdict for one in statements("all")}
        left = kept.with_verdicts(drawn, made)
        yield f"{len(left)} of {len(drawn)} statements are still made"
        drawn = left
    yield "the worse of two judgments:"
    yield from score_table(drawn, judges, FIRST_OF_PROVINCES)
    for number, judge in enumerate(judges):
        yield f"judge {'ab'[number]} alone:"
        yield from score_table(drawn, [judge], FIRST_OF_PROVINCES)
    if (folder / "decided.jsonl").exists():
        yield "a third reader having decided where they differ:"
        yield from score_table(drawn, kept.judges_of(folder), FIRST_OF_PROVINCES)
