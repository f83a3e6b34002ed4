"""The brief (简报): the slots of a leader's page, filled from checked items and findings.

A slot stays empty rather than wrong: money is shown as a pair only where the report joins budget
and spending, in a row, a sentence or by its own rate, and nothing that failed its check is used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from summarizer.brief.funds import funds_of
from summarizer.brief.score import score_of
from summarizer.brief.worth import (
    MOST_RESULTS,
    measures_worth_telling,
    problems_worth_telling,
    results_worth_telling,
    unmet_targets,
    weightiest,
)
from summarizer.schema import (
    Brief,
    BriefTargets,
    CheckedItem,
    CheckedMeasure,
    CheckedProblem,
    CheckedResult,
    CheckedTarget,
    Coverage,
    Document,
    Finding,
)

__all__ = ["MOST_RESULTS", "brief_of"]


def brief_of(
    document: Document,
    items: Sequence[CheckedItem],
    findings: Sequence[Finding],
    coverage: Coverage,
) -> Brief:
    """The brief of a summary; references are ids of its items and places of its findings."""
    sound = [item for item in items if item.check.verdict != "failed"]
    targets = [item for item in sound if isinstance(item, CheckedTarget)]
    results = [item for item in sound if isinstance(item, CheckedResult)]
    problems = [item for item in sound if isinstance(item, CheckedProblem)]
    measures = [item for item in sound if isinstance(item, CheckedMeasure)]
    funds, used = funds_of(document, results)
    return Brief(
        funds=funds,
        targets=_counts(targets),
        score=score_of(document, results),
        unmet=tuple(item.id for item in unmet_targets(targets)),
        results=tuple(item.id for item in results_worth_telling(results, targets, used)),
        problems=tuple(item.id for item in problems_worth_telling(problems)),
        measures=tuple(item.id for item in measures_worth_telling(measures)),
        findings=tuple(weightiest(findings)),
        unread=tuple(
            place for place, part in enumerate(coverage.sections) if part.state == "unread"
        ),
    )


def _counts(targets: Iterable[CheckedTarget]) -> BriefTargets:
    states = Counter(target.attainment.state for target in targets)
    named = {
        name: states[name] for name in ("met", "exceeded", "partly", "not_met", "not_reported")
    }
    total = sum(states.values())
    return BriefTargets(total=total, unclear=total - sum(named.values()), **named)
