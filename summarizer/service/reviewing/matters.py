"""The matters of a review: items, findings and unread sections, in review order."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from hashlib import sha256
from typing import Any, Literal

from summarizer.rendering.figures import number
from summarizer.schema import (
    CheckedItem,
    CheckedMeasure,
    CheckedProblem,
    CheckedResult,
    CheckedTarget,
    Finding,
    SectionCoverage,
    Span,
    Summary,
)

__all__ = ["Matter", "MatterKind", "blocking", "matters_of", "run_of"]

MatterKind = Literal["target", "result", "problem", "measure", "finding", "section"]
# Minimum and maximum size of the sample of verified items; between them one in twenty.
_LEAST, _MOST, _SHARE = 5, 20, 20
_KINDS: tuple[tuple[type[CheckedItem], MatterKind], ...] = (
    (CheckedTarget, "target"),
    (CheckedResult, "result"),
    (CheckedProblem, "problem"),
    (CheckedMeasure, "measure"),
)
# Required decisions come first, optional ones follow.
_RANKS = {"unread": 0, "failed": 1, "review": 2, "error": 3, "warning": 4, "info": 7}
_SAMPLED, _REST = 5, 6
_RUN_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter to decide.

    `state` is its verdict, its severity, or `unread`. `sampled` marks a verified item that was
    drawn for review.
    """

    id: str
    kind: MatterKind
    state: str
    noun: CheckedItem | Finding | SectionCoverage
    section: tuple[str, ...] = ()
    sampled: bool = False

    @property
    def required(self) -> bool:
        """Whether the review requires a decision."""
        return self.sampled or self.state in ("unread", "failed", "review", "error", "warning")

    @property
    def evidence(self) -> tuple[Span, ...]:
        """Its places in the report."""
        return () if isinstance(self.noun, SectionCoverage) else self.noun.evidence

    @property
    def start(self) -> int:
        """Its first offset in the report."""
        if isinstance(self.noun, SectionCoverage):
            return self.noun.start
        return self.evidence[0].start if self.evidence else 0

    @property
    def size(self) -> Decimal:
        """Its amount of money in 元; zero for anything else."""
        quantity = getattr(self.noun, "quantity", None)
        if quantity is None or quantity.kind != "money":
            return Decimal(0)
        return abs(number(quantity) or Decimal(0))

    def before(self) -> dict[str, Any]:
        """The noun as the run made it."""
        made: dict[str, Any] = self.noun.model_dump(mode="json")
        return made


def run_of(summary: str) -> str:
    """Return the name of the run that made a stored summary: a hash of the summary."""
    return sha256(summary.encode("utf-8", "surrogatepass")).hexdigest()[:_RUN_LENGTH]


def matters_of(summary: Summary) -> dict[str, Matter]:
    """Return all matters by id, in review order.

    The order is: unread sections, failed items, those in review, findings, a sample of the verified
    items drawn by the document's hash, then the rest by amount of money.
    """
    found = [*_items(summary), *_findings(summary), *_unread(summary)]
    drawn = _sample([one.id for one in found if one.state == "verified"], summary.document.sha256)
    marked = (replace(one, sampled=one.id in drawn) for one in found)
    return {one.id: one for one in sorted(marked, key=_place)}


def blocking(matters: Iterable[Matter], decided: Collection[str]) -> Sequence[Matter]:
    """Return the matters that block the completion of the review."""
    return [one for one in matters if one.required and one.id not in decided]


def _items(summary: Summary) -> list[Matter]:
    return [
        Matter(item.id, _kind(item), item.check.verdict, item, item.section)
        for item in summary.items
    ]


def _kind(item: CheckedItem) -> MatterKind:
    return next(kind for noun, kind in _KINDS if isinstance(item, noun))


def _findings(summary: Summary) -> list[Matter]:
    return [
        Matter(f"f{place}", "finding", finding.severity, finding)
        for place, finding in enumerate(summary.findings, 1)
    ]


def _unread(summary: Summary) -> list[Matter]:
    return [
        Matter(f"s{place}", "section", "unread", section, section.path)
        for place, section in enumerate(summary.coverage.sections, 1)
        if section.state == "unread"
    ]


def _sample(verified: Sequence[str], seed: str) -> frozenset[str]:
    """Draw a sample that depends on the document only."""
    wanted = min(len(verified), _MOST, max(_LEAST, len(verified) // _SHARE))
    return frozenset(random.Random(seed).sample(sorted(verified), wanted))  # noqa: S311


def _place(matter: Matter) -> tuple[int, Decimal, int, str]:
    if matter.sampled:
        return _SAMPLED, Decimal(0), matter.start, matter.id
    rank = _RANKS.get(matter.state, _REST)
    return rank, -matter.size if rank == _REST else Decimal(0), matter.start, matter.id


def open_ones(matters: Mapping[str, Matter], decided: Collection[str]) -> list[str]:
    """Return the ids of `blocking`, in order."""
    return [one.id for one in blocking(matters.values(), decided)]
