"""Growth: change and rate compared with the current figure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR
from itertools import pairwise

from summarizer.audit.context import AuditContext, Sentence
from summarizer.audit.figures import Figure, Interval, is_misprint
from summarizer.audit.relations import Relation, change, claim, first_that_holds, from_prior
from summarizer.audit.wording import COMPARISON, change_sign
from summarizer.schema.terms import Severity

__all__ = ["growth"]

# How many figures before 与上年相比 are considered.
_REACH = 6
_END = re.compile(r"[；;。]|原因")
_VERB = re.compile(r"(?:增加|减少|增长|下降|上升|提高|降低|增|减)[^增减]{0,4}$|^与.*相比")
# A value of the prior year: 上年的71.2%, 2021年为45件.
_PRIOR = re.compile(r"(?:上年|去年|同期|(?:19|20)\d\d\s*年度?)[^，。；增减升降]{0,10}$")
# A label with only the comparison: the rate refers to the figure before it.
_BARE = re.compile(
    r"^[，,]?\s*(?:同比|环比|[较比与]?(?:上一?年度?|去年|前年|上年同期|去年同期|同期|20\d\d年)(?:同期)?(?:相比)?)?[，,]?"
    r"(?:增长|增加|上升|下降|减少|降低|增幅|降幅|增|降)(?:了|为|约|达)?$"
)
_PERCENT_VERB = re.compile(
    r"(?:增长|增加|上升|提高|下降|减少|降低|下滑|增幅|降幅|涨幅|减幅|上涨|回落|增|降)"
    r"(?:了|率|幅度?|比例|约|为|达|[:：\s])*$"
)


@dataclass(frozen=True, slots=True)
class _Growth:
    """Candidates for the current figure, its change, the rate and the prior figure."""

    now: tuple[Figure, ...]
    change: Figure | None
    rate: Figure | None
    prior: Figure | None
    is_loose: bool = False


def growth(context: AuditContext) -> Iterator[Relation]:
    """比上年增加 D，增长 P%: the prior value is now ∓ D, and P is D over it.

    All inputs are intervals (9.51/6.49 may print as 146.45 %); a prior value of 0 has no rate.
    Source: explanation of year-on-year changes in 部门决算 forms.
    """
    for paragraph in context.paragraphs:
        earlier: list[Figure] = []
        for sentence in paragraph:
            if any(figure.is_rate for figure in sentence.figures):
                for found in _growths(sentence, earlier):
                    yield from _judge(found)
            earlier = [*earlier[-_REACH:], *sentence.figures]


def _growths(sentence: Sentence, earlier: Sequence[Figure]) -> Iterator[_Growth]:
    """Yield one per comparison with an earlier period."""
    anchors = list(COMPARISON.finditer(sentence.text))
    for moved, rate in pairwise(() if anchors else sentence.figures):
        # 公务接待费支出增加0.3万元，增长100%: an implicit comparison with the year before.
        if moved.kind == "money" and change_sign(moved) and rate.is_rate and change_sign(rate):
            yield from _window(sentence, [*earlier, *sentence.before(moved.start)], (moved, rate))
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
    moved = next((f for f in inside if f.kind != "percent" and change_sign(f)), None)
    rate = _rate_of(sentence, inside, moved)
    if rate is None and moved is None:
        return
    prior = _prior_of(inside, rate)
    before = [f for f in known if f.is_exact and _is_level(f)]
    here = [f for f in before if f.start >= sentence.start]
    if moved is None:
        yield _Growth(tuple(here[-1:]), None, rate, prior)
        return
    alike = [f for f in before if f.unit == moved.unit]
    now = [f for f in alike if f.start >= sentence.start]
    now = now or [f for f in alike if _same_thing(f, moved)]
    yield _Growth(tuple(reversed(now or alike)), moved, rate, prior, is_loose=not now)


def _is_level(figure: Figure) -> bool:
    return figure.kind != "percent" and not change_sign(figure)


def _prior_of(inside: Sequence[Figure], rate: Figure | None) -> Figure | None:
    """Return the first level before the rate, if its label says that it is of the prior year."""
    prior = next(filter(_is_level, inside), None)
    if prior is None or (rate and prior.start > rate.start):
        return None
    return prior if _PRIOR.search(prior.label) else None


def _rate_of(sentence: Sentence, inside: Sequence[Figure], moved: Figure | None) -> Figure | None:
    """Return the rate of a change. A rate before the change may belong to something else:
    起数下降8.4%，人数减少4人，下降10%."""
    rates = [f for f in inside if f.is_rate and _PERCENT_VERB.search(f.label)]
    if moved is None:
        return next(iter(rates), None)
    later = next((f for f in rates if f.start > moved.start), None)
    if later is not None:
        return None if _split(sentence, moved, later) else later
    earlier = next(iter(rates), None)
    return earlier if earlier and _subject(earlier) == _subject(moved) else None


def _subject(figure: Figure) -> str:
    """Return the subject of a change, without the verb."""
    return _VERB.sub("", figure.label).strip(" 各均共，")[-2:]


def _same_thing(now: Figure, change: Figure) -> bool:
    """True if an earlier figure's label contains the subject of the change."""
    return _subject(change) in now.label


