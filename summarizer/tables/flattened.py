"""Forms of the genre that lost their grid: recovered from known labels and the form's arithmetic.

Web pages and converted files print a self-evaluation form with a cell on each line, with bars in
odd places, with its cells run together or as one long line. The heads of its columns still stand
side by side; what follows them is laid over the columns. A table is `proven` when its arithmetic
holds: weights add up to their total, a rate is the spent part of its budget, a score is at most its
weight. What is not proven is a table of role `other`: its figures are read, and believed by no one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from summarizer.quantities.units import UNITS
from summarizer.schema.table import Cell, Table
from summarizer.tables.column_order import ColumnForm, column_forms, form_table
from summarizer.tables.flattened_cells import Token
from summarizer.tables.flattened_rows import Held, Laid, lay_rows
from summarizer.tables.flattened_text import BAR, LINE, NONE, Packed, pack
from summarizer.tables.flattened_words import (
    FIELD,
    FUND,
    GOALS,
    HEAD,
    LEVEL1,
    LEVEL2,
    STOP,
    TOTAL,
    Head,
    Kind,
    head_kind,
)
from summarizer.tables.heads import columns_of
from summarizer.tables.region import CAPTION, Region
from summarizer.tables.roles import table_role
from summarizer.tables.rows import rows_of
from summarizer.tables.units import FREE, Unit, money_unit, printed_unit, row_unit, scanned_unit

__all__ = ["flattened_tables", "is_aligned"]

# A header has so many heads, so many of them of different kinds.
FEWEST_HEADS, FEWEST_KINDS = 3, 3
# Rows end where so many characters of words follow without a figure or a label.
LONGEST_WORDS, LONGEST_BODY, CAPTION_REACH = 400, 20_000, 160
_STRONG = frozenset({"weight", "score", "target", "actual", "budget", "executed", "rate"})
_LEVELS = ("level1", "level2")
LONGEST_LOST = 6
FEWEST_NAME = 2
_WEAK_STOP = re.compile(
    r"说明|绩效目标|年度目标|预期目标|[第（(]?[一二三四五六七八九十]+[、部章）)]"
)
_LAST_ROW = re.compile(
    r"(?:总分|合计|总计)[:：|/—-]{0,3}(?:\d{1,3}(?:\.\d{1,2})?分?){1,2}[优良中差]?"
)
_FUND_HEAD = re.compile("(?:年初|全年|调整后?)预算数")
_PLAIN = re.compile(r"\d{1,2}(?:\.\d)?")
_DIGIT = re.compile(r"\d")
_FILLED = re.compile(r"[^-—–/／*＊…]")
_DASHES = re.compile("[%％分]?(?:[-—–/]+)+")
_BARE_REACH = 120
_FIELD_ROLES: tuple[Kind, ...] = ("name", "text")
LONGEST_FIELDS, LONGEST_FIELD, FEWEST_FIELDS = 400, 80, 2
_GOAL_ROLES: tuple[Kind, ...] = ("target", "actual")
_FUND_ROLES: tuple[Kind, ...] = ("name", "amount")
_LEVELS_FIRST: tuple[Kind, ...] = ("level1", "level2", "name")
# The columns that rows of indicators may have, the plainest first.
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
_BARE_FUND = re.compile(
    rf"(?:{FUND.pattern})(?<=[金款助额余转:：])(?P<sum>\d[\d,.]*\d|\d)(?:[万亿]?元?)(?![\d%％.,，。；、）)])"
)
_BARE_LEVEL = re.compile(
    rf"(?:{LEVEL1.pattern}|{LEVEL2.pattern})(?![:：。，；、,;的等]|[^。；]{{0,12}}[:：，。])"
)
_LOST = re.compile("[\u4e00-\u9fff()（）]+")
_BETWEEN_HEADS = re.compile(r"[（(]?(?:[A-F]|[一二三四五])?[）)]?")
_MONEY_UNIT = re.compile(r"[（(](?:单位[:：])?(?P<unit>[百千]?万元|亿元|千元|元)[）)]")
_BRACKETED = re.compile(r"[（(](?:[≥≤<>=＝]*\s?\*+)?(?P<unit>[^（()）*＊]{1,4})[）)]$")
_SUM = re.compile("成本|费|资金|金额|预算|投入|投资|补助|补贴|收入|产值|采购|价|奖|薪|工资")
_PERCENT = re.compile(
    r"[（(][^（()）]{0,4}[%％][）)]$|(?:率|满意度|比例|占比|准确性)[（(]?[^（()）]{0,3}[）)]?$"
)


class _Block(NamedTuple):
    """Where rows stand in packed words, the header over them and what its columns hold; without a
    header the columns are those that its kind of form has."""

    start: int
    end: int
    label: Head | None
    heads: tuple[Head, ...]
    roles: tuple[Kind, ...]


def flattened_tables(text: str, spans: Sequence[tuple[int, int]] | None = None) -> list[Table]:
    """The forms that stand flattened in a text, in order of place; `spans` are the parts of it
    where they may stand, all of it without.

    >>> form = "全年预算数全年执行数分值执行率得分年度资金总额505010100%10"
    >>> [form[cell.start : cell.end] for cell in flattened_tables(form)[0].cells][5:]
    ['年度资金总额', '50', '50', '10', '100%', '10']
    """
    packed = pack(text, [(0, len(text))] if spans is None else spans)
    found: list[Table] = [_column_table(text, packed, form) for form in column_forms(packed)]
    if found:
        return found
    execution: Decimal | None = None
    for block in _blocks(packed):
        table = _table(text, packed, block, execution)
        if table is not None:
            found.append(table)
            execution = _execution(text, table) if "budget" in block.roles else execution
    return found


def _column_table(text: str, packed: Packed, form: ColumnForm) -> Table:
    """The table of a form that was printed column by column."""
    heads = [Head(*span, kind) for span, kind in form.heads]
    roles = tuple(kind for _, kind in form.heads)
    printed = _MONEY_UNIT.search(packed.words, max(0, form.start - 40), form.end)
    money = (money_unit(printed["unit"]) if printed else None) or FREE
    cells = _cells(packed, heads, form.rows, roles, money)
    table = _described(text, form_table(packed, form, money, cells), 1)
    return table if form.proven else replace(table, role="other", proven=False)


def _execution(text: str, table: Table) -> Decimal | None:
    """What the execution of the budget weighs, as the row of the total says."""
    column = table.column_of("weight")
    cell = table.at(1, column.number) if column else None
    printed = text[cell.start : cell.end] if cell and cell.counted else ""
    return Decimal(printed) if _PLAIN.fullmatch(printed) else None


def is_aligned(text: str, region: Region) -> bool:
    """Does every row of a barred region print a cell for each column? Bars alone do not tell: where
    merged cells were left out, a row's cells stand too far left."""
    levels: list[int] = []
    width = right = wrong = 0
    funds = False
    for row in region.rows:
        said = ["".join(text[start:end].split()) for start, end in row]
        named = [at for at, cell in enumerate(said) if cell in ("一级指标", "二级指标")]
        if named:
            levels, width = named, len(row)
        elif said[0] and _FUND_HEAD.match(said[0]):
            funds = True
        elif funds and FUND.match(said[0]):
            wrong += 1
        elif levels:
            known = [_fits_level(said, at) for at in levels]
            right, wrong = right + known.count(True), wrong + known.count(False)
            wrong += len(row) != width
    if levels or wrong:
        return wrong <= right
    return len({len(row) for row in region.rows}) == 1


