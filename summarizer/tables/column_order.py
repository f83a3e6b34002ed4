"""Forms printed column by column: each head stands alone, and below it the cells of its column.

The n-th cell below one head belongs to the n-th below another when both hold as many as there are
names. That is proven by count and by arithmetic: weights add up to a hundred, no score is above its
weight, what is promised and what was reached count in the same unit, a rate is no number of people.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise, takewhile
from typing import NamedTuple

from summarizer.schema.table import Cell, Table
from summarizer.tables.flattened_cells import Token, token_of
from summarizer.tables.flattened_rows import Held
from summarizer.tables.flattened_text import LINE, Packed
from summarizer.tables.flattened_words import FIELD, HEAD, LEVEL1, LEVEL2, Kind, head_kind
from summarizer.tables.units import FREE, Unit, measured_unit

__all__ = ["ColumnForm", "column_forms", "form_table"]

Span = tuple[int, int]

FEWEST_ROWS, LONGEST_CELL = 3, 160
WHOLE, BUDGET_PART = Decimal(100), Decimal(10)
_NAME_HEAD = re.compile("三级指标|指标名称|指标内容|绩效指标")
_SHARE = re.compile(r"(?:率|满意度|比例|占比)(?:[（(][^（()）]{0,4}[）)])?$")
_UNITED: frozenset[Kind] = frozenset({"target", "actual"})
_COUNTED: frozenset[Kind] = frozenset({"name", "sign", "unit", "target", "actual"})
_POINTS: frozenset[Kind] = frozenset({"weight", "score"})
_MONEY: frozenset[Kind] = frozenset({"budget", "executed", "amount"})
_SIGN = re.compile(r"[≥≤=＝><＞＜≧≦═﹥﹤]{1,2}|(?:正向|反向|定性|定量)(?:指标)?|[-—/]")
_NO_UNIT = re.compile(r"[-—–/／*＊无]+|定性")
_SHARES = frozenset({"%", "％", "百分比", "‰", "分"})


class ColumnForm(NamedTuple):
    """A form that was printed column by column: its heads (that of the names first), the rows of
    its cells by column, what stands in its span outside of them with the unit it counts in, and
    whether the rows are proven."""

    start: int
    end: int
    heads: tuple[tuple[Span, Kind], ...]
    rows: tuple[dict[int, Held], ...]
    rest: tuple[tuple[Span, Kind | None], ...]
    proven: bool


class _Listed(NamedTuple):
    """A head that stands alone, and the cells below it."""

    head: Span
    kind: Kind
    cells: list[Span]


def column_forms(packed: Packed) -> Iterator[ColumnForm]:
    """The forms of a packed text that were printed column by column, in order of place."""
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
    """What each cell heads; where no head says that it names the rows, 绩效指标 does."""
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
    """The head of names that stands alone above names, with a head of values alone below."""
    for at in range(start, len(cells)):
        if (
            kinds[at] == "name"
            and _is_alone(kinds, at)
            and len(_run(words, cells, kinds, at)) >= (FEWEST_ROWS)
        ):
            later = range(at + 1, len(cells))
            if any(kinds[one] in _UNITED and _is_alone(kinds, one) for one in later):
                return at
    return None


def _is_alone(kinds: Sequence[Kind | None], at: int) -> bool:
    before, after = kinds[max(0, at - 1) : at], kinds[at + 1 : at + 2]
    return not any(after) and all(kind in (None, "label") for kind in before)


def _run(words: str, cells: Sequence[Span], kinds: Sequence[Kind | None], head: int) -> list[Span]:
    """The cells below a head, up to the next head or field."""
    found: list[Span] = []
    for at in range(head + 1, len(cells)):
        start, end = cells[at]
        if kinds[at] or FIELD.fullmatch(words, start, end) or end - start > LONGEST_CELL:
            break
        found.append(cells[at])
    return found


def _begin(words: str, cells: Sequence[Span], kinds: Sequence[Kind | None], within: Span) -> int:
    """Where a form begins whose names stand at the end of a range of cells: at the first head, or
    at the fields in front of it."""
    start, names = within
    begin = next((at for at in range(start, names) if kinds[at]), names)
    while begin > start and FIELD.fullmatch(words, *cells[begin - 1]):
        begin -= 1
    return begin


def _end(words: str, cells: Sequence[Span], kinds: Sequence[Kind | None], first: int) -> int:
    """Past the last cell below the last head that stands alone."""
    last = first
    for at in range(first + 1, len(cells)):
        if kinds[at] == "name" and _is_alone(kinds, at):
            break
        if kinds[at] is not None:
            last = at
    return last + 1 + len(_run(words, cells, kinds, last))


def _columns(
    words: str, cells: Sequence[Span], kinds: Sequence[Kind | None], first: int
) -> list[_Listed]:
    return [
        _Listed(cells[at], kind, _run(words, cells, kinds, at))
        for at, kind in enumerate(kinds)
        if kind is not None and at >= first
    ]


def _form(
    packed: Packed,
    cells: Sequence[Span],
    kinds: Sequence[Kind | None],
    columns: Sequence[_Listed],
    within: tuple[int, int],
) -> ColumnForm:
    words = packed.words
    names, *others = columns
    count = _count(columns)
    chosen = [(names, _in_rows(names.cells[:count]))]
    for kind in ("target", "actual", "sign", "unit", "weight", "score", "text"):
        fitting = [
            (one, placed)
            for one in others
            if one.kind == kind and (placed := _placed(words, one, count, chosen))
        ]
        chosen += fitting if kind in _UNITED else fitting[:1]
    rows = tuple(
        {
            column: _held(words, placed[row], one.kind)
            for column, (one, placed) in enumerate(chosen)
            if row in placed
        }
        for row in range(count)
    )
    taken = [one for one, _ in chosen]
    telling = _UNITED | {"unit", "sign"}
    lost = any(
        one.kind in telling and one not in taken and 2 * len(one.cells) > count for one in others
    )
    kept = {span for one, placed in chosen for span in (one.head, *placed.values())}
    first, stop = within
    rest = tuple(_rest(cells[first:stop], kinds[first:stop], kept))
    valued = any(one.kind in _UNITED for one in taken)
    proven = valued and not lost and _is_proven(words, taken, rows)
    heads = tuple((one.head, one.kind) for one in taken)
    return ColumnForm(cells[first][0], cells[stop - 1][1], heads, rows, rest, proven)


def _count(columns: Sequence[_Listed]) -> int:
    """How many rows there are: as many as most columns hold, and no more than there are names."""
    most = len(columns[0].cells)
    counts = Counter(
        len(one.cells)
        for one in columns
        if one.kind in _COUNTED and FEWEST_ROWS <= len(one.cells) <= most
    )
    return max(counts, key=lambda count: (counts[count], count))


def _in_rows(cells: Sequence[Span]) -> dict[int, Span]:
    return dict(enumerate(cells))


def _placed(
    words: str, column: _Listed, count: int, chosen: Sequence[tuple[_Listed, dict[int, Span]]]
) -> dict[int, Span]:
    """The cells of a column by row; empty where it does not fit the names. Only what is a number
    has a unit and a sign, and below weights and scores stands their sum as well."""
    cells = column.cells
    if column.kind in ("unit", "sign"):
        fits = _is_sign if column.kind == "sign" else _is_unit
        cells = list(takewhile(lambda span: fits(words[slice(*span)]), cells))
        values = [placed for one, placed in chosen if one.kind == "target"]
        numbers = [
            row
            for row, (start, end) in (values[0].items() if values else ())
            if (token := token_of(words[start:end])) and token.number is not None
            if token.unit != "年"
        ]
        if len(cells) == len(numbers):
            return dict(zip(numbers, cells, strict=True))
    if len(cells) == count:
        return _in_rows(cells)
    if len(cells) < count:
        return {}
    if column.kind in _UNITED:
        return _in_rows(cells[:count])
    return _in_rows(cells[:count]) if column.kind in _POINTS and _sums(words, cells, count) else {}


def _is_sign(words: str) -> bool:
    return _SIGN.fullmatch(words) is not None


def _is_unit(words: str) -> bool:
    return measured_unit(words) is not None or _NO_UNIT.fullmatch(words) is not None


def _sums(words: str, cells: Sequence[Span], count: int) -> bool:
    """Is the cell below the rows their sum, or that and what the budget is worth?"""
    tokens = [token_of(words[start:end]) for start, end in cells[: count + 1]]
    numbers = [token.number for token in tokens if token and token.number is not None]
    if len(numbers) != count + 1:
        return False
    return 0 <= numbers[-1] - sum(numbers[:count], Decimal(0)) <= BUDGET_PART


def _held(words: str, span: Span, kind: Kind) -> Held:
    start, end = span
    token = token_of(words[start:end]) if kind not in ("name", "text", "unit") else None
    return Held(start, end, token)


def _rest(
    cells: Sequence[Span], kinds: Sequence[Kind | None], kept: set[Span]
) -> Iterator[tuple[Span, Kind | None]]:
    """The cells that are in no column, each with the kind of the head above it."""
    last: Kind | None = None
    for span, kind in zip(cells, kinds, strict=True):
        last = kind or last
        if span not in kept:
            yield span, None if kind else last


def _is_proven(words: str, columns: Sequence[_Listed], rows: Sequence[dict[int, Held]]) -> bool:
    """Do count and arithmetic leave no other way to set the cells side by side?"""
    kinds = [one.kind for one in columns]
    names = [words[row[0].start : row[0].end] for row in rows]
    if any(_is_label(name) or token_of(name) for name in names):
        return False
    weights, scores = _numbers(rows, kinds, "weight"), _numbers(rows, kinds, "score")
    if sum(weights, Decimal(0)) > WHOLE:
        return False
    if weights and scores and any(s > w for w, s in zip(weights, scores, strict=False)):
        return False
    told = [_agrees(words, row, kinds) for row in rows]
    exact = all(len(one.cells) == len(rows) for one in columns if one.kind in _UNITED)
    return False not in told and (exact or told.count(True) * 2 > len(told))


def _is_label(words: str) -> bool:
    return any(pattern.fullmatch(words) for pattern in (LEVEL1, LEVEL2))


def _agrees(words: str, row: dict[int, Held], kinds: Sequence[Kind]) -> bool | None:
    """Do the cells of a row bear each other out: values in one unit and near each other, a share in
    percent? None where nothing tells."""
    tokens = [
        held.token
        for column, held in row.items()
        if kinds[column] in _UNITED and held.token is not None and held.token.number is not None
    ]
    units = [token.unit for token in tokens if token.unit]
    printed = (words[held.start : held.end] for at, held in row.items() if kinds[at] == "unit")
    units += [unit for unit in printed if not _NO_UNIT.fullmatch(unit)]
    if units and _SHARE.search(words, row[0].start, row[0].end):
        return all(unit in _SHARES for unit in units)
    if len(set(units)) > 1:
        return False
    return True if len(units) > 1 or _are_near(tokens) else None


def _are_near(tokens: Sequence[Token]) -> bool:
    """Is what was reached neither less than half of what was promised, nor more than double?"""
    numbers = [abs(token.number) for token in tokens if token.number is not None]
    return len(numbers) > 1 and 0 < max(numbers) <= 2 * min(numbers)


def _numbers(rows: Sequence[dict[int, Held]], kinds: Sequence[Kind], kind: Kind) -> list[Decimal]:
    if kind not in kinds:
        return []
    column = kinds.index(kind)
    tokens = [row[column].token for row in rows]
    return [token.number for token in tokens if token and token.number is not None]


def form_table(packed: Packed, form: ColumnForm, money: Unit, cells: Sequence[Cell]) -> Table:
    """The table of a form: its rows, and behind them what stands in its span outside of them."""
    width, row = len(form.heads), len(form.rows) + 1
    further: list[Cell] = []
    for span, kind in form.rest:
        token: Token | None = token_of(packed.words[slice(*span)])
        unit = FREE
        if kind in _MONEY:
            unit = money
        elif kind in _POINTS:
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
