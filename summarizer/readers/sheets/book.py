"""A displayed workbook: sheets of cells with their texts, independent of the file format."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from summarizer.errors import TooHeavy
from summarizer.schema import Note

__all__ = ["CELLS", "Book", "Sheet", "cell_name", "check_cells"]

# Maximum number of cells with text in all sheets; the largest known lists have sixty thousand.
CELLS = 300_000

Spot = tuple[int, int]
"""Row and column, from 0."""


@dataclass(slots=True)
class Sheet:
    """A sheet.

    `numbers` holds the cells whose text was formatted from a number, `lined` those with a border,
    including empty ones. `merges` are (first row, first column, last row, last column).
    """

    name: str
    hidden: bool = False
    cells: dict[Spot, str] = field(default_factory=dict)
    numbers: set[Spot] = field(default_factory=set)
    lined: set[Spot] = field(default_factory=set)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    # Text boxes, which float above the cells.
    boxes: list[str] = field(default_factory=list)
    # Content of notes: code → cells or sheets, or a count.
    seen: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def remark(self, what: str, spot: Spot | None = None, *, times: int = 1) -> None:
        """Record something that a note must report, with an example place."""
        self.seen[what] += times
        places = self.examples.setdefault(what, [])
        if spot is not None and len(places) < 3:
            places.append(f"{self.name}!{cell_name(*spot)}")


@dataclass(slots=True)
class Book:
    """The sheets in order, and notes on the whole file."""

    sheets: list[Sheet]
    notes: list[Note] = field(default_factory=list)


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell.

    >>> cell_name(6, 1), cell_name(0, 255)
    ('B7', 'IV1')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def check_cells(count: int, name: str) -> None:
    """Raise TooHeavy when there are more cells than can be read."""
    if count > CELLS:
        raise TooHeavy(
            f"“{name}”的单元格超过 {CELLS} 个；请拆分成几个文件后再试",
            f"'{name}' has more than {CELLS} cells; split it into several files",
        )
