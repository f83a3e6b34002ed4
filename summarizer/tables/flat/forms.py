"""Flattened forms of the genre, rebuilt from known labels and the form's arithmetic.

Web pages and converted files print a self-evaluation form with one cell per line, with misplaced
bars, with joined cells or as one long line. The column heads are still consecutive; the text after
them is assigned to the columns. A table is `proven` if its arithmetic holds: weights add up to
their total, a rate is spending divided by budget, a score is at most its weight. A table that is
not proven gets the role `other`: its figures are counted, but give no items.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from summarizer.schema.table import Table
from summarizer.tables.flat.blocks import FIELD_ROLES, GOAL_ROLES, Block, blocks_of
from summarizer.tables.flat.cells import cells_of, money_of
from summarizer.tables.flat.columns import ColumnForm, column_forms, form_table
from summarizer.tables.flat.fields import described, fields_of, goals_of
from summarizer.tables.flat.headers import MONEY_UNIT
from summarizer.tables.flat.laid import Held, Laid
from summarizer.tables.flat.marked import joins_marked_rows, marked_tables
from summarizer.tables.flat.packed import BAR, LINE, NONE, Packed, pack
from summarizer.tables.flat.proof import is_empty, is_proven
from summarizer.tables.flat.rows import lay_rows
from summarizer.tables.flat.words import FUND, LEVEL1, LEVEL2, Head, Kind
from summarizer.tables.units import FREE, money_unit

__all__ = ["flattened_tables"]

# Rows without heads are assigned to columns as their first characters are.
PROBE = 4_000
_PLAIN = re.compile(r"\d{1,2}(?:\.\d)?")
# The same words twice at the end of a name of two characters or more.
_SAID_TWICE = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?P<target>[\u4e00-\u9fff]{2,8})"
    r"(?P<actual>(?:较|基本|已|明显|显著|有所|进一步|不断|全部)?(?P=target))\Z"
)
_DIGIT = re.compile(r"\d")
_LEVELS_FIRST: tuple[Kind, ...] = ("level1", "level2", "name")
# Possible columns of indicator rows, the most common first.
_LEVEL_ROLES: tuple[tuple[Kind, ...], ...] = (
    ("target",),
    ("target", "weight"),
    ("target", "actual"),
    ("weight", "score"),
    ("target", "weight", "score"),
    ("target", "actual", "weight", "score"),
    ("weight", "target", "actual", "score"),
    ("sign", "target", "unit", "actual", "weight", "score"),
)


def flattened_tables(text: str, spans: Sequence[tuple[int, int]] | None = None) -> list[Table]:
    """Return the flattened forms of a text, in order. `spans` are the parts to search; default: the
    whole text.

    >>> form = "全年预算数全年执行数分值执行率得分年度资金总额505010100%10"
    >>> [form[cell.start : cell.end] for cell in flattened_tables(form)[0].cells][5:]
    ['年度资金总额', '50', '50', '10', '100%', '10']
    """
    packed = pack(text, [(0, len(text))] if spans is None else spans)
    found: list[Table] = [_column_table(text, packed, form) for form in column_forms(packed)]
    if found:
        return found
    execution: Decimal | None = None
    for block in blocks_of(packed):
        table = _table(text, packed, block, execution)
        if table is not None:
            found.append(table)
            execution = _execution(text, table) if "budget" in block.roles else execution
    for table in marked_tables(packed):
        beside = [one for one in found if one.end <= table.start or one.start >= table.end]
        if all(one in beside or not one.proven or joins_marked_rows(text, one) for one in found):
            found = sorted([*beside, table], key=lambda one: one.start)
    return found


def _column_table(text: str, packed: Packed, form: ColumnForm) -> Table:
    """Return the table of a form printed column by column."""
    heads = [Head(*span, kind) for span, kind in form.heads]
    roles = tuple(kind for _, kind in form.heads)
    printed = MONEY_UNIT.search(packed.words, max(0, form.start - 40), form.end)
    money = (money_unit(printed["unit"]) if printed else None) or FREE
    cells = cells_of(packed, heads, form.rows, roles, money)
    table = described(text, form_table(packed, form, money, cells), 1)
    return table if form.proven else replace(table, role="other", proven=False)


def _execution(text: str, table: Table) -> Decimal | None:
    """Return the weight of the budget's execution, from the total row."""
    column = table.column_of("weight")
    cell = table.at(1, column.number) if column else None
    printed = text[cell.start : cell.end] if cell and cell.counted else ""
    return Decimal(printed) if _PLAIN.fullmatch(printed) else None


