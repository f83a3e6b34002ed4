"""Rows after assignment: cells by column, and the figures split for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from summarizer.tables.flat.figures import Tail
from summarizer.tables.flat.tokens import Token
from summarizer.tables.flat.words import TOTAL

__all__ = ["Figures", "Held", "Laid", "is_total", "place_cells"]


@dataclass(slots=True)
class Held:
    """A cell of a row: its position in the packed words, and its figures if any."""

    start: int
    end: int
    token: Token | None = None


@dataclass(frozen=True, slots=True)
class Laid:
    """The rows, each with its cells by column, and whether every split of figures was clearly the
    best.
    """

    rows: tuple[dict[int, Held], ...]
    clear: bool
    # Whether adjacent digits were split into numbers.
    cut: bool = False
    cost: float = 0.0
    figures: tuple[Figures, ...] = ()


class Figures(NamedTuple):
    """Adjacent figures: their row, start, pieces and columns."""

    row: int
    base: int
    pieces: tuple[str, ...]
    tail: Tail


def is_total(words: str, row: dict[int, Held]) -> bool:
    return any(TOTAL.fullmatch(words, held.start, held.end) for held in row.values())


def place_cells(row: dict[int, Held], base: int, words: Sequence[str], tail: Tail) -> None:
    """Return the cells of figures, each token at its piece; the first piece begins at `base`."""
    pieces = iter(words)
    piece = next(pieces)
    for column, token in tail.cells:
        row[column] = Held(base + token.start, base + token.end, token)
        if token.end == len(piece):
            base += len(piece)
            piece = next(pieces, "")
