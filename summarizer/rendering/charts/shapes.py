"""Bars and charts; all sizes are in pixels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

__all__ = ["MOST_BARS", "Bar", "Chart", "laid_out"]

MOST_BARS = 24
_WIDTH, _LEFT, _ROW, _BAR, _GAP = 240, 200, 22, 16, 8
_LONGEST_LABEL = 14


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its label, the text at its end, and its series, which sets colour and pattern."""

    label: str
    value: str
    series: str
    y: int
    width: float

    @property
    def middle(self) -> float:
        """Return the vertical position of the texts."""
        return self.y + _BAR * 0.8

    @property
    def short(self) -> str:
        """Return the label, cut to the available width."""
        fits = len(self.label) <= _LONGEST_LABEL
        return self.label if fits else f"{self.label[: _LONGEST_LABEL - 1]}…"


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart: its bars, the header and rows of its table, and its sentence.

    `label` is the code of its heading.
    """

    label: str
    bars: tuple[Bar, ...]
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    text: str = ""
    left: int = _LEFT
    bar: int = _BAR

    @property
    def height(self) -> int:
        """Return the height."""
        return (self.bars[-1].y if self.bars else 0) + _ROW + _GAP

    @property
    def total_width(self) -> int:
        """Return the width including labels and the texts at the ends."""
        return _LEFT + _WIDTH + 150


def laid_out(
    groups: Iterable[Sequence[tuple[str, str, str, Decimal]]], *, full: Decimal | None = None
) -> tuple[Bar, ...]:
    """Return bars for (label, text, series, amount), with a gap between groups.

    The width corresponds to the amount `full`, by default to the longest bar.
    """
    kept: list[Sequence[tuple[str, str, str, Decimal]]] = []
    for group in groups:
        if sum(map(len, kept)) + len(group) <= MOST_BARS:
            kept.append(group)
    most = full or max((amount for group in kept for *_, amount in group), default=Decimal(0))
    bars: list[Bar] = []
    y = 4
    for group in kept:
        for label, value, series, amount in group:
            share = min(amount / most, Decimal(1)) if most else Decimal(0)
            bars.append(Bar(label, value, series, y, round(float(share * _WIDTH), 1)))
            y += _ROW
        y += _GAP if len(group) > 1 else 0
    return tuple(bars)
