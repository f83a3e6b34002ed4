"""Number recall: the share of the report's numbers that the summary holds."""

from __future__ import annotations

from evals.atoms import same_number
from evals.scorers.case import Case
from evals.scorers.ratio import Share

__all__ = ["core", "every"]


def core(case: Case) -> Share:
    """Core gold atoms with a number that are matched with the number right."""
    return _recall(case, core_only=True)


def every(case: Case) -> Share:
    """All gold atoms with a number."""
    return _recall(case, core_only=False)


def _recall(case: Case, *, core_only: bool) -> Share:
    wanted = [
        atom for atom in case.matching.gold if atom.has_quantity and (atom.core or not core_only)
    ]
    found = {p.gold.id for p in case.matching.pairs if same_number(p.gold, p.predicted)}
    return Share(sum(atom.id in found for atom in wanted), len(wanted))
