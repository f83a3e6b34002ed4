"""Split the report's text at every border of evidence and of numbers. Pieces never overlap."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from summarizer.schema import Document
from summarizer.service.reviewing import Matter

__all__ = ["Piece", "Pieces", "cut"]


@dataclass(frozen=True, slots=True)
class Piece:
    """`text[start:end]`, the matters that cite all of it, and the number that it is part of."""

    start: int
    end: int
    ids: tuple[str, ...] = ()
    quantity: tuple[int, int] | None = None
    uncited: bool = False


class Pieces:
    """All pieces that are cited or are numbers, in order; the text between them is plain."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self.all = tuple(pieces)
        self._starts = [piece.start for piece in self.all]
        self.first_of: dict[str, int] = {}
        self._of: dict[str, list[Piece]] = {}
        for piece in self.all:
            for key in piece.ids:
                self.first_of.setdefault(key, piece.start)
                self._of.setdefault(key, []).append(piece)

    def within(self, start: int, end: int) -> tuple[Piece, ...]:
        """Return the pieces that overlap a range of the text."""
        low = max(0, bisect_right(self._starts, start) - 1)
        if low < len(self.all) and self.all[low].end <= start:
            low += 1
        return self.all[low : bisect_left(self._starts, end)]

    def of(self, key: str) -> tuple[Piece, ...]:
        """Return the pieces that a matter cites."""
        return tuple(self._of.get(key, ()))


def cut(
    document: Document, matters: Mapping[str, Matter], uncited: Iterable[tuple[int, int]]
) -> Pieces:
    """Return the pieces of a document.

    Spans outside the document are skipped: a summary may have been altered, or belong to another
    report.
    """
    length = len(document.text)
    marks = sorted(
        (span.start, span.end, key)
        for key, matter in matters.items()
        for span in matter.evidence
        # Ids are written into attributes unescaped.
        if span.start < span.end <= length and key.isalnum()
    )
    numbers = [(one.start, one.end) for one in document.quantities]
    borders = sorted(
        {at for start, end, _ in marks for at in (start, end)}
        | {at for pair in numbers for at in pair}
    )
    return Pieces(_pieces(borders, marks, numbers, frozenset(uncited)))


def _pieces(
    borders: list[int],
    marks: list[tuple[int, int, str]],
    numbers: list[tuple[int, int]],
    uncited: frozenset[tuple[int, int]],
) -> Iterable[Piece]:
    """Sweep from left to right; the spans that are open at a piece cover it."""
    open_marks: list[tuple[int, str]] = []
    next_mark = next_number = 0
    for place, start in enumerate(borders[:-1]):
        end = borders[place + 1]
        open_marks = [(until, key) for until, key in open_marks if until > start]
        while next_mark < len(marks) and marks[next_mark][0] <= start:
            open_marks.append((marks[next_mark][1], marks[next_mark][2]))
            next_mark += 1
        while next_number < len(numbers) and numbers[next_number][1] <= start:
            next_number += 1
        number = numbers[next_number] if next_number < len(numbers) else None
        inside = number if number and number[0] <= start else None
        ids = tuple(dict.fromkeys(key for _, key in open_marks))
        if ids or inside:
            yield Piece(start, end, ids, inside, inside in uncited)
