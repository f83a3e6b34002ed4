"""The few lines that head every rendering: which report, which engine, how much is covered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import get_args

from summarizer.rendering.briefing import brief_parts, findings_first, funds_told
from summarizer.rendering.labels import SYMBOLS, Language, word
from summarizer.rendering.spoken import engine_told, when
from summarizer.schema import SectionCoverage, Summary
from summarizer.schema.summary import Severity

__all__ = ["coverage_line", "facts", "findings_first", "title", "unread", "verdicts_line"]


_OF_BRIEF = frozenset({"funds", "targets", "score", "unmet", "findings"})


def title(summary: Summary) -> str:
    """The report's title, or its file name."""
    return " ".join((summary.document.title or summary.document.name).split())


def facts(summary: Summary, language: Language, *, brief: bool = True) -> list[tuple[str, str]]:
    """Label and value; what is unknown is left out. Without `brief`, what the brief tells too."""
    document, run = summary.document, summary.run
    length = f"{document.characters} {word('heading', 'characters', language)}"
    values = {
        "title": title(summary),
        "organization": document.organization,
        "fiscal_year": None if document.fiscal_year is None else str(document.fiscal_year),
        "kind": word("document", document.kind, language),
        "funds": funds_told(summary, language),
        "targets": targets_line(summary, language),
        "score": score_line(summary),
        "unmet": unmet_line(summary, language),
        "findings": findings_line(summary, language),
        "file": f"{document.name} ({length})",
        "engine": engine_told(run, language),
        "check": verdicts_line(summary, language),
        "coverage": coverage_line(summary, language),
        "made": when(run, language),
        "version": run.version,
    }
    return [
        (word("heading", name, language), value)
        for name, value in values.items()
        if value and (brief or name not in _OF_BRIEF)
    ]


def targets_line(summary: Summary, language: Language) -> str:
    """How many targets there are, and how many have which attainment."""
    counts = summary.brief.targets
    if not counts.total:
        return ""
    states = ("met", "exceeded", "partly", "not_met", "not_reported", "unclear")
    shown = " · ".join(
        f"{SYMBOLS[state]} {word('attainment', state, language)} {getattr(counts, state)}"
        for state in states
        if getattr(counts, state)
    )
    return f"{counts.total}：{shown}" if language == "zh" else f"{counts.total}: {shown}"


def score_line(summary: Summary) -> str:
    """The score that the report gives itself, of how many, and its grade."""
    score = summary.brief.score
    if score is None:
        return ""
    return f"{score.value} / {score.full}" + (f"（{score.grade}）" if score.grade else "")


def unmet_line(summary: Summary, language: Language) -> str:
    """Missed targets: what was promised, and what was reached."""
    missed = [part for part in brief_parts(summary, language) if part.label == "unmet"]
    joint = "；" if language == "zh" else "; "
    return joint.join(statement.text for part in missed for statement in part.statements)


def findings_line(summary: Summary, language: Language) -> str:
    """How many findings have which severity."""
    counts = Counter(finding.severity for finding in summary.findings)
    return " · ".join(
        f"{SYMBOLS[severity]} {word('severity', severity, language)} {counts[severity]}"
        for severity in get_args(Severity)
        if counts[severity]
    )


def verdicts_line(summary: Summary, language: Language) -> str:
    """How many items have which verdict."""
    counts = Counter(item.check.verdict for item in summary.items)
    return " · ".join(
        f"{SYMBOLS[verdict]} {word('verdict', verdict, language)} {counts[verdict]}"
        for verdict in ("verified", "review", "failed")
    )


def coverage_line(summary: Summary, language: Language) -> str:
    """How many of the report's quantities items mention, how many sections were read."""
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
    """The sections that no engine read."""
    return [section for section in summary.coverage.sections if section.state == "unread"]
