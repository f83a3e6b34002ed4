"""Lines at the top of every rendering: report, engine, coverage."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from summarizer.rendering.labels import SYMBOLS, Language, word
from summarizer.rendering.spoken import engine_told, when
from summarizer.rendering.weightiest import findings_first
from summarizer.schema import SectionCoverage, Summary

_SUFFIX = re.compile(r"\.(?:xlsx?|docx?|pdf|wps|et|txt|md|html?|csv)$", re.IGNORECASE)

__all__ = ["coverage_line", "facts", "findings_first", "title", "unread", "verdicts_line"]


def title(summary: Summary) -> str:
    """Return the report's title, or its file name."""
    named = summary.document.title or summary.document.name
    return _SUFFIX.sub("", " ".join(named.split()))


def facts(summary: Summary, language: Language) -> list[tuple[str, str]]:
    """Return labels and values; unknown values, and those in the brief, are omitted."""
    document, run = summary.document, summary.run
    length = f"{document.characters} {word('heading', 'characters', language)}"
    values = {
        "title": title(summary),
        "organization": document.organization,
        "fiscal_year": _years(summary),
        "kind": word("document", document.kind, language),
        "file": f"{document.name} ({length})",
        "engine": engine_told(run, language),
        "check": verdicts_line(summary, language),
        "coverage": coverage_line(summary, language),
        "made": when(run, language),
        "version": run.version,
    }
    return [(word("heading", name, language), value) for name, value in values.items() if value]


# A title that names several years.
_SEVERAL = re.compile(r"(20\d\d)年?度?\s*[—\-－–~～至和、]+\s*(20\d\d)")


def _years(summary: Summary) -> str | None:
    """Return the years of the title, else the fiscal year."""
    several = _SEVERAL.search(title(summary))
    if several:
        return f"{several[1]}—{several[2]}"
    year = summary.document.fiscal_year
    return None if year is None else str(year)


def verdicts_line(summary: Summary, language: Language) -> str:
    """Return the number of items by verdict."""
    counts = Counter(item.check.verdict for item in summary.items)
    return " · ".join(
        f"{SYMBOLS[verdict]} {word('verdict', verdict, language)} {counts[verdict]}"
        for verdict in ("verified", "review", "failed")
    )


def coverage_line(summary: Summary, language: Language) -> str:
    """Return how many quantities are cited by items and how many sections were read."""
    coverage = summary.coverage
    read = len(coverage.sections) - len(unread(summary))
    if language == "zh":
        return (
            f"报告中 {coverage.quantities} 个数量，条目引用 {coverage.cited} 个，"
            f"未引用 {len(coverage.uncited)} 个；{len(coverage.sections)} 个章节已读 {read} 个"
        )
    return (
        f"{coverage.quantities} quantities in the report, {coverage.cited} cited, "
        f"{len(coverage.uncited)} not; {read} of {len(coverage.sections)} sections read"
    )


def unread(summary: Summary) -> Sequence[SectionCoverage]:
    """Return the sections that no engine read."""
    return [section for section in summary.coverage.sections if section.state == "unread"]
