"""The full-text index over statements: items and findings.

A statement is stored as the ordered bigrams of its characters, so that two Chinese characters are
enough to search. SQLite keeps them in an FTS5 table, Postgres in arrays with a GIN index; both
match literal runs of characters only. The first word of a statement names its owner, so that the
index of many owners finds those of one. The key is the job's number followed by sixteen bits for
the statement's place in it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

import sqlalchemy as sa

from summarizer.genre.words import fold

__all__ = [
    "BITS",
    "TABLE",
    "condition",
    "grams",
    "job_of",
    "make",
    "phrases",
    "remove",
    "tidy",
    "write",
]

TABLE = "summarizer_said"
BITS = 16
_MOST = 1 << BITS
# Marks a character that is no letter or digit; longer than a bigram, so it cannot collide.
_BREAK = "brk"
# From this version on SQLite can remove deleted words from the index at once.
_FORGETS = (3, 42)


def grams(text: str) -> list[str]:
    """Return the bigrams of letters and digits, with a mark at each interruption.

    >>> grams("满意度 98.6%")
    ['满意', '意度', '度9', '98', 'brk', '6', 'brk']
    """
    made: list[str] = []
    for is_word, signs in groupby(fold(text).casefold(), str.isalnum):
        run = "".join(signs)
        if not is_word:
            made.append(_BREAK)
        else:
            made += ["".join(pair) for pair in pairwise(run)] or [run]
    return made


def phrases(query: str) -> list[list[str]]:
    """Return the grams of each word of a query; words without two adjacent letters or digits are
    dropped.

    >>> phrases("新增就业 5%"), phrases("3.")
    ([['新增', '增就', '就业']], [])
    """
    found = []
    for word in query.split():
        run = grams(word)
        # A single character at the edge may be half of a bigram.
        while run and len(run[0]) != 2:
            del run[0]
        while run and len(run[-1]) != 2:
            del run[-1]
        if run:
            found.append(run)
    return found


def make(connection: sa.Connection) -> None:
    """Create the table if it is missing."""
    if connection.dialect.name == "postgresql":
        for statement in (
            f"CREATE TABLE IF NOT EXISTS {TABLE} (number bigint PRIMARY KEY, grams text[])",
            f"CREATE INDEX IF NOT EXISTS {TABLE}_by_grams ON {TABLE} USING gin (grams)",
        ):
            connection.exec_driver_sql(statement)
        return
    known = "SELECT 1 FROM sqlite_master WHERE name = ?"
    if connection.exec_driver_sql(known, (TABLE,)).first() is None:
        options = "grams, tokenize='ascii', columnsize=0"
        connection.exec_driver_sql(f"CREATE VIRTUAL TABLE {TABLE} USING fts5({options})")
        if sqlite3.sqlite_version_info >= _FORGETS:
            connection.exec_driver_sql(
                f"INSERT INTO {TABLE}({TABLE}, rank) VALUES('secure-delete', 1)"
            )


def write(connection: sa.Connection, owner: str, job: int, said: Sequence[str]) -> None:
    """Store the statements of an owner's job, each as its grams joined by blanks."""
    rows = [
        {"number": job << BITS | place, "grams": f"{_owner_mark(owner)} {one}"}
        for place, one in enumerate(said[:_MOST])
    ]
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        values = "(number, grams) VALUES (:number, string_to_array(:grams, ' '))"
    else:
        values = "(rowid, grams) VALUES (:number, :grams)"
    connection.execute(sa.text(f"INSERT INTO {TABLE}{values}"), rows)


def remove(connection: sa.Connection, job: int) -> None:
    """Delete the statements of a job."""
    connection.execute(
        sa.text(f"DELETE FROM {TABLE} WHERE {_key(connection)} BETWEEN :low AND :high"),  # noqa: S608
        {"low": job << BITS, "high": (job + 1 << BITS) - 1},
    )


def tidy(connection: sa.Connection) -> None:
    """Remove deleted words from the index, where SQLite is too old to do so at once."""
    if connection.dialect.name == "sqlite" and sqlite3.sqlite_version_info < _FORGETS:
        connection.exec_driver_sql(f"INSERT INTO {TABLE}({TABLE}) VALUES('optimize')")


def condition(
    connection: sa.Connection,
    owner: str,
    wanted: Iterable[Sequence[str]],
    marks: Iterable[str] = (),
) -> tuple[str, sa.ColumnClause[int], dict[str, str]]:
    """Return SQL for an owner's statements with all phrases and marks, the column with their key,
    and the parameters of the SQL.
    """
    runs = [[_owner_mark(owner)], *wanted, *([mark] for mark in marks)]
    key: sa.ColumnClause[int] = sa.column(_key(connection), sa.BigInteger)
    if connection.dialect.name != "postgresql":
        match = " AND ".join(f'"{" ".join(run)}"' for run in runs)
        return f"{TABLE}.grams MATCH :match", key, {"match": match}
    values = dict(_values(runs))
    parts = [f"grams @> string_to_array(:all_{n}, ' ')" for n in range(len(runs))]
    # The array operator ignores order; the joined text shows whether the grams are adjacent.
    parts += [
        f"' ' || array_to_string(grams, ' ') || ' ' LIKE :run_{n}"
        for n, run in enumerate(runs)
        if len(run) > 1
    ]
    return " AND ".join(parts), key, values


def _owner_mark(owner: str) -> str:
    """Return a word of ASCII letters and digits, longer than a bigram.

    >>> _owner_mark("k-1")
    'by6b2d31'
    """
    return f"by{owner.encode().hex()}"


def job_of(key: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
    """Return the job's number in a key. A division, because Postgres shifts bigint by int only."""
    return key // sa.literal_column(str(_MOST))


def _values(runs: Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    for number, run in enumerate(runs):
        yield f"all_{number}", " ".join(dict.fromkeys(one for one in run if one != _BREAK))
        if len(run) > 1:
            yield f"run_{number}", f"% {' '.join(run)} %"


def _key(connection: sa.Connection) -> str:
    return "number" if connection.dialect.name == "postgresql" else "rowid"
