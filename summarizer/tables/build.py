"""Region of a text → tables with cell units and with row and column roles."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from summarizer.schema.table import Cell, Table
from summarizer.tables.blocks import Block, placed_blocks
from summarizer.tables.cell_units import with_units
from summarizer.tables.columns import is_number
from summarizer.tables.filling import body_cells
from summarizer.tables.heads import columns_of
from summarizer.tables.names import name_columns
from summarizer.tables.proof import contradicts_itself
from summarizer.tables.ragged import ragged_blocks
from summarizer.tables.region import CAPTION, Placed, Region, Span
from summarizer.tables.roles import table_role
from summarizer.tables.rows import rows_of
from summarizer.tables.units import FREE, NO_COUNT, Unit, money_unit, unit_of
from summarizer.tables.vocabulary import HEADER_NOUN
from summarizer.tables.wording import LONGEST_HEADER, is_column_numbers, label_end, words

__all__ = ["Caption", "build"]


_TITLE = re.compile(r"表(?:[（(].*)?$|一览|明细|清单|问卷|统计$")
_NO_TITLE = re.compile(r"^附[件表]?|单位[：:]|^公开|[：:]")


@dataclass(frozen=True, slots=True)
class Caption:
    """The caption of a table (金额单位：万元) and its position."""

    unit: Unit
    span: Span


def build(
    text: str, region: Region, caption: Caption | None = None, title: Span | None = None
) -> list[Table]:
    """Return the tables of a region, in order, without ids.

    `caption` and `title` come from the lines above the region.
    """
    if region.built:
        return list(region.built)
    caption = _own_caption(text, region) or caption
    if region.placed:
        blocks: Iterable[Block] = placed_blocks(text, region)
    else:
        blocks = ragged_blocks(text, region.rows)
    found: list[Table] = []
    flowing = not region.placed
    for block in blocks:
        table = _table(text, block, caption, title, first=not found)
        if table is not None:
            title = table.title or title
            proven = region.proven and not (flowing and contradicts_itself(text, table))
            # A guessed split is not read as a form.
            role = table.role if proven else "other"
            found.append(replace(table, role=role, pages=region.pages, proven=proven))
    return found


def _own_caption(text: str, region: Region) -> Caption | None:
    first = region.rows[:3] or [[(cell.start, cell.end)] for cell in region.placed[:20]]
    for row in first:
        for start, end in row:
            match = CAPTION.search(text, start, end)
            if match and (unit := money_unit(match["unit"])):
                return Caption(unit, match.span())
    return None


def _table(
    text: str, block: Block, caption: Caption | None, title: Span | None, *, first: bool
) -> Table | None:
    printed = _headed(text, block) if block.heads else _pair_cells(text, block)
    filled = [cell for cell in printed if not cell.is_empty]
    if not filled:
        return None
    body = block.lead + block.heads
    title = _own_title(text, _alone(filled, block.lead), first=first) or title
    caption = _corner(text, filled, block.lead) or caption
    unit = caption.unit if caption else FREE
    cells = with_units(text, printed, unit, heads=range(block.lead, body))
    used = caption is not None and any(
        (cell.unit, cell.scale) == caption.unit for cell in cells if cell.counted
    )
    heads = [cell for cell in cells if block.lead <= cell.row < body and cell.header]
    names = frozenset(cell.column for cell in filled if cell.header and cell.row >= body)
    columns = columns_of(text, block.width, heads, names=names, sided=block.sided)
    rows = rows_of(text, cells, columns, lead=block.lead, heads=block.heads)
    said = words(text, title) if title else ""
    role = table_role(text, said, columns, rows)
    if role not in ("other", "indicators") and not any(
        is_number(words(text, (cell.start, cell.end))) for cell in filled if cell.row >= body
    ):
        # A table without numbers is read as text, so that its words are kept.
        role = "other"
    return Table(
        min(cell.start for cell in filled),
        max(cell.end for cell in filled),
        tuple(cells),
        unit.base if used else "",
        unit.scale if used else 0,
        caption.span if used and caption else None,
        role=role,
        columns=columns,
        rows=rows,
        title=title,
    )


def _alone(cells: list[Cell], lead: int) -> list[Cell]:
    """Return the cells at the top that are alone in their rows."""
    found: list[Cell] = []
    per_row = Counter(cell.row for cell in cells)
    for cell in cells:
        if cell.row >= (lead or 2) or per_row[cell.row] > 1:
            break
        found.append(cell)
    return found


def _own_title(text: str, lead: list[Cell], *, first: bool) -> Span | None:
    """Return the title in the first rows; further blocks of a form seldom have one."""
    for cell in lead:
        said = words(text, (cell.start, cell.end))
        named = _TITLE.search(said) is not None
        plain = first and not said.startswith(("（", "(")) and not _NO_TITLE.search(said)
        if len(said) > 3 and not CAPTION.search(said) and (named or (plain and not cell.header)):
            return cell.start, cell.end
    return None


def _corner(text: str, cells: list[Cell], lead: int) -> Caption | None:
    """「项目资金（万元）」 at the head of the names: its unit applies to the whole table."""
    counting = {
        cell.column
        for cell in cells
        if not cell.header and is_number(words(text, (cell.start, cell.end)))
    }
    for cell in cells:
        if cell.header and cell.row == lead and cell.column < 2 and cell.column not in counting:
            unit = unit_of(text[cell.start : cell.end])
            if unit and unit.base not in (FREE.base, NO_COUNT.base, "%", "分"):
                return Caption(unit, (cell.start, cell.end))
    return None


def _headed(text: str, block: Block) -> list[Cell]:
    """Return the cells of a block under heads; row names extend down over empty cells."""
    first = block.lead + block.heads
    heads = [cell for cell in block.cells if block.lead <= cell.row < first]
    body = [cell for cell in block.cells if cell.row >= first]
    names = name_columns(text, heads, body, block.width, sided=block.sided)
    counting = _column_numbers(text, heads)
    cells = [
        Cell(
            c.start, c.end, c.row, c.column, c.row >= block.lead and c.row not in counting,
            rows=c.rows, columns=c.columns,
        )
        for c in block.cells
        if c.row < first
    ]  # fmt: skip
    clipped = [_clip(cell, first) if cell.row >= block.lead else cell for cell in cells]
    return sorted([*clipped, *body_cells(text, block, body, names)], key=_place)


def _column_numbers(text: str, heads: list[Placed]) -> frozenset[int]:
    """Return the head rows that only number the columns: 栏次 | 1 | 2."""
    said: defaultdict[int, list[str]] = defaultdict(list)
    for cell in heads:
        if cell.start < cell.end:
            said[cell.row].append(words(text, (cell.start, cell.end)))
    return frozenset(row for row, cells in said.items() if is_column_numbers(cells))


def _clip(cell: Cell, stop: int) -> Cell:
    """Clip the label of a block: it extends down beside the body; as a head it ends with the
    heads.
    """
    return replace(cell, rows=stop - cell.row) if cell.row + cell.rows > stop else cell


def _place(cell: Cell) -> tuple[int, int]:
    return cell.row, cell.column


def _pair_cells(text: str, block: Block) -> list[Cell]:
    """Pair alternating labels and values; a label before empty cells has no value."""
    by_row: defaultdict[int, list[Placed]] = defaultdict(list)
    for cell in block.cells:
        by_row[cell.row].append(cell)
    return [
        cell
        for row in sorted(by_row)
        for cell in _pairs(text, sorted(by_row[row], key=lambda one: one.column), block)
    ]


def _pairs(text: str, row: list[Placed], block: Block) -> Iterable[Cell]:
    """Return the cells of a row of labels and values, beside the label of several rows."""
    label, place, reach = False, 0, row[0].column if block.whole else 0
    tallest = max((cell.rows for cell in row[1:]), default=row[0].rows)
    for number, placed in enumerate(row):
        place += placed.column > reach
        reach = placed.column + placed.columns
        span = placed.start, placed.end
        said = words(text, span)
        if said:
            odd = bool(place % 2)
            named = len(said) <= LONGEST_HEADER and bool(HEADER_NOUN.search(said))
            label = not is_number(said) and (named or place == 0) and not (label and odd)
            start, end = label_end(text, span) if label else span
            yield Cell(
                start, end, placed.row, placed.column, label, rows=placed.rows,
                columns=placed.columns,
            )  # fmt: skip
        if block.whole and not number and placed.rows > tallest:
            label = False
            continue
        place += 1