def _fits_level(said: Sequence[str], at: int) -> bool | None:
    """Is the cell in a column of levels a level? None for an empty one."""
    cell = said[at] if at < len(said) else ""
    if not cell:
        return None
    return any(pattern.fullmatch(cell) is not None for pattern in (LEVEL1, LEVEL2, TOTAL))


def _blocks(packed: Packed) -> list[_Block]:
    """Headers with their rows, and between them rows whose header was lost."""
    headers = list(_headers(packed))
    blocks: list[_Block] = []
    last = 0
    for number, heads in enumerate(headers):
        first = min(head.start for head in heads)
        blocks += _bare_blocks(packed, last, first)
        start = max(head.end for head in heads)
        limit = min(len(packed.words), start + LONGEST_BODY)
        if number + 1 < len(headers):
            limit = min(limit, *(head.start for head in headers[number + 1]))
        label = heads[0] if heads[0].kind == "label" else None
        columns = heads[1:] if label else heads
        roles = tuple(head.kind for head in columns)
        if not {"name", "level1", "level2"} & set(roles):
            roles = ("name", *roles)
        if "budget" in roles and (level := _first_level(packed, start, limit)):
            limit = level
        last = _body_end(packed, start, limit)
        if "budget" in roles and not FUND.search(packed.words, start, min(last, start + 80)):
            last = start
            continue
        if blocks and GOALS.search(packed.words, blocks[-1].end, first):
            stop = block_label.start if (block_label := label) else first
            blocks.append(_Block(blocks[-1].end, stop, None, (), _GOAL_ROLES))
        blocks += _field_blocks(packed, blocks[-1].end if blocks else 0, first)
        blocks.append(_Block(start, last, label, columns, roles))
    return [*blocks, *_bare_blocks(packed, last, len(packed.words))]


