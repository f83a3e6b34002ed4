"""Verdicts: how often a `verified` item is wrong, and how many items need review.

Every field that a reader would call wrong counts; label and subject are compared by meaning.
Judgments of two judges (`evals/judge`) take precedence over rules. A prediction without gold is
wrong unless the judges called it true.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from evals.atoms import Atom
from evals.judge.kept import known_labels
from evals.judge.statements import statements_of
from evals.matching import Pair
from evals.scorers.case import Case
from evals.scorers.fields import wrong
from evals.scorers.meaning import same_owner, same_thing
from evals.scorers.ratio import Fault, Share

__all__ = ["FACTS", "Calibration", "calibration", "faults"]

# Errors of fact. Period is excluded: annotators disagree on it.
FACTS = ("type", "value", "unit", "approx", "comparator", "direction", "status")


@dataclass(frozen=True, slots=True)
class Calibration:
    """`false_verified` is the main figure: wrong / verified.

    `unknown` are verified items without a gold atom and without a judgment; they count as wrong.
    """

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
    """Return the verdicts of one report compared with gold and judgments."""
    right: Counter[str | None] = Counter()
    wrong_ones: Counter[str | None] = Counter()
    for atom, why in faults(case):
        (wrong_ones if why else right)[atom.verdict] += 1
    verdicts = Counter(atom.verdict for atom in case.atoms)
    unmatched = {atom.item for atom in case.matching.inventions}
    judged = _judged(case)
    unknown = sum(
        atom.verdict == "verified" and atom.item in unmatched and atom.item not in judged
        for atom in case.atoms
    )
    return Calibration(
        Fault(wrong_ones["verified"], verdicts["verified"]),
        Share(wrong_ones["failed"], verdicts["failed"]),
        Fault(verdicts["review"], len(case.atoms)),
        Share(right["verified"], right.total()),
        Fault(unknown, verdicts["verified"]),
    )


def faults(case: Case) -> Iterator[tuple[Atom, tuple[str, ...]]]:
    """Yield every predicted atom with its errors: fields, `judged`, or `unmatched`."""
    judged = _judged(case)
    pairs = {pair.predicted.id: pair for pair in case.matching.pairs}
    for atom in case.atoms:
        label = judged.get(atom.item)
        if label is not None:
            yield atom, () if label == "true" else ("judged",)
        elif atom.id in pairs:
            yield atom, _misread(pairs[atom.id])
        else:
            yield atom, ("unmatched",)


def _misread(pair: Pair) -> tuple[str, ...]:
    label = () if same_thing(pair.gold, pair.predicted) else ("metric",)
    owner = () if same_owner(pair.gold, pair.predicted) else ("subject",)
    return (*wrong(pair, FACTS), *label, *owner)


def _judged(case: Case) -> dict[str, str]:
    """Return the judgments of the items of a summary by item id."""
    known = known_labels()
    made = statements_of(case.gold.name, case.summary) if known else ()
    return {one.item: known[one.key] for one in made if one.key in known}
