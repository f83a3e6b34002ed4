"""Relations: figures of a report that must agree within their rounding.

A rule reads figures from a report and states their relation; `Relation.holds` compares the
intervals of `figures`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from summarizer.audit.checks import CODES
from summarizer.audit.context import AuditContext
from summarizer.audit.figures import Figure, Interval, common_step, percent, printed, slacks
from summarizer.schema import Span
from summarizer.schema.terms import Severity

__all__ = [
    "Input",
    "Relation",
    "Rule",
    "Words",
    "absent",
    "change",
    "claim",
    "computed",
    "difference",
    "first_that_holds",
    "from_prior",
    "ratio",
    "same_value",
    "total",
]

# The largest error of a rate that is wrong only in its last digit, in units of that digit.
_OFF_BY_ONE = Decimal("1.5")
Input = Figure | Span
Words = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Relation:
    """A condition that a report must meet.

    `inputs` are the figures or places it was read from. `gives` is the computed value and `prints`
    the printed one, each as an interval that includes its rounding; without a computation, `fits`
    states whether the condition holds. `expected` and `stated` are the two values as text. `note`
    is the code of an `info` finding for a relation that holds only within rounding. `message`
    selects the message when a code has several, and `words` fill it. `target` is the figure that
    is compared with the others.
    """

    code: str
    inputs: tuple[Input, ...]
    severity: Severity = "warning"
    gives: Interval | None = None
    prints: Interval | None = None
    fits: bool = True
    expected: str | None = None
    stated: str | None = None
    message: str = ""
    note: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    items: tuple[str, ...] = ()
    target: Figure | None = None

    @property
    def holds(self) -> bool:
        """True if both intervals have a value in common."""
        if self.gives is None or self.prints is None:
            return self.fits
        return self.gives.meets(self.prints)

    @property
    def check(self) -> str:
        """Name of the check in the ledger."""
        return CODES[self.code].check

    @property
    def evidence(self) -> tuple[Span, ...]:
        """Places of the inputs, without duplicates."""
        spans = (one.span if isinstance(one, Figure) else one for one in self.inputs)
        return tuple(dict.fromkeys(spans))


Rule = Callable[[AuditContext], Iterator[Relation]]


def first_that_holds(readings: Iterable[Relation]) -> Relation:
    """Return the first reading of the same figures that holds, else the first reading."""
    every = list(readings)
    return next((one for one in every if one.holds), every[0])


def claim(
    code: str,
    inputs: Iterable[Input],
    /,
    *,
    fits: bool,
    severity: Severity | None = None,
    expected: str | None = None,
    stated: Figure | str | None = None,
    message: str = "",
    items: Iterable[str] = (),
    **words: str,
) -> Relation:
    """Build a relation without arithmetic: `fits` states whether it holds."""
    printed_text = stated.quantity.text if isinstance(stated, Figure) else stated
    return Relation(
        code,
        tuple(inputs),
        severity or CODES[code].severity,
        fits=fits,
        expected=expected,
        stated=printed_text,
        message=message,
        words=words,
        items=tuple(dict.fromkeys(items)),
    )


def absent(code: str, spans: Sequence[Span]) -> Relation:
    """Build the relation for text that must not occur, with its occurrences."""
    quotes = "、".join(dict.fromkeys(f"“{span.quote}”" for span in spans))
    return claim(code, spans, fits=not spans, quotes=quotes, count=str(len(spans)))


def same_value(first: Figure, second: Figure, message: str = "") -> Relation:
    """Build the relation of two figures that must have the same value."""
    fits, expected = first.value == second.value, first.quantity.text
    inputs = (first, second)
    code = "conflicting-values"
    return claim(code, inputs, fits=fits, expected=expected, stated=second, message=message)


def computed(
    code: str,
    inputs: Iterable[Input],
    target: Figure,
    gives: Interval | None,
    expected: str,
    /,
    *,
    severity: Severity | None = None,
    message: str = "",
    slack: Decimal | None = None,
    **words: str,
) -> Relation:
    """Build the relation of a figure to a computed interval; it holds if `gives` is None."""
    prints = target.interval()
    if slack is not None:
        prints = Interval(target.value - slack, target.value + slack)
    return Relation(
        code,
        tuple(inputs),
        severity or CODES[code].severity,
        gives=gives,
        prints=prints,
        expected=expected,
        stated=target.quantity.text,
        message=message,
        words=words,
        target=target,
    )


def total(
    code: str,
    parts: Sequence[Figure],
    whole: Figure,
    /,
    *,
    signs: Sequence[int] = (),
    severity: Severity | None = None,
    message: str = "",
    note: str = "",
    before: Iterable[Input] = (),
    after: Iterable[Input] = (),
    **words: str,
) -> Relation:
    """Build the relation of parts to their total.

    The tolerance for n parts is (n + 1) · u/2, where u is the finest last digit in use. `signs`
    holds 1 for each part that is added and -1 for each that is subtracted.
    """
    *loose, last = slacks((*parts, whole))
    signs = signs or (1,) * len(parts)
    value = sum((s * f.value for s, f in zip(signs, parts, strict=True)), Decimal(0))
    slack = sum(loose, Decimal(0))
    gives = Interval(value - slack, value + slack)
    # Most relations hold and need no message.
    holds = abs(value - whole.value) <= slack + last
    told: Words = {} if holds and not note else _terms(parts, signs, whole, value)
    one = computed(
        code,
        (*before, whole, *parts, *after),
        whole,
        gives,
        printed(value, whole),
        severity=severity,
        message=message,
        slack=last,
        **{**told, **words},
    )
    stated = printed(whole.value, whole) if whole.in_cell else one.stated
    return replace(one, stated=stated, note=note if value != whole.value else "")


def _terms(parts: Sequence[Figure], signs: Sequence[int], whole: Figure, value: Decimal) -> Words:
    marks = ("" if not at else "＋" if sign > 0 else "－" for at, sign in enumerate(signs))
    return {
        "terms": "".join(m + f.quantity.text for m, f in zip(marks, parts, strict=True)),
        "parts": "、".join(f"“{part.quote}”" for part in parts),
        "whole": whole.quote,
        "gap": printed(abs(value - whole.value), whole),
        "count": str(len(parts)),
    }


def difference(
    code: str,
    first: Figure,
    second: Figure,
    gap: Figure,
    /,
    *,
    severity: Severity = "warning",
    message: str = "",
    **words: str,
) -> Relation:
    """Build the relation of two figures to their absolute difference."""
    one, two, last = slacks((first, second, gap))
    value = abs(first.value - second.value)
    told: Words = {"first": first.quote, "second": second.quote, "gap": gap.quote}
    gives = Interval(value - one - two, value + one + two)
    return computed(
        code,
        (first, second, gap),
        gap,
        gives,
        printed(value, gap),
        severity=severity,
        message=message,
        slack=last,
        **{**told, **words},
    )


def ratio(
    code: str,
    top: Figure,
    base: Figure,
    rate: Figure,
    /,
    *,
    severity: Severity = "warning",
    message: str = "",
    before: Iterable[Input] = (),
    **words: str,
) -> Relation:
    """Build the relation of 100 · top / base to a printed rate, with the rounding of all three."""
    steps = [common_step((top, base), figure) for figure in (top, base)]
    gives = top.interval(steps[0]).percent_of(base.interval(steps[1]))
    right = 100 * top.value / base.value if base.value else Decimal(0)
    told: Words = {"top": top.quote, "base": base.quote, "rate": rate.quote}
    one = computed(
        code,
        (*before, base, top, rate),
        rate,
        gives or rate.interval(),
        percent(right, rate),
        severity=severity,
        message=message,
        **{**told, **words},
    )
    return _rounded(one, right, rate)


def change(
    now: Figure, moved: Figure, rate: Figure, sign: int, *, severity: Severity, own: bool = False
) -> Relation:
    """Build the relation of a figure, its change and the rate: rate = change / (now ∓ change).

    With `own`, each figure is rounded at its own last digit instead of the finer of the two.
    """
    step = {f: None if own else common_step((now, moved), f) for f in (now, moved)}
    current, gap = now.interval(step[now]), moved.interval(step[moved])
    gives = gap.percent_of(current - gap if sign > 0 else current + gap)
    prior = now.value - sign * moved.value
    right = 100 * moved.value / prior if prior else Decimal(0)
    one = computed(
        "growth-rate-mismatch",
        (now, moved, rate),
        rate,
        gives,
        percent(right, rate),
        severity=severity,
        message=f"growth-rate-mismatch:{'up' if sign > 0 else 'down'}",
        now=now.quote,
        change=moved.quote,
        rate=rate.quote,
        prior=printed(prior, now),
    )
    return _rounded(replace(one, fits=gives is not None), right, rate)


def from_prior(
    prior: Figure, now: Figure, rate: Figure, sign: int, *, severity: Severity = "warning"
) -> Relation:
    """Build the relation of two figures to the rate of change between them."""
    gives = (now.interval() - prior.interval()).percent_of(prior.interval())
    if gives is not None and sign < 0:
        gives = Interval(-gives.high, -gives.low)
    right = 100 * sign * (now.value - prior.value) / prior.value
    return computed(
        "growth-rate-mismatch",
        (prior, now, rate),
        rate,
        gives or rate.interval(),
        percent(right, rate),
        severity=severity,
        ends=f"“{prior.quote}”、“{now.quote}”",
        rate=rate.quote,
    )


def _rounded(relation: Relation, right: Decimal, rate: Figure) -> Relation:
    """Accept, with a note, a rate that was truncated instead of rounded; reduce the severity of one
    that is off by one in its last digit."""
    gap = right - rate.value
    if relation.holds or not rate.is_exact:
        return relation
    if 0 < gap < rate.step:
        return replace(relation, gives=None, fits=True, note="rate-rounding")
    if abs(gap) < _OFF_BY_ONE * rate.step:
        return replace(relation, severity="warning")
    return relation
