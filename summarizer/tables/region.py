"""A region of a text that holds a printed table: its rows of cells, or cells with known places."""

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
    """A cell whose place in its table the file itself gives; it covers `rows` and `columns`."""

    start: int
    end: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Region:
    """Lines `first` to `last` (both within) hold a table; `rows` its cells row by row, an empty
    cell as an empty span. `placed` are the cells where the file itself lays them out, with the
    number of rows it marks as heads, the rows that it prints again on a further page, and the pages
    the table stands on. Not `proven`: the split into cells is a guess."""

    first: int
    last: int
    rows: tuple[tuple[Span, ...], ...]
    placed: tuple[Placed, ...] = ()
    head_rows: int = 0
    pages: tuple[int, ...] = ()
    repeated: tuple[int, ...] = ()
    proven: bool = True
    # The tables themselves, where what tells the region tells all of them.
    built: tuple[Table, ...] = ()
