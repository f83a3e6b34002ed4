"""Head rows that lost the blanks of merged cells: 县区 | 户数 | 资金 over 小计 | 中央 | 省级."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations, pairwise
from typing import NamedTuple

from summarizer.tables.columns import is_number, number_in
from summarizer.tables.region import Placed, Span
from summarizer.tables.wording import has_caption, is_header_row, is_pairs, words

__all__ = ["UNIT", "Stacked", "group_starts", "stacked_heads"]

Row = tuple[Span, ...]
MOST_WIDTH = 40
_SUM = re.compile("小计|合计|总计")
UNIT = re.compile(r"[（(][^（()）\d]{1,8}[）)]")


class Stacked(NamedTuple):
    """The head cells in their columns, the number of head rows, and the row below them."""

    cells: list[Placed]
    depth: int
    body: int


def group_starts(said: Sequence[str]) -> list[int]:
    """Return where groups of heads begin: at a sum, or at a head that the group already has.

    >>> group_starts(["小计", "甲类", "乙类", "甲类", "乙类", "小计", "甲类"])
    [0, 3, 5]
    """
    begins = [0]
    for at, one in enumerate(said):
        if at and (_SUM.search(one) or one in said[begins[-1] : at]):
            begins.append(at)
    return begins


def stacked_heads(text: str, rows: Sequence[Row]) -> Stacked | None:
    """Return the heads of rows whose upper heads are divided by those of a lower row, or have their
    units in a row below; None if the rows do not begin with such heads.

    The number of columns and the sums of the figures decide which heads are divided.
    """
    printed = [[span for span in row if span[0] < span[1]] for row in rows]
    said = [[words(text, span) for span in row] for row in printed]
    body = next((at for at, one in enumerate(said) if sum(map(is_number, one)) > 1), 0)
    lead = next((at for at, one in enumerate(said) if len(one) > 1 and not has_caption(one)), body)
    heads = printed[lead:body]
    units = heads.pop() if heads and all(map(UNIT.fullmatch, said[body - 1])) else []
    if len(heads) not in (1, 2) or (len(heads) == 1 and not units):
        return None
    if any(is_number(one) for row in said[lead:body] for one in row):
        return None
    if any(is_header_row(one) and not is_pairs(one) for one in said[body:]):
        return None
    figures = [[words(text, span) for span in row] for row in rows[body:]]
    width = max(at for row in figures for at, one in enumerate(row, 1) if one)
    counting = [
        at for at in range(width) if any(at < len(row) and is_number(row[at]) for row in figures)
    ]
    lower = said[lead + 1] if len(heads) > 1 else []
    sizes = _sizes(said[lead], lower, figures, width)
    if sizes is None or width > MOST_WIDTH or len(units) not in (0, len(counting)):
        return None
    cells: list[Placed] = []
    below, depth, column = iter(heads[-1]), len(heads), 0
    for span, wide in zip(heads[0], sizes, strict=True):
        cells.append(Placed(*span, 0, column, 1 if wide > 1 else depth, wide))
        if wide > 1:
            cells += [Placed(*next(below), 1, column + at) for at in range(wide)]
        column += wide
    cells += [Placed(*span, depth, at) for span, at in zip(units, counting, strict=False)]
    if not all(_is_in_place(one, rows[lead + one.row]) for one in cells):
        return None
    return Stacked(cells, depth + bool(units), body)


def _is_in_place(cell: Placed, row: Row) -> bool:
    """Return whether a row printed without blanks, or with a blank for each other column of its
    merged cells, has a head in its column.
    """
    span = (cell.start, cell.end)
    blanks = any(start == end for start, end in row[: row.index(span)])
    return not blanks or row.index(span) == cell.column


def _sizes(
    upper: Sequence[str], lower: Sequence[str], figures: Sequence[Sequence[str]], width: int
) -> tuple[int, ...] | None:
    """Return how many columns each upper head covers; None if that is unknown."""
    divided = len(upper) + len(lower) - width
    begins = group_starts(lower) if divided > 1 else [0] * bool(lower)
    if divided != len(begins) or divided > len(upper):
        return None
    groups = list(pairwise([*begins, len(lower)]))
    found: list[tuple[tuple[int, int], tuple[int, ...]]] = []
    for chosen in combinations(range(len(upper)), divided):
        sizes = [1] * len(upper)
        proven = shared = 0
        for at, (first, stop) in zip(chosen, groups, strict=True):
            sizes[at] = stop - first
            column = sum(sizes[:at])
            if _has_words(figures, column, stop - first):
                break
            proven += _adds_up(figures, column, stop - first)
            shared += len(set("".join(lower[first:stop])) & set(upper[at]))
        else:
            found.append(((proven, shared), tuple(sizes)))
    found.sort(reverse=True)
    return found[0][1] if len(found) == 1 or (found and found[0][0] > found[1][0]) else None


def _has_words(figures: Sequence[Sequence[str]], column: int, size: int) -> bool:
    """Return whether one of the columns holds words."""
    return any(one.isalpha() for row in figures for one in row[column : column + size])


def _adds_up(figures: Sequence[Sequence[str]], column: int, size: int) -> int:
    """Return in how many rows the first of the columns, or the one before, is the sum of the
    others.
    """
    found = 0
    for row in figures:
        values = [number_in(one) or Decimal() for one in row[column : column + size]]
        before = number_in(row[column - 1]) if 0 < column <= len(row) else None
        whole = sum(values, Decimal())
        found += bool(whole) and whole in (before, 2 * values[0])
    return found