def _split(sentence: Sentence, first: Figure, second: Figure) -> bool:
    """True if another amount separates change and rate."""
    return any(f.kind != "percent" for f in sentence.within(first.end, second.start))


def _judge(found: _Growth) -> Iterator[Relation]:
    moved, rate = found.change, found.rate
    if rate is None or not found.now:
        return
    if moved is None:
        yield from _without_change(found, rate)
        return
    if not (moved.is_exact and rate.is_exact):
        return
    sign = change_sign(moved)
    if sign != (change_sign(rate) or sign):
        yield claim(
            "growth-direction-conflict",
            (found.now[0], moved, rate),
            fits=False,
            stated=rate,
        )
        return
    sure: Severity = "error" if len(found.now) == 1 else "warning"
    one = first_that_holds(change(now, moved, rate, sign, severity=sure) for now in found.now)
    now = found.now[0]
    if one.holds:
        yield one
    elif sign > 0 and now.value == moved.value and not found.is_loose:
        yield _from_zero(now, moved, rate)
    elif found.is_loose or "预算" in moved.label:
        # The base may be another figure; report only a misprint.
        yield from (one for one in _slips(found, moved, rate, sign))
    elif now.value - sign * moved.value > 0:
        # At its own precision the rate may still be right, so the severity is lower.
        loose = change(now, moved, rate, sign, severity=sure, own=True)
        yield change(now, moved, rate, sign, severity="warning") if loose.holds else one


def _slips(found: _Growth, moved: Figure, rate: Figure, sign: int) -> Iterator[Relation]:
    for now in found.now:
        prior = now.value - sign * moved.value
        right = (100 * moved.value / prior).quantize(rate.step) if prior > 0 else rate.value
        if is_misprint(right, rate.value):
            yield change(now, moved, rate, sign, severity="warning")
            return


def _from_zero(now: Figure, moved: Figure, rate: Figure) -> Relation:
    return claim(
        "zero-base-growth",
        (now, moved, rate),
        fits=False,
        stated=rate.quantity.text,
        each=f"“{now.quote}”，“{moved.quote}”，“{rate.quote}”",
    )


def _without_change(found: _Growth, rate: Figure) -> Iterator[Relation]:
    """Compare a rate without a change with the prior figure, or with possible whole numbers."""
    now, prior = found.now[0], found.prior
    if prior is None:
        yield from _whole_prior(now, rate)
    elif prior.unit == now.unit and prior.is_exact and rate.is_exact and prior.value > 0:
        sign = change_sign(rate)
        if sign:
            yield from_prior(prior, now, rate, sign)


def _whole_prior(now: Figure, rate: Figure) -> Iterator[Relation]:
    """A whole number of the prior period must give the rate: 106起，比去年同期下降27.4% holds,
    because 146 → 106 is 27.397 %."""
    sign = change_sign(rate)
    whole = now.kind == "count" and now.scale == 1 and now.step == 1 and now.value > 0
    if not whole or not sign or not rate.is_exact or not _BARE.match(rate.label):
        return
    share = rate.interval()
    ends = [1 + sign * share.low / 100, 1 + sign * share.high / 100]
    if min(ends) <= 0:
        return
    span = Interval(now.value / max(ends), now.value / min(ends))
    low, high = span.low.to_integral(ROUND_CEILING), span.high.to_integral(ROUND_FLOOR)
    yield claim(
        "rate-impossible-for-base",
        (now, rate),
        fits=low <= high,
        stated=rate.quantity.text,
        message="rate-impossible-for-base:prior",
    )
