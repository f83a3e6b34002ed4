"""Findings in the brief: the weightiest, and the number of the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from summarizer.rendering.labels import SYMBOLS, Language, word
from summarizer.rendering.spoken import message_of
from summarizer.rendering.statements import Statement, bare
from summarizer.schema import Finding, Summary

__all__ = ["findings_first", "findings_told"]

_SEVERITIES = ("error", "warning", "info")


def findings_first(summary: Summary) -> list[Finding]:
    """Return the findings, worst first, in reading order within a severity."""
    return sorted(summary.findings, key=lambda finding: _SEVERITIES.index(finding.severity))


def findings_told(summary: Summary, language: Language) -> Iterator[Statement]:
    """Yield the weightiest findings, and how many others there are."""
    chosen = [summary.findings[at] for at in summary.brief.findings if at < len(summary.findings)]
    for found in chosen:
        severity = f"{SYMBOLS[found.severity]} {word('severity', found.severity, language)}"
        yield Statement(bare(message_of(found, language)), found.evidence, severity)
    others = [one for one in findings_first(summary) if one not in chosen]
    if chosen and any(one.severity != "info" for one in others):
        yield Statement(_others(others, language))


def _others(findings: Sequence[Finding], language: Language) -> str:
    counts = [
        (severity, sum(one.severity == severity for one in findings))
        for severity in _SEVERITIES
        if severity != "info"
    ]
    shown = [(severity, count) for severity, count in counts if count]
    if language == "zh":
        each = "、".join(f"{word('severity', severity)}{count}条" for severity, count in shown)
        return f"另有{each}，见核查发现清单"
    each = ", ".join(f"{count} {word('severity', severity, 'en')}" for severity, count in shown)
    return f"besides {each}, see the list of findings"
