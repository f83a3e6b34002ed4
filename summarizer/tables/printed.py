"""Rows of printed cells → tables: columns for merged cells, headers, units.

A form is several tables under one roof: each header row begins a new one. A cell that spans columns
or rows stands once in each, so that the headers of a number can be read off its row and column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from summarizer.schema import Cell, Table
from summarizer.tables.cell_units import with_units
from summarizer.tables.columns import align, header_columns, is_number, own_label
from summarizer.tables.flow import flow_rows, header_run
from summarizer.tables.model import described, merged
from summarizer.tables.names import name_columns
from summarizer.tables.region import CAPTION, Region, Span
from summarizer.tables.units import FREE, NO_COUNT, Unit, money_unit, unit_of
from summarizer.tables.vocabulary import HEADER_NOUN, TOTAL

__all__ = ["Caption", "is_header_row", "rebuild"]

Row = tuple[Span, ...]
MOST_HEADER_ROWS = 4
LONGEST_HEADER = 40

# What labels a block of a form, and heads that show that it heads no column itself.
BLOCK_LABEL = re.compile(r"^(?:年度)?绩效指标|总体目标|资金管理|^项目绩效$")
BESIDE_LABEL = re.compile(r"一级指标|预期目标|^总体目标$|情况说明|实际完成情况")
# The label of a field, and heads of columns that hold measured values.
FIELD = re.compile(r"(?:名称|主管部门|实施单位|使用单位|负责人|电话|联系人)$")
MEASURED = re.compile(r"(?:数|额|率|值|分|类型|用途|内容|情况|[（(][^）)]*元[）)])$")
# A row that numbers the columns: 栏次 1 2 3.
COLUMN_NUMBERS = re.compile(r"[栏行]次$")
LEVEL = re.compile("[一二三四]级指标$")
_BLANK = re.compile(r"\s+|<br\s*/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands over a table: 金额单位：万元, and where it says so."""

    unit: Unit
    span: Span


def rebuild(text: str, region: Region, caption: Caption | None) -> list[Table]:
    """The tables of a region, in order."""
    caption = _own_caption(text, region) or caption
    return [
        replace(table, pages=region.pages, proven=region.proven)
        for rows in _bands(text, region.rows)
        if (table := _table(text, _with_lost_cells(text, rows), caption)) is not None
    ]


def _with_lost_cells(text: str, rows: list[Row]) -> list[Row]:
    """Where every row is shorter than its header, or the levels of indicators are printed once,
    the merged cells were lost: what each column may hold then says where a cell stands."""
    filled = [[span for span in row if span[1] > span[0]] for row in rows]
    header = [words(text, span) for span in filled[0]]
    short = [len(row) < len(rows[0]) for row in rows[1:]]
    levels = sum(1 for head in header if LEVEL.search(head)) > 1
    gaps = any(len(row) < len(all_) for row, all_ in zip(filled[1:], rows[1:], strict=True))
    if not (all(short) or (any(short) and levels and not gaps)) or len(rows) < 2:
        return rows
    if header_run(header, 0) != len(header):
        return rows
    return flow_rows(text, [span for row in filled for span in row])


def _own_caption(text: str, region: Region) -> Caption | None:
    for row in region.rows[:3]:
        for start, end in row:
            match = CAPTION.search(text, start, end)
            if match and (unit := money_unit(match["unit"])):
                return Caption(unit, match.span())
    return None


def words(text: str, span: Span) -> str:
    """What a cell says, without any blanks."""
    return _BLANK.sub("", text[span[0] : span[1]])


def is_header_row(text: str, row: Sequence[Span], *, share: float = 0.6) -> bool:
    """Do the cells name columns? No number among them, most with a header's noun at the end."""
    filled = [words(text, span) for span in row if span[1] > span[0]]
    if len(filled) < 2 or any(_is_value(cell) or len(cell) > LONGEST_HEADER for cell in filled):
        return False
    return sum(1 for cell in filled if HEADER_NOUN.search(cell)) >= share * len(filled)


def _is_value(cell: str) -> bool:
    return is_number(cell) or own_label(cell) != ""


def _bands(text: str, rows: Sequence[Row]) -> list[list[Row]]:
    """Rows cut where a new header begins."""
    bands: list[list[Row]] = []
    previous = False
    for row in rows:
        header = is_header_row(text, row) and not _is_pairs(text, row)
        if not bands or (header and not previous):
            bands.append([])
        bands[-1].append(row)
        previous = header
    return bands


def _is_pairs(text: str, row: Row) -> bool:
    """「项目名称 | 甲 | 实施单位 | 乙」: labels and values by turns, no header of columns."""
    filled = [words(text, span) for span in row if span[1] > span[0]]
    if len(filled) not in (2, 4, 6) or any(is_number(cell) for cell in filled[1::2]):
        return False
    if FIELD.search(filled[0]) and not MEASURED.search(filled[1]):
        return True
    return not any(HEADER_NOUN.search(cell) for cell in filled[1::2])


def _table(text: str, rows: list[Row], caption: Caption | None) -> Table | None:
    heads = _header_rows(text, rows)
    body = rows[heads:]
    width = max((len(row) for row in body or rows), default=0)
    if not heads:
        cells = _pair_cells(text, rows)
    else:
        width = max(width, max(len(row) for row in rows[:heads]))
        cells = _header_cells(text, rows[:heads], width)
        cells += _body_cells(text, body, cells, width)
    filled = [cell for cell in cells if cell.end > cell.start]
    if not filled:
        return None
    caption = _corner(text, filled) or caption
    unit = caption.unit if caption else FREE
    counted = with_units(text, filled, unit)
    used = caption is not None and any(
        (cell.unit, cell.scale) == caption.unit for cell in counted if cell.counted
    )
    table = Table(
        min(cell.start for cell in filled),
        max(cell.end for cell in filled),
        merged(counted),
        unit.base if used else "",
        unit.scale if used else 0,
        caption.span if used and caption else None,
    )
    label = bool(heads) and _block_label(text, rows[0]) is not None
    return described(text, table, heads + label)


