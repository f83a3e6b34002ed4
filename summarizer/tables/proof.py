"""Check a table's columns against its arithmetic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from summarizer.schema.table import Column, ColumnRole, Table
from summarizer.tables.columns import bare_number

__all__ = ["contradicts_itself"]

_BUDGETS: tuple[ColumnRole, ...] = ("budget", "adjusted")
_SHARE = re.compile(r"[\d.]+[%％]")
_DECIMAL = re.compile(r"\d{1,15}(?:\.\d{1,6})?")
# Tolerance of a printed rate, in percentage points.
_SLACK = 1


def contradicts_itself(text: str, table: Table) -> bool:
    """Return whether figures are in the wrong columns: a table of funds has no rate that equals
    spending divided by budget, or most scores are rates. One correct row of funds is enough,
    because a report may contain errors.
    """
    scores = [
        text[cell.start : cell.end].strip()
        for column in table.columns_of("score")
        for row in table.rows
        if row.role != "head" and (cell := table.at(row.number, column.number))
    ]
    shares = sum(1 for said in scores if _SHARE.match(said))
    if shares > 1 and shares * 2 > sum(map(bool, scores)):
        return True
    rates = table.columns_of("rate")
    if table.role != "funds" or not rates:
        return False
    spent_in = table.columns_of("executed")
    budget_in = [column for role in _BUDGETS for column in table.columns_of(role)]
    tested = False
    for row in table.rows:
        rate = _number(text, table, row.number, rates)
        spent = _number(text, table, row.number, spent_in)
        budgets = [_number(text, table, row.number, [column]) for column in budget_in]
        sums = [budget for budget in budgets if budget]
        if rate is None or spent is None or not sums:
            continue
        parts = [spent / budget * 100 for budget in sums]
        if any(abs(part - said) < _SLACK for part in parts for said in (rate, 100 * rate)):
            return False
        tested = True
    return tested


def _number(text: str, table: Table, row: int, columns: Sequence[Column]) -> Decimal | None:
    """Return the number of a row in the first of the columns."""
    cell = table.at(row, columns[0].number) if columns else None
    place = bare_number(text, cell.start, cell.end) if cell else None
    printed = text[slice(*place)].strip().replace(",", "").rstrip("%％") if place else ""
    return Decimal(printed) if _DECIMAL.fullmatch(printed) else None
