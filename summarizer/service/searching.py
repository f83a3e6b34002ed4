"""Full-text search over statements: items and findings, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from pydantic_core import from_json

from summarizer.genre.words import fold
from summarizer.service import statements
from summarizer.service.database import reading
from summarizer.service.models import Hit
from summarizer.service.said import Said, attainment_mark, code_mark, kind_mark, parts_of, said_at
from summarizer.service.tables import jobs, listed

__all__ = ["Question", "search"]

# Statements examined at once, newest document first.
_AT_ONCE = 60
TYPES = {
    "document": "document",
    "target": "targets",
    "result": "results",
    "problem": "problems",
    "measure": "measures",
    "finding": "findings",
}
_TYPE_OF = {group: kind for kind, group in TYPES.items()}


@dataclass(frozen=True, slots=True)
class Question:
    """A query: words that a statement must all contain, its type, a finding's code, a target's
    attainment, and office, year and kind of its document.
    """

    words: str = ""
    type: str = ""
    code: str = ""
    attainment: str = ""
    office: str = ""
    year: int | None = None
    kind: str = ""

    @property
    def marks(self) -> list[str]:
        """The marks of the statements."""
        made = [kind_mark(TYPES[self.type])] if self.type else []
        if self.code:
            made.append(code_mark(self.code))
        if self.attainment:
            made.append(attainment_mark(self.attainment))
        return made

    @property
    def is_one(self) -> bool:
        """Whether the query has a criterion. Words need two letters or digits in a row."""
        return bool(statements.phrases(self.words) or self.code or self.attainment)


def search(
    engine: sa.Engine, owner: str, question: Question, *, below: int | None, limit: int
) -> tuple[list[Hit], int | None]:
    """Return matching statements of an owner's documents, newest document first, and the number
    from which to continue.
    """
    hits: list[Hit] = []
    with reading(engine) as connection:
        at = below
        while True:
            rows = _rows(connection, owner, question, at)
            for number, hit in _hits(connection, rows, question.words.split()):
                hits.append(hit)
                if len(hits) == limit:
                    return hits, number
            if len(rows) < _AT_ONCE:
                return hits, None
            at = rows[-1].statement


def _rows(
    connection: sa.Connection, owner: str, question: Question, below: int | None
) -> Sequence[Any]:
    condition, key, values = statements.condition(
        connection, owner, statements.phrases(question.words), question.marks
    )
    found = sa.table(statements.TABLE, key)
    of_job = listed.c.number == statements.job_of(key)
    query = (
        sa.select(key.label("statement"), listed)
        .select_from(found.join(listed, of_job))
        .where(sa.text(condition), listed.c.owner == owner)
    )
    if question.office:
        query = query.where(listed.c.office.contains(question.office, autoescape=True))
    if question.year is not None:
        query = query.where(listed.c.year == question.year)
    if question.kind:
        query = query.where(listed.c.kind == question.kind)
    if below is not None:
        query = query.where(key < below)
    return connection.execute(query.order_by(key.desc()).limit(_AT_ONCE), values).all()


def _hits(
    connection: sa.Connection, rows: Sequence[Any], words: Sequence[str]
) -> Iterator[tuple[int, Hit]]:
    """Return the statements from the stored summaries that contain the words literally.

    Only one summary is loaded at a time.
    """
    wanted = [fold(word).casefold() for word in words]
    open_number, summary = 0, dict[str, Any]()
    for row in rows:
        if row.number != open_number:
            open_number, summary = row.number, _summary(connection, row.number)
        said = said_at(summary, row.statement & (1 << statements.BITS) - 1) if summary else None
        if said and _holds(said, summary, wanted):
            yield row.statement, _hit(row, said, summary)


def _summary(connection: sa.Connection, number: int) -> dict[str, Any]:
    query = sa.select(jobs.c.summary).where(jobs.c.number == number)
    text = connection.execute(query).scalar()
    found: dict[str, Any] = from_json(text) if text else {}
    return found


def _holds(said: Said, summary: Mapping[str, Any], words: Iterable[str]) -> bool:
    if said.group == "document":
        document = said.noun
        told = (document["name"], document["title"], document["organization"])
        parts = [*filter(None, told), summary["overview"]["text"]]
    else:
        parts = parts_of(said.noun)
    plain = [fold(part).casefold() for part in parts]
    return all(any(word in part for part in plain) for word in words)


def _hit(row: Any, said: Said, summary: Mapping[str, Any]) -> Hit:
    noun = said.noun
    span: Mapping[str, Any] = next(iter(noun.get("evidence") or ()), {})
    whole = said.group == "document"
    finding = said.group == "findings"
    return Hit(
        job=row.job,
        name=row.name,
        office=row.office,
        year=row.year,
        kind=row.kind,
        type=_TYPE_OF[said.group],
        id=None if whole else f"f{said.place + 1}" if finding else noun["id"],
        code=noun["code"] if finding else None,
        state=None if whole else noun["severity"] if finding else noun["check"]["verdict"],
        text=summary["overview"]["text"] if whole else noun["message" if finding else "text"],
        section=noun.get("section") or _section(summary, span.get("start")),
        quote=span.get("quote"),
        start=span.get("start"),
        end=span.get("end"),
        locator=span.get("locator"),
    )


def _section(summary: Mapping[str, Any], start: int | None) -> list[str]:
    """Return the innermost section that contains an offset."""
    if start is None:
        return []
    around = [one for one in summary["coverage"]["sections"] if one["start"] <= start < one["end"]]
    best: list[str] = max((one["path"] for one in around), key=len, default=[])
    return best
