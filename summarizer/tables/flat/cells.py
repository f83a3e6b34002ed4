"""The cells of recovered rows, each with its unit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.quantities.units import UNITS
from summarizer.schema.table import Cell
from summarizer.tables.flat.blocks import CAPTION_REACH, LONGEST_WORDS, Block
from summarizer.tables.flat.headers import MONEY_UNIT
from summarizer.tables.flat.laid import Held, is_total
from summarizer.tables.flat.packed import Packed
from summarizer.tables.flat.words import Head, Kind
from summarizer.tables.region import CAPTION
from summarizer.tables.units import FREE, Unit, money_unit, printed_unit, row_unit, scanned_unit

__all__ = ["cells_of", "money_of"]

_LEVELS = ("level1", "level2")
_BRACKETED = re.compile(r"[（(](?:[≥≤<>=＝]*\s?\*+)?(?P<unit>[^（()）*＊]{1,4})[）)]$")
_SUM = re.compile("成本|费|资金|金额|预算|投入|投资|补助|补贴|收入|产值|采购|价|奖|薪|工资")
_PERCENT = re.compile(
    r"[（(][^（()）]{0,4}[%％][）)]$|(?:率|满意度|比例|占比|准确性)[（(]?[^（()）]{0,3}[）)]?$"
)


def money_of(text: str, packed: Packed, block: Block) -> Unit:
    """Return the money unit of a block: from its heads, else from the caption above."""
    places = [head.start for head in block.heads] + ([block.label.start] if block.label else [])
    first, last = min([*places, block.start]), block.start
    near = list(MONEY_UNIT.finditer(packed.words, max(0, first - 40), last))
    if near:
        return money_unit(near[-1]["unit"]) or FREE
    begin = packed.origin(first)
    captions = list(CAPTION.finditer(text, max(0, begin - 4 * CAPTION_REACH), begin))
    if captions:
        return money_unit(captions[-1]["unit"]) or FREE
    below = MONEY_UNIT.search(packed.words, last, min(block.end + 40, last + LONGEST_WORDS))
    return (money_unit(below["unit"]) if below and "budget" in block.roles else None) or FREE


def cells_of(
    packed: Packed,
    heads: Sequence[Head | None],
    rows: Sequence[dict[int, Held]],
    roles: Sequence[Kind],
    money: Unit,
) -> list[Cell]:
    cells = [
        Cell(*packed.span(head.start, head.end), 0, column, header=True)
        for column, head in enumerate(heads)
        if head is not None
    ]
    first = int(any(head is not None for head in heads))
    for number, row in enumerate(rows, first):
        units = _row_units(packed.words, row, roles, money)
        for column, held in sorted(row.items()):
            span = packed.span(held.start, held.end)
            named = roles[column] in ("level1", "level2", "name", "label")
            height = _height(packed.words, rows, number - first, column, roles) if named else 1
            if held.token is None or held.token.number is None or roles[column] == "index":
                cells.append(Cell(*span, number, column, header=named, rows=height))
                continue
            unit = units.get(column, FREE)
            cells.append(
                Cell(*span, number, column, unit=unit.base, scale=unit.scale, counted=True)
            )
    return cells


def _height(
    words: str, rows: Sequence[dict[int, Held]], number: int, column: int, roles: Sequence[Kind]
) -> int:
    """Return how many rows a level of indicators covers: up to the next one at its level or
    above.
    """
    if roles[column] not in _LEVELS:
        return 1
    below = number + 1
    while (
        below < len(rows)
        and not any(at in rows[below] for at in range(column + 1))
        and not is_total(words, rows[below])
    ):
        below += 1
    return below - number


def _row_units(
    words: str, row: dict[int, Held], roles: Sequence[Kind], money: Unit
) -> dict[int, Unit]:
    """Return the unit of a row's bare figures, by column."""
    said = {roles[column]: words[held.start : held.end] for column, held in row.items()}
    name = said.get("name", "")
    told = _told(said, name, row, roles)
    units: dict[int, Unit] = {}
    for column in row:
        role = roles[column]
        if role in ("weight", "score"):
            units[column] = Unit("分")
        elif role == "rate":
            token = row[column].token
            # A rate of 1 without % means 100 %, not 1 %.
            part = token and not token.unit and token.number and token.number <= 1
            units[column] = FREE if part else Unit("%")
        elif role in ("budget", "executed", "amount"):
            units[column] = money
        elif role in ("target", "actual"):
            units[column] = told
    return units


def _told(said: dict[Kind, str], name: str, row: dict[int, Held], roles: Sequence[Kind]) -> Unit:
    """Return the unit of a row's values: from its unit column, the adjacent value, or its name."""
    own = said.get("unit", "")
    if unit := scanned_unit(own):
        return unit
    if own in UNITS:
        return Unit(own)
    for column, held in row.items():
        if roles[column] in ("target", "actual") and held.token and held.token.unit:
            printed = held.token.unit
            if printed in ("万", "亿"):
                about = said.get("level2", "") + name
                return Unit("元") if _SUM.search(about) else FREE
            return Unit("%") if printed == "百分比" else printed_unit(printed) or Unit(printed)
    bracketed = _BRACKETED.search(name)
    if bracketed and (unit := printed_unit(bracketed["unit"])):
        return unit
    if _PERCENT.search(name):
        return Unit("%")
    return row_unit(name) or FREE
