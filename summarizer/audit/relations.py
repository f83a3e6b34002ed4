"""Relations: figures of a report that must agree, and the one place that decides whether they do.

A theme reads figures out of a report and says how they belong together; `Relation.holds` decides
with the intervals of `figures`, and `judge` makes findings and the ledger of what was tested.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from summarizer.audit.checks import CHECKS, CODES
from summarizer.audit.context import AuditContext
from summarizer.audit.figures import Figure, Interval, common_step, percent, printed, slacks
from summarizer.audit.messages import GROUPS, sentence
from summarizer.schema import Finding, LedgerEntry, Span
from summarizer.schema.summary import Severity

__all__ = [
    "Judgement",
    "Relation",
    "Rule",
    "change",
    "claim",
    "difference",
    "first_that_holds",
    "judge",
    "ratio",
    "total",
]

# A rate that is wrong in its last digit alone, with its rounding.
_OFF_BY_ONE = Decimal("1.5")
_WEIGHTS: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Relation:
    """Something that must hold of a report: what it was read from, and what it gives.

    `gives` is what the inputs come to and `prints` what the report prints, both with their
    rounding (the tolerance); where there is nothing to compute, `fits` says whether it holds.
    `expected` and `stated` are the two in words. A relation that holds only within the rounding
    may leave a `note`, the code of an `info`. `message` names the sentence when a code has several
    and `words` fill it. `target` is the figure that is held against the others.
    """

    code: str
    inputs: tuple[Figure | Span, ...]
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
        """Have both sides a value in common?"""
        if self.gives is None or self.prints is None:
            return self.fits
        return self.gives.meets(self.prints)

    @property
    def check(self) -> str:
        """The check of the ledger that the relation belongs to."""
        return CODES[self.code].check

    @property
    def evidence(self) -> tuple[Span, ...]:
        """Where its inputs stand, each place once."""
        spans = (one.span if isinstance(one, Figure) else one for one in self.inputs)
        return tuple(dict.fromkeys(spans))


Rule = Callable[[AuditContext], Iterator[Relation]]


def first_that_holds(readings: Iterable[Relation]) -> Relation:
    """Of several ways to read the same figures the one that holds, else the first."""
    every = list(readings)
    return next((one for one in every if one.holds), every[0])


def claim(
    code: str,
    inputs: Iterable[Figure | Span],
    *,
    fits: bool,
    severity: Severity = "warning",
    expected: str | None = None,
    stated: str | None = None,
    message: str = "",
    words: Mapping[str, str] | None = None,
    items: Iterable[str] = (),
) -> Relation:
    """A relation without arithmetic: `fits` says whether it holds."""
    return Relation(
        code,
        tuple(inputs),
        severity,
        fits=fits,
        expected=expected,
        stated=stated,
        message=message,
        words=words or {},
        items=tuple(dict.fromkeys(items)),
    )


def total(
    code: str,
    parts: Sequence[Figure],
    whole: Figure,
    *,
    severity: Severity = "warning",
    message: str = "",
    note: str = "",
    before: Iterable[Figure | Span] = (),
    after: Iterable[Figure | Span] = (),
    words: Mapping[str, str] | None = None,
) -> Relation:
    """Parts that make up their whole; (n + 1) · u/2 is the tolerance for n parts, u being the
    finest last digit in use."""
    *loose, last = slacks((*parts, whole))
    value, slack = sum((part.value for part in parts), Decimal(0)), sum(loose, Decimal(0))
    right, gap = printed(value, whole), printed(abs(value - whole.value), whole)
    filled = {
        "terms": "＋".join(part.quantity.text for part in parts),
        "parts": "、".join(f"“{part.quote}”" for part in parts),
        "whole": whole.quote,
        "gap": gap,
        "count": str(len(parts)),
    }
    return Relation(
        code,
        (*before, whole, *parts, *after),
        severity,
        gives=Interval(value - slack, value + slack),
        prints=Interval(whole.value - last, whole.value + last),
        expected=right,
        stated=printed(whole.value, whole) if whole.in_cell else whole.quantity.text,
        message=message,
        note=note if value != whole.value else "",
        words={**filled, **(words or {})},
        target=whole,
    )


def difference(
    code: str,
    first: Figure,
    second: Figure,
    gap: Figure,
    *,
    severity: Severity = "warning",
    message: str = "",
    words: Mapping[str, str] | None = None,
) -> Relation:
    """Two figures and the gap between them, whichever is the larger."""
    one, two, last = slacks((first, second, gap))
    value = abs(first.value - second.value)
    filled = {"first": first.quote, "second": second.quote, "gap": gap.quote}
    return Relation(
        code,
        (first, second, gap),
        severity,
        gives=Interval(value - one - two, value + one + two),
        prints=Interval(gap.value - last, gap.value + last),
        expected=printed(value, gap),
        stated=gap.quantity.text,
        message=message,
        words={**filled, **(words or {})},
        target=gap,
    )


def ratio(
    code: str,
    top: Figure,
    base: Figure,
    rate: Figure,
    *,
    severity: Severity = "warning",
    message: str = "",
    before: Iterable[Figure | Span] = (),
    words: Mapping[str, str] | None = None,
) -> Relation:
    """100 · top / base against a printed rate, every figure at its rounding."""
    steps = [common_step((top, base), figure) for figure in (top, base)]
    gives = top.interval(steps[0]).percent_of(base.interval(steps[1]))
    right = 100 * top.value / base.value if base.value else Decimal(0)
    filled = {"top": top.quote, "base": base.quote, "rate": rate.quote}
    relation = Relation(
        code,
        (*before, base, top, rate),
        severity,
        gives=gives or rate.interval(),
        prints=rate.interval(),
        expected=percent(right, rate),
        stated=rate.quantity.text,
        message=message,
        words={**filled, **(words or {})},
        target=rate,
    )
    return _rounded(relation, right, rate)


def change(
    now: Figure, moved: Figure, rate: Figure, sign: int, *, severity: Severity, own: bool = False
) -> Relation:
    """A figure, how much it has changed and the rate: the rate is of now ∓ change.

    `own` takes every figure at its own last digit instead of the finest of the two amounts.
    """
    step = {f: None if own else common_step((now, moved), f) for f in (now, moved)}
    current, gap = now.interval(step[now]), moved.interval(step[moved])
    base = current - gap if sign > 0 else current + gap
    prior = now.value - sign * moved.value
    right = 100 * moved.value / prior if prior else Decimal(0)
    gives = gap.percent_of(base)
    relation = Relation(
        "growth-rate-mismatch",
        (now, moved, rate),
        severity,
        gives=gives,
        prints=rate.interval(),
        fits=gives is not None,
        expected=percent(right, rate),
        stated=rate.quantity.text,
        message="growth-rate-mismatch:up" if sign > 0 else "growth-rate-mismatch:down",
        words={
            "now": now.quote,
            "change": moved.quote,
            "rate": rate.quote,
            "prior": printed(prior, now),
        },
        target=rate,
    )
    return _rounded(relation, right, rate)


def _rounded(relation: Relation, right: Decimal, rate: Figure) -> Relation:
    """A rate whose further digits were cut off instead of rounded holds, with a note; one that is
    off by one in its last digit is no more than a doubt."""
    gap = right - rate.value
    if relation.holds or not rate.is_exact:
        return relation
    if 0 < gap < rate.step:
        return replace(relation, gives=None, fits=True, note="rate-rounding")
    if abs(gap) < _OFF_BY_ONE * rate.step:
        return replace(relation, severity="warning")
    return relation


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the audit found, and what it tested on the way."""

    findings: tuple[Finding, ...]
    ledger: tuple[LedgerEntry, ...]


