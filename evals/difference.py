"""Compare two runs: changed atoms first, then paired intervals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from evals.result import Result
from evals.scorers import verdicts
from evals.statistics import bootstrap

__all__ = ["Flip", "flips", "is_regression", "paired", "report"]

Json = dict[str, Any]
# Wording, subject and period are matters of style; these are errors of fact.
FACTS = frozenset(verdicts.FACTS)
WORTH = {"miss": 0, "wrong": 1, "right": 2}


@dataclass(frozen=True, slots=True)
class Flip:
    """A gold atom with a different outcome than before.

    It is critical when it is now verified and wrong.
    """

    report: str
    gold: str
    before: str
    after: str
    critical: bool

    @property
    def is_worse(self) -> bool:
        """Return whether the outcome is worse."""
        return WORTH[self.after] < WORTH[self.before]


def flips(base: Result, new: Result) -> Iterator[Flip]:
    """Yield every gold atom of both runs whose state differs."""
    before, after = _states(base), _states(new)
    for key in sorted(before.keys() & after.keys()):
        old, now = before[key], after[key]
        if old[0] != now[0]:
            critical = now[0] == "wrong" and now[1] == "verified" and old[0] == "right"
            yield Flip(*key, old[0], now[0], critical)


def paired(base: Result, new: Result) -> tuple[float, float, float]:
    """Return the difference in the share of gold atoms found, with its paired 95 % interval.

    The bootstrap draws reports, then atoms within each.
    """
    before, after = _states(base), _states(new)
    groups: dict[str, list[float]] = {}
    for report, gold in sorted(before.keys() & after.keys()):
        gained = _found(after[report, gold]) - _found(before[report, gold])
        groups.setdefault(report, []).append(float(gained))
    values = [value for group in groups.values() for value in group]
    if not values:
        raise ValueError("the two runs share no gold atom")
    low, high = bootstrap(list(groups.values()), rounds=2000)
    return sum(values) / len(values), low, high


def is_regression(base: Result, new: Result) -> bool:
    """Return whether the new run is significantly worse or has a critical item."""
    return paired(base, new)[2] < 0 or any(flip.critical for flip in flips(base, new))


def report(base: Result, new: Result) -> Iterator[str]:
    """Yield the report for a person: changed atoms, the paired interval, changed metrics."""
    flipped = list(flips(base, new))
    yield f"{len(flipped)} atoms flipped"
    for flip in sorted(flipped, key=lambda f: (not f.critical, not f.is_worse, f.report, f.gold)):
        mark = "CRITICAL " if flip.critical else ("worse " if flip.is_worse else "better ")
        yield f"  {mark:9} {flip.report[:3]} {flip.gold}: {flip.before} → {flip.after}"
    gained, low, high = paired(base, new)
    yield f"found: {gained:+.2%} of gold atoms, paired 95 % interval {low:+.2%} to {high:+.2%}"
    for name in sorted(base.values.keys() & new.values.keys()):
        old, now = base.values[name], new.values[name]
        if abs(now - old) >= 5e-5 and not name.startswith("cost."):
            yield f"  {name:28} {old:9.4f} → {now:9.4f}  {now - old:+.4f}"


def _states(run: Result) -> dict[tuple[str, str], tuple[str, str | None]]:
    return {
        (row["report"], row["gold"]): (_state(row), row.get("verdict"))
        for row in run.atoms
        if "gold" in row
    }


def _state(row: Json) -> str:
    if row["state"] == "miss":
        return "miss"
    return "right" if FACTS.isdisjoint(row["wrong"]) else "wrong"


def _found(state: tuple[str, str | None]) -> int:
    return int(state[0] != "miss")
