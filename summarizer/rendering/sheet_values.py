"""Values of workbook cells: numbers with their format, words, states."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from summarizer.rendering.briefing import brief_parts
from summarizer.rendering.figures import figure, number, promise
from summarizer.rendering.labels import SYMBOLS, Language, word
from summarizer.rendering.spoken import SIGNS, decisions_of, ledger_told, one_language
from summarizer.schema import CheckedTarget, Quantity, Result, Summary

__all__ = [
    "Book",
    "Column",
    "Value",
    "actual",
    "coded",
    "completion",
    "decimal",
    "ids",
    "indicator",
    "overview_rows",
    "pages",
    "plain",
    "promised",
    "reasons",
    "state",
    "status",
    "unit",
    "unread",
    "value",
]

_WAN = Decimal(10_000)
_AMOUNT, _PERCENT, _PLAIN = "#,##0.00####", "0.00##%", "#,##0.######"


@dataclass(frozen=True, slots=True)
class Value:
    """The value of a cell; `format` for numbers; `state` where the first character is a symbol."""

    shown: str | Decimal | int | None
    format: str = ""
    state: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its label, its width in characters, and a function from the row's item to its
    value.
    """

    label: str
    width: float
    take: Callable[[Book, Any], Value]
    printed: bool = True


@dataclass(frozen=True)
class Book:
    """A summary and the language of its workbook."""

    summary: Summary
    language: Language

    @cached_property
    def results(self) -> dict[str, Result]:
        """Return the results by id."""
        return {result.id: result for result in self.summary.results}

    @cached_property
    def decisions(self) -> dict[str, str]:
        """Return the reviewers' decisions by id."""
        return decisions_of(self.summary, self.language)

    def word(self, group: str, code: str | None) -> str:
        """Return the word for a code."""
        return word(group, code, self.language)


def overview_rows(summary: Summary, language: Language) -> list[tuple[str, str]]:
    """Return the parts of the brief, and the outcome of the audit's checks."""
    signs = SIGNS[language]
    rows = [
        (
            part.heading,
            "\n".join(
                f"{f'{one.label}{signs.colon}' if one.label else ''}{one.text}"
                for one in part.statements
            ),
        )
        for part in brief_parts(summary, language)
    ]
    checks = "\n".join(
        f"{label}{signs.colon}{told}" if told else label
        for label, told in ledger_told(summary, language)
    )
    return rows + ([(word("heading", "ledger", language), checks)] if checks else [])


def _scaled(quantity: Quantity | None) -> tuple[Decimal | None, str, str]:
    """Return number, unit and format of a value as offices print it."""
    value = number(quantity)
    if quantity is None or value is None:
        return None, "", ""
    if quantity.unit == "元" and quantity.kind == "money":
        return value / _WAN, "万元", _AMOUNT
    if quantity.unit == "%":
        return value / 100, "%", _PERCENT
    return value, quantity.unit, _PLAIN


def value(book: Book, noun: Any) -> Value:  # noqa: ARG001
    shown, _, format_ = _scaled(noun.quantity)
    if shown is None and noun.quantity is not None:
        return Value(noun.quantity.value)
    return Value(shown, format_)


def unit(book: Book, noun: Any) -> Value:  # noqa: ARG001
    return Value(_scaled(noun.quantity)[1] or (noun.quantity.unit if noun.quantity else None))


def plain(field: str) -> Callable[[Book, Any], Value]:
    return lambda _, noun: Value(getattr(noun, field, None))


def decimal(field: str) -> Callable[[Book, Any], Value]:
    def take(_: Book, noun: Any) -> Value:
        said = getattr(noun, field, None)
        return Value(None if said is None else Decimal(said), _PLAIN)

    return take


def coded(group: str, field: str) -> Callable[[Book, Any], Value]:
    return lambda book, noun: Value(book.word(group, getattr(noun, field, None)))


def state(group: str, *fields: str) -> Callable[[Book, Any], Value]:
    """Return a function that shows a symbol and a word."""

    def take(book: Book, noun: Any) -> Value:
        code = noun
        for field in fields:
            code = getattr(code, field, None)
        said = book.word(group, code)
        return Value(f"{SYMBOLS.get(code or '', '')} {said}".strip(), state=True)

    return take


def _reached(book: Book, target: CheckedTarget) -> list[Result]:
    return [book.results[one] for one in target.attainment.results if one in book.results]


def actual(book: Book, target: CheckedTarget) -> Value:
    """Return the printed numbers of its results, or the words of results without numbers."""
    shown = [figure(one.quantity) or " ".join(one.text.split()) for one in _reached(book, target)]
    return Value("；".join(dict.fromkeys(shown)))


def promised(book: Book, target: CheckedTarget) -> Value:
    """Return comparator and value; words that only repeat the name of the indicator are omitted."""
    said = promise(target) or target.text.replace(target.metric, "", 1).strip("，：: ")
    return Value(said or ("定性" if book.language == "zh" else "qualitative"))


def completion(book: Book, target: CheckedTarget) -> Value:
    """Return result divided by target when there is one result in the target's unit."""
    wanted, results = number(target.quantity), _reached(book, target)
    if len(results) != 1 or not wanted or target.quantity is None:
        return Value(None)
    reached = results[0].quantity
    got = number(reached)
    if got is None or reached is None or reached.unit != target.quantity.unit:
        return Value(None)
    return Value(got / wanted, "0.00%")


def indicator(book: Book, target: CheckedTarget) -> Value:
    """Return the second level, which implies the first, else the first."""
    level1, level2 = target.indicator.level1, target.indicator.level2
    return Value(book.word("level2", level2) or book.word("level1", level1))


def status(book: Book, result: Result) -> Value:
    """Return the status unless it is done, and the direction of a change."""
    said = "" if result.status == "done" else book.word("status", result.status)
    return Value(" ".join(filter(None, (book.word("direction", result.direction), said))) or None)


def reasons(book: Book, noun: Any) -> Value:
    return Value("；".join(book.word("reason", reason) for reason in noun.check.reasons))


def unread(book: Book, noun: Any) -> Value:
    return Value(one_language(noun.reason or "", book.language) or None)


def ids(field: str) -> Callable[[Book, Any], Value]:
    return lambda _, noun: Value(" ".join(getattr(noun, field, ())))


def pages(book: Book, noun: Any) -> Value:  # noqa: ARG001
    return Value(", ".join(map(str, noun.pages or ())))
