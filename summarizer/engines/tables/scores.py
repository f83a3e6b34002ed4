"""Read the total scores of a table: 总分, 自评得分, the sums of its classes."""

from __future__ import annotations

import re

from summarizer.engines.tables.sheet import Sheet, says_nothing, span_of
from summarizer.schema import Cell, ResultDraft, Row, TargetDraft

__all__ = ["read_scores", "total_of"]

_BRACKET = re.compile(r"[（(].*$|[：:]$")


def read_scores(sheet: Sheet) -> tuple[list[TargetDraft], list[ResultDraft]]:
    """Return the totals of a table of scores; its rows only explain them."""
    found: list[ResultDraft] = []
    for row in sheet.table.rows:
        if row.role in ("total", "subtotal"):
            found += total_of(sheet, row)
    return [], found


def total_of(sheet: Sheet, row: Row) -> list[ResultDraft]:
    """Return the scores in a row of totals, one per column of scores."""
    label = _label(sheet, row)
    columns = sheet.table.columns_of("score")
    found: list[ResultDraft] = []
    for column in columns:
        cell = sheet.table.at(row.number, column.number)
        figure = sheet.figure(cell)
        if cell is None or label is None or figure is None or cell == label:
            continue
        full = [
            span_of(other)
            for weight in sheet.table.columns_of("weight")
            if (other := sheet.table.at(row.number, weight.number)) and sheet.figure(other)
        ]
        heads = [span_of(head) for head in sheet.heads(column)[-1:]]
        name = _BRACKET.sub("", sheet.words(label))
        metric = f"{name}{sheet.head(column)}" if len(columns) > 1 else name
        classes = [one for one in row.path if one != label and not says_nothing(sheet.words(one))]
        if row.role == "subtotal":
            classes = classes or _summed(sheet, row)
        found.append(
            ResultDraft(
                metric=metric,
                subject=sheet.words(classes[-1]) if row.role == "subtotal" and classes else None,
                text=f"{metric}{sheet.with_unit(cell, figure.text)}",
                spans=(
                    span_of(cell),
                    span_of(label),
                    *heads,
                    *full,
                    *(span_of(one) for one in classes[-1:] if row.role == "subtotal"),
                ),
                figure=figure.text,
                figure_span=(figure.start, figure.end),
                salience="core" if row.role == "total" else "detail",
            )
        )
    return found


def _summed(sheet: Sheet, row: Row) -> list[Cell]:
    """Return the class that a subtotal sums up, when its own row does not name the class."""
    above = sheet.table.rows[row.number - 1] if row.number else row
    levels = {one.number for one in sheet.table.columns if one.role == "level1"}
    named = above.path[:1] if above.role in ("body", "part") and len(above.path) > 1 else ()
    return [one for one in named if one.column in levels]


def _label(sheet: Sheet, row: Row) -> Cell | None:
    """Return the cell that names a row: the last one with words before its numbers."""
    cells = [cell for cell in sheet.table.row_cells(row.number) if sheet.filled(cell)]
    named = [cell for cell in cells if sheet.figure(cell) is None and cell.row == row.number]
    totals = [cell for cell in named if TOTAL.search(sheet.words(cell))]
    return next(iter(totals or named), None)


TOTAL = re.compile(r"[总合小]计|总[分得]|得分|总额")
