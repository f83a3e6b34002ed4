"""Surveys: answers against the valid questionnaires (checks 7 and 13)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate

from summarizer.audit.figures import Figure, percent
from summarizer.audit.lists import total_of
from summarizer.audit.page import Page
from summarizer.audit.sums import unequal
from summarizer.audit.vocabulary import IS
from summarizer.schema import Finding

__all__ = ["surveys"]

_BAND = re.compile(
    r"(?:非常|十分|很|比较|较|基本|不太|较不|很不|非常不|不)?满意|一般|不了解|不清楚|无所谓"
)
_ASKED = re.compile(r"有效|回收|收回|问卷|调查|访谈|走访|抽样|受访|共")
_SATISFIED = re.compile(r"满意(?:度|率)" + IS)
# Weights of the bands from the best to the worst, as forms print them.
_WEIGHTS = (
    (100, 80, 60, 0), (100, 80, 60, 40, 0), (100, 80, 60, 30, 0), (100, 80, 60, 40, 20),
    (100, 80, 50, 0), (100, 75, 50, 25, 0), (100, 75, 50, 25), (100, 90, 60, 0), (100, 80, 60, 20),
    (100, 80, 60, 30), (100, 60, 0), (100, 80, 0), (100, 50, 0),
)  # fmt: skip


def surveys(page: Page) -> Iterator[Finding]:
    """Checks 7 and 13: answers from 非常满意 to 不满意 sum to the valid questionnaires, and give
    the stated satisfaction by one of the usual ways of counting.

    Source: 满意度调查 of 财预〔2020〕10号 reports.
    """
    for paragraph in page.paragraphs:
        figures = [figure for sentence in paragraph for figure in sentence.figures]
        bands = _bands(figures)
        if len(bands) < 3:
            continue
        first, last = figures.index(bands[0]), figures.index(bands[-1])
        asked = [f for f in figures[:first] if f.unit == bands[0].unit and _ASKED.search(f.label)]
        total = total_of(bands)
        if asked and asked[-1].is_exact and all(total != one.value for one in asked):
            code = "parts-exceed-whole" if total > asked[-1].value else "sum-mismatch"
            verb = "大于" if total > asked[-1].value else "不等于"
            yield unequal(page, asked[-1], bands, "warning", code, verb)
            continue
        rates = [f for f in figures[last + 1 :] if f.is_rate and _SATISFIED.search(f.label)]
        if rates and rates[0].is_exact and not _counted(bands, total, rates[0]):
            yield _wrong(page, bands, total, rates[0])


def _bands(figures: Sequence[Figure]) -> list[Figure]:
    """Counts of one unit that are named like answers, one after the other."""
    found: list[Figure] = []
    for figure in figures:
        named = _BAND.search(figure.label) and figure.kind == "count" and figure.is_exact
        if named and (not found or found[-1].unit == figure.unit):
            found.append(figure)
        elif figure.kind == "count" and len(found) >= 3:
            break
        elif figure.kind == "count":
            found = []
    return found if len({figure.label for figure in found}) == len(found) else []


def _counted(bands: Sequence[Figure], total: Decimal, rate: Figure) -> bool:
    values = [figure.value for figure in bands]
    tops = list(accumulate(values))
    weighted = [
        sum((Decimal(w) * v / 100 for w, v in zip(weights, values, strict=False)), Decimal(0))
        for weights in _WEIGHTS
    ]
    step = rate.step
    return any(
        rate.value - step <= 100 * top / total <= rate.value + step for top in (*tops, *weighted)
    )


def _wrong(page: Page, bands: Sequence[Figure], total: Decimal, rate: Figure) -> Finding:
    tops = list(accumulate(figure.value for figure in bands))
    ways = [percent(100 * top / total, rate) for top in tops[: len(bands) - 1]]
    nearest = min(ways, key=lambda way: abs(Decimal(way.rstrip("%")) - rate.value))
    return page.finding(
        "ratio-mismatch",
        "warning",
        f"满意度重算不符：按“{'”、“'.join(page.clause_span(band).quote for band in bands)}”"
        f"算得{'、'.join(ways)}，而“{page.clause_span(rate).quote}”",
        page.spans((*bands, rate)),
        expected=nearest,
        stated=rate.quantity.text,
    )
