"""Files that contain several reports, such as the communiqués of four years in one file."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from summarizer.genre.sections import bare_heading
from summarizer.schema import Document

__all__ = ["latest_part"]

_FIRST = re.compile("一、")
_YEAR = re.compile(r"20\d\d(?=\s*年)")
# The day under a report, on a line of its own.
_DAY = re.compile(r"^\s*20\d\d年\d{1,2}月(?:\d{1,2}日)?\s*$", re.MULTILINE)
# The least number of chapters that the parts have in common.
_COMMON = 3


def latest_part(document: Document) -> tuple[int, int, tuple[int, ...]]:
    """Return the place of the latest report of a file, and the years of all its reports.

    A report begins where the chapters begin anew. The place is the whole text, and there are no
    years, unless each report is about a year of its own.
    """
    whole = 0, len(document.text), ()
    chapters = [(bare_heading(one.path[0]), one) for one in document.sections if len(one.path) == 1]
    first = next((at for at, (_, one) in enumerate(chapters) if _FIRST.match(one.path[0])), None)
    if first is None:
        return whole
    begins = [at for at, (name, _) in enumerate(chapters) if name == chapters[first][0]]
    named = [
        {name for name, _ in chapters[at:until]} for at, until in pairwise([*begins, len(chapters)])
    ]
    if len(begins) < 2 or any(len(named[0] & one) < _COMMON for one in named):
        return whole
    starts = [0, *(chapters[at][1].start for at in begins[1:]), len(document.text)]
    parts = {_year(document.text[at:until]): (at, until) for at, until in pairwise(starts)}
    if len(parts) < len(begins) or None in parts:
        return whole
    years = sorted(year for year in parts if year)
    start, end = parts[years[-1]]
    days = list(_DAY.finditer(document.text, start, end))
    return start, days[-1].end() if days else end, tuple(years)


def _year(text: str) -> int | None:
    """Return the year that a text names most often."""
    named = Counter(_YEAR.findall(text)).most_common(1)
    return int(named[0][0]) if named else None