def _first_level(packed: Packed, start: int, limit: int) -> int | None:
    """Where indicators begin below rows of funds."""
    places = [
        found.start()
        for pattern in (LEVEL1, LEVEL2)
        if (found := pattern.search(packed.words, start, limit))
    ]
    return min(places, default=None)


def _field_blocks(packed: Packed, start: int, end: int) -> Iterator[_Block]:
    """The fields at the top of a form, label and value by turns: 项目名称 … 主管部门 …"""
    run: list[re.Match[str]] = []
    for found in FIELD.finditer(packed.words, max(start, end - LONGEST_FIELDS), end):
        if run and found.start() - run[-1].end() > LONGEST_FIELD:
            run = []
        run.append(found)
    listed = bool(run) and min(packed.gap(run[0].start()), packed.gap(run[0].end())) >= LINE
    if len(run) < (1 if listed else FEWEST_FIELDS):
        return
    last = run[-1].end()
    stops = [at for at in packed.cuts(last, end, LINE) if at > last]
    stop = next((at for at in stops if at - last > 1), min(end, last + LONGEST_FIELD))
    if block := STOP.search(packed.words, last, stop):
        stop = block.start()
    yield _Block(run[0].start(), stop, None, (), _FIELD_ROLES)


def _bare_blocks(packed: Packed, start: int, end: int) -> Iterator[_Block]:
    """Rows of funds, one sum each, and rows of indicators below no header."""
    for pattern, roles in ((_BARE_FUND, _FUND_ROLES), (_BARE_LEVEL, ())):
        run: list[re.Match[str]] = []
        for found in pattern.finditer(packed.words, start, end):
            if roles is _FUND_ROLES and not _ends_cell(packed, found, end):
                continue
            if run and found.start() - run[-1].end() > _BARE_REACH:
                yield from _bare_block(packed, run, (start, end), roles)
                run = []
            run.append(found)
        yield from _bare_block(packed, run, (start, end), roles)


def _with_rows_before(packed: Packed, start: int, lower: int) -> int:
    """Rows that a bar parts from the first label stand above it when they hold figures."""
    if packed.gap(start) < BAR:
        return start
    first = max(lower, start - _BARE_REACH)
    above = packed.words[first:start]
    if re.search("[。；：:]", above) or len(re.findall(r"\d", above)) < 2:
        return start
    cuts = packed.cuts(first, start, BAR)
    return cuts[0] if cuts and first > lower else first


def _ends_cell(packed: Packed, found: re.Match[str], end: int) -> bool:
    """Does a cell end behind the sum, and is its label more than 其中?"""
    named = re.search("[金款助额余转]", found[0]) is not None
    closed = found.end() >= end or packed.gap(found.end()) >= LINE
    return named and (closed or FUND.match(packed.words, found.end()) is not None)


def _bare_block(
    packed: Packed,
    run: Sequence[re.Match[str]],
    within: tuple[int, int],
    roles: tuple[Kind, ...],
) -> Iterator[_Block]:
    lower, limit = within
    fewest = 2 if roles is _FUND_ROLES else 3
    if len(run) < fewest:
        return
    start = run[0].start()
    if roles is _FUND_ROLES:
        yield _Block(start, run[-1].end(), None, (), roles)
        return
    end = _body_end(packed, start, min(limit, run[-1].end() + _BARE_REACH))
    start = _with_rows_before(packed, start, lower)
    words = packed.words[start:end]
    if len(re.findall("[。；;]", words)) * 40 > len(words):
        return
    yield _Block(start, end, None, (), roles)


