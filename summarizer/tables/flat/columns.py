"""Forms printed column by column: each head alone, with the cells of its column below.

The n-th cell below one head belongs to the n-th below another if both have as many cells as there
are names. Counts and arithmetic prove it: weights add up to 100, no score exceeds its weight,
target and outcome have the same unit, a rate is not a number of people.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from summarizer.schema.table import Cell, Table
from summarizer.tables.flat.column_proof import (
    POINTS,
    UNITED,
    Listed,
    Span,
    columns_are_proven,
    in_rows,
    placed_cells,
)
from summarizer.tables.flat.laid import Held
from summarizer.tables.flat.packed import LINE, Packed
from summarizer.tables.flat.tokens import Token, token_of
from summarizer.tables.flat.words import FIELD, HEAD, Kind, head_kind
from summarizer.tables.units import FREE, Unit

__all__ = ["ColumnForm", "column_forms", "form_table"]

FEWEST_ROWS, LONGEST_CELL = 3, 160
_NAME_HEAD = re.compile("三级指标|指标名称|指标内容|绩效指标")
_COUNTED: frozenset[Kind] = frozenset({"name", "sign", "unit", "target", "actual"})
_MONEY: frozenset[Kind] = frozenset({"budget", "executed", "amount"})


class ColumnForm(NamedTuple):
    """A form printed column by column: its heads (that of the names first), its cells by column,
    the other cells in its span with their unit, and whether the rows are proven.
    """

    start: int
    end: int
    heads: tuple[tuple[Span, Kind], ...]
    rows: tuple[dict[int, Held], ...]
    rest: tuple[tuple[Span, Kind | None], ...]
    proven: bool


def column_forms(packed: Packed) -> Iterator[ColumnForm]:
    """Return the forms of a packed text that were printed column by column, in order."""
    words = packed.words
    if not _NAME_HEAD.search(words):
        return
    cells = [
        span
        for span in pairwise([0, *packed.cuts(0, len(words), LINE), len(words)])
        if span[1] > span[0]
    ]
    kinds = _kinds(words, cells)
    at = 0
    while (first := _names_at(words, cells, kinds, at)) is not None:
        stop = _end(words, cells, kinds, first)
        begin = _begin(words, cells, kinds, (at, first))
        columns = _columns(words, cells[:stop], kinds[:stop], first)
        form = _form(packed, cells, kinds, columns, (begin, stop))
        yield form
        at = stop


def _kinds(words: str, cells: Sequence[Span]) -> list[Kind | None]:
    """Return the role of each cell's head; if no head names the rows, 绩效指标 does."""
    kinds = [_kind(words, span) for span in cells]
    if "name" not in kinds:
        kinds = [
            "name" if kind == "label" and words[slice(*span)].endswith("指标") else kind
            for kind, span in zip(kinds, cells, strict=True)
        ]
    return kinds


def _kind(words: str, span: Span) -> Kind | None:
    if span[1] - span[0] > 24:
        return None
    found = HEAD.fullmatch(words, *span)
    return head_kind(found) if found else None


def _names_at(
    words: str, cells: Sequence[Span], kinds: Sequence[Kind | None], start: int
) -> int | None:
    """Return the head of the names: alone above the names, with a head of values alone below."""
    for at in range(start, len(cells)):
        if (
            kinds[at] == "name"
            and _is_alone(kinds, at)
            and len(_run(words, cells, kinds, at)) >= (FEWEST_ROWS)
        ):
            later = range(at + 1, len(cells))
            if any(kinds[one] in UNITED and _is_alone(kinds, one) for one in later):
                return at
    return None


def _is_alone(kinds: Sequence[Kind | None], at: int) -> bool:
    before, after = kinds[max(0, at - 1) : at], kinds[at + 1 : at + 2]
    return not any(after) and all(kind in (None, "label") for kind in before)


def _run(words: str, cells: Sequence[Span], kinds: Sequence[Kind | None], head: int) -> list[Span]:
    """Return the cells below a head, up to the next head or field."""
    found: list[Span] = []
    for at in range(head + 1, len(cells)):
        start, end = cells[at]
        if kinds[at] or FIELD.fullmatch(words, start, end) or end - start > LONGEST_CELL:
            break
        found.append(cells[at])
    return found


