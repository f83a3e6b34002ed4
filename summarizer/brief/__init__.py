"""The brief (简报): one page about a report, made from its checked items and findings.

A slot stays empty rather than wrong: budget and spending are a pair only where the report joins
them, in a row, in a sentence or by its own rate. Items that failed their check are not used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from summarizer.brief.funds import funds_of
from summarizer.brief.passages import Passage, passages
from summarizer.brief.score import classes_of, score_of
from summarizer.brief.several import latest_part
from summarizer.brief.tabled import tabled_parts
from summarizer.brief.telling import Known, tell
from summarizer.brief.worth import (
    absent_from,
    is_purpose,
    met_targets,
    rows_worth_telling,
    unmet_targets,
    weightiest,
)
from summarizer.figures import FUND_SLOTS, has_blocks, is_plan
from summarizer.schema import (
    Brief,
    BriefPart,
    BriefStatement,
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

__all__ = ["brief_of"]


def brief_of(
    document: Document,
    items: Sequence[CheckedItem],
    findings: Sequence[Finding],
    coverage: Coverage,
) -> Brief:
    """Return the brief of a document.

    The parameters are a document with its checked items, its findings and its coverage. The brief
    refers to ids of items and to places of findings.
    """
    start, end, years = latest_part(document)
    sound = [
        item
        for item in items
        if item.check.verdict != "failed" and start <= item.evidence[0].start < end
    ]
    targets = [item for item in sound if isinstance(item, CheckedTarget)]
    results = [item for item in sound if isinstance(item, CheckedResult)]
    problems = [item for item in sound if isinstance(item, CheckedProblem)]
    measures = [item for item in sound if isinstance(item, CheckedMeasure)]
    found = [one for one in passages(document, sound) if start <= one.start < end]
    funds, used = funds_of(document, _of_all(found, results))
    score = score_of(document, results)
    targets = [one for one in targets if not is_purpose(one)]
    plans, accounts = is_plan(document.title), document.kind == "final_accounts"
    score = None if plans else score
    unmet, met = ([], []) if plans else (unmet_targets(targets), met_targets(targets, results))
    known = Known(
        numbers=frozenset(
            one.start for slot in FUND_SLOTS if (one := getattr(funds, slot)) is not None
        ),
        # Accounts say with the score what it is the score of.
        scored=score is not None and not accounts,
        paired=frozenset(item.evidence[0].start for item in (*unmet, *met)),
        pairs=_numbers((*unmet, *met), results),
        asked=frozenset(one for target in targets for one in target.attainment.results),
        classes=classes_of(document, results, score) if score else None,
        tabled=tuple(tabled_parts(document, results))
        if has_blocks(document.title, document.kind)
        else (),
    )
    told = tell(document, found, known, sound)
    said = used | known.asked | {one for statement in told for one in statement.items}
    rows = rows_worth_telling(document, results, frozenset(said))
    return Brief(
        years=years,
        funds=funds,
        targets=BriefTargets() if plans else _counts(targets),
        score=score,
        unmet=tuple(item.id for item in unmet),
        met=tuple(item.id for item in met),
        told=told,
        absent=()
        if plans
        else absent_from(document, funds, scored=accounts or known.scored or _tells_score(told)),
        results=(*_ids(told, "results", results), *(item.id for item in rows)),
        problems=_ids(told, "problems", problems),
        measures=_ids(told, "measures", measures),
        findings=tuple(weightiest(findings, start, end)),
        unread=tuple(
            place for place, part in enumerate(coverage.sections) if part.state == "unread"
        ),
    )


def _numbers(targets: Iterable[CheckedTarget], results: Iterable[CheckedResult]) -> frozenset[int]:
    """Return the places of the numbers of targets and of their results."""
    reached = {one for target in targets for one in target.attainment.results}
    told = [one.quantity for one in targets]
    told += [one.quantity for one in results if one.id in reached]
    return frozenset(one.start for one in told if one)


def _of_all(found: Iterable[Passage], results: Sequence[CheckedResult]) -> list[CheckedResult]:
    """Return the results without those of single projects, where a report names several."""
    named = [one for one in found if one.name]
    if len({one.name for one in named}) < 2:
        return list(results)
    ids = {item.id for one in named for item in one.items}
    return [one for one in results if one.id not in ids]


def _tells_score(told: Iterable[BriefStatement]) -> bool:
    return any(one.part == "score" for one in told)


def _ids(
    told: Iterable[BriefStatement], part: BriefPart, items: Iterable[CheckedItem]
) -> tuple[str, ...]:
    """Return the ids of the items of one kind in a part."""
    ids = {item.id for item in items}
    named = (one for statement in told if statement.part == part for one in statement.items)
    return tuple(dict.fromkeys(one for one in named if one in ids))


def _counts(targets: Iterable[CheckedTarget]) -> BriefTargets:
    states = Counter(target.attainment.state for target in targets)
    named = {
        name: states[name] for name in ("met", "exceeded", "partly", "not_met", "not_reported")
    }
    total = sum(states.values())
    return BriefTargets(total=total, unclear=total - sum(named.values()), **named)