def _corner(text: str, cells: list[Cell]) -> Caption | None:
    """「项目资金（万元）」 at the head of the names: its unit is that of the whole table."""
    counting = {
        cell.column
        for cell in cells
        if not cell.header and is_number(words(text, (cell.start, cell.end)))
    }
    for cell in cells:
        if cell.header and cell.row == 0 and cell.column < 2 and cell.column not in counting:
            unit = unit_of(text[cell.start : cell.end])
            if unit and unit.base not in (FREE.base, NO_COUNT.base, "%", "分"):
                return Caption(unit, (cell.start, cell.end))
    return None


def _header_rows(text: str, rows: list[Row]) -> int:
    """How many rows at the top are headers: 0 for a block of labels and values."""
    if len(rows) < 2:
        return 0
    if not is_header_row(text, rows[0]):
        numbers = any(is_number(words(text, span)) for row in rows[1:] for span in row)
        plain = len(rows[0]) > 2 and numbers and is_header_row(text, rows[0], share=0.3)
        return 1 if plain else 0
    if _is_pairs(text, rows[0]):
        return 0
    count = 1
    while count < min(MOST_HEADER_ROWS, len(rows) - 1) and (
        _is_second(text, rows[count]) or _parts_header(text, *rows[count - 1 : count + 2])
    ):
        count += 1
    return count


def _parts_header(text: str, above: Row, row: Row, below: Row) -> bool:
    """「预算数 | | | 决算数」 over 「合计 | 接待费 | 用车费」: short words where a head above spans
    columns, numbers below."""
    cells = [words(text, span) for span in row]
    spanned = any(over[0] == over[1] and cell for over, cell in zip(above, cells, strict=False))
    plain = all(len(cell) <= LONGEST_HEADER and not is_number(cell) for cell in cells)
    counted = sum(is_number(words(text, span)) for span in below)
    return spanned and plain and len(above) == len(row) == len(below) and 2 * counted > len(below)


def _is_second(text: str, row: Row) -> bool:
    """A further header row: nothing but header words, empty under what spans both rows."""
    filled = [words(text, span) for span in row if span[1] > span[0]]
    if filled and COLUMN_NUMBERS.match(filled[0]):
        return True
    if not filled or len(filled) == len(row) > 4:
        return is_header_row(text, row, share=0.9) and not _is_pairs(text, row)
    return len(filled) > 1 and all(
        HEADER_NOUN.search(cell) and not is_number(cell) for cell in filled
    )


def _header_cells(text: str, heads: list[Row], width: int) -> list[Cell]:
    """The header cells. A label of the whole block beside them (绩效指标 | 一级指标 …) heads no
    column and stands in a row of its own above."""
    label = _block_label(text, heads[0])
    cells = [Cell(*label, 0, 0, header=True)] if label else []
    for place, printed in enumerate(heads):
        below = heads[place + 1] if place + 1 < len(heads) else None
        for column, span in enumerate(header_columns(text, printed, below, width)):
            if span is not None and span[1] > span[0] and span != label:
                cells.append(Cell(*span, place + bool(label), column, header=True))
    return cells


def _block_label(text: str, head: Row) -> Span | None:
    beside = [words(text, span) for span in head[1:]]
    if BLOCK_LABEL.search(words(text, head[0])) and any(map(BESIDE_LABEL.search, beside)):
        return head[0]
    return None


def _body_cells(text: str, body: list[Row], heads: list[Cell], width: int) -> list[Cell]:
    first = max(cell.row for cell in heads) + 1
    names = name_columns(text, heads, body, width)
    placed = align([[words(text, span) for span in row] for row in body], width)
    above: dict[int, Cell] = {}
    cells: list[Cell] = []
    for row, (printed, columns) in enumerate(zip(body, placed, strict=True), start=first):
        total = any(TOTAL.search(words(text, span)) for span in printed[:3])
        for span, column in zip(printed, columns, strict=True):
            label = total and bool(TOTAL.search(words(text, span)))
            names_row = (column in names or label) and not own_label(words(text, span))
            cell = Cell(*_label_end(text, span), row, column, header=names_row)
            if span[0] == span[1] and column in above and not total:
                inherited = above[column]
                cell = Cell(inherited.start, inherited.end, row, column, header=True)
            if cell.header and cell.end > cell.start:
                above[column] = cell
                for inner in [place for place in above if place > column]:
                    if span[0] < span[1]:
                        del above[inner]
            cells.append(cell)
    return cells


def _label_end(text: str, span: Span) -> Span:
    """A label without the colon after it."""
    end = span[1]
    while end > span[0] and text[end - 1] in "：: ":
        end -= 1
    return span[0], end


def _pair_cells(text: str, rows: list[Row]) -> list[Cell]:
    """Labels and values by turns; a label in front of empty cells has no value."""
    cells: list[Cell] = []
    for row, printed in enumerate(rows):
        label = False
        for column, span in enumerate(printed):
            if span[0] == span[1]:
                continue
            cell = words(text, span)
            named = len(cell) <= LONGEST_HEADER and bool(HEADER_NOUN.search(cell))
            label = not is_number(cell) and (named or column == 0) and not (label and column % 2)
            shown = _label_end(text, span) if label else span
            cells.append(Cell(*shown, row, column, header=label))
    return cells
