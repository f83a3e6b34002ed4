"""The scanner: every quantity of a text, in reading order, each at its span."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from summarizer.quantities import amounts, worded
from summarizer.quantities.characters import plain
from summarizer.quantities.dates import date
from summarizer.quantities.numerals import scaled
from summarizer.quantities.patterns import CELL, TOKEN
from summarizer.quantities.units import kind_of
from summarizer.schema import Quantity

__all__ = ["scan", "scan_cell"]

Match = re.Match[str]


def scan(text: str) -> list[Quantity]:
    """Every quantity in `text`, in reading order; spans do not overlap, `q.text` is their slice.

    List markers, document numbers, codes and slogans are none. Values are decimal strings in the
    base unit; a span holds the hedge and the bound that touch the number.

    >>> [(q.text, q.value, q.unit) for q in scan("预算1,250.5万元，执行率98.6%")]
    [('1,250.5万元', '12505000', '元'), ('98.6%', '98.6', '%')]
    >>> [q.text for q in scan("一、财预〔2021〕101号：走访五十万余人次，满意度不低于90%")]
    ['五十万余人次', '不低于90%']
    """
    clean, origin = plain(text)
    found = _read(clean)
    return found if clean is text else _moved(found, text, origin)


def scan_cell(text: str, start: int, end: int, *, unit: str, scale: int) -> list[Quantity]:
    """The quantities of one table cell, `text[start:end]`, under the unit of its caption.

    A bare number takes `unit` and ten to the `scale` (4 for 金额单位：万元); a unit or % that the
    cell prints itself wins; a code (062001) or a date stays what it is. Offsets are of `text`.

    >>> scan_cell("支出\\t259.25", 3, 9, unit="元", scale=4)[0].value
    '2592500'
    """
    cell, origin = plain(text[start:end])
    printed = _read(cell)
    bare = [one for one in _bare(cell, unit, scale) if not _overlaps(one, printed)]
    found = sorted(printed + bare, key=lambda one: one.start)
    return _moved(found, text, origin, start)


def _read(text: str) -> list[Quantity]:
    """The quantities of plain text; what one reader has taken the next does not look at."""
    found: list[Quantity] = []
    done = 0
    least = -1
    for match in TOKEN.finditer(text):
        start, name = match.start(), match.lastgroup
        if start < done or _continues(text, start, done):
            continue
        if name == "least":
            least = match.end()
            continue
        one = _READERS[name or ""](text, match)
        if one is None:
            continue
        if one.start < done:
            one = replace(one, start=done, text=text[done : one.end])
        if one.comparator is None and start == least:
            one = replace(one, comparator=">=")
        found.append(one)
        done = one.end
    return found


def _continues(text: str, start: int, done: int) -> bool:
    """Is it the 250 of 1，250人? Not so if the 1 was read as a number of its own."""
    return (
        text[start - 1] == "，"
        and start - 1 > done
        and text[start - 2].isdigit()
        and text[start : start + 3].isdigit()
        and not text[start + 3 : start + 4].isdigit()
    )


def _when(_: str, match: Match) -> Quantity:
    value, unit = date(match[0].lstrip("第前"))
    return Quantity(match[0], value, unit, "date", "exact", None, *match.span())


_READERS: dict[str, Callable[[str, Match], Quantity | None]] = {
    "amount": amounts.amount,
    "chinese": worded.counted,
    "date": _when,
    "date_words": _when,
    "rank": worded.rank,
    "fraction": worded.fraction,
    "capital": worded.capital,
}


def _bare(cell: str, unit: str, scale: int) -> list[Quantity]:
    """Numbers that stand alone between blanks and marks. △ is the minus of final accounts."""
    found = []
    for match in CELL.finditer(cell):
        number = match["number"]
        if amounts.is_code(number) or len(number) > amounts.LONGEST:
            continue
        value = scaled(number, extra=scale)
        if match["sign"] and value != "0":
            value = f"-{value}"
        span = match.span()
        found.append(Quantity(match[0], value, unit, kind_of(unit), "exact", None, *span))
    return found


def _overlaps(one: Quantity, others: Iterable[Quantity]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)


def _moved(
    found: list[Quantity], text: str, origin: Iterable[int] | None, start: int = 0
) -> list[Quantity]:
    """The same quantities at their places in `text`."""
    places = list(origin) if origin is not None else None
    moved = []
    for one in found:
        low, high = one.start, one.end
        if places is not None:
            low, high = places[low], places[high - 1] + 1
        low, high = low + start, high + start
        moved.append(replace(one, text=text[low:high], start=low, end=high))
    return moved
