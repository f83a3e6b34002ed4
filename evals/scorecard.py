"""The scorecard: every metric of one run by name, over all reports and for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import add
from statistics import fmean
from typing import Any

from evals.matching import match
from evals.scorers import (
    attribution,
    compression,
    cost,
    duplicates,
    fields,
    findings,
    items,
    links,
    numbers,
    overview,
    recall,
    sections,
    validity,
    verdicts,
)
from evals.scorers.case import Case
from evals.scorers.ratio import Agreement, Share
from evals.statistics import t_interval, wilson

__all__ = ["HELD_OUT", "TUNED", "Metric", "atoms", "metrics", "scorecard"]

Json = dict[str, Any]
Measured = Share | Agreement
# The rules were tuned on the first three and only measured on the others.
TUNED = ("000", "001", "002")
HELD_OUT = ("003", "004")


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric: its value over all atoms, its counts, two intervals, and its values per
    report.
    """

    value: float
    hits: int
    all: int
    pooled: tuple[float, float]
    over_reports: tuple[float, float] | None
    by_report: dict[str, float]


def scorecard(cases: Iterable[Case]) -> dict[str, Metric]:
    """Return every metric over the cases. Raises ValueError when there is no case."""
    everything = tuple(cases)
    if not everything:
        raise ValueError("nothing to score")
    counted = {name: _metric(score, everything) for name, score in metrics().items()}
    return counted | _plain(everything)


def metrics() -> dict[str, Callable[[Case], Measured]]:
    """Return the metrics that are summed over reports, by name."""
    return (
        _item_metrics()
        | {f"fields.{name}": _field(name) for name in fields.FIELDS}
        | {
            "fields.value_unit": lambda c: fields.value_unit([c.matching]),
            "fields.unit_scale": lambda c: fields.unit_scale([c.matching]),
            "fields.hedges_dropped": lambda c: fields.hedges_dropped([c.matching]),
            "fields.hedges_added": lambda c: fields.hedges_added([c.matching]),
            "fields.direction_accuracy": lambda c: fields.direction_accuracy([c.matching]),
            "fields.planned_as_done": lambda c: fields.planned_as_done([c.matching]),
            "numbers.shipped": numbers.shipped,
            "numbers.raw": numbers.raw,
            "numbers.in_document": numbers.in_document,
            "numbers.strict": numbers.strict,
            "numbers.recall_core": recall.core,
            "numbers.recall_all": recall.every,
            "quotes.exist": attribution.exist,
            "quotes.repairable": attribution.repairable,
            "quotes.too_long": attribution.too_long,
            "quotes.citation_recall": attribution.citation_recall,
            "quotes.citation_precision": attribution.citation_precision,
            "quotes.span_f1": attribution.span_agreement,
            "links.attains": lambda c: links.links(c, "attains"),
            "links.addresses": lambda c: links.links(c, "addresses"),
            "links.causes": links.causes,
            "links.attainment": links.attainment,
            "links.false_met": links.false_met,
            "sections.coverage": sections.coverage,
            "sections.read": sections.read,
            "schema.valid": validity.valid,
            "duplicates": duplicates.duplicates,
            "compression": compression.compression,
            "verdicts.false_verified": lambda c: verdicts.calibration(c).false_verified,
            "verdicts.failed_precision": lambda c: verdicts.calibration(c).failed_precision,
            "verdicts.review_load": lambda c: verdicts.calibration(c).review_load,
            "verdicts.yield": lambda c: verdicts.calibration(c).yielded,
            "verdicts.unknown": lambda c: verdicts.calibration(c).unknown,
            "findings.recall": findings.recall,
            "findings.precision": findings.precision,
            "overview.numbers": overview.numbers,
            "overview.too_long": overview.too_long,
            "overview.core": overview.core_held,
        }
    )


def atoms(cases: Iterable[Case]) -> list[Json]:
    """Return one row per atom: hit, miss or invention, its errors, and its verdict."""
    return [row for case in cases for row in _rows(case)]


