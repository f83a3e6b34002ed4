"""Growth: change and rate against the figure that they end in (checks 11 and 12)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR

from summarizer.audit.figures import Figure, Interval, common_step, percent, printed
from summarizer.audit.page import Page, Sentence
from summarizer.audit.vocabulary import COMPARISON, change_sign
from summarizer.schema import Finding

__all__ = ["growth", "whole_prior"]

# How many figures back 与上年相比 may reach for what it compares.
_REACH = 6
_END = re.compile(r"[；;。]|原因")
_VERB = re.compile(r"(?:增加|减少|增长|下降|上升|提高|降低|增|减)[^增减]{0,4}$|^与.*相比")
_PERCENT_VERB = re.compile(
    r"(?:增长|增加|上升|提高|下降|减少|降低|下滑|增幅|降幅|涨幅|减幅|上涨|回落|增|降)"
    r"(?:了|率|幅度?|比例|约|为|达|[:：\s])*$"
)


@dataclass(frozen=True, slots=True)
class _Growth:
    """A figure, how much it changed, and the rate of change: any but the first may lack."""

    now: tuple[Figure, ...]
    change: Figure | None
    rate: Figure | None
    prior: Figure | None


def growth(page: Page) -> Iterator[Finding]:
    """Check 11: 比上年增加 D，增长 P%: the prior year is now ∓ D and P must be D over it.

    Every input is taken at its rounding (9.51/6.49 may print as 146.45 %). Check 12: from a prior
    year of 0 no rate exists. Source: explanation of year-on-year changes in 部门决算 forms.
    """
    for paragraph in page.paragraphs:
        earlier: list[Figure] = []
        for sentence in paragraph:
            if any(figure.is_rate for figure in sentence.figures):
                for found in _growths(sentence, earlier):
                    yield from _judge(page, found)
            earlier = [*earlier[-_REACH:], *sentence.figures]


def _growths(sentence: Sentence, earlier: Sequence[Figure]) -> Iterator[_Growth]:
    """One for every comparison with an earlier period."""
    anchors = list(COMPARISON.finditer(sentence.text))
    for number, anchor in enumerate(anchors):
        limit = anchors[number + 1].start() if number + 1 < len(anchors) else len(sentence.text)
        stop = _END.search(sentence.text, anchor.end(), limit)
        begin = sentence.start + anchor.start()
        end = sentence.start + (stop.start() if stop else limit)
        inside = sentence.within(begin, end)
        known = [*earlier, *sentence.before(begin)]
        yield from _window(sentence, known, inside)


def _window(
    sentence: Sentence, known: Sequence[Figure], inside: Sequence[Figure]
) -> Iterator[_Growth]:
    change = next((f for f in inside if f.kind != "percent" and change_sign(f)), None)
    rates = [f for f in inside if f.is_rate and _PERCENT_VERB.search(f.label)]
    # A rate before the change may be that of another thing: 起数下降8.4%，人数减少4人，下降10%.
    later = [f for f in rates if change is None or f.start > change.start]
    rate = next(iter(later or rates), None)
    if rate is None and change is None:
        return
    if rate and change and rate.start > change.start and _split(sentence, change, rate):
        rate = None
    if rate and change and rate.start < change.start and _subject(rate) != _subject(change):
        rate = None
    prior = next((f for f in inside if f.kind != "percent" and not change_sign(f)), None)
    if prior and rate and prior.start > rate.start:
        prior = None
    before = [f for f in known if f.kind != "percent" and not change_sign(f) and f.is_exact]
    here = [f for f in before if f.start >= sentence.start]
    if change is None:
        now = here[-1:]
    else:
        now = [f for f in here if f.unit == change.unit]
        now = now or [f for f in before if f.unit == change.unit and _same_thing(f, change)]
    yield _Growth(tuple(reversed(now)), change, rate, prior)


def _subject(figure: Figure) -> str:
    """What a change is said of, without the verb."""
    return _VERB.sub("", figure.label).strip(" 各均共，")[-2:]


def _same_thing(now: Figure, change: Figure) -> bool:
    """Does a change name the thing of an earlier sentence, or none at all?"""
    return _subject(change) in now.label


def _split(sentence: Sentence, first: Figure, second: Figure) -> bool:
    """Does a further amount stand between a change and a rate, so that they may not belong?"""
    return any(f.kind != "percent" for f in sentence.within(first.end, second.start))


def _judge(page: Page, found: _Growth) -> Iterator[Finding]:
    change, rate = found.change, found.rate
    if rate is None or not found.now:
        return
    if change is None:
        yield from _without_change(page, found, rate)
        return
    # Held against the budget instead of the prior year, the base is a figure of its own.
    if not (change.is_exact and rate.is_exact) or "预算" in change.label:
        return
    sign = change_sign(change)
    if sign != (change_sign(rate) or sign):
        yield _opposite(page, found.now[0], change, rate)
        return
    now = next((f for f in found.now if _holds(f, change, rate)), None)
    if now is not None:
        return
    now = found.now[0]
    if sign > 0 and now.value == change.value:
        yield _from_zero(page, now, change, rate)
    elif now.value - sign * change.value > 0:
        yield _wrong_rate(page, now, change, rate, sure=len(found.now) == 1)


def _without_change(page: Page, found: _Growth, rate: Figure) -> Iterator[Finding]:
    """Only the rate is given: hold it against the prior figure, or against whole numbers."""
    now, prior = found.now[0], found.prior
    if prior is None:
        yield from whole_prior(page, now, rate)
    elif prior.unit == now.unit and prior.is_exact and rate.is_exact and prior.value > 0:
        moved = now.interval() - prior.interval()
        expected = moved.percent_of(prior.interval())
        sign = change_sign(rate)
        if sign < 0 and expected:
            expected = Interval(-expected.high, -expected.low)
        if sign and expected and not expected.meets(rate.interval()):
            right = 100 * sign * (now.value - prior.value) / prior.value
            yield page.finding(
                "growth-rate-mismatch",
                "warning",
                f"同比重算不符：“{page.clause_span(now).quote}”对“{page.clause_span(prior).quote}”"
                f"应为{percent(right, rate)}，而“{page.clause_span(rate).quote}”",
                page.spans((now, prior, rate)),
                expected=percent(right, rate),
                stated=rate.quantity.text,
            )


def _holds(now: Figure, change: Figure, rate: Figure, *, own: bool = False) -> bool:
    """Can the three figures, each at its rounding, belong together?

    `own` takes every figure at its own last digit instead of the finest of the two amounts.
    """
    step = {f: None if own else common_step((now, change), f) for f in (now, change)}
    sign = change_sign(change)
    current, moved = now.interval(step[now]), change.interval(step[change])
    base = current - moved if sign > 0 else current + moved
    expected = moved.percent_of(base)
    return expected is not None and expected.meets(rate.interval())


def _wrong_rate(page: Page, now: Figure, change: Figure, rate: Figure, *, sure: bool) -> Finding:
    sign = change_sign(change)
    base = now.value - sign * change.value
    expected = percent(100 * change.value / base, rate)
    certain = sure and not _holds(now, change, rate, own=True)
    word = "增长" if sign > 0 else "下降"
    return page.finding(
        "growth-rate-mismatch",
        "error" if certain else "warning",
        f"同比重算不符：“{page.clause_span(now).quote}”，“{page.clause_span(change).quote}”，"
        f"上年应为{printed(base, now)}，{word}率应为{expected}，而“{page.clause_span(rate).quote}”",
        page.spans((now, change, rate)),
        expected=expected,
        stated=rate.quantity.text,
    )


def _from_zero(page: Page, now: Figure, change: Figure, rate: Figure) -> Finding:
    return page.finding(
        "zero-base-growth",
        "warning",
        f"上年为0，没有增长率可言：“{page.clause_span(now).quote}”，"
        f"“{page.clause_span(change).quote}”，而“{page.clause_span(rate).quote}”",
        page.spans((now, change, rate)),
        expected="上年基数为0，不计算增长率",
        stated=rate.quantity.text,
    )


def _opposite(page: Page, now: Figure, change: Figure, rate: Figure) -> Finding:
    return page.finding(
        "growth-direction-conflict",
        "warning",
        f"增减方向相反：“{page.clause_span(change).quote}”与“{page.clause_span(rate).quote}”",
        page.spans((now, change, rate)),
        stated=rate.quantity.text,
    )


def whole_prior(page: Page, now: Figure, rate: Figure) -> Iterator[Finding]:
    """Check 11 for counts: some whole number of the prior period must give the rate.

    106起，比去年同期下降27.4% holds, because 146 → 106 is 27.397 %.
    """
    sign = change_sign(rate)
    if now.kind != "count" or now.scale != 1 or not sign or not rate.is_exact:
        return
    share = rate.interval()
    ends = [1 + sign * share.low / 100, 1 + sign * share.high / 100]
    if min(ends) <= 0:
        return
    span = Interval(now.value / max(ends), now.value / min(ends))
    low, high = span.low.to_integral(ROUND_CEILING), span.high.to_integral(ROUND_FLOOR)
    if low > high and now.value > 0:
        yield page.finding(
            "rate-impossible-for-base",
            "warning",
            f"没有整数的上期数能得出该增减率：“{page.clause_span(now).quote}”，"
            f"“{page.clause_span(rate).quote}”",
            page.spans((now, rate)),
            stated=rate.quantity.text,
        )
