"""Check that every row of a region with bars has a cell for each column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.tables.flat.words import FUND, LEVEL1, LEVEL2, TOTAL
from summarizer.tables.region import Region

__all__ = ["is_aligned"]

_FUND_HEAD = re.compile("(?:年初|全年|调整后?)预算数")


def is_aligned(text: str, region: Region) -> bool:
    """Return whether every row of a region with bars has a cell for each column. Bars do not prove
    it: if merged cells were omitted, a row's cells are too far left, also those of the heads.
    """
    levels: list[int] = []
    width = right = wrong = reach = above = beyond = 0
    funds = False
    for row in region.rows:
        said = ["".join(text[start:end].split()) for start, end in row]
        named = [at for at, cell in enumerate(said) if cell in ("一级指标", "二级指标")]
        if named:
            levels, width = named, len(row)
            reach = max(above, _reach(said))
        elif said[0] and _FUND_HEAD.match(said[0]):
            funds = True
        elif funds and FUND.match(said[0]):
            wrong += 1
        elif levels:
            known = [_fits_level(said, at) for at in levels]
            right, wrong = right + known.count(True), wrong + known.count(False)
            wrong += len(row) != width
            beyond += 1 if _reach(said) > reach else -1
        above = _reach(said)
    if levels or wrong:
        return wrong <= right and beyond <= 0
    return len({len(row) for row in region.rows}) == 1


def _reach(said: Sequence[str]) -> int:
    """Return how many columns a row covers up to its last words."""
    return max((at for at, cell in enumerate(said, 1) if cell), default=0)


def _fits_level(said: Sequence[str], at: int) -> bool | None:
    """Return whether the cell in a level column is a level; None if it is empty."""
    cell = said[at] if at < len(said) else ""
    if not cell:
        return None
    return any(pattern.fullmatch(cell) is not None for pattern in (LEVEL1, LEVEL2, TOTAL))
