"""Define the workbook's sheets column by column: width, value, number format.

Columns for readers come first and are printed; technical columns (places, codes) follow.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from summarizer.rendering.figures import figure
from summarizer.rendering.places import where
from summarizer.rendering.rows import path
from summarizer.rendering.sheet_values import (
    Column,
    Value,
    actual,
    coded,
    completion,
    decimal,
    ids,
    indicator,
    pages,
    plain,
    promised,
    reasons,
    state,
    status,
    unit,
    unread,
    value,
)
from summarizer.rendering.spoken import message_of
from summarizer.rendering.weightiest import findings_first
from summarizer.schema import Summary

__all__ = ["SHEETS"]

_ID = Column("id", 6, plain("id"))
_VERDICT = Column("verdict", 10, state("verdict", "check", "verdict"))
_DECISION = Column("decision", 14, lambda book, noun: Value(book.decisions.get(noun.id)))
_SUBJECT = Column("subject", 24, plain("subject"))
_METRIC = Column("metric", 52, plain("metric"))
_PERIOD = Column("period", 16, plain("period"))
_TEXT = Column("text", 60, plain("text"))
_PLACE = Column("place", 15, lambda book, noun: Value(where(noun.evidence, book.language)))
_BEHIND: tuple[Column, ...] = (
    Column("reasons", 20, reasons, printed=False),
    Column("section", 30, lambda _, noun: Value(path(noun.section)), printed=False),
    Column(
        "evidence",
        50,
        lambda _, noun: Value(" … ".join(" ".join(span.quote.split()) for span in noun.evidence)),
        printed=False,
    ),
    Column(
        "start",
        8,
        lambda _, noun: Value(noun.evidence[0].start if noun.evidence else None),
        printed=False,
    ),
    Column(
        "end",
        8,
        lambda _, noun: Value(noun.evidence[0].end if noun.evidence else None),
        printed=False,
    ),
)
_TARGETS = (
    _ID,
    Column("indicator", 15, indicator),
    _SUBJECT,
    _METRIC,
    Column("target", 22, promised),
    Column("actual", 20, actual),
    Column("completion", 10, completion),
    Column("attainment", 15, state("attainment", "attainment", "state")),
    _VERDICT,
    _DECISION,
    Column("weight", 7, decimal("weight")),
    Column("score", 7, decimal("score")),
    Column("deviation_reason", 24, plain("reason")),
    _PLACE,
    Column("value", 12, value, printed=False),
    Column("unit_shown", 8, unit, printed=False),
    Column("period", 10, plain("period"), printed=False),
    Column("text", 44, plain("text"), printed=False),
    Column("linked", 10, lambda _, noun: Value(" ".join(noun.attainment.results)), printed=False),
    Column("salience", 8, coded("salience", "salience"), printed=False),
    *_BEHIND,
)
_RESULTS = (
    _ID,
    Column("theme", 10, coded("theme", "theme")),
    _SUBJECT,
    _METRIC,
    Column("value", 14, value),
    Column("unit_shown", 8, unit),
    Column("printed", 14, lambda _, noun: Value(figure(noun.quantity) or None)),
    Column("status", 8, status),
    _PERIOD,
    _VERDICT,
    _DECISION,
    _PLACE,
    Column("part_of", 8, plain("part_of"), printed=False),
    Column("text", 44, plain("text"), printed=False),
    Column("salience", 8, coded("salience", "salience"), printed=False),
    *_BEHIND,
)
_PROBLEMS = (
    _ID,
    Column("category", 12, coded("category", "category")),
    _TEXT,
    Column("cause", 36, plain("cause")),
    _VERDICT,
    _DECISION,
    _PLACE,
    *_BEHIND,
)
_MEASURES = (
    _ID,
    Column("kind", 12, coded("measure", "kind")),
    _TEXT,
    Column("addresses", 12, ids("addresses")),
    _VERDICT,
    _DECISION,
    _PLACE,
    *_BEHIND,
)
_FINDINGS = (
    Column("severity", 9, state("severity", "severity")),
    Column("message", 90, lambda book, noun: Value(message_of(noun, book.language))),
    Column("expected", 20, plain("expected")),
    Column("stated", 18, plain("stated")),
    Column("items", 18, ids("items")),
    _PLACE,
    Column("code", 22, plain("code"), printed=False),
    *_BEHIND[2:],
)
_TABLES = (
    _ID,
    Column("role", 14, coded("table", "role")),
    Column("title", 44, plain("title")),
    Column("table_unit", 10, plain("unit")),
    Column("rows", 7, plain("rows")),
    Column("columns", 7, plain("columns")),
    Column("quantities", 10, plain("quantities")),
    Column("items", 10, lambda _, noun: Value(len(noun.items))),
    Column("pages", 10, pages),
)
_UNCITED = (
    Column("text", 24, plain("text")),
    Column("section", 110, lambda _, noun: Value(path(noun.section[-2:]))),
    Column("start", 8, plain("start")),
    Column("end", 8, plain("end")),
)
_SECTIONS = (
    Column("section", 160, lambda _, noun: Value(path(noun.path[-3:]))),
    Column("state", 9, state("state", "state")),
    Column("reason", 40, unread),
    Column("count", 8, plain("items")),
    Column("start", 8, plain("start"), printed=False),
    Column("end", 8, plain("end"), printed=False),
)

Listed = Callable[[Summary], Sequence[object]]
# Label of the sheet → its columns and rows.
SHEETS: tuple[tuple[str, Sequence[Column], Listed], ...] = (
    ("findings", _FINDINGS, findings_first),
    ("targets", _TARGETS, lambda summary: summary.targets),
    ("results", _RESULTS, lambda summary: summary.results),
    ("problems", _PROBLEMS, lambda summary: summary.problems),
    ("measures", _MEASURES, lambda summary: summary.measures),
    ("tables", _TABLES, lambda summary: summary.tables),
    ("uncited", _UNCITED, lambda summary: summary.coverage.uncited),
    ("sections", _SECTIONS, lambda summary: summary.coverage.sections),
)
