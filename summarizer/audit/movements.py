"""Movements: from one figure to another, and by how much (check 11)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from summarizer.audit.figures import Figure, percent, printed, tolerance
from summarizer.audit.page import Page, Sentence
from summarizer.audit.vocabulary import change_sign
from summarizer.schema import Finding

__all__ = ["movements", "points", "two_years"]

_FROM = re.compile(r"[由从自](?!于|此|有|行|来水)[^，。；由从自]{0,24}$")
_TO = re.compile(
    r"^[^，。；]{0,6}?(?P<verb>提高|增加|上升|增长|提升|扩大|升|增|下降|减少|降低|下调|缩短|压减|降|减)[^，。；]{0,4}[到至为]"
)
_DOWN = re.compile(r"下降|减少|降低|下调|缩短|压减|降|减")
_CHANGED = re.compile(
    r"^[^，。；]{0,4}(?:净?增加?|净?减少?|多|少|提高|上升|增长|下降|降低)(?:了|为)?$"
)
_YEARLY = re.compile(r"年均|平均|复合|累计")
_YEAR = re.compile(r"(?P<year>20\d\d)\s*年")
_AGAINST = re.compile(r"[比较](?!之)[^，,。；;]{0,18}$")


def movements(page: Page) -> Iterator[Finding]:
    """Check 11: 由450公斤提高到513公斤，提高63公斤，增长14%: both ends give the change.

    Source: 同比、环比 of reviewing practice.
    """
    for sentence in page.telling:
        for before, now in pairwise(sentence.figures):
            if before.unit != now.unit or not (before.is_exact and now.is_exact):
                continue
            between = sentence.words(before.end, now.start)
            moved = _TO.match(between)
            if moved and (_FROM.search(before.label) or _FROM.search(between)):
                verb = -1 if _DOWN.search(moved["verb"]) else 1
                yield from _moved(page, sentence, before, now, verb)


def _moved(
    page: Page, sentence: Sentence, before: Figure, now: Figure, verb: int
) -> Iterator[Finding]:
    if (now.value - before.value) * verb < 0:
        yield _wrong(page, (before, now), now, f"{before.quantity.text}→{now.quantity.text}", True)
        return
    for change in sentence.after(now.end, 2):
        if not change_sign(change) or not change.is_exact or _YEARLY.search(change.label):
            return
        if re.search(r"[；;。]|[比较同]", sentence.words(now.end, change.start)):
            return
        yield from _change(page, before, now, change)


def _change(page: Page, before: Figure, now: Figure, change: Figure) -> Iterator[Finding]:
    gap = abs(now.value - before.value)
    if change.unit == before.unit or (before.is_rate and change.unit == "个百分点"):
        if before.is_rate and change.is_rate:
            return
        if abs(gap - change.value) > tolerance((before, now), change):
            yield _wrong(page, (before, now), change, printed(gap, change))
    elif change.is_rate and before.value > 0:
        top = now.interval() - before.interval() if now.value > before.value else None
        top = top or before.interval() - now.interval()
        expected = top.percent_of(before.interval())
        if expected is not None and not expected.meets(change.interval()):
            yield _wrong(page, (before, now), change, percent(100 * gap / before.value, change))


def points(page: Page) -> Iterator[Finding]:
    """Check 11: 78.5%，比上年的71.2%提高7.3个百分点: the change is the difference of the rates.

    Source: 同比 of reviewing practice.
    """
    for sentence in page.telling:
        figures = sentence.figures
        for now, before, change in zip(figures, figures[1:], figures[2:], strict=False):
            rates = now.is_rate and before.is_rate and change.unit == "个百分点"
            alike = now.unit == before.unit == change.unit and not now.is_rate
            if not (rates or (alike and _CHANGED.match(change.label))):
                continue
            if not all(figure.is_exact for figure in (now, before, change)):
                continue
            between = sentence.words(now.end, before.start)
            if _AGAINST.search(between) and not re.search(r"[；;。]", between):
                yield from _points(page, now, before, change)


def two_years(page: Page) -> Iterator[Finding]:
    """Check 11: 2022年投入100万元，2023年投入150万元，增长50%: both years are there.

    Source: 同比 of reviewing practice.
    """
    for sentence in page.telling:
        figures = sentence.figures
        for first, second, rate in zip(figures, figures[1:], figures[2:], strict=False):
            years = [_YEAR.search(figure.label) for figure in (first, second)]
            if not all(years) or not rate.is_rate or not change_sign(rate):
                continue
            alike = first.unit == second.unit and not first.is_rate and not change_sign(second)
            exact = all(figure.is_exact for figure in (first, second, rate))
            if alike and exact and not re.search("[；;]", sentence.words(first.end, rate.start)):
                numbers = [int(year["year"]) for year in years if year]
                if abs(numbers[0] - numbers[1]) == 1:
                    ends = (first, second) if numbers[0] < numbers[1] else (second, first)
                    yield from _between_years(page, *ends, rate)


def _between_years(page: Page, before: Figure, now: Figure, rate: Figure) -> Iterator[Finding]:
    if before.value <= 0:
        return
    sign = change_sign(rate)
    moved = now.interval() - before.interval()
    expected = moved.percent_of(before.interval())
    stated = rate.interval()
    if expected is None or (
        expected.low <= sign * stated.high and sign * stated.low <= expected.high
        if sign > 0
        else expected.low <= -stated.low and -stated.high <= expected.high
    ):
        return
    right = 100 * (now.value - before.value) / before.value
    if right * sign < 0:
        yield _wrong(page, (before, now), rate, percent(right, rate), True)
    else:
        yield _wrong(page, (before, now), rate, percent(abs(right), rate))


def _points(page: Page, now: Figure, before: Figure, change: Figure) -> Iterator[Finding]:
    sign = change_sign(change) or (1 if re.search(r"高|多", change.label) else 0)
    sign = sign or (-1 if re.search(r"低|少", change.label) else 0)
    gap = now.value - before.value
    if sign and gap * sign < 0:
        yield _wrong(page, (now, before), change, printed(gap, change), True)
    elif abs(abs(gap) - change.value) > tolerance((now, before), change):
        yield _wrong(page, (now, before), change, printed(abs(gap), change))


def _wrong(
    page: Page, ends: Sequence[Figure], change: Figure, right: str, opposite: bool = False
) -> Finding:
    quotes = "、".join(f"“{page.clause_span(end).quote}”" for end in ends)
    return page.finding(
        "growth-direction-conflict" if opposite else "growth-rate-mismatch",
        "warning" if opposite else "error",
        f"增减{'方向相反' if opposite else '重算不符'}：{quotes}，应为{right}，"
        f"而“{page.clause_span(change).quote}”",
        page.spans(dict.fromkeys((*ends, change))),
        expected=right,
        stated=change.quantity.text,
    )
