"""Split the report's text at every border of evidence, so that marks never nest or cross."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from summarizer.rendering.facts import findings_first
from summarizer.schema import Document, Summary

__all__ = ["Mark", "Segment", "segments"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A span used as evidence by an item (its id) or a finding (its number)."""

    id: str
    state: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text, the marks that cover all of it, and the ids whose first mark begins here."""

    text: str
    marks: tuple[Mark, ...]
    anchors: tuple[str, ...]

    @property
    def state(self) -> str:
        """Return the worst state of its marks, or ""."""
        states = {mark.state for mark in self.marks}
        return next((state for state in _WORST_FIRST if state in states), "")

    @property
    def ids(self) -> str:
        """Return the ids of its marks, separated by blanks."""
        return " ".join(dict.fromkeys(mark.id for mark in self.marks))


_WORST_FIRST = ("failed", "error", "review", "warning", "verified", "info")


def segments(summary: Summary, document: Document) -> Iterator[Segment]:
    """Yield the whole text in segments; joined, they equal the text."""
    marks = _marks(summary, len(document.text))
    borders = sorted({0, len(document.text), *_borders(marks)})
    opening = _by_piece(marks, borders)
    known: set[str] = set()
    for index, (start, end) in enumerate(pairwise(borders)):
        covering = tuple(opening[index])
        new = tuple(dict.fromkeys(mark.id for mark in covering if mark.id not in known))
        known.update(new)
        yield Segment(document.text[start:end], covering, new)


def _marks(summary: Summary, length: int) -> list[Mark]:
    """Return the marks within the text: a summary may be altered or belong to another report."""
    items = [
        Mark(item.id, item.check.verdict, span.start, span.end)
        for item in summary.items
        for span in item.evidence
    ]
    findings = [
        Mark(f"f{number}", finding.severity, span.start, span.end)
        for number, finding in enumerate(findings_first(summary), start=1)
        for span in finding.evidence
    ]
    return [mark for mark in items + findings if mark.start < mark.end <= length]


def _borders(marks: Sequence[Mark]) -> Iterator[int]:
    for mark in marks:
        yield mark.start
        yield mark.end


def _by_piece(marks: Sequence[Mark], borders: Sequence[int]) -> list[list[Mark]]:
    pieces: list[list[Mark]] = [[] for _ in borders]
    for mark in marks:
        for index in range(bisect_left(borders, mark.start), bisect_left(borders, mark.end)):
            pieces[index].append(mark)
    return pieces
