"""The index over what documents say: items and findings, found by words that stand in them.

A statement is kept as the pairs of its neighbouring characters, in order, so that two characters of
Chinese are enough to look for. SQLite keeps them in an FTS5 table, Postgres in arrays with a GIN
index; both find a run of characters as it stands, and nothing else. The key is the number of the
job and, in its last sixteen bits, the place of the statement in it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

import sqlalchemy as sa

from summarizer.genre.words import fold

__all__ = ["BITS", "TABLE", "condition", "grams", "make", "phrases", "remove", "tidy", "write"]

TABLE = "summarizer_statements"
BITS = 16
_MOST = 1 << BITS
# Stands where something else than letters and digits stands; pairs have two signs.
_BREAK = "brk"
# From this version on SQLite takes the words of what is deleted out of the index at once.
_FORGETS = (3, 42)


def grams(text: str) -> list[str]:
    """The pairs of neighbouring letters and digits, a mark where they are interrupted.

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
    """What the words of a query must be found by; words without two signs in a row are none.

    >>> phrases("新增就业 5%"), phrases("3.")
    ([['新增', '增就', '就业']], [])
    """
    found = []
    for word in query.split():
        run = grams(word)
        # A lone sign at the edge may be the half of a pair.
        while run and len(run[0]) != 2:
            del run[0]
        while run and len(run[-1]) != 2:
            del run[-1]
        if run:
            found.append(run)
    return found


def make(connection: sa.Connection) -> None:
    """The table, where it is not there yet."""
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


def write(connection: sa.Connection, job: int, said: Sequence[str]) -> None:
    """Keep the statements of a job, each as its grams joined by blanks."""
    rows = [{"number": job << BITS | place, "grams": one} for place, one in enumerate(said[:_MOST])]
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        values = "(number, grams) VALUES (:number, string_to_array(:grams, ' '))"
    else:
        values = "(rowid, grams) VALUES (:number, :grams)"
    connection.execute(sa.text(f"INSERT INTO {TABLE}{values}"), rows)


def remove(connection: sa.Connection, job: int) -> None:
    """Nothing of the job stays."""
    connection.execute(
        sa.text(f"DELETE FROM {TABLE} WHERE {_key(connection)} BETWEEN :low AND :high"),  # noqa: S608
        {"low": job << BITS, "high": (job + 1 << BITS) - 1},
    )


def tidy(connection: sa.Connection) -> None:
    """Take the words of what was deleted out of the index, where SQLite is too old to do so at
    once."""
    if connection.dialect.name == "sqlite" and sqlite3.sqlite_version_info < _FORGETS:
        connection.exec_driver_sql(f"INSERT INTO {TABLE}({TABLE}) VALUES('optimize')")


def condition(
    connection: sa.Connection, wanted: Iterable[Sequence[str]], marks: Iterable[str] = ()
) -> tuple[str, sa.ColumnClause[int], dict[str, str]]:
    """SQL that holds for statements with all phrases and marks, the column with their key, and the
    values that the SQL takes."""
    runs = [*wanted, *([mark] for mark in marks)]
    key: sa.ColumnClause[int] = sa.column(_key(connection), sa.BigInteger)
    if connection.dialect.name != "postgresql":
        match = " AND ".join(f'"{" ".join(run)}"' for run in runs)
        return f"{TABLE}.grams MATCH :match", key, {"match": match}
    values = dict(_values(runs))
    parts = [f"grams @> string_to_array(:all_{n}, ' ')" for n in range(len(runs))]
    # An array holds its members in any order; written out, it shows whether they are a run.
    parts += [
        f"' ' || array_to_string(grams, ' ') || ' ' LIKE :run_{n}"
        for n, run in enumerate(runs)
        if len(run) > 1
    ]
    return " AND ".join(parts), key, values


def _values(runs: Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    for number, run in enumerate(runs):
        yield f"all_{number}", " ".join(dict.fromkeys(one for one in run if one != _BREAK))
        if len(run) > 1:
            yield f"run_{number}", f"% {' '.join(run)} %"


def _key(connection: sa.Connection) -> str:
    return "number" if connection.dialect.name == "postgresql" else "rowid"
