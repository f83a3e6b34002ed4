"""Compression: length of a summary relative to its report, without which recall means little."""

from __future__ import annotations

from evals.atoms import normal
from evals.scorers.case import Case
from evals.scorers.ratio import Fault

__all__ = ["compression"]


def compression(case: Case) -> Fault:
    """Characters of item texts over characters of the report, ignoring blanks."""
    said = sum(len(normal(item.get("text") or item.get("metric"))) for _, item in case.items)
    return Fault(said, len(normal(case.gold.text)))
