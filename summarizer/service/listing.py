"""What a portfolio lists of each job: a row that is written when the job ends and goes with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from summarizer.genre.words import fold
from summarizer.portfolio import Entry, entry_of, unreadable
from summarizer.schema import Summary
from summarizer.schema.summary import BriefTargets
from summarizer.service.database import entries, reading
from summarizer.service.records import Job

__all__ = ["Row", "entries_of", "row_of", "row_of_failure", "with_job"]

Row = Mapping[str, Any]
# Columns that hold an entry's field under its own name.
_PLAIN = ("name", "office", "year", "kind", "title", "state", "message", "sha256", "received")
_FIGURES = ("budget", "spent", "rate", "score", "grade", "problems", "measures", "open_items")


def row_of(summary: Summary) -> Row:
    """What a summary gives to the row of its job, with the words that a search finds it by."""
    words = [summary.document.name, summary.document.title or "", summary.overview.text]
    words += [item.text for item in summary.items]
    words += [finding.message for finding in summary.findings]
    return _row(entry_of("", summary), " ".join(words))


def row_of_failure(name: str, message: str) -> Row:
    """The row of a job whose document could not be read."""
    return _row(unreadable("", name, message), name)


def with_job(row: Row, job: Job) -> Row:
    """The row as it is stored."""
    return {**row, "job": job.id, "owner": job.owner, "received": job.created_at}


def _row(entry: Entry, words: str) -> Row:
    told = {field: getattr(entry, field) for field in (*_PLAIN, *_FIGURES)}
    counts = {"targets": entry.targets.model_dump(), "findings": entry.findings}
    return {
        **told,
        "counts": json.dumps(counts, ensure_ascii=False),
        "words": fold(words),
    }


def entries_of(
    engine: sa.Engine,
    owner: str,
    *,
    office: str | None = None,
    year: int | None = None,
    kind: str | None = None,
    words: str | None = None,
) -> list[Entry]:
    """The entries of an owner, oldest first; those whose office or words hold what is given."""
    query = sa.select(*(column for column in entries.c if column.name != "words"))
    query = query.where(entries.c.owner == owner).order_by(entries.c.received, entries.c.job)
    if office:
        query = query.where(entries.c.office.contains(office, autoescape=True))
    if year is not None:
        query = query.where(entries.c.year == year)
    if kind:
        query = query.where(entries.c.kind == kind)
    if words:
        query = query.where(entries.c.words.contains(fold(words), autoescape=True))
    with reading(engine) as connection:
        return [_entry(row) for row in connection.execute(query)]


def _entry(row: Any) -> Entry:
    counts = json.loads(row.counts)
    fields = {field: getattr(row, field) for field in (*_PLAIN, *_FIGURES)}
    # Written by this program: validating ten thousand of them again would take a second.
    return Entry.of_valid(
        {
            "key": row.job,
            **fields,
            "targets": BriefTargets.of_valid(counts["targets"]),
            "findings": counts["findings"],
            "review": None,
        }
    )