def judge(context: AuditContext, rules: Sequence[Rule]) -> Judgement:
    """Every relation of every rule, decided, made a finding where it fails, and counted."""
    tested: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    told: list[Relation] = []
    for rule in rules:
        for relation in dict.fromkeys(_keyed(rule(context))):
            one = relation.relation
            tested[one.check] += 1
            failed[one.check] += not one.holds
            if not one.holds:
                told.append(one)
            elif one.note:
                told.append(replace(one, code=one.note, message="", severity="info"))
    findings = [_finding(context, group) for group in _grouped(_one_per_cause(told))]
    ordered = tuple(sorted(findings, key=_order))
    return Judgement(ordered, tuple(_ledger(context, tested, failed, ordered)))


@dataclass(frozen=True, slots=True)
class _Keyed:
    """A relation that equals another of the same code at the same places."""

    key: tuple[object, ...]
    relation: Relation = field(compare=False)


def _keyed(relations: Iterator[Relation]) -> Iterator[_Keyed]:
    for one in relations:
        places = tuple((span.start, span.end) for span in one.evidence)
        yield _Keyed((one.code, one.stated, one.message, places), one)


def _one_per_cause(relations: Iterable[Relation]) -> Iterator[Relation]:
    """One finding for a figure that several relations contradict: the gravest, else the first;
    and one for the same figures told in several places."""
    ordered = sorted(relations, key=lambda one: _WEIGHTS[one.severity])
    places: set[tuple[bool, int]] = set()
    values: dict[tuple[object, ...], int] = {}
    kept: list[Relation] = []
    for one in ordered:
        if one.target is None:
            kept.append(one)
            continue
        here = (one.severity == "info", one.target.start)
        if here in places:
            continue
        places.add(here)
        same = (one.code, *(f.value for f in one.inputs if isinstance(f, Figure)))
        if same in values:
            first = kept[values[same]]
            kept[values[same]] = replace(first, inputs=(*first.inputs, *one.inputs))
        else:
            values[same] = len(kept)
            kept.append(one)
    yield from kept


