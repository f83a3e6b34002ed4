"""The portfolio's row of each job and the search index of its statements, written when the job ends
and deleted with it.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from pydantic_core import from_json, to_json

from summarizer.portfolio import Entry, entry_of, unreadable
from summarizer.schema import Summary
from summarizer.service import statements
from summarizer.service.database import reading, writing
from summarizer.service.records import Job
from summarizer.service.reviewing import run_of
from summarizer.service.said import said_in
from summarizer.service.tables import jobs, listed, reviews

__all__ = [
    "Listing",
    "entries_of",
    "failure",
    "holding",
    "list_unlisted",
    "listing_of",
    "reviews_of",
    "unlist",
    "write",
]

# Columns with the same name as the entry's field.
_PLAIN = (
    *("name", "office", "year", "kind", "title", "state", "message", "sha256", "received"),
    *("budget", "spent", "rate", "score", "grade", "problems", "measures", "open_items"),
)


@dataclass(frozen=True, slots=True)
class Listing:
    """The row of a job, from its summary or its failure, and the words that it is found by."""

    row: Mapping[str, Any]
    said: tuple[str, ...] = ()


def listing_of(summary: Summary) -> Listing:
    """Return the listing of a summary."""
    return Listing(_row(entry_of("", summary)), tuple(said_in(summary)))


def failure(name: str, message: str) -> Listing:
    """Return the listing of a job whose document could not be read."""
    return Listing(_row(unreadable("", name, message)))


def _row(entry: Entry) -> Mapping[str, Any]:
    counts = {"targets": entry.targets, "findings": entry.findings}
    return {
        **{field: getattr(entry, field) for field in _PLAIN},
        "counts": to_json(counts).decode(),
        "places": to_json(entry.places).decode(),
    }


def write(connection: sa.Connection, job: Job, listing: Listing) -> None:
    """List an ended job, replacing an earlier listing. Part of a transaction."""
    unlist(connection, job)
    told = {
        "number": job.number,
        "job": job.id,
        "owner": job.owner,
        "received": job.created_at,
        "run": run_of(job.summary or ""),
        "at": time.time(),
    }
    connection.execute(listed.insert().values(**{**listing.row, **told}))
    statements.write(connection, job.owner, job.number, listing.said)


def unlist(connection: sa.Connection, job: Job) -> None:
    """Take a job off the list. Part of a transaction."""
    connection.execute(listed.delete().where(listed.c.number == job.number))
    statements.remove(connection, job.number)


def holding(engine: sa.Engine, owner: str, words: str) -> set[str]:
    """Return the jobs whose statements contain some words."""
    with reading(engine) as connection:
        condition, key, values = statements.condition(connection, owner, statements.phrases(words))
        found = sa.select(statements.job_of(key)).select_from(sa.table(statements.TABLE))
        query = sa.select(listed.c.job).where(
            listed.c.owner == owner, listed.c.number.in_(found.where(sa.text(condition)))
        )
        return set(connection.execute(query, values).scalars())


def entries_of(engine: sa.Engine, owner: str, among: Sequence[str]) -> list[Entry]:
    """Return the entries of some of an owner's jobs, oldest first."""
    query = sa.select(*(listed.c[name] for name in ("job", *_PLAIN, "counts", "places")))
    query = query.where(_owned(owner), listed.c.job.in_(among))
    with reading(engine) as connection:
        rows = connection.execute(query.order_by(listed.c.number)).all()
    states = reviews_of(engine, owner, among)
    return [_entry(row, states.get(row.job)) for row in rows]


def reviews_of(engine: sa.Engine, owner: str, among: Sequence[str] | None = None) -> dict[str, str]:
    """Return the review state of the current run of each job, or of some of them."""
    present = sa.and_(reviews.c.job == listed.c.job, reviews.c.run == listed.c.run)
    query = sa.select(reviews.c.job, reviews.c.state).join(listed, present)
    if among is None:
        query = query.where(listed.c.owner == owner)
    else:
        query = query.where(_owned(owner), listed.c.job.in_(among))
    with reading(engine) as connection:
        rows = connection.execute(query)
        return {row[0]: row[1] for row in rows}


def _owned(owner: str) -> sa.ColumnElement[bool]:
    """Return the condition on the owner without its index: SQLite would read all of the owner's
    rows rather than look up a few jobs.
    """
    return listed.c.owner + "" == owner


def _entry(row: Any, review: str | None) -> Entry:
    job, *plain, counts, places = row
    return Entry.model_validate(
        {
            "key": job,
            "review": review,
            **dict(zip(_PLAIN, plain, strict=True)),
            **from_json(counts),
            "places": from_json(places),
        }
    )


def list_unlisted(engine: sa.Engine, limit: int = 20) -> int:
    """List some ended jobs of an earlier version. Returns their number."""
    unread = sa.and_(jobs.c.state == "failed", jobs.c.summary.is_(None))
    ended = sa.and_(jobs.c.state.in_(("succeeded", "partial")), jobs.c.summary.is_not(None))
    query = (
        sa.select(jobs)
        .where(sa.or_(unread, ended), ~sa.exists().where(listed.c.number == jobs.c.number))
        .order_by(jobs.c.number.desc())
        .limit(limit)
    )
    with reading(engine) as connection:
        left = [Job(**row._mapping) for row in connection.execute(query)]
    made = [(job, _again(job)) for job in left]
    with writing(engine) as connection:
        for job, listing in made:
            same = sa.select(jobs.c.id).where(jobs.c.id == job.id, jobs.c.version == job.version)
            if connection.execute(same).first():
                write(connection, job, listing)
    return len(left)


def _again(job: Job) -> Listing:
    if job.summary is None:
        error = from_json(job.error or "{}")
        return failure(job.name, f"{error.get('zh', '')} / {error.get('en', '')}")
    return listing_of(Summary.model_validate_json(job.summary))
