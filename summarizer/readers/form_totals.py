"""Determine the unit of a table without one from quantities that the text prints with their unit.

「下达资金12万元」 above a column 4, 4, 4, 合计 12: the column is in 万元. A row of which several
numbers are printed in sentences, all with one unit, is in that unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from summarizer.quantities import kind_of
from summarizer.quantities.numerals import scaled
from summarizer.schema import Quantity
from summarizer.tables.units import Unit

__all__ = ["proven_sums", "said_elsewhere"]

# Maximum number of columns and rows; with fewer parts than the last value, a sum proves nothing.
MOST_COLUMNS, MOST_ROWS, FEWEST_PARTS = 8, 200, 2
_PLAIN = re.compile(r"\d[\d,]*(?:\.\d+)?")
_TOTAL_BEFORE = re.compile(r"(?:合\s*计|总\s*计|共\s*计|总\s*额)[^\u4e00-\u9fff]{0,60}\Z")
_GAP = re.compile(r"[\s|]*")
# The label of a further row: 2015年.
_YEAR = re.compile(r"[\s|]*(?:19|20)\d\d年?[\s|]*")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
FEWEST_SAID = 3
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


def said_elsewhere(text: str, quantities: Sequence[Quantity]) -> list[Quantity]:
    """Return the quantities; a row of bare numbers takes the unit with which the text prints
    several of them, and a row of as many for another year above or below it too.

    >>> row = [Quantity(n, n, "", "count", "exact", None, at, at + 1) for at, n in enumerate("123")]
    >>> [one.unit for one in said_elsewhere(" " * 4, row)]
    ['', '', '']
    """
    rows: list[list[Quantity]] = []
    for one in filter(_is_bare_or_less, quantities):
        if rows and _GAP.fullmatch(text, rows[-1][-1].end, one.start):
            rows[-1].append(one)
        else:
            rows.append([one])
    if all(len(row) < FEWEST_SAID for row in rows):
        return list(quantities)
    printed = dict(_printed(quantities))
    printed |= {_number(one): Unit("%") for one in quantities if one.unit == "%"}
    units = [_said_unit(row, printed) for row in rows]
    for at, (above, below) in enumerate(pairwise(rows)):
        alike = len(above) == len(below) and _YEAR.fullmatch(text, above[-1].end, below[0].start)
        if alike and None in units[at : at + 2]:
            units[at] = units[at + 1] = units[at] or units[at + 1]
    told = {one.start: unit for row, unit in zip(rows, units, strict=True) for one in row}
    return [_with(one, told.get(one.start)) for one in quantities]


def _said_unit(row: Sequence[Quantity], printed: Mapping[Decimal, Unit]) -> Unit | None:
    """Return the unit of several different numbers of a row that are printed with one unit."""
    said = {_number(one): printed[_number(one)] for one in row if _number(one) in printed}
    units = set(said.values())
    return units.pop() if len(said) >= FEWEST_SAID and len(units) == 1 else None


def _number(one: Quantity) -> Decimal:
    found = _NUMBER.search(one.text)
    return Decimal(found[0].replace(",", "")) if found else Decimal(0)


def _is_bare_or_less(one: Quantity) -> bool:
    return _is_bare(replace(one, text=one.text.lstrip("-－−")))


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
    value = scaled(one.value, extra=unit.scale)
    return replace(one, value=value, unit=unit.base, kind=kind_of(unit.base))


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
