"""Sections: whether any part of the report is omitted."""

from __future__ import annotations

from collections import Counter

from evals.scorers.case import Case
from evals.scorers.ratio import Share

__all__ = ["coverage", "least_recall", "read"]


def coverage(case: Case) -> Share:
    """Sections with gold atoms of which at least one atom was found."""
    gold, found = _counts(case)
    return Share(sum(bool(found[start]) for start in gold), len(gold))


def least_recall(case: Case) -> float:
    """Return the recall of the worst section; 1 without gold."""
    gold, found = _counts(case)
    return min((found[start] / count for start, count in gold.items()), default=1.0)


def read(case: Case) -> Share:
    """Sections that the engine reports as read."""
    sections = (case.summary.get("coverage") or {}).get("sections") or []
    return Share(sum(section["state"] == "read" for section in sections), len(sections))


def _counts(case: Case) -> tuple[Counter[int], Counter[int]]:
    def section(start: int) -> int:
        return case.document.section_at(start).start

    gold = Counter(section(atom.spans[0][0]) for atom in case.matching.gold)
    found = Counter(section(pair.gold.spans[0][0]) for pair in case.matching.pairs)
    return gold, found
