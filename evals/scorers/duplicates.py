"""Duplicates: atoms that are reported more than once."""

from __future__ import annotations

from evals.atoms import Atom, same_number
from evals.matching import iou, metric_agreement
from evals.scorers.case import Case
from evals.scorers.ratio import Fault

__all__ = ["are_duplicates", "duplicates"]

OVERLAP = 0.5
ALIKE = 0.6
ALIKE_WITHOUT_NUMBER = 0.8


def duplicates(case: Case) -> Fault:
    """Predicted atoms beyond the first of each cluster."""
    atoms = case.atoms
    cluster = list(range(len(atoms)))

    def root(i: int) -> int:
        while cluster[i] != i:
            i = cluster[i]
        return i

    for i, atom in enumerate(atoms):
        for j in range(i):
            if root(i) != root(j) and are_duplicates(atom, atoms[j]):
                cluster[root(i)] = root(j)
    clusters = len({root(i) for i in range(len(atoms))})
    return Fault(len(atoms) - clusters, len(atoms))


def are_duplicates(a: Atom, b: Atom) -> bool:
    """Return whether two atoms have an equal number and share half the evidence and most of the
    label.
    """
    if a.places.isdisjoint(b.places) or not same_number(a, b) or iou(a, b) < OVERLAP:
        return False
    return metric_agreement(a, b) >= (ALIKE if a.has_quantity else ALIKE_WITHOUT_NUMBER)
