"""Render all items as one CSV table for spreadsheets: UTF-8 with BOM, CRLF, no formulas."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal

from summarizer.rendering.look import Look
from summarizer.rendering.rows import ALL_ITEMS, Cell, cells, header
from summarizer.schema import Document, Summary

__all__ = ["as_csv", "render"]

# A cell that begins with one of these is a formula; Chinese versions accept full-width signs.
_FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
# Invisible characters that Unicode classifies as letters.
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")


def render(summary: Summary, document: Document | None, look: Look) -> bytes:  # noqa: ARG001
    """Return a row of labels, then one row per item."""
    rows = (cells(item, ALL_ITEMS, look.language) for item in summary.items)
    return as_csv(header(ALL_ITEMS, look.language), rows)


def as_csv(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a CSV table for spreadsheets."""
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(head)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + table.getvalue().encode("utf-8", "replace")


def _harmless(cell: Cell) -> str:
    """Prefix text that would run as a formula with an apostrophe; numbers stay unchanged.

    >>> _harmless("=1+1"), _harmless(Decimal("-3.5")), _harmless("-"), _harmless(None)
    ("'=1+1", '-3.5', "'-", '')
    >>> _harmless("\\u200b=1+1").startswith("'"), _harmless("　预算=3")
    (True, '\\u3000预算=3')
    """
    if cell is None:
        return ""
    if isinstance(cell, (Decimal, int)):
        return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
    text = cell.replace("\x00", "␀")
    return f"'{text}" if _begins_a_formula(text) else text


def _begins_a_formula(text: str) -> bool:
    """Return whether a text begins a formula; spreadsheets may skip invisible characters before the
    sign.
    """
    for mark in text:
        if mark in _FORMULA_STARTS:
            return True
        if mark not in _FILLERS and unicodedata.category(mark)[0] not in "CMZ":
            return False
    return False
