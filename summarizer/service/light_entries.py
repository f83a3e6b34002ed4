"""The entries of each owner as the ledger needs them, cached; a change reads only changed rows."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, NamedTuple

import sqlalchemy as sa
from pydantic_core import from_json

from summarizer.portfolio import EntryState
from summarizer.schema import DocumentKind
from summarizer.service.database import reading
from summarizer.service.tables import listed, reviews

__all__ = ["Light", "LightEntries", "mark_of"]

MOST = 60_000
# A transaction may become visible this long after the time that it wrote.
LATE_SECONDS = 60.0


class Light(NamedTuple):
    """The fields of an entry that the ledger needs; small enough for ten thousand of them."""

    key: str
    office: str | None
    year: int | None
    kind: DocumentKind
    title: str | None
    state: EntryState
    received: float
    budget: str | None
    spent: str | None
    rate: str | None
    score: str | None
    targets: SimpleNamespace
    findings: Mapping[str, int]


_COLUMNS = (
    listed.c.number,
    listed.c.at,
    *(listed.c[name] for name in ("job", *Light._fields[1:-2], "counts")),
)


class LightEntries:
    """Reads and caches the entries of the owners that were used last."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._kept: OrderedDict[str, tuple[float, dict[int, Light]]] = OrderedDict()
        self._turn = threading.Lock()

    def of(self, owner: str) -> list[Light]:
        """Return all entries of an owner, oldest first."""
        with self._turn:
            newest, kept = self._kept.pop(owner, (0.0, {}))
            with reading(self._engine) as connection:
                newest = self._renew(connection, owner, newest, kept)
                if len(kept) != self._count(connection, owner):
                    kept.clear()
                    newest = self._renew(connection, owner, 0.0, kept)
            self._kept[owner] = newest, kept
            while len(self._kept) > 1 and sum(len(one) for _, one in self._kept.values()) > MOST:
                self._kept.popitem(last=False)
            return [kept[number] for number in sorted(kept)]

    def _renew(
        self, connection: sa.Connection, owner: str, newest: float, kept: dict[int, Light]
    ) -> float:
        """Read the rows written since a moment, and return the new one."""
        query = sa.select(*_COLUMNS).where(
            listed.c.owner == owner, listed.c.at >= newest - LATE_SECONDS
        )
        for number, at, *row in connection.execute(query):
            kept[number] = _light(row)
            newest = max(newest, at)
        return newest

    def _count(self, connection: sa.Connection, owner: str) -> int:
        query = sa.select(sa.func.count()).where(listed.c.owner == owner)
        return connection.execute(query).scalar_one()


def _light(row: Any) -> Light:
    *plain, counts = row
    told = from_json(counts)
    return Light._make((*plain, SimpleNamespace(**told["targets"]), told["findings"]))


def mark_of(engine: sa.Engine, owner: str) -> tuple[object, ...]:
    """Return a mark that changes with an owner's listing and reviews."""
    rows = sa.select(sa.func.count(), sa.func.max(listed.c.at)).where(listed.c.owner == owner)
    looked = sa.select(sa.func.count(), sa.func.max(reviews.c.at))
    with reading(engine) as connection:
        return *connection.execute(rows).one(), *connection.execute(looked).one()
