"""Charts as plain geometry: what the template draws as SVG, and the table of the same figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from summarizer.rendering.figures import number, wan
from summarizer.rendering.labels import SYMBOLS, Language, word
from summarizer.schema import CheckedResult, Summary
from summarizer.schema.summary import AttainmentState

__all__ = ["Bar", "Chart", "charts"]

_BUDGET = re.compile("预算")
_SPENDING = re.compile("支出|执行数|执行额|决算|使用|花费")
# A part, a change or a rate is no whole to hold against another; nor is a kind of funds that is
# called a budget the budget of a kind of spending.
_NO_WHOLE = re.compile(
    "其中|增|减|率|差|节约|结余|结转|追加|调整|人均|公共预算$|(?:基本|项目)支出$"
)
_WIDTH, _LEFT, _ROW, _BAR = 460, 210, 24, 16
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
_MOST_BARS = 24


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, the words at its end, the series that colours and patterns it."""

    label: str
    value: str
    series: str
    y: int
    width: float

    @property
    def middle(self) -> float:
        """Where the words stand."""
        return self.y + _BAR * 0.8


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart, in pixels."""

    label: str
    bars: tuple[Bar, ...]
    left: int = _LEFT
    bar: int = _BAR

    @property
    def height(self) -> int:
        return len(self.bars) * _ROW + 8

    @property
    def total_width(self) -> int:
        return _LEFT + _WIDTH + 120


def charts(summary: Summary, language: Language) -> list[Chart]:
    """Budget beside spending, and targets by attainment; none without figures."""
    drawn = [
        _chart("money_chart", _money(summary, language)),
        _chart("attainment_chart", _attainment(summary, language)),
    ]
    return [chart for chart in drawn if chart.bars]


def _chart(label: str, rows: Iterable[tuple[str, str, str, Decimal]]) -> Chart:
    shown = list(rows)[:_MOST_BARS]
    most = max((amount for *_, amount in shown), default=Decimal(0)) or Decimal(1)
    return Chart(
        label,
        tuple(
            Bar(name, value, series, 4 + place * _ROW, round(float(amount / most) * _WIDTH, 1))
            for place, (name, value, series, amount) in enumerate(shown)
        ),
    )


def _money(summary: Summary, language: Language) -> Iterable[tuple[str, str, str, Decimal]]:
    """Subjects with both a budget and a spending, in reading order; the first of each counts."""
    found: dict[str, dict[str, Decimal]] = {}
    for result in summary.results:
        series, amount = _series(result), number(result.quantity)
        if series and amount is not None and amount >= 0:
            found.setdefault(result.subject or "", {}).setdefault(series, amount)
    for subject, amounts in found.items():
        if len(amounts) == 2:
            for series in ("budget", "spending"):
                label = f"{subject} {word('heading', series, language)}".strip()
                yield label, wan(amounts[series]), series, amounts[series]


def _series(result: CheckedResult) -> str | None:
    is_whole = result.quantity is not None and result.quantity.kind == "money"
    if not is_whole or result.direction != "none" or _NO_WHOLE.search(result.metric):
        return None
    if _SPENDING.search(result.metric):
        return "spending"
    return "budget" if _BUDGET.search(result.metric) else None


def _attainment(summary: Summary, language: Language) -> Iterable[tuple[str, str, str, Decimal]]:
    counts = Counter(target.attainment.state for target in summary.targets)
    for state in _STATES:
        if counts[state]:
            label = f"{SYMBOLS[state]} {word('attainment', state, language)}"
            yield label, str(counts[state]), state, Decimal(counts[state])
