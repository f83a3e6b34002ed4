"""Render the summary as tables for a terminal; colour only repeats what symbols and words state."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console, Group
from rich.table import Table

from summarizer.rendering.briefing import brief_parts, is_written
from summarizer.rendering.chinese import ChineseText
from summarizer.rendering.facts import facts, findings_first, title, unread
from summarizer.rendering.figures import figure, marks, promise, told
from summarizer.rendering.labels import SYMBOLS, Language, word
from summarizer.rendering.look import Look
from summarizer.rendering.rows import path
from summarizer.rendering.spoken import message_of, one_language
from summarizer.rendering.statements import sentence
from summarizer.schema import (
    Check,
    CheckedMeasure,
    CheckedProblem,
    CheckedResult,
    CheckedTarget,
    Document,
    Summary,
)

__all__ = ["render"]

_STYLES = {
    "verified": "green",
    "review": "yellow",
    "failed": "bold red",
    "error": "bold red",
    "warning": "yellow",
    "info": "cyan",
    "met": "green",
    "exceeded": "green",
    "partly": "yellow",
    "not_met": "bold red",
}
_NEVER_WRAPPED = frozenset({"id", "severity", "attainment", "theme", "kind"})

Row = Sequence[str | ChineseText]
Section = tuple[str, tuple[str, ...], Iterable[Row]]


def render(summary: Summary, document: Document | None, look: Look) -> str:  # noqa: ARG001
    """Return facts and brief, one table per kind, the findings, and what is not covered."""
    stream = io.StringIO()
    console = Console(
        file=stream,
        width=max(look.width, 40),
        force_terminal=look.color,
        no_color=not look.color,
        color_system="standard" if look.color else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    _head(console, summary, look.language)
    for section in _sections(summary, look.language):
        _print_section(console, section, look.language)
    _uncovered(console, summary, look.language)
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"


def _head(console: Console, summary: Summary, language: Language) -> None:
    console.print(ChineseText(_clean(title(summary)), style="bold"))
    for label, value in facts(summary, language)[1:]:
        console.print(ChineseText(f"{label}  ", style="dim").append(_clean(value), style="not dim"))
    console.print()
    if is_written(summary):
        _say(console, ChineseText(_clean(summary.overview.text)))
        if summary.overview.check.verdict != "verified":
            console.print(_verdict(summary.overview.check, language))
    for part in brief_parts(summary, language):
        heading = part.heading
        told = ChineseText(f"{heading}  ", style="bold")
        told.append(_clean(sentence(part, language)), style="not bold")
        _say(console, told)


def _sections(summary: Summary, language: Language) -> Iterable[Section]:
    results = {result.id: result for result in summary.results}
    labels: tuple[str, ...]
    labels = ("id", "check", "subject", "metric", "target", "actual", "attainment")
    if any(map(marks, summary.targets)):
        labels = (*labels, "score", "deviation_reason")
    rows = (_target(target, results, language)[: len(labels)] for target in summary.targets)
    yield ("targets", labels, rows)
    yield (
        "results",
        ("id", "check", "subject", "metric", "actual", "theme"),
        (_result(result, language) for result in summary.results),
    )
    yield (
        "problems",
        ("id", "check", "category", "text", "cause"),
        (_problem(problem, language) for problem in summary.problems),
    )
    yield (
        "measures",
        ("id", "check", "kind", "text", "addresses"),
        (_measure(measure, language) for measure in summary.measures),
    )
    yield (
        "findings",
        ("severity", "message"),
        (
            (_state("severity", found.severity, language), _clean(message_of(found, language)))
            for found in findings_first(summary)
        ),
    )


def _target(target: CheckedTarget, results: dict[str, CheckedResult], language: Language) -> Row:
    linked = [results[name] for name in target.attainment.results if name in results]
    return (
        target.id,
        _verdict(target.check, language),
        _clean(target.subject or ""),
        _clean(target.metric),
        _clean(promise(target)),
        _clean("；".join(figure(one.quantity) or told(one.text, one.metric) for one in linked)),
        _state("attainment", target.attainment.state, language),
        marks(target),
        _clean(target.reason or ""),
    )


def _result(result: CheckedResult, language: Language) -> Row:
    soon = "" if result.status == "done" else word("status", result.status, language)
    return (
        result.id,
        _verdict(result.check, language),
        _clean(result.subject or ""),
        _clean(result.metric),
        _clean(f"{soon} {figure(result.quantity)}".strip()),
        word("theme", result.theme, language),
    )


def _problem(problem: CheckedProblem, language: Language) -> Row:
    return (
        problem.id,
        _verdict(problem.check, language),
        word("category", problem.category, language),
        _clean(problem.text),
        _clean(problem.cause or ""),
    )


def _measure(measure: CheckedMeasure, language: Language) -> Row:
    return (
        measure.id,
        _verdict(measure.check, language),
        word("measure", measure.kind, language),
        _clean(measure.text),
        " ".join(measure.addresses),
    )


def _verdict(check: Check, language: Language) -> ChineseText:
    said = f"{SYMBOLS[check.verdict]} {word('verdict', check.verdict, language)}"
    for reason in check.reasons:
        said += f"\n{word('reason', reason, language)}"
    return ChineseText(said, style=_STYLES[check.verdict])


def _state(group: str, code: str, language: Language) -> ChineseText:
    return ChineseText(
        f"{SYMBOLS[code]} {word(group, code, language)}", style=_STYLES.get(code, "")
    )


def _clean(text: str) -> str:
    """Return the text on one line, without terminal control characters."""
    flat = " ".join(text.split())
    return "".join(sign if sign.isprintable() else "�" for sign in flat)


def _print_section(console: Console, section: Section, language: Language) -> None:
    label, columns, found = section
    rows = list(found)
    console.print()
    console.print(ChineseText(f"{word('heading', label, language)} ({len(rows)})", style="bold"))
    if not rows:
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    filled = [any(row[at] for row in rows) for at in range(len(columns))]
    columns = tuple(name for name, is_filled in zip(columns, filled, strict=True) if is_filled)
    rows = [
        [cell for cell, is_filled in zip(row, filled, strict=True) if is_filled] for row in rows
    ]
    for name in columns:
        label, whole = word("heading", name, language), name in _NEVER_WRAPPED
        table.add_column(ChineseText(label), no_wrap=whole, overflow="fold")
    for row in rows:
        table.add_row(
            *(cell if isinstance(cell, ChineseText) else ChineseText(cell) for cell in row)
        )
    console.print(table)


def _uncovered(console: Console, summary: Summary, language: Language) -> None:
    for section in unread(summary):
        said = f"{SYMBOLS['unread']} {word('heading', 'unread', language)}：{path(section.path)}"
        _say(
            console,
            ChineseText(
                _clean(f"{said}（{one_language(section.reason or '', language)}）"),
                style="bold red",
            ),
        )
    if summary.coverage.uncited:
        named = "、".join(uncited.text for uncited in summary.coverage.uncited)
        label = word("heading", "uncited", language)
        console.print()
        _say(console, ChineseText(_clean(f"{label} ({len(summary.coverage.uncited)})：{named}")))


def _say(console: Console, text: ChineseText) -> None:
    """Print a paragraph, in a group because the console would otherwise join adjacent texts."""
    console.print(Group(text))
