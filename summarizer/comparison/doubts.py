"""Reasons why a pair of items may not be the same indicator."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from summarizer.audit.figures import Figure, figure_of
from summarizer.comparison.labels import Label, dice
from summarizer.comparison.model import Doubt
from summarizer.schema import CheckedResult, CheckedTarget, Quantity

__all__ = ["UNSURE", "doubts", "unsupported"]

# Doubts whether both are one indicator: their difference is no change.
UNSURE: frozenset[Doubt] = frozenset(
    {
        "label-differs",
        "subject-differs",
        "another-fits",
        "place-differs",
        "part-of-differs",
        "office-differs",
    }
)
# Totals are the same from this similarity on.
SURE = 0.8
# A second candidate within this distance makes a pair doubtful, unless it has the same value.
NEAR = 0.08
# A pair is supported by another pair within this many items in both documents.
AROUND = 6
# Documents with fewer pairs are too short to judge by the place.
LEAST_PAIRS = 12


def doubts(old: Label, new: Label, score: float, rival: float) -> Iterator[Doubt]:
    """Yield the doubts about a pair of items.

    Args:
        old: The item of the older document.
        new: The item of the newer document.
        score: The similarity of the two.
        rival: The best similarity of another candidate with another value.
    """
    if not old.is_named_as(new):
        yield "label-differs"
    if not old.same_subject(new):
        yield "subject-differs"
    if rival > score - NEAR:
        yield "another-fits"
    if old.is_total_to_date != new.is_total_to_date:
        yield "period-differs"
    items = [one.item for one in (old, new) if isinstance(one.item, CheckedTarget | CheckedResult)]
    results = [one for one in items if isinstance(one, CheckedResult)]
    if len({one.direction for one in results}) > 1:
        yield "direction-differs"
    if dice(old.whole, new.whole) < SURE and (old.whole or new.whole):
        yield "part-of-differs"
    told = [one.quantity for one in results if one.quantity]
    if len(told) == 2 and _is_approximate(*told):
        yield "approximate"
    if {one.check.verdict for one in items} != {"verified"}:
        yield "not-verified"


def _is_approximate(old: Quantity, new: Quantity) -> bool:
    """Whether hedges, bounds or rounding leave the difference of two figures open."""
    if old.kind not in ("money", "percent", "count", "measure", "score") or old.kind != new.kind:
        return False
    hedges = {(one.approx, one.comparator) for one in (old, new)}
    if hedges != {("exact", None)}:
        return len(hedges) > 1 or old.value != new.value
    if "/" in old.value + new.value or old.decimal == new.decimal:
        return False
    one, other = figure_of(old), figure_of(new)
    return one.interval().meets(other.interval()) or _is_rounded(one, other)


def _is_rounded(one: Figure, other: Figure) -> bool:
    """Whether one figure is printed in 万 or 亿 and rounds the digits that the other prints."""
    coarse = max(one.step, other.step)
    return one.scale != other.scale and (one.value - other.value) % coarse != 0


def unsupported(found: Sequence[tuple[int, int]]) -> Iterator[int]:
    """Yield the numbers of pairs that no other pair supports, each pair given by its two places.

    The same words may name another indicator in another section: 医药制造业增长 of output, and of
    foreign investment.

    >>> near = [(place, place + 2) for place in range(12)]
    >>> list(unsupported([*near, (13, 40)]))
    [12]
    """
    if len(found) < LEAST_PAIRS:
        return
    ordered = sorted(found)
    for number, (here, there) in enumerate(found):
        begin = bisect_left(ordered, (here - AROUND, -1))
        end = bisect_right(ordered, (here + AROUND + 1, -1))
        near = (other for other in ordered[begin:end] if other != (here, there))
        if not any(abs(other[1] - there) <= AROUND for other in near):
            yield number
