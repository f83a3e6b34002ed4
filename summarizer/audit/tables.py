"""Tables, down their columns: totals, and totals that are missing (checks 1 and 4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from summarizer.audit.figures import Figure, printed, tolerance
from summarizer.audit.grid import Grid
from summarizer.audit.page import Page
from summarizer.schema import Finding

__all__ = ["missing_totals", "table_totals"]

_CODE = re.compile(r"\d{3}(?:\d{2}){0,2}")


def table_totals(page: Page) -> Iterator[Finding]:
    """Checks 1 and 4: every total cell against the cells of its column.

    Rows under 其中 repeat money; subtotals, a total on top and 类款项 codes are other ways of
    reading. Source: 勾稽关系 of the forms in 财预〔2020〕10号 and of 部门决算.
    """
    for grid in page.grids:
        codes = {row: match[0] for row in grid.rows if (match := _CODE.fullmatch(grid.head(row)))}
        below = _children(codes)
        since: list[int] = []
        for row in grid.rows:
            if grid.is_total(row):
                yield from _total_row(grid, row, _body(grid, row, codes))
            elif grid.is_subtotal(row):
                yield from _total_row(grid, row, [since])
            elif row in below:
                yield from _total_row(grid, row, [below[row]], least=1)
            if grid.is_total(row) or grid.is_subtotal(row):
                since = []
            elif not grid.is_part(row):
                since.append(row)


def _total_row(
    grid: Grid, total_row: int, body: list[list[int]], *, least: int = 2
) -> Iterator[Finding]:
    """`least` is how many cells it takes to be a sum: a code with one code below equals it."""
    wrong: list[tuple[int, list[Figure]]] = []
    right = 0
    for column in grid.columns:
        total = grid.figures.get((total_row, column))
        if total is None or total.kind == "percent" or not grid.is_additive(column):
            continue
        readings = [
            [grid.figures[row, column] for row in rows if (row, column) in grid.figures]
            for rows in body
        ]
        if any(_fits(reading, total) for reading in readings if reading):
            right += 1
        elif readings and len(readings[0]) >= least:
            wrong.append((column, readings[0]))
    # Where no column fits, the rows may mean something else than a plain list.
    if right or len(body) == 1:
        for column, parts in wrong:
            yield _unequal(grid, total_row, column, parts, sure=right > 0 or len(wrong) == 1)


def _body(grid: Grid, total_row: int, codes: dict[int, str]) -> list[list[int]]:
    """Ways to read which rows a total sums up, the plainest first."""
    if codes:
        shortest = min(map(len, codes.values()))
        return [[row for row, code in codes.items() if len(code) == shortest]]
    plain = [row for row in grid.rows if row != total_row and not grid.is_total(row)]
    above = [row for row in plain if row < total_row]
    if not above and plain and grid.is_part(plain[0]):
        return [plain]
    rows = above or plain
    lists = [
        [row for row in rows if not grid.is_subtotal(row) and not grid.is_part(row)],
        [row for row in rows if grid.is_subtotal(row)],
        [row for row in rows if not grid.is_subtotal(row)],
        _outside_subtotals(grid, rows),
    ]
    lists = [one for one in lists if one]
    return [one for place, one in enumerate(lists) if one not in lists[:place]]


def _outside_subtotals(grid: Grid, rows: Sequence[int]) -> list[int]:
    """Subtotals and the rows that come after the last of them."""
    last = max((row for row in rows if grid.is_subtotal(row)), default=-1)
    return [row for row in rows if grid.is_subtotal(row) or row > last]


def _children(codes: dict[int, str]) -> dict[int, list[int]]:
    """Rows one level below each row: 20103 and 20106 below 201."""
    rows = {code: row for row, code in codes.items()}
    below: dict[int, list[int]] = {}
    for row, code in codes.items():
        parents = (rows[code[:size]] for size in range(len(code) - 1, 2, -1) if code[:size] in rows)
        parent = next(parents, None)
        if parent is not None:
            below.setdefault(parent, []).append(row)
    return below


def _fits(parts: Sequence[Figure], total: Figure) -> bool:
    gap = abs(sum((part.value for part in parts), Decimal(0)) - total.value)
    return gap <= tolerance(parts, total)


def _unequal(grid: Grid, row: int, column: int, parts: Sequence[Figure], *, sure: bool) -> Finding:
    total = grid.figures[row, column]
    right = printed(sum((part.value for part in parts), Decimal(0)), total)
    terms = "＋".join(part.quantity.text for part in parts)
    return grid.page.finding(
        "table-total-mismatch",
        "error" if sure else "warning",
        f"表格“{grid.head(row)}”行不等于分项之和：“{grid.title(column)}”列{terms}＝{right}，"
        f"而表中为{total.quantity.text}",
        (
            *grid.head_span(row),
            grid.span(row, column),
            *(grid.page.span(part.start, part.end) for part in parts),
        ),
        expected=right,
        stated=printed(total.value, total),
    )


def missing_totals(page: Page) -> Iterator[Finding]:
    """Check 4: a column that every row fills, without its cell in the total row.

    Source: completeness of the forms in 财预〔2020〕10号.
    """
    for grid in page.grids:
        for row in grid.rows:
            if grid.is_total(row):
                yield from _missing(grid, row)


def _missing(grid: Grid, total_row: int) -> Iterator[Finding]:
    body = [row for row in grid.rows if not grid.is_total(row)]
    present = [c for c in grid.columns if (total_row, c) in grid.figures]
    for column in grid.columns:
        filled = [grid.figures[row, column] for row in body if (row, column) in grid.figures]
        complete = len(filled) == len(body) > 1 and len(present) > 1
        if (
            (total_row, column) in grid.figures
            or not complete
            or not grid.is_additive(column)
            or grid.text(total_row, column)
        ):
            continue
        right = printed(sum((figure.value for figure in filled), Decimal(0)), filled[0])
        places = [grid.page.span(figure.start, figure.end) for figure in filled]
        kept = [grid.span(total_row, c) for c in present]
        yield grid.page.finding(
            "table-total-missing",
            "warning",
            f"表格合计行缺一格：“{grid.title(column)}”列没有合计数，按分项应为{right}",
            (*grid.head_span(total_row), *kept, *places),
            expected=right,
        )
