"""The audit: what a report itself gets wrong (勾稽关系), found with arithmetic and no model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from summarizer.audit.budget import balances, budget_comparisons, differences
from summarizer.audit.composition import composition
from summarizer.audit.counts import counted_points, listed_names, unit_names
from summarizer.audit.enumerations import numbered_amounts
from summarizer.audit.execution import completion_claims, execution_rates, unexplained_execution
from summarizer.audit.growth import growth
from summarizer.audit.page import Page
from summarizer.audit.rates import impossible_rates, rates_over_100, ratios, shares
from summarizer.audit.sums import breakdowns, forward_totals
from summarizer.audit.tables import (
    missing_totals,
    part_columns,
    table_against_prose,
    table_totals,
)
from summarizer.schema import Document, Finding, Item

__all__ = ["RULES", "audit"]

Rule = Callable[[Page], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    breakdowns,
    forward_totals,
    numbered_amounts,
    composition,
    listed_names,
    counted_points,
    unit_names,
    growth,
    differences,
    balances,
    budget_comparisons,
    execution_rates,
    unexplained_execution,
    completion_claims,
    table_totals,
    missing_totals,
    part_columns,
    table_against_prose,
    ratios,
    shares,
    rates_over_100,
    impossible_rates,
)


def audit(document: Document, items: Sequence[Item] = ()) -> tuple[Finding, ...]:
    """Everything that a reader must know about the report itself, in order of place."""
    page = Page(document, tuple(items))
    found = [finding for rule in RULES for finding in rule(page)]
    return tuple(sorted(found, key=_place))


def _place(finding: Finding) -> tuple[int, str, str]:
    start = min((span.start for span in finding.evidence), default=0)
    return start, finding.code, finding.message
