"""Items found: precision, recall and F1 of atoms, overall, by type, core, strict."""

from __future__ import annotations

from collections.abc import Iterable

from evals.atoms import TYPES
from evals.matching import Matching
from evals.scorers.fields import is_strict
from evals.scorers.ratio import Agreement, Fault, total

__all__ = ["core", "item_scores", "merge_rate", "overall", "split_errors", "strict", "strict_core"]


def item_scores(matchings: Iterable[Matching]) -> dict[str, Agreement]:
    """Return all agreements of items by name, summed over reports."""
    everything = tuple(matchings)
    scores = {
        "all": total(map(overall, everything)),
        "core": total(map(core, everything)),
        "strict": total(map(strict, everything)),
    }
    return scores | {kind: total(of_type(m, kind) for m in everything) for kind in TYPES}


def overall(matching: Matching) -> Agreement:
    """Atoms of any type."""
    return Agreement(len(matching.pairs), len(matching.predicted), len(matching.gold))


def of_type(matching: Matching, kind: str) -> Agreement:
    """Atoms of one type; a pair of different types is one miss and one invention."""
    return Agreement(
        sum(pair.gold.type == pair.predicted.type == kind for pair in matching.pairs),
        sum(atom.type == kind for atom in matching.predicted),
        sum(atom.type == kind for atom in matching.gold),
    )


def core(matching: Matching) -> Agreement:
    """Core atoms. Predictions of gold details are ignored; all inventions count."""
    hits = sum(pair.gold.core for pair in matching.pairs)
    gold = sum(atom.core for atom in matching.gold)
    return Agreement(hits, hits + len(matching.inventions), gold)


def strict(matching: Matching) -> Agreement:
    """Atoms with every scored field right."""
    hits = sum(map(is_strict, matching.pairs))
    return Agreement(hits, len(matching.predicted), len(matching.gold))


def strict_core(matching: Matching) -> Agreement:
    """Core atoms with every scored field right; details as in `core`."""
    hits = sum(pair.gold.core and is_strict(pair) for pair in matching.pairs)
    found = sum(pair.gold.core for pair in matching.pairs)
    gold = sum(atom.core for atom in matching.gold)
    return Agreement(hits, found + len(matching.inventions), gold)


def merge_rate(matching: Matching) -> Fault:
    """Share of items that hold more than one atom."""
    held: dict[str, int] = {}
    for atom in matching.predicted:
        held[atom.item] = held.get(atom.item, 0) + 1
    return Fault(sum(count > 1 for count in held.values()), len(held))


def split_errors(matching: Matching) -> Fault:
    """Share of gold atoms with several matching predictions."""
    return Fault(len(matching.split), len(matching.gold))
