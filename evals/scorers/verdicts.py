"""Verdicts: how often a `verified` item is wrong, and how much work the reviews make."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from evals.scorers.case import Case
from evals.scorers.fields import wrong
from evals.scorers.ratio import Fault, Share

__all__ = ["Calibration", "calibration"]

# What a person would call an error of fact. Wording, subject and period are matters of style.
FACTS = ("type", "value", "unit", "approx", "comparator", "direction", "status")


@dataclass(frozen=True, slots=True)
class Calibration:
    """`false_verified` is the headline: wrong / verified among items that match gold. `unknown`
    are verified items that match no gold atom: only a reader can say."""

    false_verified: Fault
    failed_precision: Share
    review_load: Fault
    yielded: Share
    unknown: Fault

    def __add__(self, other: Calibration) -> Calibration:
        return Calibration(
            self.false_verified + other.false_verified,
            self.failed_precision + other.failed_precision,
            self.review_load + other.review_load,
            self.yielded + other.yielded,
            self.unknown + other.unknown,
        )


def calibration(case: Case) -> Calibration:
    """Verdicts of one report held against gold."""
    verdicts = Counter(atom.verdict for atom in case.atoms)
    matched: Counter[tuple[str | None, bool]] = Counter(
        (pair.predicted.verdict, not wrong(pair, FACTS)) for pair in case.matching.pairs
    )
    right = matched["verified", True] + matched["review", True] + matched["failed", True]
    sure = matched["verified", True] + matched["verified", False]
    failed = matched["failed", True] + matched["failed", False]
    return Calibration(
        Fault(matched["verified", False], sure),
        Share(matched["failed", False], failed),
        Fault(verdicts["review"], len(case.atoms)),
        Share(matched["verified", True], right),
        Fault(verdicts["verified"] - sure, verdicts["verified"]),
    )
