"""Amounts: where in a report the same amount is printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from summarizer.schema import Quantity
from summarizer.verification.comparison import agrees

__all__ = ["Amounts"]


class Amounts:
    """The quantities of a report, found by value or by how they are printed."""

    def __init__(self, quantities: Iterable[Quantity]) -> None:
        self._by_value: dict[tuple[str, str], list[Quantity]] = defaultdict(list)
        self._by_print: dict[str, list[Quantity]] = defaultdict(list)
        self._found: dict[tuple[str | None, ...], list[Quantity]] = {}
        for quantity in quantities:
            self._by_value[_key(quantity)].append(quantity)
            self._by_print[quantity.text].append(quantity)

    def same(self, number: Quantity) -> list[Quantity]:
        """The quantities that say the same as a number, in order of place."""
        # A report may print one number ten thousand times: it is looked for once.
        said = (
            *(number.kind, number.text, number.value, number.unit),
            *(number.approx, number.comparator),
        )
        if said not in self._found:
            self._found[said] = self._search(number)
        return self._found[said]

    def _search(self, number: Quantity) -> list[Quantity]:
        valued = self._by_value.get(_key(number), [])
        printed = self._by_print.get(number.text, [])
        likely = {quantity.start: quantity for quantity in (*valued, *printed)}
        return [likely[start] for start in sorted(likely) if agrees(number, likely[start])]


def _key(number: Quantity) -> tuple[str, str]:
    """Kind and value; the units of measures and of time convert, so that values may differ."""
    if number.kind in ("measure", "duration"):
        return number.kind, ""
    ends = number.value.split("/")
    plain = (end.rstrip("0").rstrip(".") if "." in end else end for end in ends)
    return number.kind, "/".join(plain)
