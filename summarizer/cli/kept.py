"""What a batch keeps of the documents' text beside the results, so that the ledger at its end reads
no document again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from pydantic import TypeAdapter

from summarizer.schema import Span

__all__ = ["Kept"]

_SPANS = TypeAdapter(tuple[Span, ...])


class Kept(AbstractContextManager["Kept"]):
    """The `endings` of each document by the path of its result, in a SQLite file.

    A record holds for the content with its hash only. It survives a kill of the process.
    """

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.execute("PRAGMA synchronous = OFF")  # a lost record is read again
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS endings (result TEXT PRIMARY KEY, sha256 TEXT, spans BLOB)"
        )

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def put(self, result: str, sha256: str, spans: Sequence[Span]) -> None:
        """Keep a document's endings."""
        row = (result, sha256, _SPANS.dump_json(tuple(spans)))
        self._database.execute("INSERT OR REPLACE INTO endings VALUES (?, ?, ?)", row)

    def get(self, result: str, sha256: str) -> tuple[Span, ...] | None:
        """Return the endings of a document; None when there is no record of this content."""
        query = "SELECT spans FROM endings WHERE (result, sha256) = (?, ?)"
        found = self._database.execute(query, (result, sha256)).fetchone()
        return _SPANS.validate_json(found[0]) if found else None
