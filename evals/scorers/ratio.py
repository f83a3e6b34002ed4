"""Two plain measures that scorers give: a share, and precision with recall."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

__all__ = ["Agreement", "Fault", "Share", "total"]


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `all`; of nothing, everything is right."""

    hits: int
    all: int

    @property
    def value(self) -> float:
        """The share, 1 of nothing."""
        return self.hits / self.all if self.all else 1.0

    def __add__(self, other: Self) -> Self:
        return type(self)(self.hits + other.hits, self.all + other.all)


class Fault(Share):
    """`hits` of `all` that are bad; of nothing, nothing is."""

    @property
    def value(self) -> float:
        """The share, 0 of nothing."""
        return self.hits / self.all if self.all else 0.0


@dataclass(frozen=True, slots=True)
class Agreement:
    """Hits among what was predicted and among what is gold. Nothing predicted where nothing is
    gold is perfect; one side empty is worthless."""

    hits: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        """The part of the predictions that is right."""
        return self._over(self.predicted)

    @property
    def recall(self) -> float:
        """The part of the gold that was found."""
        return self._over(self.gold)

    @property
    def f1(self) -> float:
        """2 · hits / (predicted + gold)."""
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
    """Summed over reports: the micro average."""
    return sum(agreements, Agreement(0, 0, 0))
