"""A workbook as it is shown: sheets of cells with their texts, whatever the format of the file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from summarizer.errors import TooHeavy
from summarizer.schema import Note

__all__ = ["CELLS", "Book", "Sheet", "cell_name", "check_cells"]

# Cells with words in all sheets together; the largest lists seen have sixty thousand.
CELLS = 300_000

Spot = tuple[int, int]
"""Row and column, from 0."""


@dataclass(slots=True)
class Sheet:
    """A sheet. `numbers` are the cells whose text was made of a number; `lined` those with a
    border, empty ones too. `merges` are (first row, first column, last row, last column)."""

    name: str
    hidden: bool = False
    cells: dict[Spot, str] = field(default_factory=dict)
    numbers: set[Spot] = field(default_factory=set)
    lined: set[Spot] = field(default_factory=set)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    # Text boxes, which stand over the cells.
    boxes: list[str] = field(default_factory=list)
    # What is told in a note: code → cells or sheets, or how many.
    seen: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def remark(self, what: str, spot: Spot | None = None, *, times: int = 1) -> None:
        """Something that a note must say, and where for example."""
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
    """The name of a cell.

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
    """Raises TooHeavy for more cells than are read."""
    if count > CELLS:
        raise TooHeavy(
            f"“{name}”的单元格超过 {CELLS} 个；请拆分成几个文件后再试",
            f"'{name}' has more than {CELLS} cells; split it into several files",
        )
