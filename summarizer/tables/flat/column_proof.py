"""Check that counts and arithmetic allow only one alignment of separate columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import takewhile
from typing import NamedTuple

from summarizer.tables.flat.laid import Held
from summarizer.tables.flat.tokens import Token, token_of
from summarizer.tables.flat.words import LEVEL1, LEVEL2, Kind
from summarizer.tables.units import measured_unit

__all__ = ["POINTS", "UNITED", "Listed", "Span", "columns_are_proven", "in_rows", "placed_cells"]

Span = tuple[int, int]
WHOLE, BUDGET_PART = Decimal(100), Decimal(10)
_SHARE = re.compile(r"(?:率|满意度|比例|占比)(?:[（(][^（()）]{0,4}[）)])?$")
UNITED: frozenset[Kind] = frozenset({"target", "actual"})
POINTS: frozenset[Kind] = frozenset({"weight", "score"})
_SIGN = re.compile(r"[≥≤=＝><＞＜≧≦═﹥﹤]{1,2}|(?:正向|反向|定性|定量)(?:指标)?|[-—/]")
_NO_UNIT = re.compile(r"[-—–/／*＊无]+|定性")
_SHARES = frozenset({"%", "％", "百分比", "‰", "分"})


class Listed(NamedTuple):
    """A head printed alone and the cells below it."""

    head: Span
    kind: Kind
    cells: list[Span]


def in_rows(cells: Sequence[Span]) -> dict[int, Span]:
    return dict(enumerate(cells))


def placed_cells(
    words: str, column: Listed, count: int, chosen: Sequence[tuple[Listed, dict[int, Span]]]
) -> dict[int, Span]:
    """Return the cells of a column by row; empty if they do not match the names. Only a number has
    a unit and a sign. A column of weights or scores includes its sum.
    """
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
        return in_rows(cells)
    if len(cells) < count:
        return {}
    if column.kind in UNITED:
        return in_rows(cells[:count])
    return in_rows(cells[:count]) if column.kind in POINTS and _sums(words, cells, count) else {}


def _is_sign(words: str) -> bool:
    return _SIGN.fullmatch(words) is not None


def _is_unit(words: str) -> bool:
    return measured_unit(words) is not None or _NO_UNIT.fullmatch(words) is not None


def _sums(words: str, cells: Sequence[Span], count: int) -> bool:
    """Return whether the cell below the rows is their sum, or that plus the weight of the
    budget.
    """
    tokens = [token_of(words[start:end]) for start, end in cells[: count + 1]]
    numbers = [token.number for token in tokens if token and token.number is not None]
    if len(numbers) != count + 1:
        return False
    return 0 <= numbers[-1] - sum(numbers[:count], Decimal(0)) <= BUDGET_PART


def columns_are_proven(
    words: str, columns: Sequence[Listed], rows: Sequence[dict[int, Held]]
) -> bool:
    """Return whether counts and arithmetic allow only one alignment of the cells."""
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
    exact = all(len(one.cells) == len(rows) for one in columns if one.kind in UNITED)
    return False not in told and (exact or told.count(True) * 2 > len(told))


def _is_label(words: str) -> bool:
    return any(pattern.fullmatch(words) for pattern in (LEVEL1, LEVEL2))


def _agrees(words: str, row: dict[int, Held], kinds: Sequence[Kind]) -> bool | None:
    """Return whether the cells of a row agree: values in one unit and close together, a share in
    percent. None if undecidable.
    """
    tokens = [
        held.token
        for column, held in row.items()
        if kinds[column] in UNITED and held.token is not None and held.token.number is not None
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
    """Return whether the outcome is between half and twice the target."""
    numbers = [abs(token.number) for token in tokens if token.number is not None]
    return len(numbers) > 1 and 0 < max(numbers) <= 2 * min(numbers)


def _numbers(rows: Sequence[dict[int, Held]], kinds: Sequence[Kind], kind: Kind) -> list[Decimal]:
    if kind not in kinds:
        return []
    column = kinds.index(kind)
    tokens = [row[column].token for row in rows]
    return [token.number for token in tokens if token and token.number is not None]