def _headers(packed: Packed) -> Iterator[tuple[Head, ...]]:
    """Runs of heads with nothing between them."""
    run: list[Head] = []
    for found in HEAD.finditer(packed.words):
        head = Head(found.start(), _head_end(packed, found), head_kind(found))
        if run and not _touch(packed.words, run[-1].end, head.start):
            if lost := _lost_head(packed.words, run, head):
                run.append(lost)
            else:
                if heads := _header(run):
                    yield heads
                run = []
        run.append(head)
    if heads := _header(run):
        yield heads


def _head_end(packed: Packed, found: re.Match[str]) -> int:
    """Where a head ends; a bracket on a line of its own is no part of it."""
    bracket = max(found[0].find("("), found[0].find("（"))
    if bracket > 0 and packed.gap(found.start() + bracket) >= LINE:
        unit = _MONEY_UNIT.match(packed.words, found.start() + bracket)
        return found.end() if unit else found.start() + bracket
    return found.end()


def _touch(words: str, end: int, start: int) -> bool:
    return start - end <= 3 and _BETWEEN_HEADS.fullmatch(words, end, start) is not None


def _lost_head(words: str, run: Sequence[Head], below: Head) -> Head | None:
    """A head that no pattern knows, among two that are heads for sure."""
    between = words[run[-1].end : below.start]
    if len(between) > LONGEST_LOST or not _LOST.fullmatch(between):
        return None
    if len(run) < 2 or below.kind not in _STRONG or run[-1].kind == "label":
        return None
    if LEVEL1.match(words, run[-1].end) or LEVEL2.match(words, run[-1].end):
        return None
    return Head(run[-1].end, below.start, "weight" if "分" in between else "text")


def _header(run: Sequence[Head]) -> tuple[Head, ...]:
    """The heads of a run that head columns, without labels in front; empty when they are none."""
    first = 0
    while first < len(run) and run[first].kind in ("label", "text"):
        first += 1
    heads = list(run[first:])
    kinds = {head.kind for head in heads}
    levels = {"level1", "level2", "name"} & kinds
    if kinds == {"budget", "executed"}:
        return tuple(run)
    if len(heads) < FEWEST_HEADS or len(kinds) < FEWEST_KINDS or not kinds & _STRONG:
        return ()
    if not levels and not ({"budget", "executed"} & kinds and {"executed", "rate"} & kinds):
        return ()
    # The label of the block keeps its place: its unit is that of the block.
    label = [head for head in run[max(0, first - 1) : first] if head.kind == "label"]
    return (*label, *_in_order(heads))


def _in_order(heads: list[Head]) -> list[Head]:
    """A header of two rows prints what stands below its spanning heads after all of the first:
    年度指标值 实际完成值 分值 得分 一级指标 二级指标 三级指标 指标性质 指标值 度量单位."""
    if not any(head.kind == "name" for head in heads):
        heads = [head._replace(kind="name") if head.kind == "label" else head for head in heads]
    inner = next((at for at, head in enumerate(heads) if head.kind == "level1"), 0)
    outer, below = heads[:inner], heads[inner:]
    if not any(head.kind in _STRONG for head in outer):
        return heads
    told = {head.kind for head in below}
    return [*below, *(head for head in outer if head.kind not in told)]


def _body_end(packed: Packed, start: int, limit: int) -> int:
    """Where the rows under a header end: at another block, or where only words follow."""
    stop = limit
    for found in STOP.finditer(packed.words, start, limit):
        weak = _WEAK_STOP.match(found[0])
        if packed.gap(found.start()) >= (LINE if weak else NONE):
            stop = found.start()
            break
    for found in _LAST_ROW.finditer(packed.words, start, stop):
        if packed.gap(found.end()) or found.end() == stop:
            stop = found.end()
            break
    last = at = start
    for found in re.finditer(r"\d|指标", packed.words[start:stop]):
        if start + found.start() - at > LONGEST_WORDS:
            break
        at = last = start + found.end()
    end = last
    # Units, marks and empty cells behind the last figure belong to it.
    if dashes := _DASHES.match(packed.words, end, stop):
        return dashes.end()
    while (
        end < stop and packed.words[end] not in "。；" and end - last < 12 and not packed.gap(end)
    ):
        end += 1
    return end


