"""Numbers without a printed unit: 487万, 大于等于0 after a rate, 得分98.5, 1:15."""

from __future__ import annotations

import re

from summarizer.quantities import vocabulary
from summarizer.quantities.figures import Figure
from summarizer.quantities.hedges import before
from summarizer.quantities.numerals import scaled
from summarizer.quantities.patterns import BRACKETED_UNIT, LABEL_UNIT, PER, RATIO
from summarizer.quantities.units import kind_of
from summarizer.schema.quantity import Kind

__all__ = ["implied", "without_unit", "zero"]

# Characters allowed right after a number without a unit.
_STOPS = frozenset("，。；、！？,;)）”’」』》】以及左上的 \u3000\t\n\r")
_OPENING = frozenset({"（", "("})
_RATIO_MARKS = frozenset({":", "：", " "})
_EACH = re.compile(PER)
_CLAUSE = re.compile(r"[。；;！？!?\n]")


def without_unit(text: str, read: Figure) -> tuple[int, str, str, Kind] | None:
    """Return end, value, unit and kind of a number without a unit, or None if it is not a
    quantity.
    """
    start, end = read.start, read.end
    follows = text[end : end + 1]
    each = _EACH.match(text, end) if follows == "/" else None
    if read.scale:
        base, kind = implied(text, start, end)
        if each and base:
            return each.end(), scaled(read.number, read.scale), base + each[0], kind
        return end, scaled(read.number, read.scale), base, kind
    if each and (named := LABEL_UNIT.search(text[max(0, start - 24) : start])):
        value, base, kind = _bracketed(read.number, named)
        return (each.end(), value, base, kind) if base.endswith(each[0]) else None
    if follows in _OPENING and (unit := BRACKETED_UNIT.match(text, end)):
        return unit.end(), *_bracketed(read.number, unit)
    if follows and follows not in _STOPS and follows not in _RATIO_MARKS:
        return None
    value = scaled(read.number)
    head = text[max(0, start - 24) : start]
    if unit := LABEL_UNIT.search(head):
        return end, *_bracketed(read.number, unit)
    if follows in _RATIO_MARKS and (ratio := RATIO.match(text, end)):
        related = vocabulary.RATIO.search(head)
        return (ratio.end(), value, f":{scaled(ratio[1])}", "measure") if related else None
    if head.endswith("¥"):
        return end, value, "元", "money"
    if vocabulary.SCORE.search(head):
        return end, value, "分", "score"
    if tally := vocabulary.TALLY.search(head):
        return end, value, tally["unit"] or "", "count"
    return _rate_or_bound(text, read, value)


def zero(text: str, start: int, end: int) -> tuple[str, Kind] | None:
    """Return unit and kind of 零 alone after a rate or a count: 事故发生率为零."""
    if text[end : end + 1] not in _STOPS and end < len(text):
        return None
    head = text[max(0, start - 24) : start]
    if vocabulary.ZERO_RATE.search(head):
        return "%", "percent"
    tally = vocabulary.TALLY.search(head)
    return (tally["unit"] or "", "count") if tally else None


def _bracketed(number: str, unit: re.Match[str]) -> tuple[str, str, Kind]:
    """预算数（万元）：120 and 120（万元）: the unit is in brackets beside the number."""
    return scaled(number, unit["scale"] or ""), unit["unit"], kind_of(unit["unit"])


def _rate_or_bound(text: str, read: Figure, value: str) -> tuple[int, str, str, Kind] | None:
    """大于等于0 after 节约率 is a percentage, ≥5 alone a count."""
    early = before(text, read.start) if read.start else None
    bound = early is not None and early[1][1] is not None
    start = early[0] if early else read.start
    rate = vocabulary.RATE.search(text[max(0, start - 24) : start])
    if rate and (bound or rate["says"]):
        return read.end, value, "%", "percent"
    if value == "0" and vocabulary.ZERO_RATE.search(text[max(0, start - 24) : start]):
        return read.end, value, "%", "percent"
    return (read.end, value, "", "count") if bound else None


def implied(text: str, start: int, end: int) -> tuple[str, Kind]:
    """Interpret 487万: money next to a word for money, else a count."""
    if vocabulary.MONEY_AFTER.match(text, end) or text[start - 1 : start] == "¥":
        return "元", "money"
    clause = _CLAUSE.split(text[max(0, start - 24) : start].rstrip())[-1]
    last = max(
        vocabulary.BARE_SCALE_MONEY.finditer(clause), key=lambda found: found.end(), default=None
    )
    return ("元", "money") if last and last["money"] else ("", "count")
