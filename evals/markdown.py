"""The quality table of the README, with its scope and the command that made it."""

from __future__ import annotations

from collections.abc import Iterator

from evals.result import Result
from evals.scorecard import Metric

__all__ = ["table"]

ROWS = (
    ("items.all", "items found, F1"),
    ("items.core", "core items, F1"),
    ("items.strict", "items with every field right, F1"),
    ("items.target", "targets, F1"),
    ("items.result", "results, F1"),
    ("items.problem", "problems, F1"),
    ("items.measure", "measures, F1"),
    ("fields.value_unit", "value and unit of found items"),
    ("numbers.shipped", "numbers that stand in the item's own quotes"),
    ("numbers.recall_core", "core numbers that arrive"),
    ("quotes.exist", "quotes that are in the report word for word"),
    ("links.false_met", "targets falsely called met"),
    ("sections.coverage", "sections with gold of which something was found"),
    ("duplicates", "items told twice"),
    ("findings.recall", "known faults of the reports that are reported"),
    ("verdicts.false_verified", "`verified` items with anything wrong, label and subject too"),
)


def table(made: Result) -> Iterator[str]:
    """Yield the table as Markdown. Intervals apply to these atoms and reports only."""
    yield f"Engine `{made.engine}`, {len(made.reports)} reports, version {made.version}:"
    yield ""
    yield "| what | value | of | 95 % over atoms (these reports only) | 95 % over reports (t) |"
    yield "|---|---|---|---|---|"
    for name, words in ROWS:
        yield _row(words, made.metrics[name])
    yield ""
    yield f"Found on the reports that the rules were tuned on: F1 {_group(made, 'tuned')};"
    yield f"on the others: {_group(made, 'held_out')}."
    yield f"Made by `python -m evals --engine {made.engine} --markdown`."


def _row(words: str, metric: Metric) -> str:
    low, high = metric.pooled
    over = metric.over_reports
    reports = f"{max(0, over[0]):.3f}–{min(1, over[1]):.3f}" if over else "–"
    return f"| {words} | {metric.value:.3f} | {metric.all} | {low:.3f}–{high:.3f} | {reports} |"


def _group(made: Result, name: str) -> str:
    return f"{made.groups[name]:.3f}" if name in made.groups else "not measured"
