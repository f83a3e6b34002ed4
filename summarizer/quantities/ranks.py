"""Ranks: 第5, 第二名, 前十名. Ordinals (第三次, 第一时间) are not ranks."""

from __future__ import annotations

import re

from summarizer.quantities import vocabulary
from summarizer.quantities.figures import LONGEST
from summarizer.quantities.numerals import chinese, ordered, scaled
from summarizer.quantities.patterns import DASH
from summarizer.schema import Quantity

__all__ = ["rank"]

Match = re.Match[str]
_CLAUSE = re.compile(r"[，。；：！？\n]")


def rank(text: str, match: Match) -> Quantity | None:
    """Read 第5, 第二名, 前十名; 第三次 and 第一时间 are not ranks."""
    start, end = match.span()
    body = match["rank"][1:].strip(" \u3000")
    number = body.rstrip("名位")
    value = _places(number)
    if value is None:
        return None
    unit = body[len(number) :]
    if text[start] == "前":
        if value == "1":
            return None
        return Quantity(match["rank"], value, unit, "rank", "exact", "<=", start, end)
    if unit != "名" and not _ranks(text, start, end):
        return None
    return Quantity(match["rank"], value, unit, "rank", "exact", None, start, end)


def _places(number: str) -> str | None:
    ends = DASH.split(number)
    if any(len(one) > LONGEST for one in ends):
        return None
    values = [scaled(one) if one.isdigit() else chinese(one) for one in ends]
    low, high = values[0], values[-1]
    if low is None or high is None:
        return None
    return low if len(values) == 1 else ordered(low, high)


def _ranks(text: str, start: int, end: int) -> bool:
    """Return whether the clause is about a ranking and the phrase ends with the rank."""
    clause = _CLAUSE.split(text[max(0, start - 16) : start])[-1]
    if not vocabulary.RANKING.search(clause) or re.search("[放摆]在", clause):
        return False
    return end == len(text) or not text[end].isalnum() or text[end] == "的"
