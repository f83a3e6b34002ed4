"""Gold of a form: the targets and results of its rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from evals.forms.content import Content, Indicator, plain

__all__ = ["Gold", "GoldItem", "fund_results", "of_indicators", "total_result"]

WAN = 4


@dataclass(frozen=True)
class GoldItem:
    """A target or result.

    `value` and `unit` are in the base unit; without them `words` holds the target or result.
    `weight`, `score` and `reason` are printed in its row.
    """

    kind: str
    metric: str
    value: str | None
    unit: str | None
    comparator: str | None = None
    words: str = ""
    weight: str | None = None
    score: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Gold:
    """Required items, and values that are optional (goals in prose, totals, rates)."""

    items: tuple[GoldItem, ...]
    optional: frozenset[tuple[str, str]] = frozenset()
    optional_words: tuple[str, ...] = ()


def of_indicators(
    indicators: Iterable[Indicator],
    *,
    results: bool = True,
    weights: bool = True,
    scores: bool = True,
    reasons: bool = True,
) -> tuple[GoldItem, ...]:
    """Return a target for each indicator, and its result where the form has one."""
    found: list[GoldItem] = []
    for one in indicators:
        number = one.number
        found.append(
            GoldItem(
                "target",
                one.name,
                None if number is None else one.value(number),
                None if number is None else one.base,
                {"≥": ">=", "≤": "<=", "=": "="}.get(one.sign),
                one.promise,
                plain(one.weight) if weights else None,
                plain(one.score) if scores else None,
                (one.reason or None) if reasons else None,
            )
        )
        if results:
            actual = one.actual
            value = None if actual is None else one.value(actual)
            unit = None if actual is None else one.base
            found.append(GoldItem("result", one.name, value, unit, words=one.outcome))
    return tuple(found)


def fund_results(
    content: Content, columns: Iterable[tuple[str, str]], *, scale: int = WAN
) -> tuple[GoldItem, ...]:
    """Return the money of the funds block: (field, header) for each column; cells of 0 are
    optional.
    """
    columns = tuple(columns)
    return tuple(
        GoldItem("result", head, plain(amount.scaleb(scale)), "元")
        for fund in content.funds
        for name, head in columns
        if (amount := Decimal(getattr(fund, name)))
    )


def total_result(content: Content) -> tuple[str, str]:
    """Return the total score, as an optional value."""
    return plain(content.total), "分"
