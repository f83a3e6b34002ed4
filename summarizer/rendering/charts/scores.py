"""Chart the score of each class of indicators against its weight."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from summarizer.rendering.charts.shapes import Chart, laid_out
from summarizer.rendering.labels import Language, word
from summarizer.schema import CheckedTarget, Summary

__all__ = ["scores_chart"]

_HUNDRED = Decimal(100)


@dataclass(slots=True)
class _Class:
    """Sums of a class; `whole` while every target in it has a weight and a score."""

    weight: Decimal = Decimal(0)
    score: Decimal = Decimal(0)
    whole: bool = True

    def add(self, target: CheckedTarget) -> None:
        if target.weight is None or target.score is None or target.check.verdict == "failed":
            self.whole = False
            return
        self.weight += Decimal(target.weight)
        self.score += Decimal(target.score)


def scores_chart(summary: Summary, language: Language) -> Chart | None:
    """Return the chart, or None unless every indicator of the shown classes has weight and
    score.
    """
    classes: dict[str, _Class] = {}
    for target in summary.targets:
        level = target.indicator.level1
        if level is not None:
            classes.setdefault(level, _Class()).add(target)
    kept = {level: one for level, one in classes.items() if one.whole and one.weight > 0}
    if not kept:
        return None
    named = {level: word("level1", level, language) for level in kept}
    bars = [
        [(named[level], f"{_plain(one.score)} / {_plain(one.weight)}", "score", _share(one))]
        for level, one in kept.items()
    ]
    joint = "，" if language == "zh" else ", "
    return Chart(
        "score_chart",
        laid_out(bars, full=_HUNDRED),
        (
            word("heading", "indicator", language),
            word("heading", "weight", language),
            word("heading", "score", language),
            word("heading", "score_share", language),
        ),
        tuple(
            (named[level], _plain(one.weight), _plain(one.score), f"{_share(one):.1f}%")
            for level, one in kept.items()
        ),
        joint.join(
            f"{named[level]} {_plain(one.score)}/{_plain(one.weight)}"
            for level, one in kept.items()
        ),
    )


def _share(one: _Class) -> Decimal:
    return one.score / one.weight * _HUNDRED


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
