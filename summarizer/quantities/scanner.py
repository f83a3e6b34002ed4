"""The scanner: all quantities of a text in reading order, each with its span."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from summarizer.quantities import amounts, ranks, worded
from summarizer.quantities.characters import plain
from summarizer.quantities.dates import date
from summarizer.quantities.figures import LONGEST, is_code
from summarizer.quantities.hedges import hedged
from summarizer.quantities.numerals import scaled
from summarizer.quantities.patterns import CELL, START, TOKENS
from summarizer.quantities.units import kind_of
from summarizer.quantities.vocabulary import PERIOD
from summarizer.schema import Quantity

__all__ = ["scan", "scan_cell"]

Match = re.Match[str]


def scan(text: str) -> list[Quantity]:
    """Return all quantities in `text`, in reading order; spans do not overlap, `q.text` is their
    slice.

    List markers, document numbers, codes and slogans are skipped. Values are decimal strings in the
    base unit; a span includes adjacent hedges and bounds.

    >>> [(q.text, q.value, q.unit) for q in scan("预算1,250.5万元，执行率98.6%")]
    [('1,250.5万元', '12505000', '元'), ('98.6%', '98.6', '%')]
    >>> [q.text for q in scan("一、财预〔2021〕101号：走访五十万余人次，满意度不低于90%")]
    ['五十万余人次', '不低于90%']
    """
    clean, origin = plain(text)
    found = _read(clean)
    return found if clean is text else _moved(found, text, origin)


def scan_cell(text: str, start: int, end: int, *, unit: str, scale: int) -> list[Quantity]:
    """Return the quantities of one table cell, `text[start:end]`, under the unit of its caption.

    A bare number gets `unit` and ten to the `scale` (4 for 金额单位：万元). A unit or % in the cell
    takes precedence; a code (062001) or a date is unchanged. Offsets refer to `text`.

    >>> scan_cell("支出\\t259.25", 3, 9, unit="元", scale=4)[0].value
    '2592500'
    """
    cell, origin = plain(text[start:end])
    printed = [_under(one, unit, scale) for one in _read(cell)]
    bare = [one for one in _bare(cell, unit, scale) if not _overlaps(one, printed)]
    found = sorted(printed + bare, key=lambda one: one.start)
    return _moved(found, text, origin, start)


def _read(text: str) -> list[Quantity]:
    """Read plain text; the readers continue after each other's matches."""
    found: list[Quantity] = []
    done = passed = 0
    least = -1
    for first in START.finditer(text):
        start = first.start()
        if start < passed:
            continue
        match = TOKENS[text[start]].match(text, start)
        if match is None:
            continue
        name = match.lastgroup
        if name == "least":
            least = passed = match.end()
            continue
        passed = match.end()
        if name is None or (start and text[start - 1] == "，" and _continues(text, start, done)):
            continue
        one = _READERS[name](text, match)
        if one is None:
            continue
        if one.start < done:
            one = replace(one, start=done, text=text[done : one.end])
        if start == least and one.comparator is None:
            one = replace(one, comparator=">=")
        found.append(one)
        done = passed = one.end
    return found


def _continues(text: str, start: int, done: int) -> bool:
    """Return whether a match continues a number, as 250 in 1，250人; not if 1 was read
    separately.
    """
    return (
        start - 1 > done
        and text[start - 2].isdigit()
        and text[start : start + 3].isdigit()
        and not text[start + 3 : start + 4].isdigit()
    )


def _when(text: str, match: Match) -> Quantity:
    """Read a date; a day with a bound or a word for a period counts: 逾期不超过5日."""
    words, (start, end) = match["date"], match.span("date")
    value, unit = date(words.lstrip("第前"))
    if value.isdigit() and unit == "日":
        day = hedged(text, (start, end), (value, unit, "duration"), "exact")
        if day.text != words or PERIOD.search(text[max(0, start - 4) : start]):
            return day
    return Quantity(words, value, unit, "date", "exact", None, start, end)


_READERS: dict[str, Callable[[str, Match], Quantity | None]] = {
    "amount": amounts.amount,
    "chinese": worded.counted,
    "date": _when,
    "rank": ranks.rank,
    "fraction": worded.fraction,
    "lasting": worded.lasting,
    "capital": worded.capital,
}


def _under(one: Quantity, unit: str, scale: int) -> Quantity:
    """Apply the caption's unit to a cell value without one (≥95, 465万), and its scale unless the
    value prints one.
    """
    if one.unit:
        return one
    own = any(mark in one.text for mark in "十百千万亿")
    value = one.value if own else "/".join(scaled(v, extra=scale) for v in one.value.split("/"))
    return replace(one, value=value, unit=unit, kind=kind_of(unit))


def _bare(cell: str, unit: str, scale: int) -> list[Quantity]:
    """Read numbers alone between blanks and marks. △ is the minus sign of final accounts."""
    found = []
    for match in CELL.finditer(cell):
        number = match["number"]
        if is_code(number) or len(number) > LONGEST:
            continue
        value = scaled(number, extra=scale)
        if match["sign"] and value != "0":
            value = f"-{value}"
        found.append(hedged(cell, match.span(), (value, unit, kind_of(unit)), "exact"))
    return found


def _overlaps(one: Quantity, others: Iterable[Quantity]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)


def _moved(
    found: list[Quantity], text: str, origin: Sequence[int] | None, start: int = 0
) -> list[Quantity]:
    """Map quantities back to offsets in `text`."""
    moved = []
    for one in found:
        low, high = one.start, one.end
        if origin is not None:
            low, high = origin[low], origin[high - 1] + 1
        low, high = low + start, high + start
        moved.append(replace(one, text=text[low:high], start=low, end=high))
    return moved
