"""Decisions and the state of reviews: every change is stored, the newest counts."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from summarizer.schema import Summary
from summarizer.service.database import reading, writing
from summarizer.service.records import ENDED, Job
from summarizer.service.reviewing.matters import Matter, blocking, matters_of, run_of
from summarizer.service.rows import change, find_job, lock
from summarizer.service.tables import decisions, reviews

__all__ = ["Blocked", "Closed", "Entry", "Review", "Reviews", "Ruling", "Stale"]

RulingState = Literal["accepted", "edited", "rejected", "open"]
ReviewState = Literal["in_progress", "completed", "void"]


class Stale(Exception):
    """Another reviewer decided meanwhile, or a new run began."""


class Closed(Exception):
    """The review is completed and must be reopened first."""


class Blocked(Exception):
    """The review cannot be completed: required decisions are missing."""

    def __init__(self, left: Sequence[Matter]) -> None:
        super().__init__(len(left))
        self.left = left


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision to store. `open` withdraws the decision."""

    item: str
    state: RulingState
    before: Mapping[str, Any]
    after: Mapping[str, Any] | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A stored decision."""

    number: int
    job: str
    run: str
    item: str
    state: RulingState
    before: dict[str, Any]
    after: dict[str, Any] | None
    note: str | None
    by: str
    at: float
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """A review session: document, run, version of the JSON, and state.

    Sessions of earlier runs are void.
    """

    job: str
    run: str
    document: str
    schema_version: str
    state: ReviewState = "in_progress"
    version: int = 0
    by: str | None = None
    at: float | None = None


class Reviews:
    """Reads and writes decisions; every write is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    # -- reading ---------------------------------------------------------------------------

    def review(self, job: Job) -> Review:
        """Return the session of the job's current run."""
        with reading(self.engine) as connection:
            return _review(connection, job)

    def entries(self, job: Job, run: str | None = None) -> dict[str, Entry]:
        """Return the decisions of a run by item; by default of the current one."""
        with reading(self.engine) as connection:
            newest = _newest(connection, job.id, run or run_of(job.summary or ""))
        return {key: entry for key, entry in newest.items() if entry.state != "open"}

    def newest(self, job: Job) -> dict[str, Entry]:
        """Return the newest entry of each item of the current run, undone ones included."""
        with reading(self.engine) as connection:
            return _newest(connection, job.id, run_of(job.summary or ""))

    def history(self, job: Job, item: str) -> list[Entry]:
        """Return all decisions about an item in the current run, oldest first."""
        query = _of(job.id, run_of(job.summary or "")).where(decisions.c.item == item)
        with reading(self.engine) as connection:
            return [_entry(row) for row in connection.execute(query.order_by(decisions.c.number))]

    def void(self, job: Job) -> list[Review]:
        """Return the sessions of earlier runs, newest first."""
        query = (
            sa.select(reviews)
            .where(reviews.c.job == job.id, reviews.c.run != run_of(job.summary or ""))
            .order_by(reviews.c.at.desc())
        )
        with reading(self.engine) as connection:
            rows = connection.execute(query).all()
        return [Review(**{**row._mapping, "state": "void"}) for row in rows]

    def progress(self, jobs: Iterable[Job]) -> dict[str, tuple[str, int]]:
        """Return for each reviewed job the state of its newest session and its number of decisions.

        For lists, where the summary is not loaded.
        """
        keys = [job.id for job in jobs]
        states: dict[str, tuple[str, str]] = {}
        counts: Counter[tuple[str, str]] = Counter()
        with reading(self.engine) as connection:
            rows = sa.select(reviews).where(reviews.c.job.in_(keys)).order_by(reviews.c.at)
            for row in connection.execute(rows):
                states[row.job] = row.run, row.state
            pairs = sa.select(decisions.c.job, decisions.c.run, decisions.c.item).distinct()
            for job, run, _ in connection.execute(pairs.where(decisions.c.job.in_(keys))):
                counts[job, run] += 1
        return {key: (state, counts[key, run]) for key, (run, state) in states.items()}

    # -- deciding --------------------------------------------------------------------------

    def decide(
        self,
        job: Job,
        rulings: Sequence[Ruling],
        *,
        by: str,
        expected: Mapping[str, int] | None = None,
    ) -> list[Entry]:
        """Store decisions, all or none.

        `expected` is the number of an item's newest entry that the reviewer saw (0: none). Raises
        Stale, Closed.
        """
        with writing(self.engine) as connection:
            run = self._open(connection, job)
            newest = _newest(connection, job.id, run)
            for key, number in (expected or {}).items():
                if (newest[key].number if key in newest else 0) != number:
                    raise Stale(key)
            made = [_write(connection, job.id, run, ruling, by) for ruling in rulings]
            change(connection, job.id, {}, None)
        return made

    def undo(self, job: Job, *, by: str) -> str | None:
        """Undo the newest decision of this reviewer and restore the item's previous state.

        Returns the item, or None when there is no decision. Raises Closed, and Stale when another
        reviewer decided about the item since.
        """
        with writing(self.engine) as connection:
            run = self._open(connection, job)
            last = _last_of(connection, job.id, run, by)
            if last is None:
                return None
            if _newest(connection, job.id, run)[last.item].number > last.number:
                raise Stale(last.item)
            _write_back(connection, last, _before(connection, last))
            change(connection, job.id, {}, None)
        return last.item

    def complete(self, job: Job, *, by: str) -> Review:
        """Complete the review. Raises Blocked with the missing items, Closed, Stale."""
        summary = Summary.model_validate_json(job.summary or "")
        with writing(self.engine) as connection:
            run = self._open(connection, job)
            newest = _newest(connection, job.id, run)
            done = {key for key, entry in newest.items() if entry.state != "open"}
            left = blocking(matters_of(summary).values(), done)
            if left:
                raise Blocked(left)
            return _set_state(connection, job, run, "completed", by)

    def reopen(self, job: Job, *, by: str) -> Review:
        """Reopen a completed review; an open one does not change. Raises Stale."""
        with writing(self.engine) as connection:
            try:
                self._open(connection, job)
            except Closed:
                run = run_of(job.summary or "")
                return _set_state(connection, job, run, "in_progress", by)
            return _review(connection, job)

    def _open(self, connection: sa.Connection, job: Job) -> str:
        """Return the run, locked for writing. Raises Closed and Stale."""
        lock(connection, f"review/{job.id}")
        now = find_job(connection, job.id)
        run = run_of(job.summary or "")
        if now is None or now.state not in ENDED or run_of(now.summary or "") != run:
            raise Stale(job.id)
        review = _review(connection, job)
        if review.state == "completed":
            raise Closed(job.id)
        if not review.version:
            _set_state(connection, job, run, "in_progress", None)
        return run


