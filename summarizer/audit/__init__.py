"""The audit: what a report itself gets wrong (勾稽关系), found with arithmetic and no model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from summarizer.audit import (
    achievement,
    averages,
    budget,
    claims,
    closure,
    composition,
    counts,
    days,
    enumerations,
    execution,
    form,
    formulas,
    growth,
    movements,
    periods,
    progress,
    rates,
    repeats,
    rows,
    scores,
    scoring_tables,
    sums,
    surveys,
    tables,
    targets,
    told_scores,
    totals,
    twins,
)
from summarizer.audit.codes import CODES
from summarizer.audit.page import Page
from summarizer.schema import Document, Finding, Item

__all__ = ["CODES", "RULES", "audit"]

Rule = Callable[[Page], Iterator[Finding]]

# Every check of a reviewer is one function or more; the numbers are those of its docstring.
RULES: tuple[Rule, ...] = (
    sums.breakdowns,
    totals.forward_totals,
    progress.progress,
    progress.closed_cases,
    enumerations.numbered_amounts,
    enumerations.plain_lines,
    tables.table_totals,
    tables.missing_totals,
    rows.row_totals,
    rows.three_public_expenses,
    rows.part_columns,
    rows.table_against_prose,
    composition.composition,
    counts.listed_names,
    counts.counted_points,
    counts.named_kinds,
    counts.announced_items,
    counts.items_above,
    counts.unit_names,
    budget.differences,
    budget.additions,
    budget.residues,
    budget.balances,
    budget.budget_comparisons,
    execution.execution_rates,
    execution.unexplained_execution,
    execution.completion_claims,
    achievement.completion_rates,
    achievement.shortfalls,
    achievement.claims_of_bounds,
    growth.growth,
    movements.movements,
    movements.points,
    movements.two_years,
    averages.averages,
    averages.monthly,
    surveys.surveys,
    formulas.quotients,
    formulas.written_sums,
    rates.ratios,
    rates.shares,
    rates.share_lists,
    rates.share_bases,
    rates.rates_over_100,
    rates.impossible_rates,
    targets.targets_without_results,
    targets.results_without_targets,
    targets.unmeasurable_targets,
    targets.other_measure,
    targets.indicator_classes,
    claims.budget_claims,
    claims.target_claims,
    claims.saving_targets,
    scores.score_sums,
    scores.bracketed_scores,
    scoring_tables.score_tables,
    scoring_tables.scored_rows,
    scoring_tables.completion_columns,
    scoring_tables.execution_marks,
    scores.grades,
    scores.full_marks,
    scores.above_100,
    told_scores.repeated_scores,
    told_scores.class_scores,
    periods.partial_years,
    periods.forecasts,
    days.impossible_days,
    days.ranges_backwards,
    days.plans_in_the_past,
    days.order_of_events,
    days.building_time,
    repeats.conflicting_values,
    twins.twins,
    twins.turned_digits,
    twins.wrong_units,
    repeats.missing_money_unit,
    repeats.mixed_money_units,
    closure.problems_without_measures,
    closure.problems_without_causes,
    form.numbering_gaps,
    form.lost_numbering,
    form.leftover_marks,
    form.empty_sections,
    form.year_of_report,
    form.personal_data,
)


def audit(document: Document, items: Sequence[Item] = ()) -> tuple[Finding, ...]:
    """Everything that a reader must know about the report itself, in order of place.

    An `error` is certain from the printed figures, a `warning` is a doubt, `info` a mere fact.
    """
    page = Page(document, tuple(items))
    found = dict.fromkeys(finding for rule in RULES for finding in rule(page))
    return tuple(sorted(found, key=_place))


def _place(finding: Finding) -> tuple[int, str, str]:
    start = min((span.start for span in finding.evidence), default=0)
    return start, finding.code, finding.message
