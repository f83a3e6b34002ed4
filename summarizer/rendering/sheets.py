"""What the sheets of a workbook list, column by column: width, value, number format.

The columns in front are those a reader signs for and are printed; what a program needs (places,
codes) stands behind them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from summarizer.rendering.briefing import brief_parts, findings_first
from summarizer.rendering.figures import figure, number, promise
from summarizer.rendering.labels import SYMBOLS, Language, word
from summarizer.rendering.places import where
from summarizer.rendering.rows import path
from summarizer.rendering.spoken import SIGNS, decisions_of, ledger_told, message_of, one_language
from summarizer.schema import CheckedTarget, Quantity, Result, Summary

__all__ = ["SHEETS", "Book", "Column", "Value", "overview_rows"]

_WAN = Decimal(10_000)
_AMOUNT, _PERCENT, _PLAIN = "#,##0.00####", "0.00##%", "#,##0.######"


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell shows; `format` for numbers; `state` where the first sign is a symbol."""

    shown: str | Decimal | int | None
    format: str = ""
    state: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its label, width in characters, how to take its value from a row's noun."""

    label: str
    width: float
    take: Callable[[Book, Any], Value]
    printed: bool = True


@dataclass(frozen=True)
class Book:
    """A summary and the language it is shown in."""

    summary: Summary
    language: Language

    @cached_property
    def results(self) -> dict[str, Result]:
        """The results by id."""
        return {result.id: result for result in self.summary.results}

    @cached_property
    def decisions(self) -> dict[str, str]:
        """What people decided, by id."""
        return decisions_of(self.summary, self.language)

    def word(self, group: str, code: str | None) -> str:
        """The word for a code."""
        return word(group, code, self.language)


