"""The audit: what a report itself gets wrong (勾稽关系), found with arithmetic and no model.

Every check reads relations from a report (`Rule`), and `judging.judge` decides whether they hold.
`docs/checks.md` describes the checks by name.
"""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.audit import (
    attainment,
    averages,
    budget,
    claims,
    completion,
    composition,
    counts,
    dates,
    enumerations,
    execution,
    form,
    growth,
    movements,
    rates,
    repeats,
    score_tables,
    scores,
    shares,
    sums,
    table_sums,
    targets,
    text_tables,
)
from summarizer.audit.checks import CHECKS, CODES
from summarizer.audit.context import AuditContext
from summarizer.audit.judging import Judgement, judge
from summarizer.audit.relations import Rule
from summarizer.schema import Document, Finding, Item

__all__ = ["CHECKS", "CODES", "RULES", "Judgement", "audit", "examine"]

RULES: tuple[Rule, ...] = (
    sums.breakdowns,
    sums.forward_totals,
    counts.progress,
    enumerations.numbered_amounts,
    enumerations.plain_lines,
    table_sums.column_totals,
    table_sums.missing_totals,
    table_sums.row_totals,
    table_sums.part_columns,
    text_tables.lines_in_text,
    text_tables.amounts_in_text,
    composition.composition,
    counts.listed_names,
    counts.announced_points,
    counts.named_kinds,
    budget.differences,
    budget.additions,
    budget.unspent_balances,
    budget.balances,
    budget.budget_comparisons,
    execution.execution_rates,
    execution.execution_columns,
    execution.unexplained_execution,
    execution.completion_claims,
    completion.completion_rates,
    completion.shortfalls,
    completion.claims_of_bounds,
    growth.growth,
    movements.movements,
    movements.percentage_point_changes,
    movements.two_years,
    averages.averages,
    rates.ratios,
    rates.quotients,
    rates.rates_over_100,
    rates.impossible_rates,
    shares.shares,
    shares.share_lists,
    shares.share_bases,
    targets.targets_without_results,
    targets.results_without_targets,
    targets.unmeasurable_targets,
    targets.indicator_classes,
    attainment.indicator_rows,
    attainment.deadlines_in_text,
    attainment.values_in_text,
    claims.budget_claims,
    claims.target_claims,
    claims.saving_targets,
    scores.score_sums,
    scores.bracketed_scores,
    scores.grades,
    scores.full_marks,
    scores.above_100,
    score_tables.score_columns,
    score_tables.execution_scores,
    score_tables.repeated_scores,
    score_tables.class_scores,
    dates.partial_years,
    dates.forecasts,
    dates.impossible_days,
    dates.ranges_backwards,
    dates.plans_in_the_past,
    repeats.conflicting_values,
    repeats.missing_money_unit,
    repeats.mixed_money_units,
    repeats.same_digits,
    repeats.turned_digits,
    repeats.wrong_units,
    form.problems_with_measures,
    form.problems_with_causes,
    form.numbering_gaps,
    form.leftover_marks,
    form.empty_sections,
    form.year_of_report,
    form.personal_numbers,
)


def examine(document: Document, items: Sequence[Item] = ()) -> Judgement:
    """Return the findings on a report and the ledger of all checks.

    An `error` is certain from the printed figures, a `warning` is a doubt, `info` is a fact.
    Findings are sorted by severity. The ledger lists every check, including those with no data.
    """
    return judge(AuditContext(document, tuple(items)), RULES)


def audit(document: Document, items: Sequence[Item] = ()) -> tuple[Finding, ...]:
    """Return the findings of `examine`."""
    return examine(document, items).findings
