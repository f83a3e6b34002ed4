"""A case: one report, its gold, its prediction, and their matching."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from evals.atoms import Atom, gold_atoms, predicted_atoms, typed_items
from evals.dataset import Gold
from evals.matching import Matching, match

if TYPE_CHECKING:
    from summarizer import Document

__all__ = ["Case"]

Json = dict[str, Any]
# How the reason of an unused gold number begins.
NEITHER_WAY = "organisation fact"


@dataclass(frozen=True)
class Case:
    """One report to score. `summary` is summary JSON."""

    gold: Gold
    document: Document
    summary: Json

    @cached_property
    def matching(self) -> Matching:
        """Return predictions paired with gold.

        Facts of organisation (staff, offices, areas) are annotated in half of the reports only; in
        the others they count neither as right nor as wrong.
        """
        found = match(gold_atoms(self.gold), self.atoms)
        known = [place[:2] for place in self.gold.unused if place[3].startswith(NEITHER_WAY)]
        inventions = (atom for atom in found.inventions if not self._is_at(atom, known))
        return replace(found, inventions=tuple(inventions))

    def _is_at(self, atom: Atom, places: list[tuple[int, int]]) -> bool:
        """Return whether the number of a predicted item stands at one of these places."""
        quantity = next(
            (item.get("quantity") for _, item in self.items if item.get("id") == atom.item), None
        )
        return quantity is not None and any(
            start < quantity["end"] and quantity["start"] < end for start, end in places
        )

    @cached_property
    def atoms(self) -> tuple[Atom, ...]:
        """Return the predicted atoms."""
        return predicted_atoms(self.summary)

    @cached_property
    def items(self) -> tuple[tuple[str, Mapping[str, Any]], ...]:
        """Return the predicted items with their types."""
        return tuple(typed_items(self.summary))

    @cached_property
    def gold_of(self) -> dict[str, str]:
        """Return the id of the matching gold atom by id of the predicted item."""
        return {pair.predicted.item: pair.gold.id for pair in self.matching.pairs}

    def shipped(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yield the items that are offered to a reader: all but the failed ones."""
        return ((kind, item) for kind, item in self.items if verdict(item) != "failed")


def verdict(item: Mapping[str, Any]) -> str:
    """Return the verdict of an item, "" when it was not checked."""
    return str((item.get("check") or {}).get("verdict", ""))


def spans(item: Mapping[str, Any]) -> tuple[tuple[int, int, str], ...]:
    """Return the evidence of an item as (start, end, quote)."""
    return tuple((span["start"], span["end"], span["quote"]) for span in item.get("evidence", ()))