def _goals(packed: Packed, start: int, end: int) -> Table | None:
    """预期目标 and 实际完成情况 side by side, and below them what each says, a cell each."""
    found = GOALS.search(packed.words, start, end)
    if not found:
        return None
    heads = [found.span("target"), found.span("actual")]
    cut = packed.gap(found.start("actual"))
    cuts = [at for at in packed.cuts(found.end() - 1, end, cut) if at >= found.end()] if cut else []
    if len(cuts) < 2 or cuts[0] != found.end():
        return None
    stop = cuts[2] if len(cuts) > 2 else end
    if len(cuts) > 3:
        return None
    said = [(cuts[0], cuts[1]), (cuts[1], stop)]
    cells = [
        *(Cell(*packed.span(*head), 0, at, header=True) for at, head in enumerate(heads)),
        *(Cell(*packed.span(*words), 1, at) for at, words in enumerate(said)),
    ]
    return Table(cells[0].start, cells[-1].end, tuple(cells))


def _fields(packed: Packed, block: _Block) -> Table:
    """A table of labels and their values, a pair in each row."""
    labels = list(FIELD.finditer(packed.words, block.start, block.end))
    cells: list[Cell] = []
    for row, label in enumerate(labels):
        stop = labels[row + 1].start() if row + 1 < len(labels) else block.end
        cells.append(Cell(*packed.span(label.start(), label.end()), row, 0, header=True))
        start = label.end() + (packed.words[label.end() : label.end() + 1] in ("：", ":"))
        if start < stop:
            cells.append(Cell(*packed.span(start, stop), row, 1))
    return Table(cells[0].start, cells[-1].end, tuple(cells))


def _table(text: str, packed: Packed, block: _Block, execution: Decimal | None) -> Table | None:
    roles = block.roles
    if roles is _FIELD_ROLES:
        return _described(text, _fields(packed, block), 0)
    if roles is _GOAL_ROLES:
        table = _goals(packed, block.start, block.end)
        return _described(text, table, 1) if table else None
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
        ways = [
            (lay_rows(packed, (block.start, block.end), way, cut), way)
            for way in ((*_LEVELS_FIRST, *values) for values in _LEVEL_ROLES)
        ]
        laid, roles = min(ways, key=lambda way: way[0].cost)
    return _table_of(text, packed, block, laid, (roles, cut))


def _holds(packed: Packed, block: _Block, laid: Laid, cut: int) -> bool:
    """Is a way to lay the rows proven?"""
    rows = [row for row in laid.rows if not _is_empty(packed.words, row)]
    return _is_proven(packed.words, rows, block.roles, laid, cut)


def _lines_are_rows(packed: Packed, block: _Block) -> bool:
    """Do the heads stand on one line, and the cells of each row on one below?"""
    places = [head.start for head in block.heads]
    if packed.cuts(min(places), max(places) + 1, LINE) or packed.gap(block.start) < LINE:
        return False
    edges = [block.start, *packed.cuts(block.start, block.end, LINE), block.end]
    lines = list(pairwise(edges))
    told = sum(1 for line in lines if _DIGIT.search(packed.words, *line))
    return len(lines) > 1 and told * 4 >= len(lines) * 3


def _table_of(
    text: str, packed: Packed, block: _Block, laid: Laid, read: tuple[tuple[Kind, ...], int]
) -> Table | None:
    """The table of rows that were laid for columns with roles, parted by a gap."""
    roles, cut = read
    rows = [row for row in laid.rows if not _is_empty(packed.words, row)]
    if cut == NONE and block.heads:
        _without_run_together(rows, roles)
    if not any(held.token for row in rows for held in row.values()):
        return None
    named = len(roles) == len(block.heads)
    shown: list[Head | None] = [*([] if named else [block.label]), *block.heads]
    money = _money(text, packed, block)
    cells = _cells(packed, shown, rows, roles, money)
    table = Table(
        min(cell.start for cell in cells),
        max(cell.end for cell in cells),
        tuple(cells),
        money.base,
        money.scale,
    )
    table = _described(text, table, int(bool(block.heads)))
    if block.heads and _is_proven(packed.words, rows, roles, laid, cut):
        return table
    return replace(table, role="other", proven=False)


