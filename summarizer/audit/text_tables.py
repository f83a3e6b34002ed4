"""Prose and tables: amounts that occur in both."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from summarizer.audit.budget_lines import BudgetLine, prose_lines, table_lines
from summarizer.audit.context import AuditContext
from summarizer.audit.figures import Figure, digits_of, is_misprint, printed
from summarizer.audit.relations import Relation, claim
from summarizer.audit.views import TableView
from summarizer.audit.wording import COMPARISON, Role, change_sign, role_of

__all__ = ["amounts_in_text", "lines_in_text"]

# How many characters before a table its introduction may begin.
_NEAR = 200
# Roles of columns, and the roles of amounts in prose that they match.
_COLUMNS: dict[str, tuple[Role | None, ...]] = {
    "budget": ("budget",),
    "adjusted": ("adjusted", "budget"),
    "executed": ("spent", None),
    "amount": ("spent", None),
}
_BARE = re.compile(
    r"[（(][^）)]*[）)]|[一二三四五六七八九十\d]+[、.．]|[\s“”：:#]|其中|支出$|经费$"
)
_SHORTEST = 4
# An amount without the name of a row is matched only from this size on.
_TELLING = 1000
Place = tuple[TableView, int]


def lines_in_text(context: AuditContext) -> Iterator[Relation]:
    """Budget and spending in the introduction of a table are those of its rows.

    Prose is compared only if most of its amounts agree. Source: 正文与表格一致, reviewing practice.
    """
    ends = [sentence.end for sentence in context.sentences]
    for view in context.views:
        rows = table_lines(view)
        start = view.table.start
        near = context.sentences[bisect_left(ends, start - _NEAR) : bisect_right(ends, start)]
        for sentence in near if rows else ():
            told = prose_lines(sentence)
            mine = [row for row in rows if row.is_total == (len(told) == 1)]
            if told and len(told) == len(mine):
                yield from _lines(told, mine)


def _lines(told: Sequence[BudgetLine], rows: Sequence[BudgetLine]) -> Iterator[Relation]:
    pairs = [
        (said, cell, row.name)
        for prose, row in zip(told, rows, strict=True)
        for said, cell in ((prose.budget, row.budget), (prose.spent, row.spent))
    ]
    agreeing = sum(said.matches(cell) for said, cell, _ in pairs)
    if agreeing * 2 >= len(pairs):
        yield from (_agree(said, cell, name) for said, cell, name in pairs)


def _agree(said: Figure, cell: Figure, name: str) -> Relation:
    return claim(
        "table-prose-mismatch",
        (said, cell),
        fits=said.matches(cell),
        expected=printed(cell.value, said),
        stated=said.quantity.text,
        told=said.quote,
        where_zh=f"表中“{name}”",
        where_en=f"“{name}” in the table",
        cell=printed(cell.value, said),
    )


def amounts_in_text(context: AuditContext) -> Iterator[Relation]:
    """An amount in prose with the name of a row, or the budget or spending of the total row, is the
    one in the table.

    Reported if one may be a misprint of the other. Source: 正文与表格一致, reviewing practice.
    """
    named, totals = _rows(context)
    longest = sorted(named, key=len, reverse=True)
    for sentence in context.sentences if named or totals else ():
        if COMPARISON.search(sentence.text):
            continue
        for figure in sentence.figures:
            if figure.kind != "money" or not figure.is_exact or figure.depth or change_sign(figure):
                continue
            label = _BARE.sub("", figure.label)
            name = next((name for name in longest if name in label), None)
            if name is not None:
                yield from _in_row(figure, *named[name])
            elif role_of(figure.label) and digits_of(figure.value) >= _TELLING and len(totals) == 1:
                yield from _in_row(figure, *totals[0])


def _rows(context: AuditContext) -> tuple[dict[str, Place], list[Place]]:
    """Return the rows with unique names, and the total rows."""
    found: dict[str, list[Place]] = defaultdict(list)
    totals: list[Place] = []
    for view in context.views:
        for row in view.rows:
            name = _BARE.sub("", view.head(row))
            if view.is_total(row):
                totals.append((view, row))
            elif len(name) >= _SHORTEST:
                found[name].append((view, row))
    return {name: rows[0] for name, rows in found.items() if len(rows) == 1}, totals


def _in_row(figure: Figure, view: TableView, row: int) -> Iterator[Relation]:
    role = role_of(figure.label)
    cells = [
        cell
        for column in view.columns
        if (cell := view.figures.get((row, column))) and cell.unit == figure.unit
        if role in _COLUMNS.get(view.table.columns[column].role, ())
    ]
    same = next((cell for cell in cells if figure.matches(cell)), None)
    near = same or next((cell for cell in cells if is_misprint(figure.value, cell.value)), None)
    if near is not None:
        yield _agree(figure, near, view.head(row))