def _table(text: str, packed: Packed, block: Block, execution: Decimal | None) -> Table | None:
    roles = block.roles
    if roles is FIELD_ROLES:
        return described(text, fields_of(packed, block), 0)
    if roles is GOAL_ROLES:
        table = goals_of(packed, block.start, block.end)
        return described(text, table, 1) if table else None
    cut = (
        _cut(packed, block.heads, block.start, block.end)
        if block.heads
        else _bare_cut(packed, block)
    )
    span = (block.start, block.end)
    if block.heads and _lines_are_rows(packed, block):
        laid = lay_rows(packed, span, roles, cut, execution, by_line=True)
        if laid.rows and _holds(packed, block, laid, cut):
            return _table_of(text, packed, block, laid, (roles, cut))
    if roles:
        laid = lay_rows(packed, span, roles, cut, execution)
    else:
        probe = (block.start, min(block.end, block.start + PROBE))
        ways = [(*_LEVELS_FIRST, *values) for values in _LEVEL_ROLES]
        roles = min(ways, key=lambda way: lay_rows(packed, probe, way, cut).cost)
        laid = lay_rows(packed, span, roles, cut)
    return _table_of(text, packed, block, laid, (roles, cut))


def _holds(packed: Packed, block: Block, laid: Laid, cut: int) -> bool:
    """Return whether an assignment of the rows is proven."""
    rows = [row for row in laid.rows if not is_empty(packed.words, row)]
    return is_proven(packed.words, rows, block.roles, laid, cut)


def _lines_are_rows(packed: Packed, block: Block) -> bool:
    """Return whether the heads are on one line, and the cells of each row on one line below."""
    places = [head.start for head in block.heads]
    if packed.cuts(min(places), max(places) + 1, LINE) or packed.gap(block.start) < LINE:
        return False
    edges = [block.start, *packed.cuts(block.start, block.end, LINE), block.end]
    lines = list(pairwise(edges))
    told = sum(1 for line in lines if _DIGIT.search(packed.words, *line))
    return len(lines) > 1 and told * 4 >= len(lines) * 3


def _table_of(
    text: str, packed: Packed, block: Block, laid: Laid, read: tuple[tuple[Kind, ...], int]
) -> Table | None:
    """Return the table of rows assigned to columns with roles, separated by a gap."""
    roles, cut = read
    rows = [row for row in laid.rows if not is_empty(packed.words, row)]
    _give_back(packed.words, rows, roles)
    if cut == NONE and block.heads:
        _part_run_together(packed.words, rows, roles)
    if not any(held.token for row in rows for held in row.values()):
        return None
    named = len(roles) == len(block.heads)
    shown: list[Head | None] = [*([] if named else [block.label]), *block.heads]
    money = money_of(text, packed, block)
    cells = cells_of(packed, shown, rows, roles, money)
    table = Table(
        min(cell.start for cell in cells),
        max(cell.end for cell in cells),
        tuple(cells),
        money.base,
        money.scale,
    )
    table = described(text, table, int(bool(block.heads)))
    known = block.heads and not _lacks_heads(text, packed, block)
    if known and is_proven(packed.words, rows, roles, laid, cut):
        return table
    return replace(table, role="other", proven=False)


