"""Dates: days that no calendar has, events in an impossible order, figures of part of a year."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from summarizer.audit.context import AuditContext
from summarizer.audit.relations import Relation, claim
from summarizer.schema import Quantity, Span
from summarizer.schema.summary import Severity

__all__ = [
    "building_time",
    "forecasts",
    "impossible_days",
    "order_of_events",
    "partial_years",
    "plans_in_the_past",
    "ranges_backwards",
]

_POINT = re.compile(r"(?:(?P<year>(?:19|20)\d\d)-)?(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_DATED = re.compile(r"(?P<year>(?:19|20)\d\d)-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?")
_ODD_MONTH = re.compile(
    r"(?:20\d\d年(?:1[3-9]|[2-9]\d|0)月|(?<![\d.])(?:1[3-9]|[2-9]\d|0)月(?:[1-3]?\d日|底|份|末))"
)
_ODD_DAY = re.compile(r"(?<!\d)(?:1[0-2]|0?[1-9])月(?:3[2-9]|[4-9]\d)日")
_BY = re.compile(
    r"(?:确保|力争|争取|下一步|将[于在])[^。；，]{0,8}?(?P<year>20\d\d)年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:底|末)?(?:之?前)"
)
# What happens to a project, in the order in which it must; the words follow their date.
_EVENTS = tuple(
    (rank, re.compile(words))
    for rank, words in enumerate(
        (
            r"立项|批复(?!.{0,6}(?:概算|调整))|可研",
            r"招标|开标|中标|公开采购",
            r"开工|动工|启动建设",
            r"完工|竣工(?!验收|决算|财务)|建成|全面完成建设",
            r"竣工验收|通过验收|验收合格|完成验收",
            r"竣工(?:财务)?决算|结算审[计核]|交付使用",
        )
    )
)
# Another thing than what was planned first, or a plan only.
_OTHER = re.compile(r"计划|拟|预计|应于|须于|一期|二期|分别|[上下]一?(?:年|期)|原定|合同约定")
_PLANNED_TIME = re.compile(r"(?:计划|合同|批复|约定)(?:建设|施工)?(?:工期|周期)(?:为|[:：])?$")
_REAL_TIME = re.compile(r"实际(?:建设|施工)?(?:工期|周期)(?:为|[:：])?$")
_LATE = re.compile(r"(?:延期|延长|延迟|滞后|超期|逾期|提前|缩短)(?:了|工期|完工|约)?$")
_PART = re.compile(
    r"截[至止到]\s*(?:(?:19|20)\d\d\s*年)?\s*(?:\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号])?(?:底|末)?|目前)"
    r"|(?<![\d年])1\s*月?\s*[-－—–~～至到]\s*\d{1,2}\s*月份?|上半年|前三季度|前三个季度"
)
_WHOLE = re.compile(r"12\s*月(?:\s*31\s*[日号]|底|末)?份?$|^1\s*月?\s*[-－—–~～至到]\s*12\s*月")
_FORECAST = re.compile(r"预计(?:全年|年底|年内|今年|本年)?[^，。；：、]{0,24}?(?=\d)[^，。；、]*")


def impossible_days(context: AuditContext) -> Iterator[Relation]:
    """Days and months are in the calendar: there is no 11月31日, 2月30日, 13月.

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
    return claim(
        "date-impossible",
        (span,),
        fits=exists,
        severity="error",
        stated=span.quote,
        words={"said": span.quote},
    )


def plans_in_the_past(context: AuditContext) -> Iterator[Relation]:
    """What will be done has a day in the year of the report or later: 确保2022年3月底前完工.

    Source: reviewing practice.
    """
    year = context.document.fiscal_year
    for sentence in context.sentences if year else ():
        for match in _BY.finditer(sentence.text):
            start = sentence.start + match.start()
            span = context.span(start, sentence.start + match.end())
            fits = year is None or int(match["year"]) >= year
            yield _order("date-order:past", (span,), fits=fits, year=str(year))


def ranges_backwards(context: AuditContext) -> Iterator[Relation]:
    """A period ends after it begins, not 2022年3月至2021年12月.

    Source: reviewing practice.
    """
    for date in _dates(context):
        first, mark, last = date.value.partition("/")
        if mark and re.match(r"(?:19|20)\d\d-", first):
            span = context.span(date.start, date.end)
            # 2023年11月至1月 goes on into the next year.
            fits = not re.match(r"(?:19|20)\d\d-", last) or _padded(last) >= _padded(first)
            yield _order("date-order:range", (span,), fits=fits)


def _order(message: str, spans: Sequence[Span], *, fits: bool, year: str = "") -> Relation:
    words = {"said": spans[-1].quote, "first": spans[0].quote, "year": year}
    return claim(
        "date-order", spans, fits=fits, stated=spans[-1].quote, message=message, words=words
    )


