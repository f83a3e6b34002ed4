"""A flattened form as a stream of pieces: known labels, words, and adjacent figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from summarizer.quantities.units import UNITS
from summarizer.tables.flat.packed import BLANK, NONE, Packed
from summarizer.tables.flat.tokens import longest, token_of
from summarizer.tables.flat.words import FUND, LEVEL1, LEVEL2, TOTAL, Kind
from summarizer.tables.units import printed_unit

__all__ = ["NATURE", "Atom", "atoms_of"]

AtomKind = Literal["level1", "level2", "fund", "total", "text", "figures"]
LONGEST_FIGURES = 120
# Figures in unseparated words: from a sign or a digit up to the next word.
_FIGURES = re.compile(r"(?:(?:[≥≤=＝><＞＜≧≦═]|>=|<=)?\d[\d,.]*|[≥≤=＝><＞＜≧≦═])")
# Figures that belong to the adjacent words: (50分), 指标1:, 《2023年…》.
_IN_WORDS = re.compile(
    r"[（(][^（()）]{0,40}[）)]|(?:指标|目标)\d{1,2}(?=[:：、.])|《[^《》]{1,60}》|〔\d{4}〕\d+号"
    r"|(?<!\d)(?:1[0-2]|[1-9])月(?:\d{1,2}日|[底末份初前])"
    # Scoring rules: 每低1个百分点扣0.7分; 100-80%(含80%)、80-50%(含50%)、50-0%.
    r"|(?<!\d)(?:\d{1,3}[-—~]\d{1,3}%(?:[（(]含\d{1,3}%[）)])?[、和]?){2,4}"
    r"|每[^\d，。]{0,6}\d+(?:\.\d+)?[^\d，。]{0,6}[，,]?[^\d，。]{0,2}扣[^\d，。]{0,2}\d+(?:\.\d+)?分"
)
# The number of a list entry begins words: 100%1.若为定性指标.
_LISTED = re.compile(r"[1-9]\.(?=[\u4e00-\u9fff]{2})")
_LONGEST_UNIT = 5
_GLUED_DATE = re.compile(r"[\d.]{0,6}?(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?")
NATURE = re.compile("(?:定量|定性|正向|反向|逆向)(?:指标)?$")
_TWICE = re.compile(r"(?P<words>[^\d\s]{2,30})(?P=words)$")


class Atom(NamedTuple):
    """A piece of the stream: a label, words, or adjacent figures (`pieces` are separated by
    gaps).
    """

    kind: AtomKind
    start: int
    end: int
    gap: int
    pieces: tuple[str, ...] = ()
    # Words that are certainly a target or a result: they continue no cell.
    apart: bool = False
    # Whether a row certainly begins here; None if unknown.
    opens: bool | None = None
    # Whether each piece is one figure.
    parted: bool = False


def atoms_of(
    packed: Packed, start: int, end: int, roles: tuple[Kind, ...], cut: int
) -> Iterator[Atom]:
    at = start
    for kind, first, last in _labels(packed, start, end, roles, cut):
        if first >= at:
            yield from _between(packed, at, first, roles, cut)
            yield Atom(kind, first, last, packed.gap(first))
            at = last
    yield from _between(packed, at, end, roles, cut)


def _labels(
    packed: Packed, start: int, end: int, roles: tuple[Kind, ...], cut: int
) -> list[tuple[AtomKind, int, int]]:
    """Return the known labels in order; where gaps separate cells, a label begins and ends at
    one.
    """
    funds = bool({"budget", "executed", "amount"} & set(roles))
    patterns: list[tuple[AtomKind, re.Pattern[str]]] = (
        [("fund", FUND)] if funds else [("level2", LEVEL2), ("level1", LEVEL1)]
    )
    patterns.append(("total", TOTAL))
    found: list[tuple[AtomKind, int, int]] = []
    for kind, pattern in patterns:
        for match in pattern.finditer(packed.words, start, end):
            edges = packed.gap(match.start()) >= cut or match.start() == start
            closed = match.end() == end or packed.gap(match.end()) >= cut
            if cut == NONE or (edges and closed):
                found.append((kind, match.start(), match.end()))
    return sorted(found, key=lambda label: (label[1], -label[2]))


def _between(
    packed: Packed, start: int, end: int, roles: Sequence[Kind], cut: int
) -> Iterator[Atom]:
    """Return the words and figures between two labels."""
    if start >= end:
        return
    pieces = _pieces(packed, start, end, roles, cut) if cut else _glued_pieces(packed, start, end)
    run: list[tuple[int, int]] = []
    for first, last, figures in pieces:
        if figures and (not run or run[-1][1] == first):
            run.append((first, last))
            continue
        yield from _figures(packed, run)
        run = []
        if figures:
            run.append((first, last))
        else:
            yield from _words(packed, first, last, roles, cut)
    yield from _figures(packed, run)


def _figures(packed: Packed, run: Sequence[tuple[int, int]]) -> Iterator[Atom]:
    """Return figures as one atom; empty cells after them are atoms of their own."""
    dashes = len(run)
    while dashes and not any(
        map(str.isdigit, packed.words[run[dashes - 1][0] : run[dashes - 1][1]])
    ):
        dashes -= 1
    parts = [run[:dashes]] if dashes else []
    for part in [*parts, *([one] for one in run[dashes:])]:
        pieces = tuple(packed.words[first:last] for first, last in part)
        yield Atom("figures", part[0][0], part[-1][1], packed.gap(part[0][0]), pieces)


def _words(
    packed: Packed, first: int, last: int, roles: Sequence[Kind], cut: int
) -> Iterator[Atom]:
    """Return words. Repeated words are target and result: 合规合规. If a column holds units or the
    nature of indicators, these are cells of their own after a name: 森林管护面积万亩定量.
    """
    nature = NATURE.search(packed.words, first, last) if not cut and "sign" in roles else None
    if nature and nature.start() > first:
        yield from _words(packed, first, nature.start(), roles, cut)
        yield Atom("text", nature.start(), last, NONE, apart=True)
        return
    if not cut and "unit" in roles and (unit := _unit_behind(packed.words, first, last)):
        yield Atom("text", first, unit, packed.gap(first))
        yield Atom("text", unit, last, NONE)
        return
    twice = _TWICE.search(packed.words, first, last) if not cut else None
    if twice and len(twice["words"]) > 1:
        half = twice.start() + len(twice["words"])
        if twice.start() > first:
            yield Atom("text", first, twice.start(), packed.gap(first))
        yield Atom("text", twice.start(), half, NONE, apart=True)
        yield Atom("text", half, last, NONE, apart=True)
    else:
        yield Atom("text", first, last, packed.gap(first))


def _unit_behind(words: str, first: int, last: int) -> int | None:
    """Return where the longest unit at the end of words begins."""
    for start in range(max(first + 1, last - _LONGEST_UNIT), last):
        said = words[start:last]
        if said != "成" and (said in UNITS or printed_unit(said)):
            return start
    return None


def _pieces(
    packed: Packed, start: int, end: int, roles: Sequence[Kind], cut: int
) -> Iterator[tuple[int, int, bool]]:
    """Return the cells that gaps separate; a unit behind a figure and a blank belongs to it, unless
    a column holds units: 121.5 公里.
    """
    edges = [start, *packed.cuts(start, end, cut), end]
    if cut == BLANK and "unit" not in roles:
        behind = zip(edges, edges[1:-1], edges[2:], strict=False)
        held = {at for first, at, last in behind if _is_unit_of(packed, first, at, last)}
        edges = [at for at in edges if at not in held]
    for first, last in pairwise(edges):
        yield first, last, token_of(packed.words[first:last]) is not None


def _is_unit_of(packed: Packed, first: int, at: int, last: int) -> bool:
    """Return whether the words from `at` are the unit of the figure before them."""
    figure, unit = packed.words[first:at], packed.words[at:last]
    whole = packed.gap(at) == BLANK and figure[-1:].isdigit() and len(unit) <= _LONGEST_UNIT
    token = token_of(figure + unit) if whole else None
    return token is not None and token.unit == unit


def _glued_pieces(packed: Packed, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Return alternating words and figures where no gap separates them; a gap between two figures
    does.
    """
    words, at = packed.words, start
    while at < end:
        found = _FIGURES.search(words, at, end)
        held = _IN_WORDS.search(words, at, end)
        while found and held and held.start() <= found.start():
            found = _FIGURES.search(words, held.end(), end)
            held = _IN_WORDS.search(words, held.end(), end)
        if not found:
            yield at, end, False
            return
        if found.start() > at:
            yield at, found.start(), False
        stop = _figures_end(words, found.start(), end)
        if stop == found.start():
            yield found.start(), found.end(), False
            at = found.end()
            continue
        edges = [found.start(), *_digit_gaps(packed, found.start(), stop), stop]
        for first, last in pairwise(edges):
            yield first, last, True
        at = stop


def _digit_gaps(packed: Packed, start: int, end: int) -> list[int]:
    words = packed.words
    return [
        at
        for at in packed.cuts(start, end, BLANK)
        if not words[at - 1].isdigit() or words[at].isdigit() or words[at] in "≥≤=＝><"
        if words[at] not in "%％" and words[at - 1] not in "≥≤=＝><"
    ]


def _figures_end(words: str, start: int, end: int) -> int:
    """Return the end of adjacent figures with their units."""
    at = start
    stop = min(end, start + LONGEST_FIGURES)
    while at < stop:
        date = _GLUED_DATE.match(words, at, stop)
        last = date.end() if date else longest(words[at:stop], at)
        if last is None or (at > start and _LISTED.match(words, at)):
            break
        at = last
    return at
