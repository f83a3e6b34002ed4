"""Comparison of quantities: exact, after unit conversion."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from summarizer.quantities.units import conversion, kind_of
from summarizer.schema import Quantity
from summarizer.schema.quantity import Comparator
from summarizer.schema.terms import Reason

__all__ = ["difference", "same", "same_amount"]

_Amount = tuple[str, tuple[Fraction | str, ...]]
# A value in foreign JSON is a number only in plain notation.
_SHORT = 200
_PLAIN = re.compile(r"-?[0-9]{1,40}(?:\.[0-9]{1,40})?")
# A bare number means "="; 超 and 超过 are hedges without a bound.
_BARE: frozenset[Comparator | None] = frozenset({None, "="})
_OPEN: frozenset[Comparator | None] = frozenset({None, ">"})


def same_amount(one: Quantity, other: Quantity) -> bool:
    """Return whether value and unit are equal after conversion, ignoring the hedge.

    >>> from summarizer.quantities import scan
    >>> same_amount(*scan("259.25万元，2592500元")), same_amount(*scan("85%，85.11%"))
    (True, False)
    >>> same_amount(*scan("五十万余人次，50万余人次")), same_amount(*scan("30人，30人次"))
    (True, False)
    """
    return _amount(one) == _amount(other)


def same(one: Quantity, other: Quantity) -> bool:
    """Return whether amount, hedge and bound are equal.

    >>> from summarizer.quantities import scan
    >>> same(*scan("30余人，30多人")), same(*scan("30余人，30人"))
    (True, False)
    """
    return not difference(one, other)


def difference(stated: Quantity, found: Quantity) -> tuple[Reason, ...]:
    """Return codes for the differences of a stated quantity from the one found; empty if none.

    >>> from summarizer.quantities import scan
    >>> difference(*scan("30人，30余人")), difference(*scan("5%，5个百分点"))
    (('approx-dropped',), ('unit-mismatch',))
    """
    reasons: list[Reason] = []
    (unit, value), (other_unit, other_value) = _amount(stated), _amount(found)
    if unit != other_unit:
        reasons.append("unit-mismatch")
        if stated.value != found.value:
            reasons.insert(0, "value-mismatch")
    elif value != other_value:
        reasons.append("value-mismatch")
    if stated.approx != found.approx and not _bounded_alike(stated, found):
        reasons.append("approx-dropped" if stated.approx == "exact" else "approx-added")
    if not _same_bound(stated, found):
        reasons.append("comparator-mismatch")
    return tuple(reasons)


def _same_bound(one: Quantity, other: Quantity) -> bool:
    if one.comparator == other.comparator or {one.comparator, other.comparator} <= _BARE:
        return True
    over = "over" in (one.approx, other.approx)
    return over and {one.comparator, other.comparator} <= _OPEN


def _bounded_alike(one: Quantity, other: Quantity) -> bool:
    """90%以上 is hedged and 不低于90% is not, but both mean at least 90%; likewise 超 and 大于."""
    if one.comparator == ">=" == other.comparator:
        return True
    return {one.approx, other.approx} == {"exact", "over"} and ">" in (
        one.comparator if one.approx == "exact" else other.comparator,
    )


def _amount(quantity: Quantity) -> _Amount:
    """Return base unit and exact value; dates stay as text, ranks have no unit."""
    read = _amount_of if len(quantity.value + quantity.unit) <= _SHORT else _amount_of.__wrapped__
    return read(quantity.kind, quantity.unit, quantity.value)


# One number is compared with many, so its parsed value is cached.
@lru_cache(4096)
def _amount_of(kind: str, printed: str, value: str) -> _Amount:
    unit, factor = conversion(printed)
    if kind == "date":
        return "date", (value,)
    if kind == "rank":
        unit = "rank"
    elif kind != kind_of(printed):
        unit = f"{unit} ({kind})"
    ends = value.split("/")
    return unit, tuple(factor * Fraction(end) if _PLAIN.fullmatch(end) else end for end in ends)
