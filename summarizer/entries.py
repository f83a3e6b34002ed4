"""Entries of a summary about the document itself: its record, tables and reading notes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from summarizer.schema import Document, DocumentRecord, Finding, Item, Table, TableEntry

__all__ = ["describe", "enter_tables", "reading_notes"]

_UNITS = {0: "元", 3: "千元", 4: "万元", 6: "百万元", 8: "亿元"}


def describe(document: Document, *, with_text: bool = False) -> DocumentRecord:
    """Return the record of a document."""
    record = DocumentRecord.of(document)
    return record.altered(text=document.text) if with_text else record


def reading_notes(document: Document) -> tuple[Finding, ...]:
    """Return the notes of reading (a guessed encoding, hidden marks) as findings."""
    return tuple(
        Finding(code=note.code, severity="info", message=f"{note.zh} / {note.en}")
        for note in document.notes
    )


def enter_tables(document: Document, items: Sequence[Item]) -> tuple[TableEntry, ...]:
    """Return an entry for each table of a report, in reading order, with ids of `items`."""
    starts = [table.start for table in document.tables]
    read: list[list[str]] = [[] for _ in starts]
    for item in items:
        for span in item.evidence:
            place = bisect_right(starts, span.start) - 1
            if (
                place >= 0
                and span.start < document.tables[place].end
                and item.id not in read[place]
            ):
                read[place].append(item.id)
    return tuple(
        _entry(document, table, tuple(ids))
        for table, ids in zip(document.tables, read, strict=True)
    )


def _entry(document: Document, table: Table, items: tuple[str, ...]) -> TableEntry:
    held = document.quantities_in(table.start, table.end)
    return TableEntry(
        id=table.id,
        role=table.role,
        title=_title(document, table),
        unit=_unit(table),
        rows=len(table.rows),
        columns=len(table.columns),
        section=document.section_at(table.start).path,
        start=table.start,
        end=table.end,
        pages=table.pages or None,
        quantities=sum(1 for quantity in held if quantity.is_checked),
        items=items,
    )


def _title(document: Document, table: Table) -> str | None:
    return " ".join(document.text[slice(*table.title)].split()) if table.title else None


def _unit(table: Table) -> str | None:
    if not table.unit:
        return None
    return _UNITS.get(table.scale) if table.unit == "元" else table.unit
