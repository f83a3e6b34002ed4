"""Bars and charts, in pixels."""

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

    @property
    def short(self) -> str:
        """The label as far as there is room for it."""
        fits = len(self.label) <= _LONGEST_LABEL
        return self.label if fits else f"{self.label[: _LONGEST_LABEL - 1]}…"


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart: bars, the heads and rows of its table, and what it says in a sentence. `label`
    is the code of its heading."""

    label: str
    bars: tuple[Bar, ...]
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    text: str = ""
    left: int = _LEFT
    bar: int = _BAR

    @property
    def height(self) -> int:
        """In pixels."""
        return (self.bars[-1].y if self.bars else 0) + _ROW + _GAP

    @property
    def total_width(self) -> int:
        """In pixels, with labels and the words at the ends."""
        return _LEFT + _WIDTH + 150


def laid_out(
    groups: Iterable[Sequence[tuple[str, str, str, Decimal]]], *, full: Decimal | None = None
) -> tuple[Bar, ...]:
    """Bars of label, words, series and amount; a gap parts the groups. The longest bar fills the
    width, or an amount of `full` does."""
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
