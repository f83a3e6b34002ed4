"""Days: dates that no calendar has, and events in an impossible order (check 22)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from summarizer.audit.page import Page
from summarizer.schema import Finding, Quantity

__all__ = [
    "building_time",
    "impossible_days",
    "order_of_events",
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


def impossible_days(page: Page) -> Iterator[Finding]:
    """Check 22: days and months that no calendar has: 11月31日, 2月30日, 13月.

    Source: the calendar.
    """
    for date in _dates(page):
        for match in filter(None, map(_POINT.fullmatch, date.value.split("/"))):
            year, month, day = (int(match[part] or 2000) for part in ("year", "month", "day"))
            if not (1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
                yield _impossible(page, date.start, date.end)
    for match in (*_ODD_MONTH.finditer(page.text), *_ODD_DAY.finditer(page.text)):
        yield _impossible(page, match.start(), match.end())


def _dates(page: Page) -> list[Quantity]:
    return [quantity for quantity in page.document.quantities if quantity.kind == "date"]


def _impossible(page: Page, start: int, end: int) -> Finding:
    span = page.span(start, end)
    return page.finding(
        "date-impossible", "error", f"“{span.quote}”：没有这一天", (span,), stated=span.quote
    )


def plans_in_the_past(page: Page) -> Iterator[Finding]:
    """Check 22: what will be done by a day before the year of the report: 确保2022年3月底前完工.

    Source: reviewing practice.
    """
    year = page.document.fiscal_year
    for sentence in page.sentences if year else ():
        for match in _BY.finditer(sentence.text):
            if year and int(match["year"]) < year:
                start = sentence.start + match.start()
                span = page.span(start, sentence.start + match.end())
                yield page.finding(
                    "date-order",
                    "warning",
                    f"措施的时限早于报告年度{year}年：“{span.quote}”",
                    (span,),
                    stated=span.quote,
                )


def ranges_backwards(page: Page) -> Iterator[Finding]:
    """Check 22: a period that ends before it begins: 2022年3月至2021年12月.

    Source: reviewing practice.
    """
    for date in _dates(page):
        first, mark, last = date.value.partition("/")
        if mark and re.match(r"(?:19|20)\d\d-", first) and _padded(last) < _padded(first):
            span = page.span(date.start, date.end)
            yield page.finding(
                "date-order",
                "warning",
                f"起止时间颠倒：“{span.quote}”",
                (span,),
                stated=span.quote,
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


def order_of_events(page: Page) -> Iterator[Finding]:
    """Check 22: approved, begun, completed, accepted: no event before one that must come first.

    One paragraph tells of one project, unless it names an event twice. Source: 基本建设程序.
    """
    for paragraph in page.paragraphs:
        start, end = paragraph[0].start, paragraph[-1].end
        events = list(_events(page, page.document.quantities_in(start, end), end))
        if len(events) < 2:
            continue
        ranks = [event.rank for event in events]
        if len(set(ranks)) != len(ranks) or _OTHER.search(page.text[start:end]):
            continue
        ordered = sorted(events, key=lambda event: event.rank)
        for before, after in pairwise(ordered):
            if _earliest(after.date) < _earliest(before.date) and not _share(before, after):
                yield _disordered(page, before, after)


def _events(page: Page, quantities: Sequence[Quantity], end: int) -> Iterator[_Event]:
    dates = [q for q in quantities if q.kind == "date" and _DATED.fullmatch(q.value)]
    limits = [*(date.start for date in dates[1:]), end]
    for date, limit in zip(dates, limits, strict=False):
        words = re.split(r"[，。；,;]", page.text[date.end : min(limit, date.end + 30)])[0]
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


def _disordered(page: Page, before: _Event, after: _Event) -> Finding:
    spans = [page.span(event.start, event.end) for event in (before, after)]
    return page.finding(
        "date-order",
        "warning",
        f"时间先后颠倒：“{spans[1].quote}”早于“{spans[0].quote}”",
        spans,
        stated=spans[1].quote,
    )


def building_time(page: Page) -> Iterator[Finding]:
    """Check 22: 计划工期28个月，实际工期29个月，延期1个月: the delay is the difference.

    Source: 时效指标 of 财预〔2021〕101号.
    """
    for sentence in page.sentences:
        if "工期" not in sentence.text and "周期" not in sentence.text:
            continue
        spans = page.document.quantities_in(sentence.start, sentence.end)
        times = [q for q in spans if q.kind == "duration" and "/" not in q.value]
        for first, second, gap in zip(times, times[1:], times[2:], strict=False):
            labels = [sentence.words(sentence.start, q.start) for q in (first, second, gap)]
            told = _PLANNED_TIME.search(labels[0]) and _REAL_TIME.search(labels[1])
            if told and _LATE.search(labels[2]) and first.unit == second.unit == gap.unit:
                right = abs(second.decimal - first.decimal)
                if right != gap.decimal:
                    yield _wrong_delay(page, (first, second, gap), f"{right.normalize():f}")


def _wrong_delay(page: Page, times: Sequence[Quantity], right: str) -> Finding:
    gap = times[-1]
    return page.finding(
        "difference-mismatch",
        "warning",
        f"工期差不符：“{times[0].text}”与“{times[1].text}”相差{right}{gap.unit}，而为“{gap.text}”",
        [page.span(time.start, time.end) for time in times],
        expected=f"{right}{gap.unit}",
        stated=gap.text,
    )
