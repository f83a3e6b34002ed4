"""Where evidence stands in the original file: page and box, sheet and cell, or paragraph."""

from __future__ import annotations

from summarizer.schema import Brief, CheckedItem, CheckedProblem, Document, Finding, Span

__all__ = ["locate_brief", "locate_findings", "locate_items", "locate_spans"]


def locate_items(items: tuple[CheckedItem, ...], document: Document) -> tuple[CheckedItem, ...]:
    """The items, each piece of evidence with its locator; unchanged for plain text."""
    if not document.places:
        return items
    return tuple(_located(item, document) for item in items)


def _located(item: CheckedItem, document: Document) -> CheckedItem:
    evidence = locate_spans(item.evidence, document)
    if isinstance(item, CheckedProblem):
        cause = locate_spans(item.cause_evidence, document)
        return item.altered(evidence=evidence, cause_evidence=cause)
    return item.altered(evidence=evidence)


def locate_findings(findings: tuple[Finding, ...], document: Document) -> tuple[Finding, ...]:
    """The findings, each piece of evidence with its locator."""
    return tuple(
        one.altered(evidence=locate_spans(one.evidence, document)) if document.places else one
        for one in findings
    )


def locate_brief(brief: Brief, document: Document) -> Brief:
    """The brief, each statement of it with the locators of its evidence."""
    if not document.places:
        return brief
    told = tuple(one.altered(evidence=locate_spans(one.evidence, document)) for one in brief.told)
    return brief.altered(told=told)


def locate_spans(spans: tuple[Span, ...], document: Document) -> tuple[Span, ...]:
    """The spans with the places where they stand in the original file."""
    return tuple(
        span.altered(locator=document.locate(span.start, span.end)) if document.places else span
        for span in spans
    )
