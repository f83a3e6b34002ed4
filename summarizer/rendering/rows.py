"""The summary as rows, used by spreadsheets, CSV and page tables.

A column is a label of `labels.py` and a function from an item to its cell: text, a number (Decimal
or int) or None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from summarizer.rendering.figures import figure, number
from summarizer.rendering.labels import COMPARATORS, Language, word
from summarizer.schema import Measure, Problem, Result, Span, Target

__all__ = ["ALL_ITEMS", "Cell", "Column", "cells", "header", "path"]

Cell = str | Decimal | int | None
Column = tuple[str, Callable[[Any, Language], Cell]]

_ITEM_KINDS = {Target: "target", Result: "result", Problem: "problem", Measure: "measure"}


def cells(noun: object, columns: Sequence[Column], language: Language) -> list[Cell]:
    """Return one row."""
    return [take(noun, language) for _, take in columns]


def header(columns: Sequence[Column], language: Language) -> list[str]:
    """Return the labels above the rows."""
    return [word("heading", label, language) for label, _ in columns]


def path(section: Sequence[str]) -> str:
    """Return a heading path on one line."""
    return " › ".join(" ".join(heading.split()) for heading in section)


def _plain(field: str) -> Callable[[Any, Language], Cell]:
    return lambda noun, _: getattr(noun, field, None)


def _word(group: str, *fields: str) -> Callable[[Any, Language], Cell]:
    def take(noun: Any, language: Language) -> Cell:
        code = noun
        for field in fields:
            code = getattr(code, field, None)
        return word(group, code, language)

    return take


def _ids(field: str) -> Callable[[Any, Language], Cell]:
    return lambda noun, _: " ".join(getattr(noun, field, ()))


def _quotes(spans: Iterable[Span]) -> str:
    return " … ".join(" ".join(span.quote.split()) for span in spans)


def _quantity(field: str) -> Callable[[Any, Language], Cell]:
    return lambda noun, _: getattr(getattr(noun, "quantity", None), field, None)


def _value(noun: Any, _: Language) -> Cell:
    quantity = getattr(noun, "quantity", None)
    exact = number(quantity)
    return exact if exact is not None or quantity is None else str(quantity.value)


def _comparator(noun: Any, _: Language) -> Cell:
    quantity = getattr(noun, "quantity", None)
    found = getattr(noun, "comparator", None) or getattr(quantity, "comparator", None)
    return COMPARATORS.get(found or "", found)


def _item_kind(noun: Any, language: Language) -> Cell:
    kind = next(name for noun_type, name in _ITEM_KINDS.items() if isinstance(noun, noun_type))
    return word("item", kind, language)


def _indicator(noun: Any, language: Language) -> Cell:
    indicator = getattr(noun, "indicator", None)
    if indicator is None:
        return None
    levels = (
        word("level1", indicator.level1, language),
        word("level2", indicator.level2, language),
    )
    return " / ".join(level for level in levels if level)


def _category(noun: Any, language: Language) -> Cell:
    """Return theme of a result, category of a problem, kind of a measure, indicator of a target."""
    for group, field in (("theme", "theme"), ("category", "category"), ("measure", "kind")):
        if hasattr(noun, field):
            return word(group, getattr(noun, field), language)
    return _indicator(noun, language)


def _deviation(noun: Any, _: Language) -> Cell:
    deviation = getattr(getattr(noun, "attainment", None), "deviation", None)
    return None if deviation is None else Decimal(deviation)


def _linked(noun: Any, _: Language) -> Cell:
    attainment = getattr(noun, "attainment", None)
    return " ".join(attainment.results) if attainment else None


def _reasons(noun: Any, language: Language) -> Cell:
    return "；".join(word("reason", reason, language) for reason in noun.check.reasons)


_ID: Column = ("id", _plain("id"))
_SECTION: Column = ("section", lambda noun, _: path(noun.section))
_TEXT: Column = ("text", _plain("text"))
_SUBJECT: Column = ("subject", _plain("subject"))
_METRIC: Column = ("metric", _plain("metric"))
_PERIOD: Column = ("period", _plain("period"))
_QUANTITY: tuple[Column, ...] = (
    ("printed", lambda noun, _: figure(getattr(noun, "quantity", None)) or None),
    ("comparator", _comparator),
    ("value", _value),
    ("unit", _quantity("unit")),
    ("approx", _word("approx", "quantity", "approx")),
)
_ATTAINMENT: tuple[Column, ...] = (
    ("attainment", _word("attainment", "attainment", "state")),
    ("linked", _linked),
    ("deviation", _deviation),
)
_ROW: tuple[Column, ...] = (
    ("weight", _plain("weight")),
    ("score", _plain("score")),
    ("deviation_reason", _plain("reason")),
    ("deadline", lambda noun, _: figure(getattr(noun, "deadline", None)) or None),
)
_CHECK: tuple[Column, ...] = (
    ("verdict", _word("verdict", "check", "verdict")),
    ("reasons", _reasons),
)
_EVIDENCE: tuple[Column, ...] = (
    ("evidence", lambda noun, _: _quotes(noun.evidence)),
    ("start", lambda noun, _: noun.evidence[0].start if noun.evidence else None),
    ("end", lambda noun, _: noun.evidence[0].end if noun.evidence else None),
)

# All four kinds in one table; columns that a kind lacks stay empty.
ALL_ITEMS: tuple[Column, ...] = (
    ("item", _item_kind),
    _ID,
    _SUBJECT,
    _METRIC,
    _TEXT,
    ("category", _category),
    *_QUANTITY,
    ("direction", _word("direction", "direction")),
    ("status", _word("status", "status")),
    _PERIOD,
    *_ATTAINMENT,
    *_ROW,
    ("part_of", _plain("part_of")),
    ("cause", _plain("cause")),
    ("addresses", _ids("addresses")),
    *_CHECK,
    _SECTION,
    *_EVIDENCE,
)
