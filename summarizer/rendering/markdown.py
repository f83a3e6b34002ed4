"""Render the summary as a brief of a few pages in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from summarizer.rendering.briefing import brief_parts, is_written
from summarizer.rendering.facts import facts, findings_first, title, unread
from summarizer.rendering.figures import figure, marks, promise, told
from summarizer.rendering.labels import SYMBOLS, Language, word
from summarizer.rendering.look import Look
from summarizer.rendering.markup import mark, safe, table
from summarizer.rendering.rows import path
from summarizer.rendering.spoken import (
    SIGNS,
    decisions_of,
    ledger_told,
    message_of,
    one_language,
)
from summarizer.rendering.statements import Statement, sentence
from summarizer.schema import (
    CheckedMeasure,
    CheckedResult,
    CheckedTarget,
    Document,
    Summary,
)

__all__ = ["render"]

_THEMES = (
    "funds",
    "economy",
    "employment",
    "livelihood",
    "social_security",
    "health",
    "epidemic",
    "culture",
    "environment",
    "city_management",
    "public_security",
    "governance",
    "party_building",
    "other",
)


def render(summary: Summary, document: Document | None, look: Look) -> str:  # noqa: ARG001
    """Return CommonMark with tables; text of the report is escaped."""
    language = look.language
    parts = [
        [f"# {safe(title(summary))}"],
        table(("", ""), ((safe(a), safe(b)) for a, b in facts(summary, language)[1:])),
        _part("overview", language, _overview(summary, language)),
        _part("targets", language, _targets(summary, language)),
        _part("results", language, _results(summary, language)),
        _part("problems", language, _problems(summary, language)),
        _part("findings", language, _findings(summary, language)),
        *([_part("ledger", language, _ledger(summary, language))] if summary.ledger else []),
        *([_part("tables", language, _tables(summary, language))] if summary.tables else []),
        _part("coverage", language, _coverage(summary, language)),
    ]
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"


def _part(label: str, language: Language, lines: Sequence[str]) -> list[str]:
    return [f"## {word('heading', label, language)}", "", *(lines or [_none(language)])]


def _none(language: Language) -> str:
    return word("heading", "none", language)


def _overview(summary: Summary, language: Language) -> list[str]:
    """Return the model's overview, and the brief with a paragraph for each part."""
    written = safe(summary.overview.text) + mark(summary.overview.check, language)
    lines = [written, ""] if is_written(summary) else []
    for part in brief_parts(summary, language):
        heading = part.heading
        if part.listed and len(part.statements) > 1:
            lines += [
                f"- **{heading}**",
                *(f"    - {_statement(one, language)}" for one in part.statements),
            ]
        else:
            lines.append(f"- **{heading}**{SIGNS[language].colon}{safe(sentence(part, language))}")
    return lines


def _statement(one: Statement, language: Language) -> str:
    label = f"{safe(one.label)}{SIGNS[language].colon}" if one.label else ""
    return f"{label}{safe(one.text)}"


def _findings(summary: Summary, language: Language) -> list[str]:
    return [
        f"- **{SYMBOLS[found.severity]} {word('severity', found.severity, language)}** "
        f"{safe(message_of(found, language))}"
        for found in findings_first(summary)
    ]


def _targets(summary: Summary, language: Language) -> list[str]:
    """Return a table of the targets with a number or a form row, and a line per state for the
    others, which cannot be compared.
    """
    results = {result.id: result for result in summary.results}
    firm = [target for target in summary.targets if _is_firm(target)]
    scored = any(map(marks, firm)) or any(target.reason for target in firm)
    labels = ["subject", "metric", "target", "actual", "attainment"]
    labels += ["score", "deviation_reason"] if scored else []
    head = [word("heading", label, language) for label in labels]
    decisions = decisions_of(summary, language)
    rows = [_target(target, results, language, decisions)[: len(head)] for target in firm]
    lines = table(head, rows) if rows else []
    return lines + _soft_targets(summary, language)


def _is_firm(target: CheckedTarget) -> bool:
    return target.quantity is not None or bool(marks(target))


def _soft_targets(summary: Summary, language: Language) -> list[str]:
    soft = [target for target in summary.targets if not _is_firm(target)]
    lines: list[str] = []
    for state in dict.fromkeys(target.attainment.state for target in soft):
        decisions = decisions_of(summary, language)
        said = [
            safe(target.metric) + mark(target.check, language, decisions.get(target.id, ""))
            for target in soft
            if target.attainment.state == state
        ]
        signs = SIGNS[language]
        label = (
            f"{word('heading', 'soft_targets', language)}{signs.words}{_attained(state, language)}"
        )
        count = f"{signs.opening}{len(said)}{signs.closing}{signs.colon}"
        lines += ["", f"{label}{count}{signs.clauses.join(said)}{signs.stop}"]
    return lines


def _attained(state: str, language: Language) -> str:
    return f"{SYMBOLS[state]} {word('attainment', state, language)}"


def _target(
    target: CheckedTarget,
    results: dict[str, CheckedResult],
    language: Language,
    decisions: Mapping[str, str],
) -> tuple[str, ...]:
    linked = [results[name] for name in target.attainment.results if name in results]
    actual = SIGNS[language].clauses.join(
        figure(one.quantity) or told(one.text, one.metric) for one in linked
    )
    return (
        safe(target.subject or ""),
        safe(target.metric) + mark(target.check, language, decisions.get(target.id, "")),
        safe(promise(target)),
        safe(actual),
        _attained(target.attainment.state, language),
        marks(target),
        safe(target.reason or ""),
    )


