"""Consistency: similarity of repeated summaries of one report by a model."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from statistics import fmean

from evals.matching import match
from evals.scorers.case import Case
from evals.scorers.items import overall

__all__ = ["consistency"]


def consistency(repeats: Sequence[Case]) -> float:
    """Return the mean F1 of all pairs of repeats; 1 for a single one."""
    pairs = combinations([case.atoms for case in repeats], 2)
    scores = [overall(match(a, b)).f1 for a, b in pairs]
    return fmean(scores) if scores else 1.0
