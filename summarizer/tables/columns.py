"""Assign cells to columns when a row has fewer cells than the table has columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

__all__ = ["SIGNS", "align", "bare_number", "header_columns", "is_number", "number_in", "own_label"]

Span = tuple[int, int]
# Wider rows are filled from the left without alignment.
WIDEST = 120
NUMBER_IN_TEXT, TEXT_IN_NUMBERS, OTHER_NUMBER, SKIP, SKIP_NUMBERS = 3.0, 2.0, 0.8, 0.1, 0.3
# The gain of a sum below the numbers that add up to it.
PROVEN = 1.5

_NUMBER = re.compile(r"[-+−(（]?[￥¥]?[\d０-９][\d０-９,，.．\s]*[)）]?(?:万元|亿元|元|[%％‰分])?")
_LABELLED = re.compile(
    r"(?P<label>.*[\u4e00-\u9fff）)])[：:]\s*[\d０-９][\d０-９,，.．]*", re.DOTALL
)
SIGNS = "≥≤<>=＝＞＜ "
_PLAIN = re.compile(r"\d{1,15}(?:,\d{3})*(?:\.\d{1,6})?", re.ASCII)
_EMPTY = re.compile(r"[-—–/／\\*＊]*")


def is_number(words: str) -> bool:
    """Return whether the cell is a number, at most with %, 分 or a money unit.

    >>> [is_number(cell) for cell in ("259.25", "96％", "≥500人次", "合计")]
    [True, True, False, False]
    """
    return len(words) < 40 and _NUMBER.fullmatch(words) is not None


def own_label(words: str) -> str:
    """Return the label before a cell's number, "" if there is none.

    >>> own_label("其中：基本支出：800"), own_label("共计：三项")
    ('其中：基本支出', '')
    """
    match = _LABELLED.fullmatch(words) if len(words) < 60 else None
    return match["label"] if match else ""


def bare_number(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the span of a cell's number without a unit: the whole cell, or the part after ≥ or
    after the cell's own label.
    """
    words = text[start:end]
    if is_number(words.lstrip(SIGNS)):
        return start, end
    label = own_label(words)
    return (start + len(label) + 1, end) if label else None


def align(rows: Sequence[Sequence[str]], width: int) -> list[list[int]]:
    """Return the column of each cell, row by row: increasing, numbers below numbers, a sum below
    the numbers that add up to it, and as far left as possible.

    >>> align([["甲", "项目", "1", "2"], ["合计", "3"]], 4)
    [[0, 1, 2, 3], [0, 2]]
    """
    full = [row for row in rows if len(row) == width]
    kinds = [_column_kind([row[column] for row in full]) for column in range(width)]
    sums = [_sum([row[column] for row in full]) for column in range(width)]
    return [
        _placed(row, kinds, sums) if len(row) < width <= WIDEST else list(range(len(row)))
        for row in rows
    ]


def _sum(cells: Sequence[str]) -> Decimal | None:
    """Return the sum of a column's numbers; None if it has fewer than two."""
    numbers = [number for cell in cells if (number := number_in(cell)) is not None]
    return sum(numbers, Decimal()) if len(numbers) > 1 else None


def number_in(cell: str) -> Decimal | None:
    """Return the value of a cell that is a plain number."""
    return Decimal(cell.replace(",", "")) if _PLAIN.fullmatch(cell) else None


def _column_kind(cells: Sequence[str]) -> str:
    """Return what most cells of a column are: "bare" numbers, numbers with a "unit", or "text"."""
    numbers = [cell for cell in cells if is_number(cell)]
    if 2 * len(numbers) <= len(cells):
        return "text"
    return "bare" if 2 * sum(_is_bare(cell) for cell in numbers) > len(numbers) else "unit"


def _is_bare(cell: str) -> bool:
    return cell[-1:].isdigit() or cell[-1:] in "）)"


