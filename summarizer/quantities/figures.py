"""Figures: the parts of an amount in digits, as printed."""

from __future__ import annotations

import re
from typing import NamedTuple

from summarizer.schema.quantity import Approx

__all__ = ["LONGEST", "PARTS", "Figure", "figure", "is_code", "loosened"]

# Longer runs of digits or numerals are account or card numbers, or noise.
LONGEST = 24


# The groups of an AMOUNT match, in order of position.
PARTS = ("number", "before", "scale", "higher", "after", "more", "unit")


class Figure(NamedTuple):
    """`number` with its separators, `scale` (万, 千万) or "", `infix` 余 or 来, `unit` or None;
    `end` excludes trailing blanks.
    """

    number: str
    scale: str
    infix: str | None
    unit: str | None
    start: int
    end: int


def figure(match: re.Match[str]) -> Figure:
    """Return the parts of an AMOUNT match."""
    number, early, scale, higher, late, more, unit = match.group(*PARTS)
    if higher:
        scale += higher
    return Figure(number, scale or "", early or late or more, unit, match.start(), match.end())


def is_code(number: str) -> bool:
    """Return whether a number is a code: 062001 identifies a department."""
    return number[0] == "0" and len(number) > 1 and number[1] != "."


def loosened(infix: str | None) -> Approx:
    """Return the hedge of 余, 多, 几 or 来 inside an amount."""
    if infix is None:
        return "exact"
    return "about" if infix == "来" else "over"
