"""Movements: changes stated with both ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from summarizer.audit.context import AuditContext, Sentence
from summarizer.audit.figures import Figure, printed
from summarizer.audit.relations import Relation, claim, difference, from_prior
from summarizer.audit.wording import change_sign

__all__ = ["movements", "percentage_point_changes", "two_years"]

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
_AGAINST = re.compile(r"(?:较|比(?![重例之率值]))[^，,。；;]{0,18}$")
_NO_PART = re.compile(r"占|比重|比例")


def movements(context: AuditContext) -> Iterator[Relation]:
    """Both ends give the change and the rate: 由450公斤提高到513公斤，提高63公斤，增长14%.

    Source: 同比、环比 of reviewing practice.
    """
    for sentence in context.telling:
        for before, now in pairwise(sentence.figures):
            if before.unit != now.unit or not (before.is_exact and now.is_exact):
                continue
            between = sentence.words(before.end, now.start)
            moved = _TO.match(between)
            if moved and (_FROM.search(before.label) or _FROM.search(between)):
                verb = -1 if _DOWN.search(moved["verb"]) else 1
                yield from _moved(sentence, before, now, verb)


def _moved(sentence: Sentence, before: Figure, now: Figure, verb: int) -> Iterator[Relation]:
    ends = f"{before.quantity.text}→{now.quantity.text}"
    right_way = (now.value - before.value) * verb >= 0
    yield _direction(before, now, now, expected=ends, fits=right_way)
    for change in sentence.after(now.end, 2) if right_way else ():
        if not change_sign(change) or not change.is_exact or _YEARLY.search(change.label):
            return
        if re.search(r"[；;。]|[比较同]", sentence.words(now.end, change.start)):
            return
        yield from _change(before, now, change)


def _change(before: Figure, now: Figure, change: Figure) -> Iterator[Relation]:
    if change.unit == before.unit or (before.is_rate and change.unit == "个百分点"):
        if not (before.is_rate and change.is_rate):
            yield _gap(before, now, change)
    elif change.is_rate and before.value > 0:
        sign = 1 if now.value >= before.value else -1
        yield from_prior(before, now, change, sign, severity="error")


def _gap(before: Figure, now: Figure, change: Figure) -> Relation:
    """Build the relation of the ends to their difference."""
    ends = f"“{before.quote}”、“{now.quote}”"
    one = difference("growth-rate-mismatch", before, now, change, severity="error")
    return replace(one, words={"ends": ends, "rate": change.quote})


def _direction(before: Figure, now: Figure, told: Figure, *, expected: str, fits: bool) -> Relation:
    return claim(
        "growth-direction-conflict",
        (before, now, told),
        fits=fits,
        expected=expected,
        stated=told.quantity.text,
        message="growth-direction-conflict:ends",
    )


def percentage_point_changes(context: AuditContext) -> Iterator[Relation]:
    """A change in points is the difference of two rates: 78.5%，比上年的71.2%提高7.3个百分点.

    Source: 同比 of reviewing practice.
    """
    for sentence in context.telling:
        figures = sentence.figures
        for now, before, change in zip(figures, figures[1:], figures[2:], strict=False):
            rates = now.is_rate and before.is_rate and change.unit == "个百分点"
            alike = now.unit == before.unit == change.unit and not now.is_rate
            if not (rates or (alike and _CHANGED.match(change.label))):
                continue
            exact = all(figure.is_exact for figure in (now, before, change))
            between = sentence.words(now.end, before.start)
            apart = re.search(r"[；;。]", between) or _NO_PART.search(between)
            if exact and _AGAINST.search(between) and not apart and not change_sign(now):
                yield _points(now, before, change)


def _points(now: Figure, before: Figure, change: Figure) -> Relation:
    sign = change_sign(change) or (1 if re.search(r"高|多", change.label) else 0)
    sign = sign or (-1 if re.search(r"低|少", change.label) else 0)
    gap = now.value - before.value
    if sign and gap * sign < 0:
        return _direction(now, before, change, expected=printed(gap, change), fits=False)
    return _gap(now, before, change)


def two_years(context: AuditContext) -> Iterator[Relation]:
    """A rate agrees with the values of two years: 2022年投入100万元，2023年投入150万元，增长50%.

    Source: 同比 of reviewing practice.
    """
    for sentence in context.telling:
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
                    yield from _between_years(*ends, rate)


def _between_years(before: Figure, now: Figure, rate: Figure) -> Iterator[Relation]:
    if before.value <= 0:
        return
    sign = change_sign(rate)
    one = from_prior(before, now, rate, sign, severity="error")
    if (now.value - before.value) * sign < 0:
        yield _direction(before, now, rate, expected=one.expected or "", fits=False)
    else:
        yield one
