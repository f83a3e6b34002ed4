"""The JSON of a quality sheet."""

from __future__ import annotations

from typing import Literal

from summarizer.schema import DocumentRecord, Span
from summarizer.schema.noun import Noun, Sentence

__all__ = ["ElementState", "PointState", "QualityElement", "QualityPoint", "QualitySheet"]

ElementState = Literal["present", "not_found"]
PointState = Literal["passed", "deducted", "not_determined"]


class QualityElement(Noun):
    """A required element and its place.

    `not_found` means that the program did not recognise the element; the report may still contain
    it.
    """

    element: str
    name: Sentence
    required: bool = True
    state: ElementState
    section: tuple[str, ...] = ()
    evidence: Span | None = None


class QualityPoint(Noun):
    """A computed point: full marks, the deduction (decimal strings) and its reason."""

    point: str
    name: Sentence
    state: PointState
    full: str
    deduction: str
    reason: Sentence
    findings: tuple[int, ...] = ()


class QualitySheet(Noun):
    """`score` of `full` over the points that could be determined."""

    schema_version: Literal["1"] = "1"
    document: DocumentRecord
    elements: tuple[QualityElement, ...]
    points: tuple[QualityPoint, ...]
    score: str
    full: str
