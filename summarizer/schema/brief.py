"""The brief: one page as references to items, findings and sections."""

from __future__ import annotations

from typing import Literal

from summarizer.schema.noun import Noun, Span
from summarizer.schema.quantity import Quantity

__all__ = [
    "Absent",
    "Brief",
    "BriefFunds",
    "BriefPart",
    "BriefScore",
    "BriefStatement",
    "BriefTargets",
]


class BriefFunds(Noun):
    """The money of the whole report, from pairs that certainly belong together."""

    budget: Quantity | None = None
    adjusted: Quantity | None = None
    spent: Quantity | None = None
    rate: Quantity | None = None
    evidence: tuple[Span, ...] = ()


class BriefTargets(Noun):
    """The number of targets, in total and by attainment; `unclear` counts the rest."""

    total: int = 0
    met: int = 0
    exceeded: int = 0
    partly: int = 0
    not_met: int = 0
    not_reported: int = 0
    unclear: int = 0


class BriefScore(Noun):
    """The score that the report gives itself, as decimal strings, and its grade as printed."""

    value: str
    full: str
    grade: str | None = None


BriefPart = Literal["about", "funds", "targets", "score", "results", "problems", "measures"]
Absent = Literal["score", "budget", "rate"]


class BriefStatement(Noun):
    """A statement of a leader's page in the words of the report. `text` is what stands at
    `evidence`, without its marks and line breaks; `label` is the heading over it: the report's own,
    or the name of a standard block of a budget."""

    part: BriefPart
    text: str
    evidence: tuple[Span, ...]
    items: tuple[str, ...] = ()
    label: str = ""


class Brief(Noun):
    """A one-page brief as references: ids of items, indices in `Summary.findings`, and unread
    sections as indices in `coverage.sections`.

    `told` holds its statements in the report's own words, `met` the targets told beside `unmet`,
    `absent` what a reader looks for and the report does not hold. A file with the reports of
    several years has `years`; the brief is about the latest.
    """

    funds: BriefFunds = BriefFunds()
    targets: BriefTargets = BriefTargets()
    score: BriefScore | None = None
    unmet: tuple[str, ...] = ()
    met: tuple[str, ...] = ()
    told: tuple[BriefStatement, ...] = ()
    absent: tuple[Absent, ...] = ()
    results: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    findings: tuple[int, ...] = ()
    unread: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
