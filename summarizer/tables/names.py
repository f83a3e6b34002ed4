"""Find the columns that name the rows of a table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from summarizer.tables.columns import is_number
from summarizer.tables.heads import head_role
from summarizer.tables.region import Placed
from summarizer.tables.units import printed_unit
from summarizer.tables.vocabulary import TOTAL

__all__ = ["name_columns"]

# Heads of columns that name the rows.
NAME = re.compile(
    r"名称|大类|指标$|科目|类别|事项|部门|单位$|项目$|内容$|构成|来源|^项\s*目|级次|资金$"
)
NO_NAME = re.compile(r"类型|用途|方向|备注|说明|性质|计量|度量|符号|标准")
NUMBER_NAME = re.compile(r"^序号$|^编号$|^[行栏]次$|编码$|代码$|^No\.?$", re.IGNORECASE)
VALUE = re.compile(
    r"值$|得分|分值|权重|数$|额$|率|金额|完成情况|预期目标|实际|原因|措施|备注|（万?元）|预算|支出|决算"
)
_NAMES_NUMBERS = re.compile(f"{NAME.pattern}|年")
_TITLED = re.compile(r"名称$|科目$|^项目$")
_LEVELS = frozenset({"level1", "level2", "level3"})
_NAMING = frozenset({"name", "level1", "level2", "level3", "nature", "code", "amount", "other"})
_BLANK = re.compile(r"\s+|<br\s*/?>", re.IGNORECASE)
_EMPTY = re.compile(r"[-—–/／\\*＊]*")
_BRACKET = re.compile(r"[（(][^）)]*[）)]")


def name_columns(
    text: str, heads: Sequence[Placed], body: Sequence[Placed], width: int, *, sided: bool = False
) -> frozenset[int]:
    """Return the columns that name the rows: left of the values, or repeated in the right half of a
    double table; none if even the first column holds numbers. `sided`: the first column holds the
    label of the block.
    """
    titles = _titles(text, heads, width)
    filled, numbers, units = _counts(text, body)
    numeric = {
        column
        for column, count in numbers.items()
        if 2 * count > filled[column] and not NUMBER_NAME.search(titles[column])
    }
    leaves = {
        column: _words(text, cell.start, cell.end)
        for cell in heads
        for column in range(cell.column, cell.column + cell.columns)
    }
    levels = {c for c, leaf in leaves.items() if head_role(leaf) in _LEVELS and c not in numeric}
    values = {column for column in range(1, width) if VALUE.search(titles[column])}
    if 0 in numeric and _counts_itself(titles[0]):
        return frozenset()
    left = range(int(sided), max(1, min(numeric | values, default=width)))
    named = {
        column
        for column in left
        if (not titles[column] or NAME.search(titles[column]))
        and not NO_NAME.search(titles[column])
        and not (titles[column] == "单位" and 2 * units[column] > filled[column])
    }
    if not any(titles[column] for column in named):
        rest = [column for column in left if _may_name(titles[column])]
        named |= set(rest[:1])
    if not named | levels:
        plain = (c for c in range(int(sided), min(numeric, default=0)) if filled[c])
        named |= {column for column in plain if not numbers[column]}
    # A second half of the table with its own names: 功能科目名称 | 金额.
    named |= {
        column
        for column, leaf in leaves.items()
        if column > max(named, default=0) + 1
        and column not in numeric
        and column + 1 in numeric
        and _TITLED.search(leaf)
    }
    again = {leaves[column] for column in named if column in leaves}
    named |= {c for c, leaf in leaves.items() if leaf in again and c not in numeric}
    return frozenset(named | levels)


def _counts_itself(title: str) -> bool:
    """Return whether the numbers in the first column are amounts: a table without row names."""
    return not _NAMES_NUMBERS.search(title) or bool(VALUE.search(title) or TOTAL.search(title))


def _may_name(title: str) -> bool:
    return not NUMBER_NAME.search(title) and head_role(title) in _NAMING


def _titles(text: str, heads: Sequence[Placed], width: int) -> list[str]:
    """Return the heads over each column, without brackets."""
    titles = [""] * width
    for cell in heads:
        said = _BRACKET.sub("", _words(text, cell.start, cell.end))
        for column in range(cell.column, min(width, cell.column + cell.columns)):
            titles[column] += said
    return titles


def _counts(text: str, body: Sequence[Placed]) -> tuple[Counter[int], Counter[int], Counter[int]]:
    """Return the number of non-empty cells of each column, and how many are numbers and units."""
    filled, numbers, units = Counter[int](), Counter[int](), Counter[int]()
    for cell in body:
        if cell.start < cell.end:
            said = _words(text, cell.start, cell.end)
            filled[cell.column] += not _EMPTY.fullmatch(said)
            numbers[cell.column] += is_number(said)
            units[cell.column] += len(said) < 4 and printed_unit(said) is not None
    return filled, numbers, units


def _words(text: str, start: int, end: int) -> str:
    return _BLANK.sub("", text[start:end])