def _placed(row: Sequence[str], kinds: Sequence[str], sums: Sequence[Decimal | None]) -> list[int]:
    """Return the cheapest increasing columns for the cells of a short row."""
    width = len(kinds)
    best: list[list[float]] = []
    came: list[list[int]] = []
    for place, cell in enumerate(row):
        value = number_in(cell)
        costs, origins = [float("inf")] * width, [-1] * width
        lowest, origin = (0.0, -1) if place == 0 else (float("inf"), -1)
        for column in range(place, width - (len(row) - place - 1)):
            if place and best[-1][column - 1] < lowest:
                lowest, origin = best[-1][column - 1], column - 1
            proof = PROVEN if value and value == sums[column] else 0.0
            costs[column] = lowest + _cost(cell, kinds[column]) - proof
            origins[column] = origin
            lowest += SKIP if kinds[column] == "text" else SKIP_NUMBERS
        best.append(costs)
        came.append(origins)
    return _walk_back(best, came)


def _walk_back(best: list[list[float]], came: list[list[int]]) -> list[int]:
    column = min(range(len(best[-1])), key=best[-1].__getitem__)
    columns = [column]
    for place in range(len(best) - 1, 0, -1):
        column = came[place][column]
        columns.append(column)
    return columns[::-1]


def _cost(cell: str, kind: str) -> float:
    if _EMPTY.fullmatch(cell):
        return 0.0
    if not is_number(cell):
        return 0.0 if kind == "text" else TEXT_IN_NUMBERS
    if kind == "text":
        return NUMBER_IN_TEXT
    return 0.0 if _is_bare(cell) == (kind == "bare") else OTHER_NUMBER


def header_columns(
    text: str, row: Sequence[Span], below: Sequence[Span] | None, width: int
) -> list[Span | None]:
    """Return the header over each column; a spanning header is repeated for each of its columns.

    If blanks are omitted, the spanning cells of a row share the columns that the row below fills.
    Otherwise a spanning cell is followed by empty ones with something below.
    """
    if len(row) == width:
        return _filled_right(row, below)
    if below is None or len(below) != width:
        return [*row, *[None] * (width - len(row))][:width]
    return _shared(text, row, below)


def _filled_right(row: Sequence[Span], below: Sequence[Span] | None) -> list[Span | None]:
    shown: list[Span | None] = []
    for column, span in enumerate(row):
        empty = span[0] == span[1]
        spanned = below is not None and column < len(below) and below[column][1] > below[column][0]
        shown.append(shown[-1] if empty and spanned and shown else span)
    return shown


def _shared(text: str, row: Sequence[Span], below: Sequence[Span]) -> list[Span | None]:
    """Assign single headers to empty cells, the others to runs of filled ones."""
    leaves = [end > start for start, end in below]
    runs = _runs(leaves)
    spanning = max(len(runs), len(row) - leaves.count(False))
    shown: list[Span | None] = []
    parents = list(row)
    for run, (first, last) in enumerate(runs):
        while len(shown) < first and parents:
            shown.append(parents.pop(0))
        share = spanning - len(runs) + 1 if run == len(runs) - 1 else 1
        names = [text[start:end] for start, end in below[first:last]]
        for size in _sizes(names, max(1, share)):
            parent = parents.pop(0) if parents else None
            shown.extend([parent] * size)
    shown.extend(parents)
    return [*shown, *[None] * len(below)][: len(below)]


def _runs(filled: Sequence[bool]) -> list[tuple[int, int]]:
    """Return runs of true values as half-open ranges."""
    found: list[tuple[int, int]] = []
    for place, yes in enumerate(filled):
        if yes and (not place or not filled[place - 1]):
            found.append((place, place + 1))
        elif yes:
            found[-1] = (found[-1][0], place + 1)
    return found


def _sizes(names: Sequence[str], parents: int) -> list[int]:
    """Return the number of leaves per spanning header: equal shares, else split where the first
    leaf's name is repeated.
    """
    if len(names) % parents == 0:
        return [len(names) // parents] * parents
    starts = [place for place, name in enumerate(names) if name == names[0]]
    if len(starts) == parents:
        return [end - start for start, end in zip(starts, [*starts[1:], len(names)], strict=True)]
    even = len(names) // parents
    return [even] * (parents - 1) + [len(names) - even * (parents - 1)]
