"""The commands of `python -m evals`: parse, call, print."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import summarizer
from evals.atoms import gold_atoms, predicted_atoms
from evals.dataset import GoldError, load, path_of
from evals.listing import listing, score_table
from evals.matching import match

__all__ = ["main"]

BROKEN = 2


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Exit code 0 pass, 1 below a gate, 2 the harness is broken."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (GoldError, OSError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return BROKEN


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals")
    commands = parser.add_subparsers(required=True)
    items = commands.add_parser("items", help="score one summary and list every fault")
    items.add_argument("summary", nargs="?", help="JSON of a summary, or a list of items")
    items.add_argument("--report", required=True, help="id of the report, or its beginning")
    items.add_argument("--engine", default="rules", help="what summarises when no file is given")
    items.add_argument("--quiet", action="store_true", help="only the table")
    items.set_defaults(run=_items)
    mutate = commands.add_parser("mutate", help="detection and false alarms by operator")
    mutate.add_argument("--report", action="append", default=[], help="only these reports")
    mutate.add_argument("--limit", type=int, default=300, help="mutants per operator; 0 for all")
    mutate.add_argument("--operator", action="append", type=int, help="only these numbers")
    mutate.add_argument("--show", type=int, default=0, help="print so many of each miss")
    mutate.add_argument("--summary", help="mutate the right items of this summary, not gold")
    mutate.set_defaults(run=_mutate)
    return parser


def _mutate(options: argparse.Namespace) -> int:
    from evals.mutations import run
    from evals.mutations.operators import LEGIT, OPERATORS

    limit = options.limit or None
    wanted = [
        operator
        for operator in (*OPERATORS, *LEGIT)
        if not options.operator or operator.number in options.operator
    ]
    if options.summary:
        (report,) = options.report
        summary = json.loads(Path(options.summary).read_text(encoding="utf-8"))
        judged = run.run_on(summary, load(report), wanted, limit=limit)
    else:
        judged = run.run(wanted, limit=limit, reports=tuple(options.report))
    print("\n".join([*run.table(judged), *run.escaped(judged, options.show)]))
    return 0


def _items(options: argparse.Namespace) -> int:
    gold = load(options.report)
    matching = match(gold_atoms(gold), predicted_atoms(_summary(options)))
    lines = [f"{gold.name}", *score_table((matching,))]
    if not options.quiet:
        lines += listing(matching)
    print("\n".join(lines))
    return 0


def _summary(options: argparse.Namespace) -> Any:
    if options.summary is None:
        return summarizer.summarize(summarizer.read(path_of(options.report)), engine=options.engine)
    if options.summary == "-":
        return json.load(sys.stdin)
    return json.loads(Path(options.summary).read_text(encoding="utf-8"))