def _results(summary: Summary, language: Language) -> list[str]:
    """Return a paragraph per theme and section; expected and planned results are labelled so."""
    results, decisions = summary.results, decisions_of(summary, language)
    lines: list[str] = []
    for theme, members in groupby(sorted(results, key=_theme_rank), key=lambda one: one.theme):
        lines += ["", f"### {word('theme', theme or 'other', language)}", ""]
        lines += _by_section(list(members), language, decisions, summary.document.name)
    return lines[1:]


def _theme_rank(result: CheckedResult) -> int:
    return _THEMES.index(result.theme) if result.theme in _THEMES else len(_THEMES)


def _by_section(
    results: Sequence[CheckedResult],
    language: Language,
    decisions: Mapping[str, str],
    name: str,
) -> Iterator[str]:
    for section, members in groupby(results, key=lambda result: result.section):
        # Text before the first heading of an untitled report has the file name as its heading.
        place = safe(section[-1]) if section and section[-1] != name else ""
        # 「由62%提高到86%」 is one clause with two numbers and is printed once.
        signs = SIGNS[language]
        told = _distinct(_result(result, language, decisions) for result in members)
        yield f"- {f'**{place}** ' if place else ''}{signs.clauses.join(told)}{signs.stop}"


def _distinct(told: Iterable[str]) -> list[str]:
    """Each clause once, with its doubt where one of its numbers has one."""
    each = tuple(dict.fromkeys(told))
    return [one for one in each if not any(other.startswith(f"{one} **") for other in each)]


def _result(result: CheckedResult, language: Language, decisions: Mapping[str, str]) -> str:
    """Return the clause of the report; for table cells, whose words are scattered, a composed
    text.
    """
    shown = figure(result.quantity)
    text = result.text.rstrip("。；，;, ")
    if shown and shown.replace(" ", "") not in text.replace(" ", ""):
        text = " ".join(part for part in (result.subject, result.metric, shown) if part)
    signs = SIGNS[language]
    soon = f"{signs.opening}{word('status', result.status, language)}{signs.closing}"
    soon = "" if result.status == "done" else soon
    return safe(text) + soon + mark(result.check, language, decisions.get(result.id, ""))


def _problems(summary: Summary, language: Language) -> list[str]:
    answers = {
        problem.id: [m for m in summary.measures if problem.id in m.addresses]
        for problem in summary.problems
    }
    lines: list[str] = []
    decisions, colon = decisions_of(summary, language), SIGNS[language].colon
    for number, problem in enumerate(summary.problems, start=1):
        kind = word("category", problem.category, language)
        doubt = mark(problem.check, language, decisions.get(problem.id, ""))
        lines.append(f"{number}. **{kind}** {safe(problem.text)}{doubt}")
        if problem.cause:
            lines.append(f"    - {word('heading', 'cause', language)}{colon}{safe(problem.cause)}")
        lines += [f"    - {_measure(one, language, decisions)}" for one in answers[problem.id]]
    known = {problem.id for problem in summary.problems}
    others = [m for m in summary.measures if not known.intersection(m.addresses)]
    if others:
        lines += ["", f"### {word('heading', 'other_measures', language)}", ""]
        lines += [f"- {_measure(measure, language, decisions)}" for measure in others]
    return lines


def _measure(measure: CheckedMeasure, language: Language, decisions: Mapping[str, str]) -> str:
    label = word("heading", "measures", language)
    kind = word("measure", measure.kind, language)
    signs, doubt = SIGNS[language], mark(measure.check, language, decisions.get(measure.id, ""))
    head = f"{label}{signs.opening}{kind}{signs.closing}{signs.colon}"
    return f"{head}{safe(measure.text)}{doubt}"


def _tables(summary: Summary, language: Language) -> list[str]:
    labels = ("id", "role", "title", "table_unit", "rows", "columns", "quantities", "items")
    rows = (
        (
            one.id,
            word("table", one.role, language),
            safe(one.title or ""),
            safe(one.unit or ""),
            *map(str, (one.rows, one.columns, one.quantities, len(one.items))),
        )
        for one in summary.tables
    )
    return table([word("heading", label, language) for label in labels], rows)


def _ledger(summary: Summary, language: Language) -> list[str]:
    colon = SIGNS[language].colon
    return [
        f"- **{label}**{colon if told else ''}{safe(told)}"
        for label, told in ledger_told(summary, language)
    ]


def _coverage(summary: Summary, language: Language) -> list[str]:
    signs = SIGNS[language]
    label = f"**{SYMBOLS['unread']} {word('heading', 'unread', language)}**{signs.colon}"
    lines = []
    for section in unread(summary):
        why = safe(one_language(section.reason or "", language))
        lines.append(f"{label}{safe(path(section.path))}{signs.opening}{why}{signs.closing}")
    if summary.coverage.uncited:
        named = signs.words.join(safe(uncited.text) for uncited in summary.coverage.uncited)
        count = f"{signs.opening}{len(summary.coverage.uncited)}{signs.closing}{signs.colon}"
        lines += ["", f"{word('heading', 'uncited', language)}{count}{named}"]
    return lines or [word("heading", "complete", language)]