def _padded(point: str) -> tuple[int, ...]:
    return tuple(int(part) for part in point.split("-") if part.isdigit())[:2]


@dataclass(frozen=True, slots=True)
class _Event:
    """What happened on a date: its rank in the order of events."""

    rank: int
    date: Quantity
    words: str
    start: int
    end: int


def order_of_events(context: AuditContext) -> Iterator[Relation]:
    """Approved, begun, completed, accepted: no event comes before one that must come first.

    One paragraph tells of one project, unless it names an event twice. Source: 基本建设程序.
    """
    for paragraph in context.paragraphs:
        start, end = paragraph[0].start, paragraph[-1].end
        events = list(_events(context, context.document.quantities_in(start, end), end))
        ranks = [event.rank for event in events]
        if len(set(ranks)) != len(ranks) or _OTHER.search(context.text[start:end]):
            continue
        ordered = sorted(events, key=lambda event: event.rank)
        for before, after in pairwise(ordered):
            late = _earliest(after.date) >= _earliest(before.date) or _share(before, after)
            spans = [context.span(event.start, event.end) for event in (before, after)]
            yield _order("date-order", spans, fits=late)


def _events(context: AuditContext, quantities: Sequence[Quantity], end: int) -> Iterator[_Event]:
    dates = [q for q in quantities if q.kind == "date" and _DATED.fullmatch(q.value)]
    limits = [*(date.start for date in dates[1:]), end]
    for date, limit in zip(dates, limits, strict=False):
        words = re.split(r"[，。；,;]", context.text[date.end : min(limit, date.end + 30)])[0]
        found = [(rank, m) for rank, event in _EVENTS for m in event.finditer(words)]
        if found:
            rank, match = max(found, key=lambda one: one[0])
            stop = date.end + match.end()
            yield _Event(rank, date, match[0], date.start, stop)


def _earliest(date: Quantity) -> tuple[int, int, int]:
    match = _DATED.fullmatch(date.value)
    assert match is not None
    return int(match["year"]), int(match["month"]), int(match["day"] or 0)


def _share(first: _Event, second: _Event) -> bool:
    """Is one date so coarse that it may hold the other?"""
    a, b = _earliest(first.date), _earliest(second.date)
    return a[:2] == b[:2] and 0 in (a[2], b[2])


def building_time(context: AuditContext) -> Iterator[Relation]:
    """计划工期28个月，实际工期29个月，延期1个月: the delay is the difference.

    Source: 时效指标 of 财预〔2021〕101号.
    """
    for sentence in context.sentences:
        if "工期" not in sentence.text and "周期" not in sentence.text:
            continue
        spans = context.document.quantities_in(sentence.start, sentence.end)
        times = [q for q in spans if q.kind == "duration" and "/" not in q.value]
        for first, second, gap in zip(times, times[1:], times[2:], strict=False):
            labels = [sentence.words(sentence.start, q.start) for q in (first, second, gap)]
            told = _PLANNED_TIME.search(labels[0]) and _REAL_TIME.search(labels[1])
            if told and _LATE.search(labels[2]) and first.unit == second.unit == gap.unit:
                yield _delay(context, (first, second, gap))


def _delay(context: AuditContext, times: tuple[Quantity, Quantity, Quantity]) -> Relation:
    first, second, gap = times
    right = abs(second.decimal - first.decimal)
    expected = f"{right.normalize():f}{gap.unit}"
    return claim(
        "difference-mismatch",
        [context.span(time.start, time.end) for time in times],
        fits=right == gap.decimal,
        expected=expected,
        stated=gap.text,
        words={"first": first.text, "second": second.text, "gap": gap.text},
    )


def partial_years(context: AuditContext) -> Iterator[Relation]:
    """Figures are of the whole year, not up to a month or a day before its end.

    Source: 数据口径, reviewing practice.
    """
    found = [
        context.span(sentence.start + match.start(), sentence.start + match.end())
        for sentence in context.sentences
        if sentence.figures
        for match in _PART.finditer(sentence.text)
        if not _WHOLE.search(match[0])
    ]
    yield from _told(context, "partial-year-figures", found)


def forecasts(context: AuditContext) -> Iterator[Relation]:
    """Results are no expected figures. Source: 数据口径, reviewing practice."""
    found = [
        context.span(sentence.start + match.start(), sentence.start + match.end())
        for sentence in context.sentences
        for match in _FORECAST.finditer(sentence.text)
    ]
    yield from _told(context, "forecast-figures", found)


def _told(context: AuditContext, code: str, found: Sequence[Span]) -> Iterator[Relation]:
    if context.document.fiscal_year is not None:
        quotes = "、".join(dict.fromkeys(f"“{span.quote}”" for span in found))
        severity: Severity = "info"
        yield claim(code, found, fits=not found, severity=severity, words={"quotes": quotes})