def _item_metrics() -> dict[str, Callable[[Case], Measured]]:
    by_type = {
        f"items.{kind}": _of_type(kind) for kind in ("target", "result", "problem", "measure")
    }
    return {
        "items.all": lambda c: items.overall(c.matching),
        "items.core": lambda c: items.core(c.matching),
        "items.strict": lambda c: items.strict(c.matching),
        "items.strict_core": lambda c: items.strict_core(c.matching),
        **by_type,
        "items.problems_measures": _problems_and_measures,
        "items.all_at_0.35": lambda c: _at(c, 0.35),
        "items.all_at_0.55": lambda c: _at(c, 0.55),
        "items.merged": lambda c: items.merge_rate(c.matching),
        "items.split": lambda c: items.split_errors(c.matching),
    }


def _of_type(kind: str) -> Callable[[Case], Agreement]:
    return lambda case: items.of_type(case.matching, kind)


def _problems_and_measures(case: Case) -> Agreement:
    return items.of_type(case.matching, "problem") + items.of_type(case.matching, "measure")


def _at(case: Case, threshold: float) -> Agreement:
    gold, predicted = case.matching.gold, case.atoms
    return items.overall(match(gold, predicted, threshold=threshold))


def _field(name: str) -> Callable[[Case], Agreement]:
    return lambda case: fields.field_scores([case.matching])[name].agreement


def _metric(score: Callable[[Case], Measured], cases: tuple[Case, ...]) -> Metric:
    measured = {case.gold.name: score(case) for case in cases}
    parts: list[Any] = list(measured.values())
    whole: Measured = reduce(add, parts)
    by_report = {name: _value(one) for name, one in measured.items() if _size(one)}
    hits, size = whole.hits, _size(whole)
    return Metric(
        value=_value(whole),
        hits=hits,
        all=size,
        pooled=wilson(min(hits, size), size),
        over_reports=t_interval(list(by_report.values())),
        by_report=by_report,
    )


def _plain(cases: tuple[Case, ...]) -> dict[str, Metric]:
    """Return metrics other than shares: medians, minima, costs."""
    least = {case.gold.name: sections.least_recall(case) for case in cases}
    hanzi = {case.gold.name: float(overview.hanzi(case)) for case in cases}
    false = {case.gold.name: float(len(findings.false_errors(case))) for case in cases}
    spent = cost.cost(cases)
    return {
        "sections.least_recall": _single(min(least.values()), least),
        "overview.hanzi": _single(max(hanzi.values()), hanzi),
        "findings.false_errors": _single(sum(false.values()), false),
        "quotes.median_length": _single(attribution.quote_length(cases)),
        "cost.median_seconds": _single(spent.median_seconds),
        "cost.slowest_seconds": _single(spent.slowest_seconds),
        "cost.input_per_character": _single(spent.input_per_character),
        "cost.money": _single(float(spent.money or 0)),
        **{f"cost.{name}": _single(float(count)) for name, count in spent.counts.items()},
        "items.macro": _macro(cases),
    }


def _macro(cases: tuple[Case, ...]) -> Metric:
    by_report = {case.gold.name: items.overall(case.matching).f1 for case in cases}
    values = list(by_report.values())
    return Metric(fmean(values), 0, 0, (0.0, 1.0), t_interval(values), by_report)


def _single(value: float, by_report: dict[str, float] | None = None) -> Metric:
    return Metric(value, 0, 0, (0.0, 1.0), None, by_report or {})


def _value(measured: Measured) -> float:
    return measured.f1 if isinstance(measured, Agreement) else measured.value


def _size(measured: Measured) -> int:
    if isinstance(measured, Agreement):
        # F1 is 2 · hits / (predicted + gold): as a share, of their mean.
        return round((measured.predicted + measured.gold) / 2)
    return measured.all


def _rows(case: Case) -> Iterable[Json]:
    report = case.gold.name
    for pair in case.matching.pairs:
        yield {
            "report": report,
            "gold": pair.gold.id,
            "predicted": pair.predicted.id,
            "type": pair.gold.type,
            "core": pair.gold.core,
            "state": "hit",
            "score": round(pair.score, 4),
            "wrong": list(fields.wrong(pair, fields.FIELDS)),
            "verdict": pair.predicted.verdict,
        }
    for atom in case.matching.misses:
        yield {
            "report": report,
            "gold": atom.id,
            "type": atom.type,
            "core": atom.core,
            "state": "miss",
        }
    for atom in case.matching.inventions:
        yield {
            "report": report,
            "predicted": atom.id,
            "type": atom.type,
            "state": "invention",
            "verdict": atom.verdict,
        }
