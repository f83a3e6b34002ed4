"""Export many summaries as rows (one per document, target and finding) and as JSON Lines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from summarizer.rendering.figures import figure, promise, told
from summarizer.schema import CheckedResult, CheckedTarget, Finding, Summary

__all__ = ["FUNDS", "Fields", "Rows", "as_lines", "rows_of"]

Fields = dict[str, Any]
FUNDS = ("budget", "adjusted", "spent")
_COUNTS = ("total", "met", "exceeded", "partly", "not_met", "not_reported", "unclear")


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one document.

    Numbers are decimal strings in the base unit; codes are not translated.
    """

    document: Fields
    targets: tuple[Fields, ...] = ()
    findings: tuple[Fields, ...] = ()


def rows_of(file: str, state: str, summary: Summary | None, message: str = "") -> Rows:
    """Return the rows of a file; without a summary, one document row with the reason."""
    if summary is None:
        return Rows(_document(file, state, message))
    results = {one.id: one for one in summary.results}
    return Rows(
        _document(file, state, message) | _told(summary),
        tuple({"file": file} | _target(one, results) for one in summary.targets),
        tuple({"file": file} | _finding(one) for one in summary.findings),
    )


_TOLD = (
    *("title", "organization", "fiscal_year", "kind", *FUNDS, "rate", "score", "grade"),
    *(f"targets_{count}" for count in _COUNTS),
    *("results", "problems", "measures", "review", "failed", "errors", "warnings"),
)


def _document(file: str, state: str, message: str) -> Fields:
    return {"file": file, "state": state, **dict.fromkeys(_TOLD), "message": message or None}


def _told(summary: Summary) -> Fields:
    record, brief = summary.document, summary.brief
    verdicts = Counter(item.check.verdict for item in summary.items)
    severities = Counter(finding.severity for finding in summary.findings)
    funds = {slot: getattr(brief.funds, slot) for slot in (*FUNDS, "rate")}
    return {
        "title": record.title,
        "organization": record.organization,
        "fiscal_year": record.fiscal_year,
        "kind": record.kind,
        **{slot: quantity.value if quantity else None for slot, quantity in funds.items()},
        "score": brief.score.value if brief.score else None,
        "grade": brief.score.grade if brief.score else None,
        **{f"targets_{count}": getattr(brief.targets, count) for count in _COUNTS},
        "results": len(summary.results),
        "problems": len(summary.problems),
        "measures": len(summary.measures),
        "review": verdicts["review"],
        "failed": verdicts["failed"],
        "errors": severities["error"],
        "warnings": severities["warning"],
    }


def _target(target: CheckedTarget, results: dict[str, CheckedResult]) -> Fields:
    linked = [results[one] for one in target.attainment.results if one in results]
    return {
        "id": target.id,
        "level1": target.indicator.level1,
        "level2": target.indicator.level2,
        "subject": target.subject,
        "metric": target.metric,
        "target": promise(target) or None,
        "actual": "；".join(figure(one.quantity) or told(one.text, one.metric) for one in linked)
        or None,
        "attainment": target.attainment.state,
        "deviation": target.attainment.deviation,
        "weight": target.weight,
        "score": target.score,
        "reason": target.reason,
        "verdict": target.check.verdict,
    }


def _finding(finding: Finding) -> Fields:
    return {
        "severity": finding.severity,
        "code": finding.code,
        "message": finding.message,
        "expected": finding.expected,
        "stated": finding.stated,
        "quote": finding.evidence[0].quote if finding.evidence else None,
    }


def as_lines(gathered: Iterable[Rows]) -> str:
    """Return one JSON object per line; its `row` is document, target or finding."""
    lines: list[str] = []
    for rows in gathered:
        every = (("document", (rows.document,)), ("target", rows.targets))
        for kind, members in (*every, ("finding", rows.findings)):
            lines += [json.dumps({"row": kind, **one}, ensure_ascii=False) for one in members]
    return "".join(f"{line}\n" for line in lines)
