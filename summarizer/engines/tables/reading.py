"""All tables of a document → one extraction, by the role of each table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from summarizer.engines.tables.indicators import read_indicators
from summarizer.engines.tables.money import read_accounts, read_funds
from summarizer.engines.tables.projects import Projects
from summarizer.engines.tables.scores import read_scores
from summarizer.engines.tables.sheet import Sheet
from summarizer.schema import Document, Extraction, ResultDraft, TableRole, TargetDraft

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


def read_tables(document: Document) -> Extraction:
    """The targets and results that the tables of a document state, in reading order.

    A table whose split into cells is a guess gives nothing.
    """
    projects = Projects(document)
    targets: list[TargetDraft] = []
    results: list[ResultDraft] = []
    for table in document.tables:
        read = READERS.get(table.role) if table.proven else None
        if read is None:
            continue
        wanted, found = read(Sheet(document, table))
        project = projects.of(table)
        targets += [project.named(draft) for draft in wanted]
        first = len(results)
        results += [project.named(_counted_from(first, draft)) for draft in found]
    return Extraction(targets=tuple(targets), results=tuple(results))


def _counted_from(first: int, draft: ResultDraft) -> ResultDraft:
    """A draft whose `part_of` counts in all results instead of those of its table."""
    if draft.part_of is None:
        return draft
    return replace(draft, part_of=first + draft.part_of)
