"""Tables: totals of columns and rows, missing totals, table against prose (checks 1, 4 and 6)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from summarizer.audit.figures import Figure, printed, tolerance
from summarizer.audit.grid import Grid, grids
from summarizer.audit.page import Page
from summarizer.audit.pairs import Pair, prose_pairs, table_pairs
from summarizer.schema import Finding, Span

__all__ = ["missing_totals", "part_columns", "table_against_prose", "table_totals"]

_CODE = re.compile(r"\d{3}(?:\d{2}){0,2}")


def table_totals(page: Page) -> Iterator[Finding]:
    """Checks 1 and 4: every total cell against the cells that it sums up.

    Rows under 其中 repeat money; subtotals, a total on top and 类款项 codes are taken as other
    ways of reading. Source: 勾稽关系 of the forms in 财预〔2020〕10号 and of 部门决算.
    """
    for grid in grids(page):
        for total_row in grid.rows:
            if grid.is_total(total_row):
                yield from _total_row(grid, total_row)


def _total_row(grid: Grid, total_row: int) -> Iterator[Finding]:
    body = _body(grid, total_row)
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
        readings = [reading for reading in readings if len(reading) > 1]
        if any(_fits(reading, total) for reading in readings):
            right += 1
        elif readings:
            wrong.append((column, readings[0]))
    simple = len(body) == 1 and not any(grid.is_part(row) for row in grid.rows)
    # Where no column fits, the rows mean something else than a plain list.
    if wrong and (right or simple):
        for column, parts in wrong:
            yield _unequal(grid, total_row, column, parts, sure=right > 0 or len(wrong) == 1)


def _body(grid: Grid, total_row: int) -> list[list[int]]:
    """Ways to read which rows a total sums up, the plainest first."""
    plain = [row for row in grid.rows if row != total_row and not grid.is_total(row)]
    above = [row for row in plain if row < total_row]
    rows = above or plain
    codes = {row: match[0] for row in rows if (match := _CODE.match(grid.head(row)))}
    if codes and len(codes) == len(rows):
        shortest = min(map(len, codes.values()))
        return [[row for row in rows if len(codes[row]) == shortest]]
    subtotals = [row for row in rows if grid.is_subtotal(row)]
    lists = [
        subtotals,
        [row for row in rows if not grid.is_subtotal(row) and not grid.is_part(row)],
        [row for row in rows if not grid.is_subtotal(row)],
    ]
    lists = [one for one in lists if len(one) > 1]
    return [one for place, one in enumerate(lists) if one not in lists[:place]]


def _fits(parts: Sequence[Figure], total: Figure) -> bool:
    gap = abs(sum((part.value for part in parts), Decimal(0)) - total.value)
    return gap <= tolerance(parts, total)


def _unequal(grid: Grid, row: int, column: int, parts: Sequence[Figure], *, sure: bool) -> Finding:
    total = grid.figures[row, column]
    right = printed(sum((part.value for part in parts), Decimal(0)), total)
    terms = "＋".join(part.quantity.text for part in parts)
    title = grid.title(column)
    return grid.page.finding(
        "table-total-mismatch",
        "error" if sure else "warning",
        f"表格合计不符：“{title}”列{terms}＝{right}，而合计为{total.quantity.text}",
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
    for grid in grids(page):
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


def part_columns(page: Page) -> Iterator[Finding]:
    """Check 7: a 其中 column never above the whole to its left, in any row."""
    for grid in grids(page):
        for left, column in _whole_and_part(grid):
            for row in grid.rows:
                whole, part = grid.figures.get((row, left)), grid.figures.get((row, column))
                if whole and part and part.value > whole.value and part.unit == whole.unit:
                    yield _over(grid, row, left, column)


def _whole_and_part(grid: Grid) -> Iterator[tuple[int, int]]:
    whole: int | None = None
    for column in grid.columns:
        top, _, last = grid.title(column).rpartition("/")
        if "其中" not in last:
            whole = column
        elif whole is not None and grid.title(whole).rpartition("/")[0] == top:
            yield whole, column


def _over(grid: Grid, row: int, left: int, column: int) -> Finding:
    whole, part = grid.figures[row, left], grid.figures[row, column]
    places: tuple[Span, ...] = (grid.span(row, left), grid.span(row, column))
    return grid.page.finding(
        "part-exceeds-whole",
        "error",
        f"表中“{grid.head(row)}”其中项大于总项：“{grid.title(column)}”{part.quantity.text}，"
        f"“{grid.title(left)}”{whole.quantity.text}",
        (*grid.head_span(row), *places),
        expected=f"≤{whole.quantity.text}",
        stated=part.quantity.text,
    )


def table_against_prose(page: Page) -> Iterator[Finding]:
    """Check 6: budget and spending in the text that leads to a table against its rows.

    Source: 正文与表格一致, reviewing practice.
    """
    for grid in grids(page):
        rows = table_pairs(grid)
        near = [s for s in page.sentences if 0 <= grid.table.start - s.end <= 200]
        for sentence in near if rows else ():
            told = prose_pairs(page, sentence)
            if len(told) == 1:
                yield from _compare(page, told, [pair for pair in rows if pair.is_total])
            else:
                yield from _compare(page, told, [pair for pair in rows if not pair.is_total])


def _compare(page: Page, told: Sequence[Pair], rows: Sequence[Pair]) -> Iterator[Finding]:
    if not told or len(told) != len(rows):
        return
    for prose, row in zip(told, rows, strict=True):
        for said, cell in ((prose.budget, row.budget), (prose.spent, row.spent)):
            if not said.matches(cell):
                yield page.finding(
                    "table-prose-mismatch",
                    "warning",
                    f"正文与表格不一致：正文“{page.clause_span(said).quote}”，"
                    f"表中“{row.name}”为{printed(cell.value, said)}",
                    (page.clause_span(said), page.span(cell.start, cell.end)),
                    expected=printed(cell.value, said),
                    stated=said.quantity.text,
                )
