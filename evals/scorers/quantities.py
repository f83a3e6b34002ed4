"""The scanner against annotated quantities: value, and value with unit, at gold's place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from evals.scorers.ratio import Agreement
from summarizer.schema import Quantity

__all__ = ["OUT_OF_SCOPE", "SCORED", "Reading", "reading"]

Json = Mapping[str, Any]
# The scored kinds; a quantity read at a mention of any other kind is neither right nor wrong.
SCORED = frozenset({"money", "percent", "count", "measure", "table_cell"})
OUT_OF_SCOPE = frozenset({"date", "duration", "age", "rank"})


@dataclass(frozen=True)
class Reading:
    """Agreement on the value and on value with unit; `missed` are mentions without the right value,
    `invented` are quantities without a mention.
    """

    value: Agreement
    unit: Agreement
    missed: tuple[Json, ...]
    invented: tuple[Quantity, ...]


def reading(gold: Iterable[Json], quantities: Iterable[Quantity]) -> Reading:
    """Match quantities with equal value and overlapping span, each mention once."""
    left = list(quantities)
    missed = []
    values = units = 0
    for mention in gold:
        touching = [one for one in left if _overlaps(one, mention)]
        if mention["kind"] in OUT_OF_SCOPE:
            left = [one for one in left if one not in touching]
        elif mention["kind"] in SCORED:
            right = next((one for one in touching if one.value == mention["value"]), None)
            if right is None:
                missed.append(mention)
                continue
            values += 1
            units += right.unit == mention["unit"]
            left.remove(right)
    predicted, scored = values + len(left), values + len(missed)
    return Reading(
        Agreement(values, predicted, scored),
        Agreement(units, predicted, scored),
        tuple(missed),
        tuple(left),
    )


def _overlaps(one: Quantity, mention: Json) -> bool:
    return one.start < int(mention["end"]) and int(mention["start"]) < one.end
