"""The owner of an amount that is named only by its kind: 年初预算为10万元, 采购金额5万元."""

from __future__ import annotations

import re

from summarizer.schema import Document

__all__ = ["ITEM", "is_nameless", "subject_before"]

_NAMELESS = re.compile(
    r"""
    (?: \d{4}年 | 当年 | 其中[：:]? )*
    (?: (?:年初|全年|当年|调整后?)?预算(?:执行)?(?:数|安排)?为?\d   # 年初预算为10万元
      | (?:支出)?(?:决算|预算)数?为\d
      | 完成(?:年初|全年)?预算                                    # 完成年初预算的95%
      | (?:采购|合同)金额\d
      | (?:全年)?实际完成值
      | [\d.,]+[万亿]元?(?:$|（)                                   # a cell of a form
    )
    """,
    re.VERBOSE,
)
ITEM = re.compile(r"[^\s（()）“”。；，|][^（()）“”。；，|]{1,40}[（(]项[)）]")
"""A line of the budget: 行政运行（项）."""
_AMOUNT = re.compile(r"预算(?:执行)?数?为\s*\d|决算数?为\s*\d")
_LABEL = re.compile("[一-鿿]{2}")
_BEFORE = 300


def is_nameless(words: str) -> bool:
    """Return whether a statement begins with an amount without its owner.

    >>> is_nameless("年初预算为12.5万元，支出决算为11万元"), is_nameless("培训费年初预算为3万元")
    (True, False)
    """
    return bool(_NAMELESS.match(words))


def subject_before(document: Document, start: int) -> tuple[int, int] | None:
    """Return the place of the budget item that is named last before an amount, in a form that of
    the cell before it; None when another amount is between them.
    """
    if table := document.table_at(start):
        cell = table.cell_at(start)
        before = [one for one in table.cells if cell and one.row == cell.row and one.end <= start]
        words = [one for one in before if _LABEL.search(document.text, one.start, one.end)]
        return (words[-1].start, words[-1].end) if words else None
    first = max(0, start - _BEFORE)
    named = list(ITEM.finditer(document.text, first, start))
    if not named or _AMOUNT.search(document.text, named[-1].end(), start):
        return None
    return named[-1].span()
