"""The portfolio of each owner: ledger, expected documents and figures, cached until they change."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from summarizer.portfolio import Entry, Expected, Figures, Line, figures_of, ledger, read_expected
from summarizer.service.database import reading, writing
from summarizer.service.light_entries import LightEntries, mark_of
from summarizer.service.listing import entries_of, holding, reviews_of
from summarizer.service.tables import expected

__all__ = ["Found", "Portfolios", "Wanted"]

# Places of a ranking, and the number of cached ledger lines.
MOST_PLACES, MOST_LINES = 200, 60_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """The selection of lines: part of an office's name, year, kind, reading state, review state
    (`none` for documents without a review), and words of statements.
    """

    office: str = ""
    year: int | None = None
    kind: str = ""
    state: str = ""
    review: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The selected lines with their figures, all available years and kinds, and each document's
    predecessor.
    """

    lines: tuple[Line, ...]
    figures: Figures
    years: tuple[int, ...]
    kinds: tuple[str, ...]
    before: Mapping[str, str]


class Portfolios:
    """Computes ledgers, and caches the last ones with the mark of their sources."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._entries = LightEntries(engine)
        self._kept: OrderedDict[tuple[str, Wanted], tuple[object, Found]] = OrderedDict()
        self._turn = threading.Lock()

    def find(self, owner: str, wanted: Wanted) -> Found:
        """Return the selected part of an owner's ledger."""
        name, _, at = self._listed(owner)
        mark = (mark_of(self._engine, owner), name, at)
        with self._turn:
            kept = self._kept.get((owner, wanted))
            if kept and kept[0] == mark:
                self._kept.move_to_end((owner, wanted))
                return kept[1]
        found = self._find(owner, wanted)
        with self._turn:
            self._kept[owner, wanted] = mark, found
            while sum(len(one.lines) for _, one in self._kept.values()) > MOST_LINES:
                if len(self._kept) == 1:
                    break
                self._kept.popitem(last=False)
        return found

    def _find(self, owner: str, wanted: Wanted) -> Found:
        entries = self._entries.of(owner)
        # Matching names and finding missing documents requires all documents.
        lines = ledger(entries, self.expected(owner))
        chosen = tuple(line for line in lines if _fits(line, wanted))
        if wanted.words:
            held = holding(self._engine, owner, wanted.words)
            chosen = tuple(line for line in chosen if held.intersection(line.keys))
        if wanted.review:
            states = reviews_of(self._engine, owner)
            chosen = tuple(
                line
                for line in chosen
                if line.keys and states.get(line.keys[0], "none") == wanted.review
            )
        return Found(
            lines=chosen,
            figures=figures_of(chosen, entries, most=MOST_PLACES),
            years=tuple(sorted({line.year for line in lines if line.year}, reverse=True)),
            kinds=tuple(sorted({line.kind for line in lines if line.kind})),
            before=_before(lines),
        )

    def entries(self, owner: str, lines: Sequence[Line]) -> list[Entry]:
        """Return the entries that some lines refer to."""
        return entries_of(self._engine, owner, [key for line in lines for key in line.keys])

    # -- expected documents ----------------------------------------------------------------

    def expected(self, owner: str) -> list[Expected]:
        """Return the documents that an owner expects."""
        name, content, _ = self._listed(owner)
        return read_expected(content, name) if content else []

    def expected_file(self, owner: str) -> tuple[str, bytes] | None:
        """Return the list as uploaded, with its name."""
        name, content, _ = self._listed(owner)
        return (name, content) if content else None

    def expect(self, owner: str, name: str, content: bytes) -> int:
        """Store a list in place of an earlier one, and return the number of documents it names.

        Raises ConfigError for an invalid list.
        """
        count = len(read_expected(content, name))
        with writing(self._engine) as connection:
            connection.execute(expected.delete().where(expected.c.owner == owner))
            row = {"owner": owner, "name": name, "content": content, "at": time.time()}
            connection.execute(expected.insert().values(**row))
        return count

    def expect_nothing(self, owner: str) -> bool:
        """Delete the list. Returns False when there was none."""
        with writing(self._engine) as connection:
            gone = connection.execute(expected.delete().where(expected.c.owner == owner))
        return bool(gone.rowcount)

    def _listed(self, owner: str) -> tuple[str, bytes, float]:
        query = sa.select(expected).where(expected.c.owner == owner)
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
        return (row.name, bytes(row.content), row.at) if row else ("", b"", 0.0)


def _before(lines: Sequence[Line]) -> dict[str, str]:
    """Return for each document the same office's document of its kind a year earlier."""
    first = {
        (line.office, line.kind, line.project, line.year): line.keys[0]
        for line in lines
        if line.keys and line.office and line.year and line.state != "unreadable"
    }
    return {
        key: first[office, kind, project, year - 1]
        for (office, kind, project, year), key in first.items()
        if year and (office, kind, project, year - 1) in first
    }


def _fits(line: Line, wanted: Wanted) -> bool:
    return (
        wanted.office in line.office
        and wanted.year in (None, line.year)
        and wanted.kind in ("", line.kind)
        and wanted.state in ("", line.state)
    )
