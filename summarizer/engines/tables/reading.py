"""All tables of a document → one extraction, by the role of each table."""

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

# What each kind of table gives; what answers and payees amount to is counted, and gives no items.
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
# So many names for each number among them.
_SELDOM = 6


def read_tables(document: Document) -> Extraction:
    """The targets and results that the tables of a document state, in reading order.

    A table whose split into cells is a guess gives nothing, nor does one with values for names.
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
    """Do names stand under the heads of names? A form that was printed column by column and read
    row by row has values there."""
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
    """A draft whose `part_of` counts in all results instead of those of its table."""
    if draft.part_of is None:
        return draft
    return replace(draft, part_of=first + draft.part_of)
