"""Number precision: whether every reported number occurs in the item's own quotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import summarizer
from evals.atoms import same_unit, same_value
from evals.dataset import Gold
from evals.scorers.case import Case, spans
from evals.scorers.ratio import Share

__all__ = ["in_document", "mentions", "raw", "shipped", "stated_in", "strict"]

Json = Mapping[str, Any]
CHECKED = {"money", "percent", "count", "measure", "rank", "score", "table_cell"}
MENTION = ("text", "value", "unit", "approx", "kind")
STRICT_FIELDS = ("approx", "comparator", "direction")


def shipped(case: Case) -> Share:
    """Numbers of verified and reviewable items that occur in the items' own quotes."""
    return _supported(case, (item for _, item in case.shipped()))


def raw(case: Case) -> Share:
    """The same over all items including failed ones: the quality of the engine alone."""
    return _supported(case, (item for _, item in case.items))


def in_document(case: Case) -> Share:
    """Numbers that occur anywhere in the report; only for comparison with other systems."""
    everywhere = [(0, len(case.gold.text), case.gold.text)]
    numbers = [number for _, item in case.shipped() for number in numbers_of(item)]
    hits = sum(_is_in(number, stated_in(case.gold, everywhere)) for number in numbers)
    return Share(hits, len(numbers))


def strict(case: Case) -> Share:
    """Predicted numbers that match a gold atom in value, unit, hedge, bound and direction."""
    right = sum(
        pair.gold.has_quantity
        and same_value(pair.gold.value, pair.predicted.value)
        and same_unit(pair.gold.unit, pair.predicted.unit)
        and all(getattr(pair.gold, f) == getattr(pair.predicted, f) for f in STRICT_FIELDS)
        for pair in case.matching.pairs
        if pair.predicted.has_quantity
    )
    return Share(right, sum(atom.has_quantity for atom in case.atoms))


def numbers_of(item: Json) -> Iterator[Json]:
    """Yield every number of an item: its quantity, and each one in its words."""
    if item.get("quantity"):
        yield item["quantity"]
    for name in ("text", "metric", "subject", "cause"):
        yield from mentions(item.get(name) or "")


def mentions(text: str) -> tuple[Json, ...]:
    """Return the checked numbers in a text, as JSON."""
    if not any(character.isnumeric() for character in text):
        return ()
    read = summarizer.read_text(text, "text").quantities
    return tuple({name: getattr(q, name) for name in MENTION} for q in read if q.is_checked)


@cache
def _scanned(name: str, text: str) -> tuple[Json, ...]:
    """Return the checked numbers that the scanner reads in a report, as JSON."""
    read = summarizer.read_text(text, name).quantities
    fields = (*MENTION, "start", "end")
    return tuple({name: getattr(q, name) for name in fields} for q in read if q.is_checked)


def stated_in(gold: Gold, evidence: Iterable[tuple[int, int, str]]) -> tuple[Json, ...]:
    """Return the numbers of the report within true quotes; a false quote contributes none.

    Reports without annotated quantities use those of the scanner.
    """
    true = [(start, end) for start, end, quote in evidence if gold.text[start:end] == quote]
    return tuple(
        mention
        for mention in gold.quantities or _scanned(gold.name, gold.text)
        if mention["value"]
        and any(start <= mention["start"] and mention["end"] <= end for start, end in true)
    )


def is_same_number(a: Json, b: Json) -> bool:
    """Return whether value and unit are equal, or the print (a cell's number without caption
    unit).
    """
    if a.get("text") and a.get("text") == b.get("text") and not a.get("unit"):
        return True
    return same_value(a["value"], b["value"]) and same_unit(a["unit"], b["unit"])


def _supported(case: Case, items: Iterable[Json]) -> Share:
    outcomes = [
        _is_in(number, stated_in(case.gold, spans(item)))
        for item in items
        for number in numbers_of(item)
    ]
    return Share(sum(outcomes), len(outcomes))


def _is_in(number: Json, stated: Iterable[Json]) -> bool:
    return any(is_same_number(number, other) for other in stated)
