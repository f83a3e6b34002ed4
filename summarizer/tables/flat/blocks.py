"""Blocks of a flattened form: headers with their rows, rows without a header, fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from summarizer.tables.flat.headers import headers
from summarizer.tables.flat.packed import BAR, LINE, NONE, Packed
from summarizer.tables.flat.words import FIELD, FUND, GOALS, LEVEL1, LEVEL2, STOP, Head, Kind

__all__ = ["CAPTION_REACH", "FIELD_ROLES", "GOAL_ROLES", "LONGEST_WORDS", "Block", "blocks_of"]

# Rows end after this many characters of words without a figure or a label.
LONGEST_WORDS, LONGEST_BODY, CAPTION_REACH = 400, 20_000, 160
_WEAK_STOP = re.compile(
    r"说明|绩效目标|年度目标|预期目标|[第（(]?[一二三四五六七八九十]+[、部章）)]"
)
_LAST_ROW = re.compile(
    r"(?:总分|合计|总计)[:：|/—-]{0,3}(?:\d{1,3}(?:\.\d{1,2})?分?){1,2}[优良中差]?"
)
# With a clause mark in every N characters, the words are prose about indicators.
_OF_PROSE = re.compile(r"[。；;，]|,(?!\d)")
_DASHES = re.compile("[%％分]?(?:[-—–/]+)+")
_BARE_REACH = 120
FIELD_ROLES: tuple[Kind, ...] = ("name", "text")
LONGEST_FIELDS, LONGEST_FIELD, FEWEST_FIELDS = 400, 80, 2
GOAL_ROLES: tuple[Kind, ...] = ("target", "actual")
_FUND_ROLES: tuple[Kind, ...] = ("name", "amount")
_BARE_FUND = re.compile(
    rf"(?:{FUND.pattern})(?<=[金款助额余转:：])(?P<sum>\d[\d,.]*\d|\d)(?:[万亿]?元?)(?![\d%％.,，。；、）)])"
)
_BARE_LEVEL = re.compile(
    rf"(?:{LEVEL1.pattern}|{LEVEL2.pattern})(?![:：。，；、,;的等]|[^。；]{{0,12}}[:：，。])"
)


class Block(NamedTuple):
    """Rows in packed words, the header over them and the roles of its columns; without a header the
    columns are the usual ones of the form.
    """

    start: int
    end: int
    label: Head | None
    heads: tuple[Head, ...]
    roles: tuple[Kind, ...]


def blocks_of(packed: Packed) -> list[Block]:
    """Return headers with their rows, and the rows between them whose header was lost."""
    found = list(headers(packed))
    blocks: list[Block] = []
    last = 0
    for number, heads in enumerate(found):
        first = min(head.start for head in heads)
        blocks += _bare_blocks(packed, last, first)
        start = max(head.end for head in heads)
        limit = min(len(packed.words), start + LONGEST_BODY)
        if number + 1 < len(found):
            limit = min(limit, *(head.start for head in found[number + 1]))
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
            blocks.append(Block(blocks[-1].end, stop, None, (), GOAL_ROLES))
        blocks += _field_blocks(packed, blocks[-1].end if blocks else 0, first)
        blocks.append(Block(start, last, label, columns, roles))
    return [*blocks, *_bare_blocks(packed, last, len(packed.words))]


def _first_level(packed: Packed, start: int, limit: int) -> int | None:
    """Return where indicators begin below rows of funds."""
    places = [
        found.start()
        for pattern in (LEVEL1, LEVEL2)
        if (found := pattern.search(packed.words, start, limit))
    ]
    return min(places, default=None)


def _field_blocks(packed: Packed, start: int, end: int) -> Iterator[Block]:
    """Return the fields at the top of a form, alternating labels and values: 项目名称 … 主管部门
    …
    """
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
    yield Block(run[0].start(), stop, None, (), FIELD_ROLES)


def _bare_blocks(packed: Packed, start: int, end: int) -> Iterator[Block]:
    """Return rows of funds, one amount each, and rows of indicators without a header."""
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
    """Extend a block by rows above the first label, if a bar separates them and they hold
    figures.
    """
    if packed.gap(start) < BAR:
        return start
    first = max(lower, start - _BARE_REACH)
    above = packed.words[first:start]
    if re.search("[。；：:]", above) or len(re.findall(r"\d", above)) < 2:
        return start
    cuts = packed.cuts(first, start, BAR)
    return cuts[0] if cuts and first > lower else first


def _ends_cell(packed: Packed, found: re.Match[str], end: int) -> bool:
    """Return whether a cell ends after the amount and its label is more than 其中."""
    named = re.search("[金款助额余转]", found[0]) is not None
    closed = found.end() >= end or packed.gap(found.end()) >= LINE
    return named and (closed or FUND.match(packed.words, found.end()) is not None)


def _bare_block(
    packed: Packed,
    run: Sequence[re.Match[str]],
    within: tuple[int, int],
    roles: tuple[Kind, ...],
) -> Iterator[Block]:
    lower, limit = within
    fewest = 2 if roles is _FUND_ROLES else 3
    if len(run) < fewest:
        return
    start = run[0].start()
    if roles is _FUND_ROLES:
        yield Block(start, run[-1].end(), None, (), roles)
        return
    end = _body_end(packed, start, min(limit, run[-1].end() + _BARE_REACH))
    start = _with_rows_before(packed, start, lower)
    words = packed.words[start:end]
    if len(_OF_PROSE.findall(words)) * 30 > len(words):
        return
    yield Block(start, end, None, (), roles)


def _body_end(packed: Packed, start: int, limit: int) -> int:
    """Return where the rows under a header end: at another block, or where only words follow."""
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
    # Units, marks and empty cells after the last figure belong to it.
    if dashes := _DASHES.match(packed.words, end, stop):
        return dashes.end()
    while (
        end < stop and packed.words[end] not in "。；" and end - last < 12 and not packed.gap(end)
    ):
        end += 1
    return end
