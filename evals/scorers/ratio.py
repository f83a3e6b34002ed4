"""Measures that scorers return: a share, a fault rate, and precision with recall."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

__all__ = ["Agreement", "Fault", "Share", "total"]


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `all` that are right; 1 when `all` is 0."""

    hits: int
    all: int

    @property
    def value(self) -> float:
        """Return the share; 1 when there are none."""
        return self.hits / self.all if self.all else 1.0

    def __add__(self, other: Self) -> Self:
        return type(self)(self.hits + other.hits, self.all + other.all)


class Fault(Share):
    """`hits` of `all` that are bad; 0 when `all` is 0."""

    @property
    def value(self) -> float:
        """Return the share; 0 when there are none."""
        return self.hits / self.all if self.all else 0.0


@dataclass(frozen=True, slots=True)
class Agreement:
    """Hits among predicted and among gold. Both empty is perfect; one side empty scores 0."""

    hits: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        """Return the share of predictions that is right."""
        return self._over(self.predicted)

    @property
    def recall(self) -> float:
        """Return the share of gold that was found."""
        return self._over(self.gold)

    @property
    def f1(self) -> float:
        """Return 2 · hits / (predicted + gold)."""
        both = self.predicted + self.gold
        return 2 * self.hits / both if both else 1.0

    def __add__(self, other: Agreement) -> Agreement:
        return Agreement(
            self.hits + other.hits, self.predicted + other.predicted, self.gold + other.gold
        )

    def _over(self, count: int) -> float:
        if count:
            return self.hits / count
        return 1.0 if self.predicted == self.gold else 0.0


def total(agreements: Iterable[Agreement]) -> Agreement:
    """Return the sum over reports: the micro average."""
    return sum(agreements, Agreement(0, 0, 0))
