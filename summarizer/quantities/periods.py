"""Periods: from printed words (1-10月, 截至10月22日) to the three normal forms."""

from __future__ import annotations

import re

__all__ = ["normal_period"]

_CANONICAL = re.compile(
    r"(?:截至)?(?:19|20)\d\d(?:-\d\d){0,2}(?:/(?:19|20)\d\d(?:-\d\d){0,2})?", re.ASCII
)
_DAY = r"(?:(?P<day>\d{1,2})[日号])"
_WHEN = re.compile(
    rf"""
    (?P<until>截[至止]|到|至)?\s*
    (?:(?P<year>(?:19|20)\d\d)\s*年度?)?\s*
    (?:
        (?P<first>\d{{1,2}})\s*月?(?:份)?\s*[-－—–~～至到]+\s*(?P<last>\d{{1,2}})\s*月
      | (?P<month>\d{{1,2}})\s*月(?:份)?(?:底|末)?{_DAY}?
    )?
    """,
    re.VERBOSE | re.ASCII,
)
_THIS_YEAR = ("今年", "本年", "全年", "年度", "年内", "当年")


def normal_period(words: str | None, fiscal_year: int | None) -> str | None:
    """Return the normal form: `2022`, `2022-01/2022-10`, `2022-11` or `截至2022-10-22`; None if
    there is none.

    >>> normal_period("1-10月", 2022), normal_period("截至10月22日", 2022)
    ('2022-01/2022-10', '截至2022-10-22')
    >>> normal_period("2021年度", 2022), normal_period("今年以来", 2022)
    ('2021', '2022')
    """
    if not words:
        return None
    if _CANONICAL.fullmatch(words):
        return words
    found = max(_WHEN.finditer(words), key=lambda match: len(match.group()), default=None)
    if found is None or not (found["year"] or found["first"] or found["month"]):
        this_year = any(word in words for word in _THIS_YEAR)
        return str(fiscal_year) if fiscal_year and this_year else None
    year = found["year"] or (fiscal_year and str(fiscal_year))
    if not year:
        return None
    if found["first"]:
        return f"{year}-{int(found['first']):02}/{year}-{int(found['last']):02}"
    if not found["month"]:
        return year
    when = f"{year}-{int(found['month']):02}"
    if found["day"]:
        when += f"-{int(found['day']):02}"
    return f"截至{when}" if found["until"] else when
