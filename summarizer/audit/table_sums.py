"""Tables: totals of columns and rows, parts, and missing totals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from summarizer.audit.context import AuditContext
from summarizer.audit.figures import Figure, is_slip, printed
from summarizer.audit.relations import Relation, claim, first_that_holds, total
from summarizer.audit.views import TableView
from summarizer.schema.terms import Severity

__all__ = ["column_totals", "missing_totals", "part_columns", "row_totals"]

# The most totals of a table that are checked, since each is compared with all rows.
_MOST_TOTALS = 60
# A smaller sum lacks rows, as one page of a long table does.
_LEAST = Decimal("0.75")
_ROW_TOTAL = re.compile(r"合计|总计|小计|总额")
# The mark of statistics before a row that is part of the row above.
_PART_MARK = "#"


def column_totals(context: AuditContext) -> Iterator[Relation]:
    """Every total cell of a table is the sum of its column.

    Rows under 其中 are excluded; subtotals, a total on top and account codes give further readings.
    Part of a table without its head is skipped. Source: 勾稽关系 of the forms in
    财预〔2020〕10号 and of 部门决算.
    """
    for view in context.views:
        if view.is_fragment:
            continue
        below = _children(view)
        since: list[int] = []
        totals = 0
        for row in view.rows:
            if view.is_total(row):
                totals += 1
                if totals <= _MOST_TOTALS:
                    yield from _total_row(view, row, _body(view, row))
            elif view.is_subtotal(row):
                yield from _total_row(view, row, [since])
            elif row in below:
                yield from _total_row(view, row, [below[row]], least=1)
            if view.is_total(row) or view.is_subtotal(row):
                since = []
            elif not view.is_part(row):
                since.append(row)


def _total_row(
    view: TableView, row: int, body: Sequence[Sequence[int]], *, least: int = 2
) -> Iterator[Relation]:
    """`least` is the minimum number of cells: 1 for an account code with one code below it."""
    right: list[Relation] = []
    wrong: list[Relation] = []
    for column in view.columns:
        whole = view.figures.get((row, column))
        if whole is None or whole.kind == "percent" or not view.is_additive(column):
            continue
        readings = [
            parts
            for rows in body
            if (parts := [view.figures[at, column] for at in rows if (at, column) in view.figures])
        ]
        if not readings:
            continue
        one = first_that_holds(_column(view, row, column, parts, whole) for parts in readings)
        if one.holds:
            right.append(one)
        elif len(readings[0]) >= least and _is_close(view, readings[0], whole, bool(right)):
            wrong.append(one)
    yield from right
    # If no column fits, the rows may not be a plain list.
    if right or (len(body) == 1 and len(wrong) == 1):
        yield from wrong


def _is_close(view: TableView, parts: Sequence[Figure], whole: Figure, others_fit: bool) -> bool:
    """True if a sum is near its total, so that a wrong digit is likelier than a missing row.
    Statistics that mark some rows as parts omit others."""
    value = sum((part.value for part in parts), Decimal(0))
    share = value / whole.value if whole.value else Decimal(1)
    if _is_marked(view):
        return is_slip(value - whole.value)
    return others_fit or is_slip(value - whole.value) or _LEAST <= share <= 1 / _LEAST


def _is_marked(view: TableView) -> bool:
    return any(view.head(at).startswith(_PART_MARK) for at in view.rows)


def _column(
    view: TableView, row: int, column: int, parts: Sequence[Figure], whole: Figure
) -> Relation:
    severity: Severity = "warning" if _is_marked(view) or whole.kind != "money" else "error"
    return total(
        "table-total-mismatch",
        parts,
        whole,
        severity=severity,
        before=view.head_span(row),
        row=view.head(row),
        column=view.title(column),
    )


def _body(view: TableView, total_row: int) -> list[list[int]]:
    """Return the possible sets of rows that a total sums, the simplest first."""
    if view.is_coded:
        return [[r for r in view.rows if not (view.is_total(r) or view.is_part(r))]]
    plain = [row for row in view.rows if row != total_row and not view.is_total(row)]
    above = [row for row in plain if row < total_row]
    if not above and plain and view.is_part(plain[0]):
        return [plain]
    return _with_subtotals(view, above or plain)


def _with_subtotals(view: TableView, rows: Sequence[int]) -> list[list[int]]:
    """Return rows without parts, subtotals, rows without subtotals, and subtotals with the rows
    after the last of them, each once."""
    subtotals = [row for row in rows if view.is_subtotal(row)]
    others = [row for row in rows if row not in subtotals]
    last = max(subtotals, default=-1)
    lists = (
        [row for row in others if not view.is_part(row)],
        subtotals,
        others,
        [row for row in rows if row in subtotals or row > last],
    )
    distinct = dict.fromkeys(tuple(one) for one in lists if one)
    return [list(one) for one in distinct]


def _children(view: TableView) -> dict[int, list[int]]:
    """Return the rows one level below each row, by account codes: 20103 and 20106 below 201."""
    below: dict[int, list[int]] = {}
    for row in view.table.rows if view.is_coded else ():
        if row.role == "part" and row.whole is not None and row.number in view.rows:
            below.setdefault(row.whole, []).append(row.number)
    return below


def missing_totals(context: AuditContext) -> Iterator[Relation]:
    """A column that every row fills has its cell in the total row.

    Source: completeness of the forms in 财预〔2020〕10号.
    """
    for view in context.views:
        for row in [row for row in view.rows if view.is_total(row)][:_MOST_TOTALS]:
            yield from _complete(view, row)


def _complete(view: TableView, total_row: int) -> Iterator[Relation]:
    body = [row for row in view.rows if not view.is_total(row)]
    present = [c for c in view.columns if (total_row, c) in view.figures]
    for column in view.columns:
        filled = [view.figures[row, column] for row in body if (row, column) in view.figures]
        if not (len(filled) == len(body) > 1 and len(present) > 1 and view.is_additive(column)):
            continue
        there = (total_row, column) in view.figures or bool(view.text(total_row, column))
        right = printed(sum((figure.value for figure in filled), Decimal(0)), filled[0])
        kept = [view.span(total_row, c) for c in present]
        yield claim(
            "table-total-missing",
            (*view.head_span(total_row), *kept, *filled),
            fits=there,
            expected=right,
            column=view.title(column),
        )


def row_totals(context: AuditContext) -> Iterator[Relation]:
    """A 合计 column sums the other columns, if it does so in most rows.

    Source: 支出决算表 (合计 = 基本支出 + 项目支出 …) of 部门决算.
    """
    for view in context.views:
        columns = [column for column in view.columns if view.is_additive(column)]
        for whole in columns:
            if _ROW_TOTAL.search(view.title(whole).rpartition("/")[2]):
                right = [column for column in columns if column > whole]
                left = [column for column in columns if column < whole]
                for others in (right, left):
                    yield from _row_total(view, whole, others)


def _row_total(view: TableView, column: int, others: Sequence[int]) -> Iterator[Relation]:
    judged: list[Relation] = []
    for row in view.rows:
        whole = view.figures.get((row, column))
        parts = [view.figures[row, at] for at in others if (row, at) in view.figures]
        if whole is None or len(parts) < 2 or any(part.unit != whole.unit for part in parts):
            continue
        judged.append(_along(view, row, parts, whole))
    right = [one for one in judged if one.holds]
    if len(right) >= 2 and (len(judged) - len(right)) * 2 <= len(right):
        yield from judged


def _along(view: TableView, row: int, parts: Sequence[Figure], whole: Figure) -> Relation:
    return total(
        "table-row-mismatch",
        parts,
        whole,
        before=view.head_span(row),
        row=view.name(row),
        column=whole.label,
        cell=whole.quantity.text,
    )


def part_columns(context: AuditContext) -> Iterator[Relation]:
    """A 其中 column does not exceed the column to its left, in any row.

    Source: forms of 财预〔2020〕10号.
    """
    for view in context.views:
        for left, column in _whole_and_part(view):
            for row in view.rows:
                whole, part = view.figures.get((row, left)), view.figures.get((row, column))
                if whole and part and part.unit == whole.unit:
                    yield claim(
                        "part-exceeds-whole",
                        (*view.head_span(row), whole, part),
                        fits=part.value <= whole.value,
                        severity="error",
                        expected=f"≤{whole.quantity.text}",
                        stated=part.quantity.text,
                        message="part-exceeds-whole:table",
                        row=view.head(row),
                        column=view.title(column),
                        part=part.quantity.text,
                        above=view.title(left),
                        whole=whole.quantity.text,
                    )


def _whole_and_part(view: TableView) -> Iterator[tuple[int, int]]:
    whole: int | None = None
    for column in view.columns:
        top, _, last = view.title(column).rpartition("/")
        if "其中" not in last:
            whole = column
        elif whole is not None and view.title(whole).rpartition("/")[0] == top:
            yield whole, column
