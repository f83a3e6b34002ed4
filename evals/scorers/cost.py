"""Cost and time of a run, per report and per thousand characters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from evals.scorers.case import Case

__all__ = ["Cost", "cost"]

COUNTED = (
    "calls",
    "cached_calls",
    "retries",
    "input_tokens",
    "cached_input_tokens",
    "output_tokens",
)


@dataclass(frozen=True, slots=True)
class Cost:
    """Sums over all reports. `money` is None when the endpoint has no price."""

    counts: dict[str, int]
    characters: int
    money: Decimal | None
    seconds: tuple[float, ...]

    @property
    def input_per_character(self) -> float:
        """Return input tokens per character of source."""
        return self.counts["input_tokens"] / self.characters if self.characters else 0.0

    @property
    def slowest_seconds(self) -> float:
        """Return the time of the slowest report."""
        return max(self.seconds, default=0.0)

    @property
    def median_seconds(self) -> float:
        """Return the median time of a report."""
        return median(self.seconds) if self.seconds else 0.0


def cost(cases: Iterable[Case]) -> Cost:
    """Return the recorded cost of the runs behind these summaries."""
    everything = [(case.summary.get("run") or {}, len(case.gold.text)) for case in cases]
    prices = [Decimal(run["cost"]) for run, _ in everything if run.get("cost") is not None]
    return Cost(
        {name: sum(int(run.get(name) or 0) for run, _ in everything) for name in COUNTED},
        sum(characters for _, characters in everything),
        sum(prices, Decimal(0)) if prices else None,
        tuple(float(run.get("seconds") or 0) for run, _ in everything),
    )
