"""Anybody's summary in, the same summary with fresh checks out: nothing is refused or dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from summarizer.schema import (
    CheckedItem,
    CheckedMeasure,
    CheckedProblem,
    CheckedResult,
    CheckedTarget,
    Coverage,
    Document,
    DocumentRecord,
    Finding,
    Item,
    LedgerEntry,
    Measure,
    Overview,
    Problem,
    Result,
    Run,
    Summary,
    Target,
)
from summarizer.schema.terms import Reason
from summarizer.verification.foreign import unfounded, unknown_keys
from summarizer.verification.overviews import check_overview
from summarizer.verification.salvage import (
    item_from,
    listed,
    mended,
    printable,
    span_from,
    words_of,
)
from summarizer.verification.verdicts import check_all, judge

__all__ = ["verify_summary"]

_KINDS: dict[str, type[Target | Result | Problem | Measure]] = {
    "targets": Target,
    "results": Result,
    "problems": Problem,
    "measures": Measure,
}


def verify_summary(summary: Summary | Mapping[str, Any], document: Document) -> Summary:
    """The summary with a fresh check per item, under the same ids and in the same order; overview
    re-checked, everything else as it came; foreign keys and findings that nothing supports are
    told in a finding of their own. Never raises for what a summary says."""
    if isinstance(summary, Summary):
        checked = check_all(summary.items, document)
        overview = _overview(summary.overview.model_dump(), checked, document)
        ids = [item.id for item in summary.items]
        findings = (*summary.findings, *unfounded(summary.findings, ids, document))
        update = {"overview": overview, "findings": findings, **_by_kind(checked)}
        return summary.model_copy(update=update)
    return _verify_json(printable(summary), document)


def _verify_json(summary: Mapping[str, Any], document: Document) -> Summary:
    read = [
        item_from(model, raw, f"{kind[0]}{number}")
        for kind, model in _KINDS.items()
        for number, raw in enumerate(listed(summary.get(kind)), 1)
    ]
    items: list[Item] = [item for item, _ in read]
    checked = [
        _with_doubts(item, why)
        for item, (_, why) in zip(check_all(items, document), read, strict=True)
    ]
    findings = tuple(mended(Finding, raw)[0] for raw in listed(summary.get("findings")))
    notes = (*unfounded(findings, [item.id for item in items], document), *unknown_keys(summary))
    whole = Summary.model_construct(
        schema_version="1",
        document=_document(summary.get("document"), document),
        overview=_overview(summary.get("overview"), checked, document),
        findings=(*findings, *(note for note in notes if note not in findings)),
        ledger=tuple(mended(LedgerEntry, raw)[0] for raw in listed(summary.get("ledger"))),
        coverage=mended(Coverage, summary.get("coverage"))[0],
        run=mended(Run, summary.get("run"))[0],
    )
    return whole.model_copy(update=_by_kind(checked))


def _by_kind(checked: Sequence[CheckedItem]) -> dict[str, tuple[CheckedItem, ...]]:
    kinds = {
        "targets": CheckedTarget,
        "results": CheckedResult,
        "problems": CheckedProblem,
        "measures": CheckedMeasure,
    }
    return {
        name: tuple(item for item in checked if isinstance(item, kind))
        for name, kind in kinds.items()
    }


def _with_doubts(item: CheckedItem, why: Sequence[Reason]) -> CheckedItem:
    if not why:
        return item
    return item.model_copy(update={"check": judge((*item.check.reasons, *why))})


def _document(raw: object, document: Document) -> DocumentRecord:
    try:
        return DocumentRecord.model_validate(raw)
    except (ValidationError, RecursionError):
        return DocumentRecord.of(document)


def _overview(raw: object, items: Sequence[CheckedItem], document: Document) -> Overview:
    given = raw if isinstance(raw, Mapping) else {}
    text = words_of(given.get("text"))
    evidence = tuple(map(span_from, listed(given.get("evidence"))))
    return Overview(
        text=text, evidence=evidence, check=check_overview(text, evidence, items, document)
    )
