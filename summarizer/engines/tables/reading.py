"""Read all tables of a document into one extraction, by the role of each table."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from summarizer.engines.tables.indicators import read_indicators
from summarizer.engines.tables.money import read_accounts, read_funds
from summarizer.engines.tables.projects import Projects
from summarizer.engines.tables.scores import read_scores
from summarizer.engines.tables.sheet import Sheet
from summarizer.schema import Cell, Document, Extraction, ResultDraft, TableRole, TargetDraft
from summarizer.schema.table import ColumnRole

__all__ = ["read_tables"]

Drafts = tuple[list[TargetDraft], list[ResultDraft]]

# Reader of each kind of table; tables of answers and payees are counted but give no items.
READERS: dict[TableRole, Callable[[Sheet], Drafts]] = {
    "indicators": read_indicators,
    "funds": read_funds,
    "accounts": read_accounts,
    "scores": read_scores,
    "survey": lambda _: ([], []),
    "payees": lambda _: ([], []),
}
_NAMES: frozenset[ColumnRole] = frozenset({"level1", "level2", "level3", "name"})
# Whole numbers may be codes.
_VALUE = re.compile(r"[≥≤=＝><-]?[\d,]+\.\d+[%％]?|[≥≤=＝><]\d.*|\d+[%％]")
# A table of indicators has at most one number per this many names in its name columns.
_SELDOM = 6


def read_tables(document: Document) -> Extraction:
    """Return the targets and results in the tables of a document, in reading order.

    Tables whose split into cells is a guess, or with values in name columns, are skipped.
    """
    projects = Projects(document)
    targets: list[TargetDraft] = []
    results: list[ResultDraft] = []
    for table in document.tables:
        read = READERS.get(table.role) if table.proven else None
        sheet = Sheet(document, table)
        if read is None or not _holds_together(sheet):
            continue
        wanted, found = read(sheet)
        project = projects.of(table)
        targets += [project.named(draft) for draft in wanted]
        first = len(results)
        results += [project.named(_counted_from(first, draft)) for draft in found]
    return Extraction(targets=tuple(targets), results=tuple(results))


def _holds_together(sheet: Sheet) -> bool:
    """Return whether name columns hold names.

    A form printed by column and read by row has values there.
    """
    names = {one.number for one in sheet.table.columns if one.role in _NAMES}
    cells = [
        cell
        for cell in sheet.table.cells
        if cell.column in names and sheet.filled(cell) and not _in_head(sheet, cell)
    ]
    strange = sum(1 for cell in cells if sheet.figure(cell) or _VALUE.fullmatch(sheet.words(cell)))
    return _SELDOM * strange <= len(cells)


def _in_head(sheet: Sheet, cell: Cell) -> bool:
    return any(cell in column.path for column in sheet.table.columns)


def _counted_from(first: int, draft: ResultDraft) -> ResultDraft:
    """Return a draft whose `part_of` is an index in all results instead of those of its table."""
    if draft.part_of is None:
        return draft
    return replace(draft, part_of=first + draft.part_of)
