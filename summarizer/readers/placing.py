"""Compute the positions of HTML cells from their row and column spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

__all__ = ["LONGEST", "WIDEST", "Spanning", "place"]

# Maximum columns and rows of a table; browsers have such limits too.
WIDEST, LONGEST = 1_000, 60_000

Content = TypeVar("Content")


@dataclass(frozen=True, slots=True)
class Spanning(Generic[Content]):
    """A cell and its spans: `rows` 0 means all following rows.

    `row` and `column` are its position, once computed.
    """

    content: Content
    rows: int = 1
    columns: int = 1
    row: int = 0
    column: int = 0


def place(rows: Sequence[Sequence[Spanning[Content]]]) -> list[Spanning[Content]]:
    """Return the cells where a browser places them, without columns in which no cell begins.

    >>> [(cell.content, cell.row, cell.column) for cell in place(
    ...     [[Spanning("a", rows=2), Spanning("b", columns=9)], [Spanning("c"), Spanning("d")]])]
    [('a', 0, 0), ('b', 0, 1), ('c', 1, 1), ('d', 1, 2)]
    """
    placed: list[Spanning[Content]] = []
    # Column → the first row in which it is free again.
    taken: dict[int, int] = {}
    for number, row in enumerate(rows[:LONGEST]):
        column = 0
        for cell in row:
            while taken.get(column, 0) > number:
                column += 1
            if column >= WIDEST:
                break
            width = _free(taken, number, column, cell.columns)
            height = max(1, min(cell.rows or len(rows), len(rows) - number))
            placed.append(Spanning(cell.content, height, width, number, column))
            for at in range(column, column + width):
                taken[at] = number + height
            column += width
    return _packed(placed)


def _free(taken: dict[int, int], row: int, column: int, wanted: int) -> int:
    """Return how many columns a cell covers before it meets another."""
    width = 1
    while width < min(wanted, WIDEST - column) and taken.get(column + width, 0) <= row:
        width += 1
    return width


def _packed(cells: list[Spanning[Content]]) -> list[Spanning[Content]]:
    begun = sorted({cell.column for cell in cells})
    numbers = {column: number for number, column in enumerate(begun)}
    return [
        Spanning(
            cell.content,
            cell.rows,
            sum(1 for at in begun if cell.column <= at < cell.column + cell.columns),
            cell.row,
            numbers[cell.column],
        )
        for cell in cells
    ]
