"""A quantity: a value and a unit at a span of the document."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

__all__ = ["CHECKED_KINDS", "Approx", "Comparator", "Kind", "Quantity"]

Kind = Literal["money", "percent", "count", "measure", "date", "duration", "age", "rank", "score"]
Approx = Literal["exact", "about", "near", "over"]
Comparator = Literal[">=", "<=", ">", "<", "="]

# Dates, durations and ages qualify other statements; summaries are checked on the other kinds.
CHECKED_KINDS: frozenset[str] = frozenset({"money", "percent", "count", "measure", "rank", "score"})


# A plain dataclass: the scanner creates hundreds of thousands per second, and pydantic still
# validates and serialises it as a field of a summary.
@dataclass(frozen=True, slots=True)
class Quantity:
    """One mention of a quantity.

    `text` is `document.text[start:end]`, offsets in code points. `value` is a decimal string in the
    base unit, without exponent or separators ("2592500" for 259.25万元); a range is "low/high", a
    date "2022" or "10-22". `unit` is the base unit ("元", "%", "人次").
    """

    text: str
    value: str
    unit: str
    kind: Kind
    approx: Approx
    comparator: Comparator | None
    start: int
    end: int

    @property
    def decimal(self) -> Decimal:
        """Return the value, or the lower end of a range.

        Raises ValueError for a date like "10-22".
        """
        low, _, _ = self.value.partition("/")
        try:
            return Decimal(low)
        except ArithmeticError as error:
            raise ValueError(f"not a number: {self.value!r}") from error

    @property
    def is_checked(self) -> bool:
        """Return whether summaries are checked on this kind (not a date, duration or age)."""
        return self.kind in CHECKED_KINDS