def _without_run_together(rows: Sequence[dict[int, Held]], roles: Sequence[Kind]) -> None:
    """A name without a figure in its row holds its value as well: 长效管护机制健全. Where the one
    ends nobody knows."""
    valued = [column for column, role in enumerate(roles) if role in ("target", "actual")]
    for row in rows:
        if valued and not any(held.token for held in row.values()):
            for column, role in enumerate(roles):
                if role == "name" and not any(at in row for at in valued):
                    row.pop(column, None)


def _described(text: str, table: Table, heads: int) -> Table:
    """The table with its columns, rows and role; its first `heads` rows are heads."""
    width = max(cell.column for cell in table.cells) + 1
    names = frozenset(cell.column for cell in table.cells if cell.header and cell.row >= heads)
    above = [cell for cell in table.cells if cell.row < heads]
    columns = columns_of(text, width, above, names=names)
    rows = rows_of(text, table.cells, columns, lead=0, heads=heads)
    return replace(table, columns=columns, rows=rows, role=table_role(text, "", columns, rows))


def _is_empty(words: str, row: dict[int, Held]) -> bool:
    return not any(_FILLED.search(words, held.start, held.end) for held in row.values())


def _bare_cut(packed: Packed, block: _Block) -> int:
    """The gap that parts cells where there is no header: the narrowest that follows most labels."""
    gaps = sorted(
        packed.gap(found.end())
        for pattern in (FUND if block.roles else LEVEL1, LEVEL2)
        for found in pattern.finditer(packed.words, block.start, block.end)
        if found.end() < block.end
    )
    return gaps[len(gaps) // 8] if gaps else NONE


def _cut(packed: Packed, heads: Sequence[Head], start: int, end: int) -> int:
    """The narrowest gap that parts the heads; NONE when some of them touch. Where bars part them
    in one line and rows are lines, the end of a line parts cells too."""
    first = min(head.start for head in heads)
    gaps = sorted(packed.gap(head.start) for head in heads if head.start > first)
    cut = gaps[len(gaps) // 8] if gaps else NONE
    if cut == BAR and _are_rows(packed.words, packed.cuts(start, end, LINE), packed):
        return LINE
    return cut


def _are_rows(words: str, cuts: Sequence[int], packed: Packed) -> bool:
    """Are lines rows, with bars between their cells? Then most of them end behind a figure and the
    next begins with words."""
    ends = [at for at in cuts if packed.gap(at) == LINE]
    rows = [at for at in ends if words[at - 1].isdigit() and not words[at].isdigit()]
    return len(rows) * 2 > len(ends) > 1


def _money(text: str, packed: Packed, block: _Block) -> Unit:
    """The unit of the sums of a block: in its own heads, else in the caption above."""
    places = [head.start for head in block.heads] + ([block.label.start] if block.label else [])
    first, last = min([*places, block.start]), block.start
    near = list(_MONEY_UNIT.finditer(packed.words, max(0, first - 40), last))
    if near:
        return money_unit(near[-1]["unit"]) or FREE
    begin = packed.origin(first)
    captions = list(CAPTION.finditer(text, max(0, begin - 4 * CAPTION_REACH), begin))
    if captions:
        return money_unit(captions[-1]["unit"]) or FREE
    below = _MONEY_UNIT.search(packed.words, last, min(block.end + 40, last + LONGEST_WORDS))
    return (money_unit(below["unit"]) if below and "budget" in block.roles else None) or FREE


def _cells(
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
    """Over how many rows a level of indicators goes on: to the next one at its level or outside."""
    if roles[column] not in _LEVELS:
        return 1
    below = number + 1
    while (
        below < len(rows)
        and not any(at in rows[below] for at in range(column + 1))
        and not _is_total(words, rows[below])
    ):
        below += 1
    return below - number


def _is_total(words: str, row: dict[int, Held]) -> bool:
    return any(TOTAL.fullmatch(words, held.start, held.end) for held in row.values())


def _row_units(
    words: str, row: dict[int, Held], roles: Sequence[Kind], money: Unit
) -> dict[int, Unit]:
    """What the bare figures of a row count in, by column."""
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
            # A rate of 1 without a sign is the whole, not a hundredth.
            part = token and not token.unit and token.number and token.number <= 1
            units[column] = FREE if part else Unit("%")
        elif role in ("budget", "executed", "amount"):
            units[column] = money
        elif role in ("target", "actual"):
            units[column] = told
    return units


def _told(said: dict[Kind, str], name: str, row: dict[int, Held], roles: Sequence[Kind]) -> Unit:
    """The unit of a row's values: its own column, the value beside, or its name."""
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


def _is_proven(
    words: str, rows: Sequence[dict[int, Held]], roles: tuple[Kind, ...], laid: Laid, cut: int
) -> bool:
    """Does the arithmetic of the form, or its print, leave no other way to read it?"""
    if not laid.clear or (cut == NONE and any(_is_torn(words, row, roles) for row in rows)):
        return False
    printed = (cut > NONE or not laid.cut) and _complete(rows, roles)
    if "weight" in roles:
        return _weights_add_up(words, rows, roles) or printed
    if "rate" in roles:
        return _rates_hold(rows, roles)
    return printed


def _is_torn(words: str, row: dict[int, Held], roles: Sequence[Kind]) -> bool:
    """Was a sentence taken apart? Then a cell begins with a mark, or a name is no word."""
    return any(
        words[held.start] in "，。；、,;）)"
        or (roles[column] == "name" and held.end - held.start < FEWEST_NAME)
        for column, held in row.items()
        if not held.token
    )


def _numbers(
    rows: Sequence[dict[int, Held]], roles: Sequence[Kind], kind: Kind
) -> list[Decimal | None]:
    return [
        next(
            (
                held.token.number
                for column, held in row.items()
                if roles[column] == kind and held.token and held.token.number is not None
            ),
            None,
        )
        for row in rows
    ]


def _weights_add_up(words: str, rows: Sequence[dict[int, Held]], roles: Sequence[Kind]) -> bool:
    totals = [_is_total(words, row) for row in rows]
    if "rate" in roles and not _rates_hold(rows, roles):
        return False
    weights, scores = _numbers(rows, roles, "weight"), _numbers(rows, roles, "score")
    if any(s is not None and w is not None and s > w for w, s in zip(weights, scores, strict=True)):
        return False
    parts = [w for w, total in zip(weights, totals, strict=True) if w is not None and not total]
    stated = [w for w, total in zip(weights, totals, strict=True) if w is not None and total]
    if "rate" in roles:
        return True
    return sum(parts) in (Decimal(90), Decimal(100), *stated, *(w - 10 for w in stated))


def _rates_hold(rows: Sequence[dict[int, Held]], roles: Sequence[Kind]) -> bool:
    """Is each stated rate the spent part of its budget, and one of them more than nothing?"""
    tested = 0
    for row in rows:
        held = {roles[column]: cell.token for column, cell in row.items() if cell.token}
        budget, spent, rate = held.get("budget"), held.get("executed"), held.get("rate")
        if not (budget and spent and rate) or rate.number is None or spent.number is None:
            continue
        if not budget.number:
            continue
        if abs(spent.number / budget.number * 100 - rate.number) > _slack(rate):
            return False
        tested += 1
    return tested > 0


def _slack(rate: Token) -> Decimal:
    return Decimal(10) ** -rate.places * Decimal("0.6")


def _complete(rows: Sequence[dict[int, Held]], roles: Sequence[Kind]) -> bool:
    """Has every row that is named a cell in each column that counts?"""
    due = [column for column, role in enumerate(roles) if role in _STRONG]
    named = [column for column, role in enumerate(roles) if role == "name"]
    bodies = [row for row in rows if any(column in row for column in named)]
    return bool(bodies) and all(column in row for row in bodies for column in due)