def _review(connection: sa.Connection, job: Job) -> Review:
    run = run_of(job.summary or "")
    here = (reviews.c.job == job.id, reviews.c.run == run)
    row = connection.execute(sa.select(reviews).where(*here)).first()
    if row is not None:
        return Review(**row._mapping)
    return Review(job.id, run, job.blob, Summary.model_fields["schema_version"].default)


def _set_state(
    connection: sa.Connection, job: Job, run: str, state: ReviewState, by: str | None
) -> Review:
    old = _review(connection, job)
    fields = {"state": state, "version": old.version + 1, "by": by, "at": time.time()}
    here = (reviews.c.job == job.id, reviews.c.run == run)
    if not connection.execute(reviews.update().where(*here).values(**fields)).rowcount:
        named = {"job": job.id, "run": run, "document": job.blob}
        made = {**named, "schema_version": old.schema_version, **fields}
        connection.execute(reviews.insert().values(**made))
    change(connection, job.id, {}, None)
    return _review(connection, job)


def _of(job: str, run: str) -> sa.Select[Any]:
    return sa.select(decisions).where(decisions.c.job == job, decisions.c.run == run)


def _newest(connection: sa.Connection, job: str, run: str) -> dict[str, Entry]:
    rows = connection.execute(_of(job, run).order_by(decisions.c.number))
    return {row.item: _entry(row) for row in rows}


def _entry(row: Any) -> Entry:
    fields = dict(row._mapping)
    fields["before"] = json.loads(row.before)
    fields["after"] = json.loads(row.after) if row.after else None
    return Entry(**fields)


def _write(connection: sa.Connection, job: str, run: str, ruling: Ruling, by: str) -> Entry:
    values = {
        "job": job,
        "run": run,
        "item": ruling.item,
        "state": ruling.state,
        "before": json.dumps(ruling.before, ensure_ascii=False),
        "after": None if ruling.after is None else json.dumps(ruling.after, ensure_ascii=False),
        "note": ruling.note,
        "by": by,
        "at": time.time(),
    }
    return _inserted(connection, values)


def _inserted(connection: sa.Connection, values: dict[str, Any]) -> Entry:
    key = connection.execute(decisions.insert().values(**values)).inserted_primary_key
    query = sa.select(decisions).where(decisions.c.number == (key[0] if key else 0))
    return _entry(connection.execute(query).one())


def _last_of(connection: sa.Connection, job: str, run: str, by: str) -> Entry | None:
    """Return the newest decision of a reviewer that was not undone."""
    undone = sa.select(decisions.c.undoes).where(
        decisions.c.job == job, decisions.c.run == run, decisions.c.undoes.is_not(None)
    )
    query = (
        _of(job, run)
        .where(decisions.c.by == by, decisions.c.undoes.is_(None))
        .where(decisions.c.number.not_in(undone))
        .order_by(decisions.c.number.desc())
    )
    row = connection.execute(query.limit(1)).first()
    return _entry(row) if row else None


def _before(connection: sa.Connection, entry: Entry) -> Any:
    """Return the item's row before a decision."""
    query = (
        _of(entry.job, entry.run)
        .where(decisions.c.item == entry.item, decisions.c.number < entry.number)
        .order_by(decisions.c.number.desc())
    )
    return connection.execute(query.limit(1)).first()


def _write_back(connection: sa.Connection, undone: Entry, held: Any) -> None:
    """Restore the row before a decision, under the name of its author."""
    if held is not None:
        values = {**held._mapping, "undoes": undone.number}
        del values["number"]
        connection.execute(decisions.insert().values(**values))
        return
    values = {
        "job": undone.job,
        "run": undone.run,
        "item": undone.item,
        "state": "open",
        "before": json.dumps(undone.before, ensure_ascii=False),
        "by": undone.by,
        "at": time.time(),
        "undoes": undone.number,
    }
    connection.execute(decisions.insert().values(**values))
