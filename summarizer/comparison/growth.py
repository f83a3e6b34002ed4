"""Changes that the newer document prints itself, against those computed from both documents."""

from __future__ import annotations

from bisect import bisect_left

from summarizer.audit.figures import figure_of
from summarizer.comparison.labels import CHANGED
from summarizer.schema import CheckedResult, Quantity, Summary

__all__ = ["Growths"]

# Characters between a figure and its printed change.
NEAR = 30


class Growths:
    """The changes that a summary's document prints behind its figures."""

    def __init__(self, summary: Summary) -> None:
        changed = [one for one in summary.results if one.direction != "none" and one.quantity]
        self._changed = sorted(changed, key=_begin)
        self._begins = [_begin(one) for one in self._changed]

    def deny(self, old: Quantity, new: CheckedResult) -> bool:
        """Whether the document prints a change of `new` that the older figure does not give: last
        year's figure was revised since, the growth is at constant prices, or a figure is rounded.
        """
        if new.quantity is None:
            return False
        before, after = figure_of(old), figure_of(new.quantity)
        change = after.value - before.value
        end = new.quantity.end
        for one in self._changed[bisect_left(self._begins, end) :]:
            if one.quantity is None or one.quantity.start > end + NEAR:
                break
            name = one.metric.removeprefix(new.metric)
            if name == one.metric or CHANGED.match(name) is None:
                continue
            if one.quantity.unit not in ("%", new.quantity.unit):
                continue
            told = figure_of(one.quantity)
            printed = -told.value if one.direction == "decrease" else told.value
            given, slack = change, before.step + after.step
            if one.quantity.unit == "%":
                given, slack = 100 * change / before.value if before.value else printed, told.step
            if abs(given - printed) > slack:
                return True
        return False


def _begin(one: CheckedResult) -> int:
    return one.quantity.start if one.quantity else 0