def _grouped(relations: Iterable[Relation]) -> Iterator[list[Relation]]:
    """Relations of a code that is told once for all of its places, together; each other alone."""
    groups: dict[tuple[str, str, str], list[Relation]] = {}
    for one in relations:
        if one.code in GROUPS:
            groups.setdefault((one.code, one.severity, one.message), []).append(one)
        else:
            yield [one]
    yield from groups.values()


def _finding(context: AuditContext, group: Sequence[Relation]) -> Finding:
    first = group[0]
    evidence = tuple(dict.fromkeys(span for one in group for span in one.evidence))
    zh, en = sentence(group)
    items = dict.fromkeys(name for one in group for name in one.items)
    return Finding(
        code=first.code,
        severity=first.severity,
        message=zh,
        message_en=en,
        expected=first.expected,
        stated=first.stated,
        evidence=evidence,
        items=tuple(dict.fromkeys((*items, *context.items_on(evidence)))),
    )


def _order(finding: Finding) -> tuple[int, int, int, str]:
    """Gravest first, then by the weight of its check, then by place."""
    start = min((span.start for span in finding.evidence), default=0)
    check = CODES[finding.code].check
    return _WEIGHTS[finding.severity], CHECKS[check].weight, start, finding.message


def _ledger(
    context: AuditContext, tested: Counter[str], failed: Counter[str], findings: Sequence[Finding]
) -> Iterator[LedgerEntry]:
    """Every check once, in the order of `CHECKS`, whether it had anything to test or not."""
    for name, check in CHECKS.items():
        places = [at for at, one in enumerate(findings) if CODES[one.code].check == name]
        if tested[name]:
            state = "failed" if failed[name] else "passed"
        else:
            state = "no_data" if check.applies(context) else "not_applicable"
        yield LedgerEntry(
            check=name,
            state=state,
            tested=tested[name],
            failed=failed[name],
            findings=tuple(places),
        )