def _begin(words: str, cells: Sequence[Span], kinds: Sequence[Kind | None], within: Span) -> int:
    """Return where a form begins whose names end a range of cells: at the first head, or at the
    fields before it.
    """
    start, names = within
    begin = next((at for at in range(start, names) if kinds[at]), names)
    while begin > start and FIELD.fullmatch(words, *cells[begin - 1]):
        begin -= 1
    return begin


def _end(words: str, cells: Sequence[Span], kinds: Sequence[Kind | None], first: int) -> int:
    """Return the end of the last cell below the last separate head."""
    last = first
    for at in range(first + 1, len(cells)):
        if kinds[at] == "name" and _is_alone(kinds, at):
            break
        if kinds[at] is not None:
            last = at
    return last + 1 + len(_run(words, cells, kinds, last))


def _columns(
    words: str, cells: Sequence[Span], kinds: Sequence[Kind | None], first: int
) -> list[Listed]:
    return [
        Listed(cells[at], kind, _run(words, cells, kinds, at))
        for at, kind in enumerate(kinds)
        if kind is not None and at >= first
    ]


def _form(
    packed: Packed,
    cells: Sequence[Span],
    kinds: Sequence[Kind | None],
    columns: Sequence[Listed],
    within: tuple[int, int],
) -> ColumnForm:
    words = packed.words
    names, *others = columns
    count = _count(columns)
    chosen = [(names, in_rows(names.cells[:count]))]
    for kind in ("target", "actual", "sign", "unit", "weight", "score", "text"):
        fitting = [
            (one, placed)
            for one in others
            if one.kind == kind and (placed := placed_cells(words, one, count, chosen))
        ]
        chosen += fitting if kind in UNITED else fitting[:1]
    rows = tuple(
        {
            column: _held(words, placed[row], one.kind)
            for column, (one, placed) in enumerate(chosen)
            if row in placed
        }
        for row in range(count)
    )
    taken = [one for one, _ in chosen]
    telling = UNITED | {"unit", "sign"}
    lost = any(
        one.kind in telling and one not in taken and 2 * len(one.cells) > count for one in others
    )
    kept = {span for one, placed in chosen for span in (one.head, *placed.values())}
    first, stop = within
    rest = tuple(_rest(cells[first:stop], kinds[first:stop], kept))
    valued = any(one.kind in UNITED for one in taken)
    proven = valued and not lost and columns_are_proven(words, taken, rows)
    heads = tuple((one.head, one.kind) for one in taken)
    return ColumnForm(cells[first][0], cells[stop - 1][1], heads, rows, rest, proven)


def _count(columns: Sequence[Listed]) -> int:
    """Return the number of rows: the length of most columns, at most the number of names."""
    most = len(columns[0].cells)
    counts = Counter(
        len(one.cells)
        for one in columns
        if one.kind in _COUNTED and FEWEST_ROWS <= len(one.cells) <= most
    )
    return max(counts, key=lambda count: (counts[count], count))


def _held(words: str, span: Span, kind: Kind) -> Held:
    start, end = span
    token = token_of(words[start:end]) if kind not in ("name", "text", "unit") else None
    return Held(start, end, token)


def _rest(
    cells: Sequence[Span], kinds: Sequence[Kind | None], kept: set[Span]
) -> Iterator[tuple[Span, Kind | None]]:
    """Return the cells outside the columns, each with the role of the head above it."""
    last: Kind | None = None
    for span, kind in zip(cells, kinds, strict=True):
        last = kind or last
        if span not in kept:
            yield span, None if kind else last


def form_table(packed: Packed, form: ColumnForm, money: Unit, cells: Sequence[Cell]) -> Table:
    """Return the table of a form: its rows, then the other cells in its span."""
    width, row = len(form.heads), len(form.rows) + 1
    further: list[Cell] = []
    for span, kind in form.rest:
        token: Token | None = token_of(packed.words[slice(*span)])
        unit = FREE
        if kind in _MONEY:
            unit = money
        elif kind in POINTS:
            unit = Unit("分")
        elif kind == "rate":
            unit = Unit("%")
        counted = token is not None and token.number is not None
        further.append(
            Cell(*packed.span(*span), row, width, unit=unit.base, scale=unit.scale, counted=True)
            if counted
            else Cell(*packed.span(*span), row, width)
        )
        row += 1
    start, end = packed.span(form.start, form.end)
    return Table(start, end, (*cells, *further), money.base, money.scale)
