"""Match predictions to gold atoms by evidence, number and wording.

s = 0.4 · IoU + 0.4 · number + 0.2 · label − 0.1 · [type differs]; where neither side has a number,
0.6 · IoU + 0.4 · label. Pairs of the maximum-weight assignment are kept from s ≥ 0.45 when they
share evidence or the number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.optimize import linear_sum_assignment

from evals.atoms import Atom, normal, same_number

__all__ = ["THRESHOLD", "Matching", "Pair", "iou", "label_agreement", "match", "similarity"]

THRESHOLD = 0.45
IGNORED = re.compile(r"[\d\W_的了为共已等]+")


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold atom and its prediction."""

    gold: Atom
    predicted: Atom
    score: float


@dataclass(frozen=True, slots=True)
class Matching:
    """Found, missed and invented atoms of one report.

    `split` are gold atoms with more than one matching prediction.
    """

    pairs: tuple[Pair, ...]
    misses: tuple[Atom, ...]
    inventions: tuple[Atom, ...]
    split: tuple[Atom, ...] = ()

    @property
    def gold(self) -> tuple[Atom, ...]:
        """Return all gold atoms, found ones first."""
        return (*(pair.gold for pair in self.pairs), *self.misses)

    @property
    def predicted(self) -> tuple[Atom, ...]:
        """Return all predicted atoms, correct ones first."""
        return (*(pair.predicted for pair in self.pairs), *self.inventions)


def match(
    gold: tuple[Atom, ...], predicted: tuple[Atom, ...], *, threshold: float = THRESHOLD
) -> Matching:
    """Match predictions to gold atoms of one report, each at most once."""
    if not gold or not predicted:
        return Matching((), gold, predicted)
    scores = np.array([[similarity(g, p) for p in predicted] for g in gold])
    rows, columns = linear_sum_assignment(scores, maximize=True)
    kept = [
        (int(g), int(p))
        for g, p in zip(rows, columns, strict=True)
        if scores[g, p] >= threshold - 1e-9 and _touch(gold[g], predicted[p])
    ]
    found, used = {g for g, _ in kept}, {p for _, p in kept}
    rivals = (scores >= threshold - 1e-9).sum(axis=1)
    return Matching(
        pairs=tuple(Pair(gold[g], predicted[p], float(scores[g, p])) for g, p in kept),
        misses=tuple(atom for i, atom in enumerate(gold) if i not in found),
        inventions=tuple(atom for i, atom in enumerate(predicted) if i not in used),
        split=tuple(atom for i, atom in enumerate(gold) if rivals[i] > 1),
    )


def similarity(gold: Atom, predicted: Atom) -> float:
    """Return s of a pair, from −0.1 to 1."""
    overlap = iou(gold, predicted)
    label = atom_label(gold, predicted)
    penalty = 0.1 * (gold.type != predicted.type)
    if not gold.has_quantity and not predicted.has_quantity:
        return 0.6 * overlap + 0.4 * label - penalty
    return 0.4 * overlap + 0.4 * same_number(gold, predicted) + 0.2 * label - penalty


def iou(a: Atom, b: Atom) -> float:
    """Return shared characters of evidence divided by all characters of evidence."""
    shared = len(a.places & b.places)
    return shared / (len(a.places) + len(b.places) - shared) if shared else 0.0


def atom_label(a: Atom, b: Atom) -> float:
    """Return the similarity of metric and subject, for the best pair of wordings."""
    return max(
        label_agreement(one + (a.subject or ""), other + (b.subject or ""))
        for one in a.labels
        for other in b.labels
    )


def metric_agreement(a: Atom, b: Atom) -> float:
    """Return the similarity of the metrics only."""
    return max(label_agreement(one, other) for one in a.labels for other in b.labels)


def label_agreement(a: str, b: str) -> float:
    """Return the Dice coefficient of character bigrams, ignoring digits, marks and 的了为共已等.

    >>> label_agreement("社会公众满意度", "社会公众的满意度")
    1.0
    >>> label_agreement("满意度", "结案率")
    0.0
    """
    one, other = bigrams(a), bigrams(b)
    if not one or not other:
        return float(one == other)
    return 2 * len(one & other) / (len(one) + len(other))


@lru_cache(maxsize=65536)
def bigrams(text: str) -> frozenset[str]:
    """Return the character bigrams of a label; a single character is returned itself."""
    plain = IGNORED.sub("", normal(text))
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1)) or frozenset(plain)


def _touch(gold: Atom, predicted: Atom) -> bool:
    return same_number(gold, predicted) or bool(gold.places & predicted.places)
