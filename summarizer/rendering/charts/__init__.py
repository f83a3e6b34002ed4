"""Charts as geometry, each with a table of its figures and a sentence that states them.

A chart is drawn only from certain figures: amounts are paired only where one row or one subject has
exactly one budget and one spending.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from summarizer.rendering.charts.funds import funds_chart
from summarizer.rendering.charts.scores import scores_chart
from summarizer.rendering.charts.shapes import Bar, Chart
from summarizer.rendering.charts.states import attainment_chart, severity_chart
from summarizer.rendering.labels import Language
from summarizer.schema import Summary

__all__ = ["Bar", "Chart", "charts"]

_MAKERS: tuple[Callable[[Summary, Language], Chart | None], ...] = (
    funds_chart,
    attainment_chart,
    scores_chart,
    severity_chart,
)


def charts(summary: Summary, language: Language = "zh") -> list[Chart]:
    """Return the charts of funds, attainment, scores and findings; those without figures are
    omitted.
    """
    return list(_drawn(summary, language))


def _drawn(summary: Summary, language: Language) -> Iterator[Chart]:
    for make in _MAKERS:
        chart = make(summary, language)
        if chart and chart.bars:
            yield chart
