"""A region of a text with a printed table: its rows of cells, or cells with known positions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarizer.schema.table import Table

__all__ = ["CAPTION", "Placed", "Region", "Span"]

Span = tuple[int, int]

# 金额单位：万元, 单位/万元, 单位：人民币（万元）.
CAPTION = re.compile(
    r"(?:金额|计量|货币)?\s?单\s{0,4}位\s*(?:[：:/／]\s*|(?=[百千万亿]))(?:人民币)?\s*[（(]?"
    r"(?P<unit>[百千]?万\s?元|亿\s?元|千\s?元|元)"
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell positioned by the file itself; it covers `rows` and `columns`."""

    start: int
    end: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Region:
    """Lines `first` to `last` (inclusive) hold a table. `rows` are its cells row by row, an empty
    cell as an empty span. `placed` are the cells if the file gives their positions, with the number
    of head rows it marks, the rows repeated on a further page, and the pages of the table. Not
    `proven`: the split into cells is a guess.
    """

    first: int
    last: int
    rows: tuple[tuple[Span, ...], ...]
    placed: tuple[Placed, ...] = ()
    head_rows: int = 0
    pages: tuple[int, ...] = ()
    repeated: tuple[int, ...] = ()
    proven: bool = True
    # The tables themselves, if detecting the region already produced them.
    built: tuple[Table, ...] = ()
