"""Determine the unit of a table without one from a column total that the text prints with its unit.

「下达资金12万元」 above a column 4, 4, 4, 合计 12: the column is in 万元.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from summarizer.quantities.numerals import scaled
from summarizer.schema import Quantity
from summarizer.tables.units import Unit

__all__ = ["proven_sums"]

# Maximum number of columns and rows; with fewer parts than the last value, a sum proves nothing.
MOST_COLUMNS, MOST_ROWS, FEWEST_PARTS = 8, 200, 2
_PLAIN = re.compile(r"\d[\d,]*(?:\.\d+)?")
_TOTAL_BEFORE = re.compile(r"(?:合\s*计|总\s*计|共\s*计|总\s*额)[^\u4e00-\u9fff]{0,60}\Z")
_GAP = re.compile(r"[\s|]*")
_MONEY = re.compile(r"(?P<number>\d[\d,]*(?:\.\d+)?)\s?(?P<scale>[百千]?[万亿])?元(?!/)")
_SCALES = {"": 0, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8}


def proven_sums(text: str, quantities: Sequence[Quantity]) -> list[Quantity]:
    """Return the quantities; bare numbers that add up to a sum printed with its unit take that
    unit.

    >>> from summarizer.quantities import scan
    >>> bare = scan("下达资金12万元")
    >>> [one.unit for one in proven_sums("下达资金12万元", bare)]
    ['元']
    """
    bare = [one for one in quantities if _is_bare(one)]
    if len(bare) <= FEWEST_PARTS:
        return list(quantities)
    printed = dict(_printed(quantities))
    units: dict[int, Unit] = {}
    values = [Decimal(one.value) for one in bare]
    for at, one in enumerate(bare):
        unit = printed.get(values[at])
        if unit and values[at] and _TOTAL_BEFORE.search(text, max(0, one.start - 70), one.start):
            for part in _parts(values, at, _row_width(text, bare, at)):
                units[bare[part].start] = unit
    return [_with(one, units.get(one.start)) if _is_bare(one) else one for one in quantities]


def _is_bare(one: Quantity) -> bool:
    return (
        not one.unit
        and one.kind == "count"
        and one.comparator is None
        and _PLAIN.fullmatch(one.text) is not None
    )


def _with(one: Quantity, unit: Unit | None) -> Quantity:
    if unit is None:
        return one
    return replace(one, value=scaled(one.value, extra=unit.scale), unit=unit.base, kind="money")


def _printed(quantities: Sequence[Quantity]) -> Iterator[tuple[Decimal, Unit]]:
    """Yield the printed number and the unit of each sum with a unit."""
    for one in quantities:
        found = _MONEY.search(one.text) if one.unit == "元" else None
        if found:
            number = Decimal(found["number"].replace(",", ""))
            yield number, Unit("元", _SCALES[found["scale"] or ""])


def _row_width(text: str, bare: Sequence[Quantity], at: int) -> int:
    """Return how many numbers stand beside a total."""
    first = last = at
    while last + 1 < len(bare) and _GAP.fullmatch(text, bare[last].end, bare[last + 1].start):
        last += 1
    while first and _GAP.fullmatch(text, bare[first - 1].end, bare[first].start):
        first -= 1
    return last - first + 1


def _parts(values: Sequence[Decimal], total: int, likely: int) -> list[int]:
    """Return a total and the numbers of its column that add up to it, above or below; empty when
    none do.

    `likely` is the expected number of columns.
    """
    for width in (likely, *range(1, MOST_COLUMNS + 1)):
        for step in (-width, width):
            parts, left, at = [total], values[total], total + step
            while 0 <= at < len(values) and len(parts) <= MOST_ROWS and left > 0:
                parts.append(at)
                left -= values[at]
                at += step
            if not left and len(parts) > FEWEST_PARTS:
                return parts
    return []
