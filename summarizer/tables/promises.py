"""Select the column of target values that the year's outcome is compared with."""

from __future__ import annotations

import re

from summarizer.schema.table import Column, ColumnRole, Table

__all__ = ["main_target", "value_columns"]

# Best first; a column without these words is for the year if no other one is.
_KINDS = (
    re.compile("调整后?"),
    re.compile("年度|全年|本年|当年|年初|年指标"),
)
_OTHER = re.compile(
    "半年|中期|实施期|实施周期|规划|总体|长期|三年|五年|[一二三四1-4]季度|上年|去年|前年"
)


def value_columns(table: Table, role: ColumnRole) -> tuple[Column, ...]:
    """Return the value columns with a role: those after the first column of indicator names."""
    levels = ("level1", "level2", "level3")
    named = [column.number for column in table.columns if column.role in levels]
    first = min(named, default=-1)
    return tuple(column for column in table.columns_of(role) if column.number > first)


def main_target(text: str, table: Table) -> Column | None:
    """Return the column of targets for the year of the form; None if there is no target column."""
    columns = value_columns(table, "target")
    if len(columns) < 2:
        return columns[0] if columns else None
    heads = {
        column.number: "".join(text[cell.start : cell.end] for cell in column.path)
        for column in columns
    }
    own = [column for column in columns if not _OTHER.search(heads[column.number])] or columns
    for kind in _KINDS:
        found = [column for column in own if kind.search(heads[column.number])]
        if found:
            return found[-1]
    return own[0]