def overview_rows(summary: Summary, language: Language) -> list[tuple[str, str]]:
    """The parts of the brief, and how the checks of the audit ended."""
    signs = SIGNS[language]
    rows = [
        (
            word("heading", f"chapter_{part.label}", language),
            "\n".join(
                f"{f'{one.label}{signs.colon}' if one.label else ''}{one.text}"
                f"{f' {signs.opening}{one.doubt}{signs.closing}' if one.doubt else ''}"
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
    """A value as a bureau writes it: the number, its unit, its format."""
    value = number(quantity)
    if quantity is None or value is None:
        return None, "", ""
    if quantity.unit == "元" and quantity.kind == "money":
        return value / _WAN, "万元", _AMOUNT
    if quantity.unit == "%":
        return value / 100, "%", _PERCENT
    return value, quantity.unit, _PLAIN


def _value(book: Book, noun: Any) -> Value:  # noqa: ARG001
    shown, _, format_ = _scaled(noun.quantity)
    if shown is None and noun.quantity is not None:
        return Value(noun.quantity.value)
    return Value(shown, format_)


def _unit(book: Book, noun: Any) -> Value:  # noqa: ARG001
    return Value(_scaled(noun.quantity)[1] or (noun.quantity.unit if noun.quantity else None))


def _plain(field: str) -> Callable[[Book, Any], Value]:
    return lambda _, noun: Value(getattr(noun, field, None))


def _decimal(field: str) -> Callable[[Book, Any], Value]:
    def take(_: Book, noun: Any) -> Value:
        said = getattr(noun, field, None)
        return Value(None if said is None else Decimal(said), _PLAIN)

    return take


def _coded(group: str, field: str) -> Callable[[Book, Any], Value]:
    return lambda book, noun: Value(book.word(group, getattr(noun, field, None)))


def _state(group: str, *fields: str) -> Callable[[Book, Any], Value]:
    """A symbol and a word."""

    def take(book: Book, noun: Any) -> Value:
        code = noun
        for field in fields:
            code = getattr(code, field, None)
        said = book.word(group, code)
        return Value(f"{SYMBOLS.get(code or '', '')} {said}".strip(), state=True)

    return take


def _reached(book: Book, target: CheckedTarget) -> list[Result]:
    return [book.results[one] for one in target.attainment.results if one in book.results]


def _actual(book: Book, target: CheckedTarget) -> Value:
    """What its results say: the printed figures, or the words of results without one."""
    shown = [figure(one.quantity) or " ".join(one.text.split()) for one in _reached(book, target)]
    return Value("；".join(dict.fromkeys(shown)))


def _promised(book: Book, target: CheckedTarget) -> Value:
    """Comparator and value; words that only repeat the name of the indicator are left out."""
    said = promise(target) or target.text.replace(target.metric, "", 1).strip("，：: ")
    return Value(said or ("定性" if book.language == "zh" else "qualitative"))


def _rate(book: Book, target: CheckedTarget) -> Value:
    """Reached of promised, where there is one result in the target's unit."""
    wanted, results = number(target.quantity), _reached(book, target)
    if len(results) != 1 or not wanted or target.quantity is None:
        return Value(None)
    reached = results[0].quantity
    got = number(reached)
    if got is None or reached is None or reached.unit != target.quantity.unit:
        return Value(None)
    return Value(got / wanted, "0.00%")


def _indicator(book: Book, target: CheckedTarget) -> Value:
    """The second level, which says the first; the first where there is none."""
    level1, level2 = target.indicator.level1, target.indicator.level2
    return Value(book.word("level2", level2) or book.word("level1", level1))


def _status(book: Book, result: Result) -> Value:
    """Only what is not done yet, or goes up or down."""
    said = "" if result.status == "done" else book.word("status", result.status)
    return Value(" ".join(filter(None, (book.word("direction", result.direction), said))) or None)


def _reasons(book: Book, noun: Any) -> Value:
    return Value("；".join(book.word("reason", reason) for reason in noun.check.reasons))


def _unread(book: Book, noun: Any) -> Value:
    return Value(one_language(noun.reason or "", book.language) or None)


def _ids(field: str) -> Callable[[Book, Any], Value]:
    return lambda _, noun: Value(" ".join(getattr(noun, field, ())))


def _pages(book: Book, noun: Any) -> Value:  # noqa: ARG001
    return Value(", ".join(map(str, noun.pages or ())))


_ID = Column("id", 6, _plain("id"))
_VERDICT = Column("verdict", 10, _state("verdict", "check", "verdict"))
_DECISION = Column("decision", 14, lambda book, noun: Value(book.decisions.get(noun.id)))
_SUBJECT = Column("subject", 21, _plain("subject"))
_METRIC = Column("metric", 38, _plain("metric"))
_PERIOD = Column("period", 16, _plain("period"))
_TEXT = Column("text", 60, _plain("text"))
_PLACE = Column("place", 15, lambda book, noun: Value(where(noun.evidence, book.language)))
_BEHIND: tuple[Column, ...] = (
    Column("reasons", 20, _reasons, printed=False),
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
    Column("indicator", 15, _indicator),
    _SUBJECT,
    _METRIC,
    Column("target", 22, _promised),
    Column("actual", 20, _actual),
    Column("completion", 10, _rate),
    Column("attainment", 15, _state("attainment", "attainment", "state")),
    _VERDICT,
    _DECISION,
    Column("weight", 7, _decimal("weight")),
    Column("score", 7, _decimal("score")),
    Column("deviation_reason", 24, _plain("reason")),
    _PLACE,
    Column("value", 12, _value, printed=False),
    Column("unit_shown", 8, _unit, printed=False),
    Column("period", 10, _plain("period"), printed=False),
    Column("text", 44, _plain("text"), printed=False),
    Column("linked", 10, lambda _, noun: Value(" ".join(noun.attainment.results)), printed=False),
    Column("salience", 8, _coded("salience", "salience"), printed=False),
    *_BEHIND,
)
_RESULTS = (
    _ID,
    Column("theme", 10, _coded("theme", "theme")),
    _SUBJECT,
    _METRIC,
    Column("value", 14, _value),
    Column("unit_shown", 8, _unit),
    Column("printed", 14, lambda _, noun: Value(figure(noun.quantity) or None)),
    Column("status", 8, _status),
    _PERIOD,
    _VERDICT,
    _DECISION,
    _PLACE,
    Column("part_of", 8, _plain("part_of"), printed=False),
    Column("text", 44, _plain("text"), printed=False),
    Column("salience", 8, _coded("salience", "salience"), printed=False),
    *_BEHIND,
)
_PROBLEMS = (
    _ID,
    Column("category", 12, _coded("category", "category")),
    _TEXT,
    Column("cause", 36, _plain("cause")),
    _VERDICT,
    _DECISION,
    _PLACE,
    *_BEHIND,
)
_MEASURES = (
    _ID,
    Column("kind", 12, _coded("measure", "kind")),
    _TEXT,
    Column("addresses", 12, _ids("addresses")),
    _VERDICT,
    _DECISION,
    _PLACE,
    *_BEHIND,
)
_FINDINGS = (
    Column("severity", 9, _state("severity", "severity")),
    Column("message", 90, lambda book, noun: Value(message_of(noun, book.language))),
    Column("expected", 20, _plain("expected")),
    Column("stated", 18, _plain("stated")),
    Column("items", 18, _ids("items")),
    _PLACE,
    Column("code", 22, _plain("code"), printed=False),
    *_BEHIND[2:],
)
_TABLES = (
    _ID,
    Column("role", 14, _coded("table", "role")),
    Column("title", 44, _plain("title")),
    Column("table_unit", 10, _plain("unit")),
    Column("rows", 7, _plain("rows")),
    Column("columns", 7, _plain("columns")),
    Column("quantities", 10, _plain("quantities")),
    Column("items", 10, lambda _, noun: Value(len(noun.items))),
    Column("pages", 10, _pages),
)
_UNCITED = (
    Column("text", 24, _plain("text")),
    Column("section", 110, lambda _, noun: Value(path(noun.section[-2:]))),
    Column("start", 8, _plain("start")),
    Column("end", 8, _plain("end")),
)
_SECTIONS = (
    Column("section", 160, lambda _, noun: Value(path(noun.path[-3:]))),
    Column("state", 9, _state("state", "state")),
    Column("reason", 40, _unread),
    Column("count", 8, _plain("items")),
    Column("start", 8, _plain("start"), printed=False),
    Column("end", 8, _plain("end"), printed=False),
)

Listed = Callable[[Summary], Sequence[object]]
# label of the sheet → columns, what it lists
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
