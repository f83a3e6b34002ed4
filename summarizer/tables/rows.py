"""What the rows of a table are: bodies, sums, parts, headings, notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from summarizer.schema.table import Cell, Row, RowRole
from summarizer.tables.columns import is_number
from summarizer.tables.heads import words

__all__ = ["rows_of"]

TOTAL = re.compile(
    r"^(?:[一二三四五六七八九十]+、)?(?:合计|总计|共计|总分值?|总得分|总额|自评总?分|自评得分合计"
    r"|(?:年度|项目|本年|支出|收入|预算)?资金?(?:总额|合计)|本年(?:收入|支出)合计|(?:收入|支出)[总合]计)(?:[（(：:].*)?$"
)
SUBTOTAL = re.compile(r"^小计|小计$")
PART = re.compile(r"^(?:其中|含)[：:]?")
# Funds of a total: 年度资金总额 over 财政拨款 and 其他资金.
FUNDS = re.compile(r"资金|拨款|补助|结转|结余|自筹|收入$")
NOTE = re.compile(r"^(?:注|备注|说明|填表说明|填表人|填报人|审核人|联系人)\s*\d*\s*[：:]")
_SERIES = re.compile(r"^[（(]?[一二三四五六七八九十]+[）)、．.]")
LONGEST_NAME = 60


def rows_of(text: str, cells: Sequence[Cell], *, lead: int, heads: int) -> tuple[Row, ...]:
    """The rows of a table: `lead` rows of titles, `heads` rows of heads, then the body."""
    height = max((cell.row + cell.rows for cell in cells), default=0)
    by_row: list[list[Cell]] = [[] for _ in range(height)]
    for cell in cells:
        if not cell.is_empty:
            for row in range(cell.row, cell.row + cell.rows):
                by_row[row].append(cell)
    rows = []
    for number, held in enumerate(by_row):
        if lead <= number < lead + heads:
            rows.append(Row(number, "head"))
            continue
        held.sort(key=_column)
        path = tuple(cell for cell in held if cell.header)
        rows.append(Row(number, _role(text, number, held, path), path))
    return tuple(_with_wholes(text, rows))


def _column(cell: Cell) -> int:
    return cell.column


def _role(text: str, number: int, filled: list[Cell], path: tuple[Cell, ...]) -> RowRole:
    said = [words(text, cell) for cell in filled]
    own = [words(text, cell) for cell in path if cell.row == number]
    named = own or said[:1]
    if any(map(TOTAL.match, said[:3])):
        return "total"
    if any(map(SUBTOTAL.search, said[:3])):
        return "subtotal"
    if named and any(map(PART.match, named)):
        return "part"
    if said and NOTE.match(said[0]):
        return "note"
    fresh = [cell for cell in filled if cell.row == number]
    if len(fresh) == 1 and len(filled) == 1 and not is_number(said[0]):
        return "note" if len(said[0]) > LONGEST_NAME else "heading"
    return "body"


def _with_wholes(text: str, rows: Sequence[Row]) -> list[Row]:
    """Rows with what they are parts of: under 其中 the row above, else the total that sums them."""
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
            funds = row.role == "total" and "资金" in name
            whole = row if row.role in ("body", "total", "subtotal") else None
        found.append(row)
    return _under_totals(found)


def _under_totals(rows: Sequence[Row]) -> list[Row]:
    """Bodies between two totals belong to the one that closes them, else to the one above."""
    totals = [row.number for row in rows if row.role == "total"]
    subtotals = [row.number for row in rows if row.role == "subtotal"]
    found = []
    for row in rows:
        whole = row.whole
        if row.role in ("body", "subtotal") and totals:
            after = [at for at in totals if at > row.number]
            whole = (after or totals[-1:])[0]
        if row.role == "body" and (below := [at for at in subtotals if at > row.number]):
            whole = min([*below, *([whole] if whole is not None and whole > row.number else [])])
        found.append(replace(row, whole=whole) if whole != row.whole else row)
    return found
