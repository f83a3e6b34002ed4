"""Tables, down their columns: totals, and totals that are missing (checks 1 and 4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from summarizer.audit.figures import Figure, printed, tolerance
from summarizer.audit.page import Page
from summarizer.audit.sheets import Sheet
from summarizer.schema import Finding

__all__ = ["missing_totals", "table_totals"]

# Each total is held against all rows of its table; one of more totals sums up nothing.
_MOST_TOTALS = 60


def table_totals(page: Page) -> Iterator[Finding]:
    """Checks 1 and 4: every total cell against the cells of its column.

    Rows under 其中 repeat money; subtotals, a total on top and 类款项 codes are other ways of
    reading. Source: 勾稽关系 of the forms in 财预〔2020〕10号 and of 部门决算.
    """
    for sheet in page.sheets:
        below = _children(sheet)
        since: list[int] = []
        totals = 0
        for row in sheet.rows:
            if sheet.is_total(row):
                totals += 1
                if totals <= _MOST_TOTALS:
                    yield from _total_row(sheet, row, _body(sheet, row))
            elif sheet.is_subtotal(row):
                yield from _total_row(sheet, row, [since])
            elif row in below:
                yield from _total_row(sheet, row, [below[row]], least=1)
            if sheet.is_total(row) or sheet.is_subtotal(row):
                since = []
            elif not sheet.is_part(row):
                since.append(row)


def _total_row(
    sheet: Sheet, total_row: int, body: list[list[int]], *, least: int = 2
) -> Iterator[Finding]:
    """`least` is how many cells it takes to be a sum: a code with one code below equals it."""
    wrong: list[tuple[int, list[Figure]]] = []
    right = 0
    for column in sheet.columns:
        total = sheet.figures.get((total_row, column))
        if total is None or total.kind == "percent" or not sheet.is_additive(column):
            continue
        readings = [
            [sheet.figures[row, column] for row in rows if (row, column) in sheet.figures]
            for rows in body
        ]
        if any(_fits(reading, total) for reading in readings if reading):
            right += 1
        elif readings and len(readings[0]) >= least:
            wrong.append((column, readings[0]))
    # Where no column fits, the rows may mean something else than a plain list.
    if right or len(body) == 1:
        for column, parts in wrong:
            yield _unequal(sheet, total_row, column, parts, sure=right > 0 or len(wrong) == 1)


def _body(sheet: Sheet, total_row: int) -> list[list[int]]:
    """Ways to read which rows a total sums up, the plainest first."""
    if sheet.is_coded:
        return [[r for r in sheet.rows if not (sheet.is_total(r) or sheet.is_part(r))]]
    plain = [row for row in sheet.rows if row != total_row and not sheet.is_total(row)]
    above = [row for row in plain if row < total_row]
    if not above and plain and sheet.is_part(plain[0]):
        return [plain]
    rows = above or plain
    lists = [
        [row for row in rows if not sheet.is_subtotal(row) and not sheet.is_part(row)],
        [row for row in rows if sheet.is_subtotal(row)],
        [row for row in rows if not sheet.is_subtotal(row)],
        _outside_subtotals(sheet, rows),
    ]
    lists = [one for one in lists if one]
    return [one for place, one in enumerate(lists) if one not in lists[:place]]


def _outside_subtotals(sheet: Sheet, rows: Sequence[int]) -> list[int]:
    """Subtotals and the rows that come after the last of them."""
    last = max((row for row in rows if sheet.is_subtotal(row)), default=-1)
    return [row for row in rows if sheet.is_subtotal(row) or row > last]


def _children(sheet: Sheet) -> dict[int, list[int]]:
    """Rows one level below each row, by the codes of accounts: 20103 and 20106 below 201."""
    below: dict[int, list[int]] = {}
    for row in sheet.table.rows if sheet.is_coded else ():
        if row.role == "part" and row.whole is not None and row.number in sheet.rows:
            below.setdefault(row.whole, []).append(row.number)
    return below


def _fits(parts: Sequence[Figure], total: Figure) -> bool:
    gap = abs(sum((part.value for part in parts), Decimal(0)) - total.value)
    return gap <= tolerance(parts, total)


def _unequal(
    sheet: Sheet, row: int, column: int, parts: Sequence[Figure], *, sure: bool
) -> Finding:
    total = sheet.figures[row, column]
    right = printed(sum((part.value for part in parts), Decimal(0)), total)
    terms = "＋".join(part.quantity.text for part in parts)
    return sheet.page.finding(
        "table-total-mismatch",
        "error" if sure else "warning",
        f"表格“{sheet.head(row)}”行不等于分项之和：“{sheet.title(column)}”列{terms}＝{right}，"
        f"而表中为{total.quantity.text}",
        (
            *sheet.head_span(row),
            sheet.span(row, column),
            *(sheet.page.span(part.start, part.end) for part in parts),
        ),
        expected=right,
        stated=printed(total.value, total),
    )


def missing_totals(page: Page) -> Iterator[Finding]:
    """Check 4: a column that every row fills, without its cell in the total row.

    Source: completeness of the forms in 财预〔2020〕10号.
    """
    for sheet in page.sheets:
        for row in [row for row in sheet.rows if sheet.is_total(row)][:_MOST_TOTALS]:
            yield from _missing(sheet, row)


def _missing(sheet: Sheet, total_row: int) -> Iterator[Finding]:
    body = [row for row in sheet.rows if not sheet.is_total(row)]
    present = [c for c in sheet.columns if (total_row, c) in sheet.figures]
    for column in sheet.columns:
        filled = [sheet.figures[row, column] for row in body if (row, column) in sheet.figures]
        complete = len(filled) == len(body) > 1 and len(present) > 1
        if (
            (total_row, column) in sheet.figures
            or not complete
            or not sheet.is_additive(column)
            or sheet.text(total_row, column)
        ):
            continue
        right = printed(sum((figure.value for figure in filled), Decimal(0)), filled[0])
        places = [sheet.page.span(figure.start, figure.end) for figure in filled]
        kept = [sheet.span(total_row, c) for c in present]
        yield sheet.page.finding(
            "table-total-missing",
            "warning",
            f"表格合计行缺一格：“{sheet.title(column)}”列没有合计数，按分项应为{right}",
            (*sheet.head_span(total_row), *kept, *places),
            expected=right,
        )
