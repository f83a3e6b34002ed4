"""The few lines that head every rendering: which report, which engine, how much is covered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from summarizer.rendering.figures import figure, promise
from summarizer.rendering.labels import SYMBOLS, Language, word
from summarizer.schema import Finding, SectionCoverage, Summary

__all__ = ["coverage_line", "facts", "findings_first", "title", "unread", "verdicts_line"]

_SEVERITIES = ("error", "warning", "info")


def title(summary: Summary) -> str:
    """The report's title, or its file name."""
    return " ".join((summary.document.title or summary.document.name).split())


def facts(summary: Summary, language: Language) -> list[tuple[str, str]]:
    """Label and value; what is unknown is left out."""
    document, run = summary.document, summary.run
    length = f"{document.characters} {word('heading', 'characters', language)}"
    engine = run.engine if not run.model else f"{run.engine} ({run.model})"
    values = {
        "title": title(summary),
        "organization": document.organization,
        "fiscal_year": None if document.fiscal_year is None else str(document.fiscal_year),
        "kind": word("document", document.kind, language),
        "funds": funds_line(summary, language),
        "targets": targets_line(summary, language),
        "score": score_line(summary),
        "unmet": unmet_line(summary, language),
        "file": f"{document.name} ({length})",
        "engine": engine,
        "check": verdicts_line(summary, language),
        "coverage": coverage_line(summary, language),
        "made": run.started_at,
        "version": run.version,
    }
    return [(word("heading", name, language), value) for name, value in values.items() if value]


def funds_line(summary: Summary, language: Language) -> str:
    """Budget, adjusted budget, spending and rate, as far as they are sure."""
    funds = summary.brief.funds
    shown = (
        (name, figure(getattr(funds, name))) for name in ("budget", "adjusted", "spent", "rate")
    )
    return " · ".join(
        f"{word('heading', f'funds_{name}', language)} {value}" for name, value in shown if value
    )


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
    results = {item.id: item for item in summary.results}
    targets = {item.id: item for item in summary.targets}
    shown = []
    for target in (targets[one] for one in summary.brief.unmet if one in targets):
        reached = [figure(results[one].quantity) for one in target.attainment.results]
        got = "、".join(filter(None, reached))
        name = " ".join(filter(None, (target.subject, target.metric)))
        shown.append(" ".join(f"{name} {promise(target)}".split()) + (f" → {got}" if got else ""))
    return ("；" if language == "zh" else "; ").join(shown)


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


def findings_first(summary: Summary) -> list[Finding]:
    """The findings, worst first, in reading order within a severity."""
    return sorted(summary.findings, key=lambda finding: _SEVERITIES.index(finding.severity))
