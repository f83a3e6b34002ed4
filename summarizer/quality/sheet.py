"""Combine the elements and points of one report in one sheet."""

from __future__ import annotations

from decimal import Decimal

from summarizer.quality.elements import elements_of
from summarizer.quality.model import QualitySheet
from summarizer.quality.points import points_of
from summarizer.schema import Document, Summary

__all__ = ["quality_of"]


def quality_of(summary: Summary, document: Document | None = None) -> QualitySheet:
    """Return the quality sheet of a summary.

    Args:
        summary: A checked summary.
        document: The document itself; without it the basis in rules is not looked for.

    Returns:
        Elements with their places, points with deduction and reason, and the score over those
        points that could be determined.
    """
    elements = elements_of(summary, document)
    points = points_of(summary, elements)
    full = sum((Decimal(one.full) for one in points), Decimal(0))
    lost = sum((Decimal(one.deduction) for one in points), Decimal(0))
    return QualitySheet(
        document=summary.document,
        elements=elements,
        points=points,
        score=f"{full - lost:f}",
        full=f"{full:f}",
    )
