"""Row roles of a table: body, sum, part, heading, note."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from summarizer.schema.table import Cell, Column, Row, RowRole
from summarizer.tables.columns import is_number, number_in
from summarizer.tables.heads import words

__all__ = ["rows_of"]

TOTAL = re.compile(
    r"^(?:[一二三四五六七八九十]+、)?(?:金额|资金)?(?:合计|总计|共计|总分值?|总得分|总额|自评总?分|自评得分合计"
    r"|(?:年度|项目|本年|支出|收入|预算)?资金?(?:总额|合计)|本年(?:收入|支出)合计|(?:收入|支出)[总合]计)(?:[（(：:].*)?$"
)
SUBTOTAL = re.compile(r"^小计|小计$")
PART = re.compile(r"^(?:其中|含)[：:]?|^[#＃]")
# Funds of a total: 财政拨款 and 其他资金 under 年度资金总额.
FUNDS = re.compile(r"资金|拨款|补助|结转|结余|自筹|收入$")
_OF_FUNDS = re.compile("资金|总额")
CODE = re.compile(r"\d{3}(?:\d{2}){0,2}")
SERIES = tuple(
    map(
        re.compile,
        (
            r"[一二三四五六七八九十]+、",
            r"[（(][一二三四五六七八九十]+[）)]",
            r"\d{1,2}[.．、]",
            r"[（(]\d",
        ),
    )
)
# A table with the outermost numbers 1. and 2. is a plain list.
OUTER_SERIES = 2
NOTE = re.compile(r"^(?:注|备注|说明|填表说明|填表人|填报人|审核人|联系人)\s*\d*\s*[：:]")
LONGEST_NAME = 60


def rows_of(
    text: str, cells: Sequence[Cell], columns: Sequence[Column], *, lead: int, heads: int
) -> tuple[Row, ...]:
    """Return the rows of a table: `lead` title rows, `heads` head rows, then the body."""
    height = max((cell.row + cell.rows for cell in cells), default=0)
    by_row: list[list[Cell]] = [[] for _ in range(height)]
    for cell in cells:
        if not cell.is_empty:
            for row in range(cell.row, cell.row + cell.rows):
                by_row[row].append(cell)
    coded = _code_columns(columns)
    rows: list[Row] = []
    codes: dict[int, str] = {}
    for number, held in enumerate(by_row):
        if lead <= number < lead + heads:
            rows.append(Row(number, "head"))
            continue
        held.sort(key=_column)
        said = [words(text, cell) for cell in held]
        path = tuple(cell for cell in held if cell.header)
        role = _role(number, held, said, listed=heads > 0, width=len(columns))
        rows.append(Row(number, role, path))
        pairs = zip(held, said, strict=True)
        code = "".join(one for cell, one in pairs if cell.column in coded and one.isdigit())
        if heads and role in ("body", "part") and CODE.fullmatch(code):
            codes[number] = code
    if not heads:
        return tuple(_with_parts(text, rows))
    rows = _with_rests(_with_parts(text, rows), [_values(text, held) for held in by_row])
    rows = _under_series(text, rows)
    if not any(column.role in ("level1", "level2", "level3") for column in columns):
        rows = _under_names(rows)
    return tuple(_under_codes(_under_totals(rows), codes))


def _code_columns(columns: Sequence[Column]) -> frozenset[int]:
    """Return the columns of account codes, up to three: 类 | 款 | 项; in a double table those of
    the left half.
    """
    found: list[int] = []
    for column in columns:
        if column.role == "code" and (not found or found[-1] == column.number - 1):
            found.append(column.number)
    return frozenset(found)


def _column(cell: Cell) -> int:
    return cell.column


def _role(number: int, held: list[Cell], said: list[str], *, listed: bool, width: int) -> RowRole:
    """Return the role of a row. `listed`: the row is under heads; otherwise it holds labels and
    values.
    """
    if not said:
        return "body"
    pairs = list(zip(held, said, strict=True))[: _naming(held, listed=listed)]
    # A merged 合计 belongs to its first row.
    named = [one for cell, one in pairs if cell.row == number]
    if any(map(TOTAL.match, named)):
        return "total"
    if any(map(SUBTOTAL.search, named)):
        return "subtotal"
    if any(map(PART.match, named)):
        return "part"
    if NOTE.match(said[0]):
        return "note"
    wide = 2 * held[0].columns > width
    if wide and len(said) == 1 and held[0].row == number and not is_number(said[0]):
        return "note" if len(said[0]) > LONGEST_NAME else "heading"
    return "body"


def _naming(held: list[Cell], *, listed: bool) -> int:
    """Return how many cells of a row may mark it as a sum or a part: of labels and values the
    first, or the second beside a label of several rows.
    """
    if listed:
        return 3 if len(held) > 3 else max(1, len(held) - 1)
    return 2 if held[0].rows > 1 else 1


def _with_parts(text: str, rows: Sequence[Row]) -> list[Row]:
    """Mark parts: a row under 其中 is part of the row above; so are the other funds under a sum of
    funds.
    """
    found: list[Row] = []
    whole: Row | None = None
    funds = False
    for row in rows:
        name = words(text, row.path[-1]) if row.path else ""
        if row.role == "part":
            row = replace(row, whole=whole.number if whole else None)
            funds = funds or bool(FUNDS.search(name))
        elif row.role == "body" and funds and whole and FUNDS.search(name):
            row = replace(row, role="part", whole=whole.number)
        else:
            funds = row.role == "total" and bool(_OF_FUNDS.search(name))
            whole = row if row.role in ("body", "total", "subtotal") else None
        found.append(row)
    return found


def _values(text: str, held: Sequence[Cell]) -> dict[int, Decimal]:
    """Return the plain numbers of a row by column."""
    read = {cell.column: number_in(words(text, cell)) for cell in held if not cell.header}
    return {column: number for column, number in read.items() if number is not None}


def _with_rests(rows: list[Row], values: Sequence[dict[int, Decimal]]) -> list[Row]:
    """Mark a row below 其中 as a further part if it completes the sum: 用车费 72.7, 其中：运行费
    59.5, 购置费 13.2.
    """
    for at, (above, row) in enumerate(pairwise(rows), 1):
        if row.role == "body" and above.role == "part" and above.whole is not None:
            parts = [values[one.number] for one in rows[:at] if one.whole == above.whole]
            whole, rest = values[above.whole], values[row.number]
            shared = set(whole).intersection(rest, *parts)
            gaps = {whole[at] - sum(part[at] for part in parts) - rest[at] for at in shared}
            if gaps == {Decimal()} and any(rest[at] for at in shared):
                rows[at] = replace(row, role="part", whole=above.whole)
    return rows


def _under_series(text: str, rows: list[Row]) -> list[Row]:
    """Mark rows under 一、财政拨款, such as 1.一般公共预算 or names without a number, as its parts,
    up to the next sum.
    """
    ranks = [_rank(words(text, row.path[0])) if row.path else None for row in rows]
    outer = min((rank for rank in ranks if rank), default=None)
    if outer is None or ranks.count(outer) < 2 or outer > OUTER_SERIES:
        return rows
    found: list[Row] = []
    above: list[tuple[int, int]] = []
    for row, rank in zip(rows, ranks, strict=True):
        if row.role in ("total", "subtotal", "head", "heading"):
            above = []
        elif row.role == "body":
            inner = rank if rank else len(SERIES)
            while above and above[-1][0] >= inner and (rank or above[-1][0] == inner):
                above.pop()
            if above:
                row = replace(row, role="part", whole=above[-1][1])
            if rank:
                above.append((rank, row.number))
        found.append(row)
    return found


def _under_names(rows: list[Row]) -> list[Row]:
    """Mark a row that only names a group as the sum of the named rows below it."""
    found: list[Row] = []
    above: list[tuple[int, int]] = []
    for row in rows:
        own = [cell.column for cell in row.path if cell.row == row.number]
        if row.role in ("total", "subtotal", "head", "heading"):
            above = []
        elif own and row.role == "body":
            while above and above[-1][0] >= own[0]:
                above.pop()
            if above:
                row = replace(row, role="part", whole=above[-1][1])
            above.append((own[-1], row.number))
        found.append(row)
    return found


def _rank(name: str) -> int | None:
    """Return the depth of a list number: 一、 is 1, 1. is 3."""
    return next((rank for rank, mark in enumerate(SERIES, 1) if mark.match(name)), None)


def _under_totals(rows: Sequence[Row]) -> list[Row]:
    """Attach each row to the sum that closes its run; if none follows, to the last one above."""
    found: list[Row] = []
    total: int | None = None
    subtotal: int | None = None
    for row in reversed(rows):
        if row.role in ("body", "subtotal") and row.whole is None:
            inner = subtotal if row.role == "body" else None
            row = replace(row, whole=total if inner is None else inner)
        if row.role == "total":
            total, subtotal = row.number, None
        elif row.role == "subtotal":
            subtotal = row.number
        found.append(row)
    last = next((row.number for row in found if row.role == "total"), None)
    return [
        replace(row, whole=last) if row.whole is None and row.role in ("body", "subtotal") else row
        for row in reversed(found)
    ]


def _under_codes(rows: list[Row], codes: dict[int, str]) -> list[Row]:
    """Attach rows by account code: 20103 is part of 201. A code without a parent is a misprint if
    the outermost codes are printed too.
    """
    places = {code: number for number, code in codes.items()}
    whole = any(len(code) == 3 for code in places)
    for number, code in codes.items():
        outer = (code[:size] for size in range(len(code) - 2, 2, -2))
        parent = next((places[one] for one in outer if one in places), None)
        if parent is not None or (whole and len(code) > 3):
            rows[number] = replace(rows[number], role="part", whole=parent)
    return rows
