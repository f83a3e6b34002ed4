"""Dates: impossible days, events out of order, figures of part of a year."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

from summarizer.audit.context import AuditContext
from summarizer.audit.relations import Relation, absent, claim
from summarizer.schema import Quantity, Span

__all__ = ["forecasts", "impossible_days", "partial_years", "plans_in_the_past", "ranges_backwards"]

_POINT = re.compile(r"(?:(?P<year>(?:19|20)\d\d)-)?(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_ODD_MONTH = re.compile(
    r"(?:20\d\d年(?:1[3-9]|[2-9]\d|0)月|(?<![\d.])(?:1[3-9]|[2-9]\d|0)月(?:[1-3]?\d日|底|份|末))"
)
_ODD_DAY = re.compile(r"(?<!\d)(?:1[0-2]|0?[1-9])月(?:3[2-9]|[4-9]\d)日")
_BY = re.compile(
    r"(?:确保|力争|争取|下一步|将[于在])[^。；，]{0,8}?(?P<year>20\d\d)年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:底|末)?(?:之?前)"
)
_PART = re.compile(
    r"截[至止到]\s*(?:(?:19|20)\d\d\s*年)?\s*(?:\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号])?(?:底|末)?|目前)"
    r"|(?<![\d年])1\s*月?\s*[-－—–~～至到]\s*\d{1,2}\s*月份?|上半年|前三季度|前三个季度"
)
_WHOLE = re.compile(r"12\s*月(?:\s*31\s*[日号]|底|末)?份?$|^1\s*月?\s*[-－—–~～至到]\s*12\s*月")
_FORECAST = re.compile(r"预计(?:全年|年底|年内|今年|本年)?[^，。；：、]{0,24}?(?=\d)[^，。；、]*")


def impossible_days(context: AuditContext) -> Iterator[Relation]:
    """Days and months exist in the calendar, unlike 11月31日, 2月30日 and 13月.

    Source: the calendar.
    """
    for date in _dates(context):
        for match in filter(None, map(_POINT.fullmatch, date.value.split("/"))):
            year, month, day = (int(match[part] or 2000) for part in ("year", "month", "day"))
            exists = 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
            yield _day(context.span(date.start, date.end), exists=exists)
    for match in (*_ODD_MONTH.finditer(context.text), *_ODD_DAY.finditer(context.text)):
        yield _day(context.span(match.start(), match.end()), exists=False)


def _dates(context: AuditContext) -> list[Quantity]:
    return [quantity for quantity in context.document.quantities if quantity.kind == "date"]


def _day(span: Span, *, exists: bool) -> Relation:
    return claim("date-impossible", (span,), fits=exists, stated=span.quote)


def plans_in_the_past(context: AuditContext) -> Iterator[Relation]:
    """A plan ends in the year of the report or later: 确保2022年3月底前完工.

    Source: reviewing practice.
    """
    year = context.document.fiscal_year
    for _, match, span in context.found(_BY) if year else ():
        fits = year is None or int(match["year"]) >= year
        yield _order("date-order:past", span, fits=fits, year=str(year))


def ranges_backwards(context: AuditContext) -> Iterator[Relation]:
    """A period ends after it begins, not 2022年3月至2021年12月.

    Source: reviewing practice.
    """
    for date in _dates(context):
        first, mark, last = date.value.partition("/")
        if mark and re.match(r"(?:19|20)\d\d-", first):
            span = context.span(date.start, date.end)
            # 2023年11月至1月 ends in the next year.
            fits = not re.match(r"(?:19|20)\d\d-", last) or _padded(last) >= _padded(first)
            yield _order("date-order:range", span, fits=fits)


def _order(message: str, span: Span, *, fits: bool, year: str = "") -> Relation:
    return claim("date-order", (span,), fits=fits, stated=span.quote, message=message, year=year)


def _padded(point: str) -> tuple[int, ...]:
    return tuple(int(part) for part in point.split("-") if part.isdigit())[:2]


def partial_years(context: AuditContext) -> Iterator[Relation]:
    """Figures cover the whole year.

    Source: 数据口径, reviewing practice.
    """
    if context.document.fiscal_year is not None:
        found = context.found(_PART)
        part = [span for one, match, span in found if one.figures and not _WHOLE.search(match[0])]
        yield absent("partial-year-figures", part)


def forecasts(context: AuditContext) -> Iterator[Relation]:
    """Results are not forecasts. Source: 数据口径, reviewing practice."""
    if context.document.fiscal_year is not None:
        yield absent("forecast-figures", [span for *_, span in context.found(_FORECAST)])
