"""A figure: a quantity ready for arithmetic, with its label and its precision.

Printed figures are rounded, so checks compare intervals: `slack` is half a unit of the last printed
digit, and an `Interval` contains all values that print the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from summarizer.schema import Quantity, Span

__all__ = [
    "Figure",
    "Interval",
    "common_step",
    "digits_of",
    "figure_of",
    "is_misprint",
    "is_slip",
    "percent",
    "printed",
    "ratio_gives",
    "slack",
    "slacks",
    "tolerance",
    "turned",
]

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SCALES = (("亿", Decimal(10**8)), ("万", Decimal(10**4)))
_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from `low` to `high`, both included."""

    low: Decimal
    high: Decimal

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def meets(self, other: Interval) -> bool:
        """True if both intervals have a value in common."""
        return self.low <= other.high and other.low <= self.high

    def percent_of(self, base: Interval) -> Interval | None:
        """Return 100 × this / base, or None if the base may be 0 or less."""
        if base.low <= 0:
            return None
        bottoms = (base.low, base.high)
        ends = [100 * top / bottom for top in (self.low, self.high) for bottom in bottoms]
        return Interval(min(ends), max(ends))


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity of a checked kind, ready for arithmetic.

    `label` is the text of the clause before it, `after` the text up to the next mark or figure.
    `step` is one unit of the last printed digit and `scale` the value of a printed 1, both in the
    base unit: 0.01 万元 has a step of 100 and a scale of 10000. `depth` counts open brackets. In a
    table (`in_cell`), the label is the title of the column.
    """

    quantity: Quantity
    value: Decimal
    step: Decimal
    scale: Decimal
    label: str = ""
    after: str = ""
    depth: int = 0
    in_cell: bool = False

    @property
    def span(self) -> Span:
        """Evidence: the figure with its label, or the table cell."""
        quote = self.quote
        return Span(start=self.end - len(quote), end=self.end, quote=quote)

    @property
    def quote(self) -> str:
        """Label and figure, as printed."""
        own = self.quantity.text
        return own if self.in_cell else f"{self.label}{own}".lstrip()

    @property
    def start(self) -> int:
        return self.quantity.start

    @property
    def end(self) -> int:
        return self.quantity.end

    @property
    def unit(self) -> str:
        return self.quantity.unit

    @property
    def kind(self) -> str:
        return self.quantity.kind

    @property
    def is_rate(self) -> bool:
        """A percentage, not a difference of percentages (个百分点)."""
        return self.quantity.kind == "percent" and self.quantity.unit == "%"

    @property
    def is_exact(self) -> bool:
        """A plain number: no hedge, no comparator, no range."""
        quantity = self.quantity
        return quantity.approx == "exact" and not quantity.comparator and "/" not in quantity.value

    def interval(self, step: Decimal | None = None) -> Interval:
        """Return the values that print the same, at its own last digit or a finer `step`."""
        half = slack(self, step)
        return Interval(self.value - half, self.value + half)

    def matches(self, other: Figure) -> bool:
        """True if both print the same value, each at its own precision."""
        return self.unit == other.unit and self.interval().meets(other.interval())


def figure_of(
    quantity: Quantity, *, label: str = "", after: str = "", depth: int = 0, in_cell: bool = False
) -> Figure:
    """Return a quantity with its precision.

    >>> figure_of(Quantity("259.25万元", "2592500", "元", "money", "exact", None, 0, 8)).step
    Decimal('100')
    """
    value = quantity.decimal
    step, scale = _precision(quantity.text, value)
    return Figure(quantity, value, step, scale, label, after, depth, in_cell)


def _precision(text: str, value: Decimal) -> tuple[Decimal, Decimal]:
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    match = _NUMBER.search(plain)
    named = next((worth for word, worth in _SCALES if word in plain), Decimal(1))
    if match is None:
        return named, named
    number = Decimal(match[0].replace(",", ""))
    scale = value / number if number and value else named
    exponent = number.as_tuple().exponent
    return scale.scaleb(exponent if isinstance(exponent, int) else 0), scale


def slack(figure: Figure, step: Decimal | None = None) -> Decimal:
    """Return half a unit of the last digit; 0 for counts of whole things, which are not rounded."""
    if figure.kind == "count" and figure.scale == 1 and figure.step == 1:
        return Decimal(0)
    return (figure.step if step is None else min(step, figure.step)) * _HALF


def common_step(figures: Iterable[Figure], like: Figure) -> Decimal:
    """Return the finest last digit among figures of the same printed unit.

    Reports drop trailing zeros: 16万元 beside 9.51万元 means 16.00.
    """
    return min((other.step for other in figures if other.scale == like.scale), default=like.step)


def slacks(figures: Sequence[Figure]) -> list[Decimal]:
    """Return the slack of each figure, at the finest last digit among figures of its unit."""
    finest: dict[Decimal, Decimal] = {}
    *parts, _ = figures
    steps = {figure.step for figure in parts}
    # 21.0万吨 and 77.5万吨 are rounded, even if the total has more digits.
    if len(parts) > 1 and len(steps) == 1 and all(part.step < part.scale for part in parts):
        return [slack(figure) for figure in figures]
    for figure in figures:
        finest[figure.scale] = min(figure.step, finest.get(figure.scale, figure.step))
    return [slack(figure, finest[figure.scale]) for figure in figures]


def tolerance(parts: Sequence[Figure], total: Figure) -> Decimal:
    """Return (n + 1) · u/2 for n parts and their total, where u is the finest last digit."""
    return sum(slacks((*parts, total)), Decimal(0))


def ratio_gives(top: Figure, base: Figure, rate: Figure) -> bool:
    """True if two figures, within rounding, give a printed rate."""
    steps = [common_step((top, base), figure) for figure in (top, base)]
    share = top.interval(steps[0]).percent_of(base.interval(steps[1]))
    return share is not None and share.meets(rate.interval())


def is_slip(gap: Decimal) -> bool:
    """True if one wrong digit or two transposed digits explain a difference.

    >>> is_slip(Decimal("-0.30")), is_slip(Decimal(1800)), is_slip(Decimal("237.5"))
    (True, True, False)
    """
    digits = format(abs(gap), "f").replace(".", "").strip("0")
    return len(digits) == 1 or (len(digits) == 2 and int(digits) % 9 == 0 and digits < "73")


def digits_of(value: Decimal) -> int:
    """Return the digits of a value without trailing zeros."""
    return int(format(abs(value), "f").replace(".", "").strip("0") or 0)


def is_misprint(first: Decimal, second: Decimal) -> bool:
    """True if two values of one magnitude, with three or more digits, differ in one digit or two
    transposed digits.

    >>> is_misprint(Decimal("368"), Decimal("386")), is_misprint(Decimal("15"), Decimal("16"))
    (True, False)
    """
    if first.adjusted() != second.adjusted():
        return False
    places = -min(_exponent(first), _exponent(second))
    a, b = (str(int(abs(value).scaleb(places))).rstrip("0") for value in (first, second))
    size = max(len(a), len(b))
    a, b = a.ljust(size, "0"), b.ljust(size, "0")
    return size > 2 and (sum(x != y for x, y in zip(a, b, strict=True)) == 1 or turned(a, b))


def _exponent(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return min(exponent, 0) if isinstance(exponent, int) else 0


def turned(first: str, second: str) -> bool:
    """Are two runs of digits the same but for two neighbours in the wrong order?"""
    places = [at for at, pair in enumerate(zip(first, second, strict=True)) if pair[0] != pair[1]]
    if len(places) != 2 or places[1] - places[0] != 1:
        return False
    left, right = places
    return first[left] == second[right] and first[right] == second[left]


def printed(value: Decimal, like: Figure) -> str:
    """Return a computed value in the unit of a printed figure.

    >>> total = figure_of(Quantity("487万元", "4870000", "元", "money", "exact", None, 0, 5))
    >>> printed(Decimal(4833000), total)
    '483.3万元'
    """
    number = (value / like.scale).quantize(Decimal("0.0001")).normalize()
    word = next((word for word, worth in _SCALES if worth == like.scale), "")
    return f"{number:f}{word}{like.unit}"


def percent(value: Decimal, like: Figure) -> str:
    """Return a computed rate with the decimals of a printed one, between one and four."""
    places = like.quantity.text.partition(".")[2]
    digits = min(4, max(1, len(re.match(r"\d*", places)[0])))  # type: ignore[index]
    return f"{value.quantize(Decimal(1).scaleb(-digits)):f}%"
