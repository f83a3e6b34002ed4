"""Intervals: Wilson for shares, t over reports, paired bootstrap for comparisons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import sqrt
from random import Random
from statistics import fmean, stdev

from scipy.stats import t as student

__all__ = ["bootstrap", "t_interval", "wilson"]

Z = 1.959963984540054


def wilson(hits: int, total: int) -> tuple[float, float]:
    """Return the 95 % interval of a share; [0, 1] when there are no trials.

    >>> [round(bound, 4) for bound in wilson(0, 300)]
    [0.0, 0.0126]
    """
    if not total:
        return 0.0, 1.0
    share, spread = hits / total, Z * Z / total
    centre = (share + spread / 2) / (1 + spread)
    half = Z * sqrt(share * (1 - share) / total + spread / (4 * total)) / (1 + spread)
    return max(0.0, centre - half), min(1.0, centre + half)


def t_interval(values: Sequence[float]) -> tuple[float, float] | None:
    """Return the 95 % interval of a mean over reports; None for a single one."""
    if len(values) < 2:
        return None
    half = float(student.ppf(0.975, len(values) - 1)) * stdev(values) / sqrt(len(values))
    return fmean(values) - half, fmean(values) + half


def bootstrap(
    groups: Sequence[Sequence[float]],
    measure: Callable[[list[float]], float] = fmean,
    *,
    rounds: int = 10_000,
    seed: int = 20221130,
) -> tuple[float, float]:
    """Return the 95 % interval of a measure: reports are drawn first, then atoms within each."""
    rng = Random(seed)
    drawn = sorted(measure(_draw(groups, rng)) for _ in range(rounds))
    return drawn[int(0.025 * rounds)], drawn[min(rounds - 1, int(0.975 * rounds))]


def _draw(groups: Sequence[Sequence[float]], rng: Random) -> list[float]:
    reports = rng.choices(groups, k=len(groups))
    return [value for report in reports for value in rng.choices(report, k=len(report))]
