"""List numbers that no reader interprets, so that none is lost.

A run of digits is part of a quantity, or a number that is not a quantity, or becomes a quantity
here, with the unit that the form states or none, so that coverage lists it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from summarizer.quantities import kind_of, scan
from summarizer.quantities.numerals import scaled
from summarizer.quantities.patterns import LABEL_UNIT
from summarizer.quantities.vocabulary import RATE, SCORE, TALLY
from summarizer.readers.bonds import bond_units
from summarizer.readers.form_totals import proven_sums, said_elsewhere
from summarizer.readers.form_units import holds_pairs, told_points, told_sums
from summarizer.readers.uncounted import counts_nothing
from summarizer.schema import Quantity
from summarizer.tables.units import NO_COUNT, Unit, printed_unit

__all__ = ["unread_runs", "with_unread"]

Span = tuple[int, int]

_RUN = re.compile(r"[0-9０-９][0-9０-９,，.．]*")
# A number printed twice or more, or a number with two decimals before another; nothing else is
# certain.
_TWICE = re.compile(r"(\d+\.\d+?)(?:\1)+(?=\d|$|\D)")
_CENTS = re.compile(r"(\d+\.\d\d)(?=\d+\.)")
# A whole number printed twice without a gap, where the text also prints it alone.
_DOUBLED, _FEWEST_DOUBLED = re.compile(r"([1-9]\d{1,5})\1"), 2
_LONGEST_PAIR = 8
_LONG_CHAIN, _ALONE_CHAIN = 5, 3
_NUMBERED = re.compile("[行栏]\\s*次|序\\s*号")
# The number of a row whose name is an item: 32 二、外交支出.
_ITEM = re.compile(r"(?<!\S)\d{1,3}(?=\s[一二三四五六七八九十]{1,3}、)")
_MARKS = re.compile("[|:：]")
_WORDS_FOLLOW = re.compile(
    r"[ \u3000|]+(?:(?:19|20)\d\d(?=年)|2\d\d(?=\D{2,16}支出))?[\u4e00-\u9fff]"
)
_STAFF = re.compile("(?:人数|编制数?|在职|在编|退休)$")
# A unit in its own cell, after words: 农家书屋设置率 | % | 100.
_UNIT_CELL = re.compile(
    r"[\u4e00-\u9fff）)][ \u3000]*[|\n][\s|]*(?P<words>[^|\s\d]{1,4})\s*[|\n][\s|]*\Z"
)
# A minus that opens a cell.
_MINUS = re.compile(r"(?<![^\n|])[ \u3000]?[-－−]\Z")
_TRAILING = ".,，．"
_PLAIN = str.maketrans("０１２３４５６７８９．，", "0123456789.,")


def with_unread(
    text: str, found: Sequence[Quantity], passed: Sequence[Span], settled: Sequence[Span] = ()
) -> Iterator[Quantity]:
    """Yield the quantities found, merged in order with each uncovered run of digits as a bare
    count.

    Runs in the `passed` spans are skipped; quantities in the `settled` spans keep their unit.

    >>> [one.text for one in with_unread("1.维修78台，合计 514", [], [])]
    ['78', '514']
    """
    runs = _not_numbered(text, list(unread_runs(text, found, passed)))
    extra = [_bare(text, *span) for span in runs]
    both = sorted([*found, *extra], key=_start) if extra else found
    if bonds := bond_units(text):
        both = list(_with_bonds(both, bonds))
    bare = frozenset(one.start for one in extra)
    settled = sorted(settled)
    told = told_sums(text, told_points(text, both, bare, settled), settled, bare)
    yield from said_elsewhere(text, proven_sums(text, list(told)))


def _with_bonds(found: Sequence[Quantity], bonds: Mapping[int, Unit]) -> Iterator[Quantity]:
    """Yield the quantities without the codes of bonds; rates and terms take their units."""
    for one in found:
        unit = bonds.get(one.start)
        if unit and one.kind == "count":
            one = replace(one, unit=unit.base, kind=kind_of(unit.base))
        if unit != NO_COUNT:
            yield one


def _start(one: Quantity) -> int:
    return one.start


def _not_numbered(text: str, runs: list[Span]) -> list[Span]:
    """Return the runs without row numbers: consecutive numbers, three or more that open lines of
    words or are alone in their cells, or five others.
    """
    if not _NUMBERED.search(text):
        return runs
    opening = [span for span in runs if _opens_words(text, *span)]
    numbered = {
        span for chain in _chains(text, opening) if len(chain) >= _ALONE_CHAIN for span in chain
    }
    rest = [span for span in runs if span not in numbered]
    items = (item.span() for item in _ITEM.finditer(text))
    numbered |= {
        span
        for chain in _chains(text, sorted({*rest, *items}))
        if len(chain) >= (_ALONE_CHAIN if all(_alone(text, *one) for one in chain) else _LONG_CHAIN)
        for span in chain
    }
    return [span for span in rest if span not in numbered]


def _chains(text: str, runs: Iterable[Span]) -> list[list[Span]]:
    """Return the numbers that count on from each other, each chain in order. A chain that ends with
    a number from which another goes on ended with a figure: that one is not in it.
    """
    chains: list[list[Span]] = []
    last: dict[int, list[Span]] = {}
    for start, end in runs:
        printed = text[start:end]
        if not printed.isdigit() or len(printed) > 3:
            continue
        number = int(printed)
        chain = last.pop(number - 1, None) or []
        if not chain:
            chains.append(chain)
        chain.append((start, end))
        last[number] = chain
    begun = {int(text[slice(*chain[0])]): chain[0] for chain in chains}
    for chain in chains:
        if begun.get(int(text[slice(*chain[-1])]), chain[0]) > chain[-1]:
            chain.pop()
    return chains


def _opens_words(text: str, start: int, end: int) -> bool:
    """Return whether a number opens its line, and words follow it."""
    before = text[text.rfind("\n", 0, start) + 1 : start]
    return not before.strip(" \u3000|") and _WORDS_FOLLOW.match(text, end) is not None


def _alone(text: str, start: int, end: int) -> bool:
    """Return whether the number stands alone on its line or in its cell."""
    before, after = text[max(0, start - 3) : start].rstrip(" "), text[end : end + 3].lstrip(" ")
    return before[-1:] in ("", "\n", "|", "\t") and after[:1] in ("", "\n", "|", "\t")


def _bare(text: str, start: int, end: int) -> Quantity:
    """Return a run as scanned when no text precedes it, else as a bare count."""
    alone = scan(text[start : end + 8])
    if alone and alone[0].start == 0 and alone[0].unit in ("%", "分", "元"):
        one = alone[0]
        if one.end >= end - start and not any(map(str.isdigit, one.text[end - start :])):
            return replace(one, start=start, end=start + one.end)
    printed = text[start:end]
    parts = printed.translate(_PLAIN).replace(",", "").split(".")
    number = ".".join(parts) if len(parts) < 3 else parts[0]
    head = "".join(_MARKS.sub("", text[max(0, start - 24) : start]).split())
    tally = TALLY.search(head) or _STAFF.search(head)
    unit = "分" if SCORE.search(head) else "%" if RATE.search(head) else ""
    unit = unit or ((tally.groupdict().get("unit") or "人") if tally else "")
    told = None if unit else _told_in_front(text, start, head)
    value = scaled(number, extra=told.scale if told else 0)
    unit = told.base if told else unit
    if value != "0" and _MINUS.search(text, max(0, start - 3), start):
        start, value = start - 1, f"-{value}"
        printed = text[start:end]
    return Quantity(printed, value, unit, kind_of(unit), "exact", None, start, end)


def _told_in_front(text: str, start: int, head: str) -> Unit | None:
    """Return the unit in brackets after the label of a number, or in the cell before it."""
    if label := LABEL_UNIT.search(head):
        return printed_unit(f"{label['scale'] or ''}{label['unit']}")
    cell = _UNIT_CELL.search(text, max(0, start - 24), start)
    return printed_unit(cell["words"]) if cell else None


def unread_runs(
    text: str, found: Iterable[Quantity], passed: Iterable[Span] = ()
) -> Iterator[Span]:
    """Yield the runs of digits outside the quantities and spans that may be quantities."""
    held = sorted([*((one.start, one.end) for one in found), *passed])
    starts = [start for start, _ in held]
    for run in _RUN.finditer(text):
        start, end = run.span()
        place = bisect_right(starts, start) - 1
        if place >= 0 and end <= held[place][1]:
            continue
        start, end = _trimmed(text, start, end)
        for outside in _outside(starts, held, start, end):
            first, stop = _trimmed(text, *outside)
            if first < stop and not counts_nothing(text, first, stop):
                yield from _numbers(text, first, stop)


def _trimmed(text: str, start: int, end: int) -> Span:
    """Return the span of a run without the marks at its ends."""
    while start < end and text[start] in _TRAILING:
        start += 1
    while start < end and text[end - 1] in _TRAILING:
        end -= 1
    return start, end


def _numbers(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the numbers of a run.

    A run with several points is several adjacent numbers: 372.88504.55. A doubled number is two
    where the text also prints it alone: 保安费191 … 191191.
    """
    if text.count(".", start, end) < 2:
        middle = _middle(text, start, end)
        if middle:
            yield start, middle
        yield middle or start, end
        return
    twice = _TWICE.match(text, start, end)
    cut = twice or _CENTS.match(text, start, end)
    if cut is None:
        yield start, end
        return
    for size in [len(cut[1])] * (len(cut[0]) // len(cut[1])):
        yield start, start + size
        start += size
    if start < end:
        yield from _numbers(text, start, end)


def _middle(text: str, start: int, end: int) -> int | None:
    """Return where a run of digits splits into two numbers; None when it is one."""
    doubled = _DOUBLED.fullmatch(text, start, end)
    if doubled and _printed_alone(text, doubled[1]) >= _FEWEST_DOUBLED - 1:
        return start + len(doubled[1])
    if not 3 <= end - start <= _LONGEST_PAIR or not holds_pairs(text):
        return None
    # An awarded score is at most its maximum (180, 155) and rarely less than half of it.
    cuts = [
        at
        for at in range(start + 1, end)
        if text[start:end].isdigit() and "0" not in (text[start], text[at])
        if int(text[start:at]) <= 2 * int(text[at:end]) <= 2 * int(text[start:at])
    ]
    return cuts[0] if len(cuts) == 1 else None


def _printed_alone(text: str, number: str) -> int:
    """Return how often a number occurs in a text with no digit beside it."""
    return len(re.findall(rf"(?<![\d.,]){number}(?![\d.,])", text))


def _outside(starts: Sequence[int], held: Sequence[Span], start: int, end: int) -> Iterator[Span]:
    """Yield the parts of a run that no span covers."""
    at = start
    place = max(0, bisect_right(starts, start) - 1)
    while at < end and place < len(held):
        first, stop = held[place]
        if stop <= at:
            place += 1
            continue
        if first >= end:
            break
        if first > at:
            yield at, first
        at = max(at, stop)
        place += 1
    if at < end:
        yield at, end
