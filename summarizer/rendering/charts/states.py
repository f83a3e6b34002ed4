"""Chart targets by attainment, and findings by severity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import get_args

from summarizer.rendering.charts.shapes import Chart, laid_out
from summarizer.rendering.labels import SYMBOLS, Language, word
from summarizer.schema import Summary
from summarizer.schema.terms import AttainmentState, Severity

__all__ = ["attainment_chart", "severity_chart"]

_STATES: tuple[AttainmentState, ...] = (
    "met",
    "exceeded",
    "partly",
    "not_met",
    "not_reported",
    "not_comparable",
    "unclear",
    "no_target",
)


def attainment_chart(summary: Summary, language: Language) -> Chart:
    """Return the chart of targets by attainment."""
    counts: Counter[str] = Counter(target.attainment.state for target in summary.targets)
    return _counted("attainment", _STATES, counts, language)


def severity_chart(summary: Summary, language: Language) -> Chart:
    """Return the chart of findings by severity."""
    counts: Counter[str] = Counter(finding.severity for finding in summary.findings)
    return _counted("severity", get_args(Severity), counts, language)


def _counted(
    group: str, codes: Sequence[str], counts: Mapping[str, int], language: Language
) -> Chart:
    kept = [(code, word(group, code, language), counts.get(code, 0)) for code in codes]
    kept = [(code, said, count) for code, said, count in kept if count]
    bars = (
        (f"{SYMBOLS[code]} {said}", str(count), code, Decimal(count)) for code, said, count in kept
    )
    joint = "，" if language == "zh" else ", "
    return Chart(
        f"{group}_chart",
        laid_out([one] for one in bars),
        (word("heading", group, language), word("heading", "count", language)),
        tuple((said, str(count)) for _, said, count in kept),
        joint.join(f"{said} {count}" for _, said, count in kept),
    )
