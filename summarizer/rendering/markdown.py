"""The summary as a brief of a few pages in Markdown: what a committee reads and a clerk signs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from summarizer.rendering.facts import facts, findings_first, title, unread
from summarizer.rendering.figures import figure, marks, promise, told
from summarizer.rendering.labels import SYMBOLS, Language, word
from summarizer.rendering.look import Look
from summarizer.rendering.rows import path
from summarizer.schema import (
    Check,
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
_SPECIAL = re.compile(r"([\\`*_\[\]|~#])")


def render(summary: Summary, document: Document | None, look: Look) -> str:  # noqa: ARG001
    """CommonMark with tables; words of the report cannot become markup."""
    language = look.language
    parts = [
        [f"# {safe(title(summary))}"],
        _table(("", ""), ((safe(a), safe(b)) for a, b in facts(summary, language)[1:])),
        _part("overview", language, _overview(summary, language)),
        _part("findings", language, _findings(summary, language)),
        _part("targets", language, _targets(summary, language)),
        _part("results", language, _results(summary.results, language)),
        _part("problems", language, _problems(summary, language)),
        *([_part("tables", language, _tables(summary, language))] if summary.tables else []),
        _part("coverage", language, _coverage(summary, language)),
    ]
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"


def safe(text: str) -> str:
    """Text on one line with nothing in it that Markdown, HTML or a terminal would act on.

    >>> safe("<b>a|b</b> *c*")
    '&lt;b&gt;a\\\\|b&lt;/b&gt; \\\\*c\\\\*'
    """
    flat = "".join(sign if sign.isprintable() else "�" for sign in " ".join(text.split()))
    escaped = flat.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(r"\\\1", escaped)


def _part(label: str, language: Language, lines: Sequence[str]) -> list[str]:
    return [f"## {word('heading', label, language)}", "", *(lines or [_none(language)])]


def _none(language: Language) -> str:
    return word("heading", "none", language)


def _mark(check: Check, language: Language) -> str:
    """Nothing after what is verified; a doubt is said in words, with its reasons."""
    if check.verdict == "verified":
        return ""
    reasons = "、".join(word("reason", reason, language) for reason in check.reasons)
    verdict = f"{SYMBOLS[check.verdict]} {word('verdict', check.verdict, language)}"
    return f" **（{verdict}{'：' if reasons else ''}{reasons}）**"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return lines + [f"| {' | '.join(row)} |" for row in rows]


def _overview(summary: Summary, language: Language) -> list[str]:
    return [safe(summary.overview.text) + _mark(summary.overview.check, language)]


def _findings(summary: Summary, language: Language) -> list[str]:
    return [
        f"- **{SYMBOLS[found.severity]} {word('severity', found.severity, language)}** "
        f"{safe(found.message)} `{found.code}`"
        for found in findings_first(summary)
    ]


def _targets(summary: Summary, language: Language) -> list[str]:
    """A table of those with a figure or a row in a form; the others, which nothing can be held
    against, in a line per state."""
    results = {result.id: result for result in summary.results}
    firm = [target for target in summary.targets if _is_firm(target)]
    scored = any(map(marks, firm)) or any(target.reason for target in firm)
    labels = ["subject", "metric", "target", "actual", "attainment"]
    labels += ["score", "deviation_reason"] if scored else []
    head = [word("heading", label, language) for label in labels]
    rows = [_target(target, results, language)[: len(head)] for target in firm]
    table = _table(head, rows) if rows else []
    return table + _soft_targets(summary, language)


def _is_firm(target: CheckedTarget) -> bool:
    return target.quantity is not None or bool(marks(target))


def _soft_targets(summary: Summary, language: Language) -> list[str]:
    soft = [target for target in summary.targets if not _is_firm(target)]
    lines: list[str] = []
    for state in dict.fromkeys(target.attainment.state for target in soft):
        said = [_soft(target, language) for target in soft if target.attainment.state == state]
        label = f"{word('heading', 'soft_targets', language)}，{_attained(state, language)}"
        lines += ["", f"{label}（{len(said)}）：{'；'.join(said)}。"]
    return lines


def _soft(target: CheckedTarget, language: Language) -> str:
    return safe(target.metric) + _mark(target.check, language)


def _attained(state: str, language: Language) -> str:
    return f"{SYMBOLS[state]} {word('attainment', state, language)}"


def _target(
    target: CheckedTarget, results: dict[str, CheckedResult], language: Language
) -> tuple[str, ...]:
    linked = [results[name] for name in target.attainment.results if name in results]
    actual = "；".join(figure(one.quantity) or told(one.text, one.metric) for one in linked)
    return (
        safe(target.subject or ""),
        safe(target.metric) + _mark(target.check, language),
        safe(promise(target)),
        safe(actual),
        _attained(target.attainment.state, language),
        marks(target),
        safe(target.reason or ""),
    )


def _results(results: Sequence[CheckedResult], language: Language) -> list[str]:
    """One paragraph per theme and section; what is only expected or planned says so."""
    lines: list[str] = []
    for theme, members in groupby(sorted(results, key=_theme_rank), key=lambda one: one.theme):
        lines += ["", f"### {word('theme', theme or 'other', language)}", ""]
        lines += _by_section(list(members), language)
    return lines[1:]


def _theme_rank(result: CheckedResult) -> int:
    return _THEMES.index(result.theme) if result.theme in _THEMES else len(_THEMES)


def _by_section(results: Sequence[CheckedResult], language: Language) -> Iterator[str]:
    for section, members in groupby(results, key=lambda result: result.section):
        place = safe(section[-1]) if section else ""
        # 「由62%提高到86%」 is one clause of two figures and is printed once.
        said = "；".join(dict.fromkeys(_result(result, language) for result in members))
        yield f"- {f'**{place}** ' if place else ''}{said}。"


def _result(result: CheckedResult, language: Language) -> str:
    """The clause of the report; a table cell, whose words are scattered, is put together."""
    shown = figure(result.quantity)
    text = result.text.rstrip("。；，;, ")
    if shown and shown.replace(" ", "") not in text.replace(" ", ""):
        text = " ".join(part for part in (result.subject, result.metric, shown) if part)
    soon = "" if result.status == "done" else f"（{word('status', result.status, language)}）"
    return safe(text) + soon + _mark(result.check, language)


def _problems(summary: Summary, language: Language) -> list[str]:
    answers = {
        problem.id: [m for m in summary.measures if problem.id in m.addresses]
        for problem in summary.problems
    }
    lines: list[str] = []
    for number, problem in enumerate(summary.problems, start=1):
        kind = word("category", problem.category, language)
        lines.append(f"{number}. **{kind}** {safe(problem.text)}{_mark(problem.check, language)}")
        if problem.cause:
            lines.append(f"    - {word('heading', 'cause', language)}：{safe(problem.cause)}")
        lines += [f"    - {_measure(measure, language)}" for measure in answers[problem.id]]
    known = {problem.id for problem in summary.problems}
    others = [m for m in summary.measures if not known.intersection(m.addresses)]
    if others:
        lines += ["", f"### {word('heading', 'other_measures', language)}", ""]
        lines += [f"- {_measure(measure, language)}" for measure in others]
    return lines


def _measure(measure: CheckedMeasure, language: Language) -> str:
    label = word("heading", "measures", language)
    kind = word("measure", measure.kind, language)
    return f"{label}（{kind}）：{safe(measure.text)}{_mark(measure.check, language)}"


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
    return _table([word("heading", label, language) for label in labels], rows)


def _coverage(summary: Summary, language: Language) -> list[str]:
    lines = [
        f"**{SYMBOLS['unread']} {word('heading', 'unread', language)}**："
        f"{safe(path(section.path))}（{safe(section.reason or '')}）"
        for section in unread(summary)
    ]
    if summary.coverage.uncited:
        named = "、".join(safe(uncited.text) for uncited in summary.coverage.uncited)
        count = len(summary.coverage.uncited)
        lines += ["", f"{word('heading', 'uncited', language)}（{count}）：{named}"]
    return lines or [word("heading", "none", language)]
