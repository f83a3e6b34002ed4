"""The columns of the national form on government bonds, which have no unit in their cells.

Every province publishes the same columns: code, type, size, date of issue, interest rate, term.
The unit of the caption, 单位：亿元, is not that of the code, the rate and the term.
"""

from __future__ import annotations

import re

from summarizer.tables.units import NO_COUNT, Unit

__all__ = ["bond_units"]

_HEADS = re.compile(r"债券编码[\s\S]{1,80}?债券利率[\s\S]{1,80}?债券期限")
_BOND = re.compile(
    r"(?<![\d.])(?P<code>\d{6,8})[\s|]+[^\s|\d]{2,16}债券[\s|]+\d[\d.]*[\s|]+"
    r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?[\s|]+"
    r"(?P<rate>\d{1,2}\.\d{1,4})(?![\d.%％])[\s|]+(?P<term>\d{1,2})(?![\d.])"
)
_UNITS = {"code": NO_COUNT, "rate": Unit("%"), "term": Unit("年")}


def bond_units(text: str) -> dict[int, Unit]:
    """Return the unit of each code, rate and term of a bond by its start.

    >>> row = "债券编码 债券利率 债券期限 乙债 104536 专项债券 0.61 2019-02-25 3.38 10"
    >>> [unit.base for unit in bond_units(row).values()]
    ['#', '%', '年']
    """
    if not _HEADS.search(text):
        return {}
    return {
        bond.start(name): unit for bond in _BOND.finditer(text) for name, unit in _UNITS.items()
    }