def _lacks_heads(text: str, packed: Packed, block: Block) -> bool:
    """Return whether, in a form with one row per line, cells precede the heads on their line. The
    rows then have unknown columns: 项目名称 | 年度金额 | 一级指标 | …
    """
    first = min(head.start for head in (*block.heads, *([block.label] if block.label else [])))
    last = max(head.start for head in block.heads)
    begin = packed.origin(first)
    above, below = text[begin : packed.origin(last)], text[begin : packed.origin(block.start)]
    if "\n" in above or "\n" not in below:
        return False
    line = text[text.rfind("\n", 0, begin) + 1 : begin]
    # A single cell is the label of the block, beside all of its rows.
    return sum(1 for cell in line.split("|") if cell.strip()) > 1


def _give_back(words: str, rows: Sequence[dict[int, Held]], roles: Sequence[Kind]) -> None:
    """Move cells that end or begin a row by mistake: a number after a row that counts on is the
    index of the row below; yes or no before every name but the first ends the row above.
    """
    if roles[-1] != "text":
        return
    last = len(roles) - 1
    for row, below in pairwise(rows) if roles[0] == "index" else ():
        numbers = [
            one.token.number
            for one in (row.get(0), row.get(last))
            if one and one.token and one.token.number is not None
        ]
        if len(numbers) == 2 and numbers[1] == numbers[0] + 1 and 0 not in below:
            below[0] = row.pop(last)
    named = roles.index("name") if "name" in roles else 0
    names = [row.get(named) for row in rows]
    answered = [name is not None and words[name.start] in "是否" for name in names]
    if answered != [False, *[True] * (len(rows) - 1)] or any(last in row for row in rows[:-1]):
        return
    for row, name in zip(rows, names[1:], strict=False):
        if name:
            row[last] = Held(name.start, name.start + 1)
            name.start += 1


def _part_run_together(words: str, rows: Sequence[dict[int, Held]], roles: Sequence[Kind]) -> None:
    """Part names from the same words of target and outcome (管护机制健全较健全); drop other names
    without a figure in their row: 管护机制健全.
    """
    valued = [column for column, role in enumerate(roles) if role in ("target", "actual")]
    if not valued or "name" not in roles:
        return
    named = roles.index("name")
    for row in rows:
        held = row.get(named)
        if held is None or any(at in row for at in valued):
            continue
        begin = held.start
        said = _SAID_TWICE.search(words[begin : held.end])
        if said and [roles[at] for at in valued] == ["target", "actual"]:
            held.end = begin + said.start()
            for column, group in zip(valued, ("target", "actual"), strict=True):
                row[column] = Held(begin + said.start(group), begin + said.end(group))
        elif not any(one.token for one in row.values()):
            row.pop(named)


def _bare_cut(packed: Packed, block: Block) -> int:
    """Return the gap that separates cells if there is no header: the narrowest one after most
    labels.
    """
    gaps = sorted(
        packed.gap(found.end())
        for pattern in (FUND if block.roles else LEVEL1, LEVEL2)
        for found in pattern.finditer(packed.words, block.start, block.end)
        if found.end() < block.end
    )
    return gaps[len(gaps) // 8] if gaps else NONE


def _cut(packed: Packed, heads: Sequence[Head], start: int, end: int) -> int:
    """Return the narrowest gap between heads; NONE if some are adjacent. If bars separate them on
    one line and rows are lines, line ends separate cells too.
    """
    first = min(head.start for head in heads)
    gaps = sorted(packed.gap(head.start) for head in heads if head.start > first)
    cut = gaps[len(gaps) // 8] if gaps else NONE
    if cut == BAR and _are_rows(packed.words, packed.cuts(start, end, LINE), packed):
        return LINE
    return cut


def _are_rows(words: str, cuts: Sequence[int], packed: Packed) -> bool:
    """Return whether lines are rows with bars between cells: most end after a figure and the next
    begins with words.
    """
    ends = [at for at in cuts if packed.gap(at) == LINE]
    rows = [at for at in ends if words[at - 1].isdigit() and not words[at].isdigit()]
    return len(rows) * 2 > len(ends) > 1
