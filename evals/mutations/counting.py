"""Counts of mutants by operator and of rewordings by class, for gates and as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import fmean

from evals.mutations.labels import LABELS
from evals.mutations.operators import LEGIT, NEVER_VERIFIED, OPERATORS, Operator
from evals.mutations.run import Judged
from evals.statistics import wilson

__all__ = ["Row", "escaped", "never_verified", "rows", "table", "values"]


@dataclass(frozen=True)
class Row:
    """Counts of one operator: mutants, flagged, failed."""

    operator: Operator
    count: int
    flagged: int
    failed: int

    @property
    def share(self) -> float:
        """The flagged share."""
        return self.flagged / self.count if self.count else 0.0


def rows(judged: Iterable[Judged], operators: Iterable[Operator]) -> Iterator[Row]:
    """Yield the counts by operator."""
    everything = tuple(judged)
    for operator in operators:
        own = [one for one in everything if one.mutant.operator is operator]
        flagged = sum(one.is_flagged for one in own)
        yield Row(operator, len(own), flagged, sum(one.verdict == "failed" for one in own))


def never_verified(judged: Iterable[Judged]) -> tuple[int, tuple[Judged, ...]]:
    """Return the number of mutants of value, unit, scale, hedge and quote, and those judged
    verified."""
    hard = [one for one in judged if one.mutant.operator.number in NEVER_VERIFIED]
    return len(hard), tuple(one for one in hard if not one.is_flagged)


def values(judged: tuple[Judged, ...]) -> dict[str, float]:
    """Return the figures that the gates compare."""
    found = tuple(rows(judged, OPERATORS))
    labels = tuple(rows(judged, LABELS))
    alarms = tuple(rows(judged, LEGIT))
    _, passed = never_verified(judged)
    return {
        "macro_1_20": macro(found[:20]),
        "least_1_20": _least(found[:20]),
        "macro_21_29": macro(found[20:29]),
        "least_21_29": _least(found[20:29]),
        "links_30": _least(found[29:]),
        "macro_labels": macro(labels),
        "least_labels": _least(labels),
        "never_verified": float(len(passed)),
        "legit_failed": _share(sum(row.failed for row in alarms), sum(row.count for row in alarms)),
        "legit_flagged_verbatim": _pooled(alarms[:2]),
        "legit_flagged_rewritten": _pooled(alarms[2:]),
    }


def macro(counted: Iterable[Row]) -> float:
    """Return the mean over operators with mutants."""
    shares = [row.share for row in counted if row.count]
    return fmean(shares) if shares else 1.0


def table(judged: tuple[Judged, ...]) -> Iterator[str]:
    """Yield detection by operator and false alarms by class, with Wilson intervals."""
    found = tuple(rows(judged, (*OPERATORS, *LABELS)))
    yield "detection                          n  flagged   95 % interval   failed   gate"
    for row in filter(_has_mutants, found):
        low, high = wilson(row.flagged, row.count)
        below = "  BELOW" if row.count and row.share < row.operator.gate else ""
        small = "  (n small)" if row.count < 200 else ""
        yield (
            f"{row.operator.number:2} {row.operator.name:28} {row.count:5}  {row.share:7.1%}"
            f"  {low:6.1%}–{high:6.1%}  {_share(row.failed, row.count):7.1%}"
            f"  {row.operator.gate:4.0%}{below}{small}"
        )
    first, rest, labels = found[:20], found[20:29], found[30:]
    yield f"macro 1–20 {macro(first):.1%}   least {_least(first):.1%}"
    yield f"macro 21–29 {macro(rest):.1%}   least {_least(rest):.1%}"
    yield f"macro 31–38 {macro(labels):.1%}   least {_least(labels):.1%}"
    count, passed = never_verified(judged)
    yield f"value, unit, scale, hedge, quote: {len(passed)} of {count} called verified"
    yield ""
    yield "false alarms                       n  flagged   95 % interval   failed   95 % interval"
    for row in filter(_has_mutants, rows(judged, LEGIT)):
        low, high = wilson(row.flagged, row.count)
        least, most = wilson(row.failed, row.count)
        yield (
            f"   {row.operator.name:28} {row.count:5}  {row.share:7.1%}  {low:6.1%}–{high:6.1%}"
            f"  {_share(row.failed, row.count):7.1%}  {least:6.1%}–{most:6.1%}"
        )
    yield _legit_total(tuple(rows(judged, LEGIT)))


def escaped(judged: tuple[Judged, ...], count: int) -> Iterator[str]:
    """Yield some mutants of each operator that were judged verified, and some rewordings that were
    flagged, for authors of the verifier."""
    for operator in (*OPERATORS, *LABELS, *LEGIT):
        faults = [
            one
            for one in judged
            if one.mutant.operator is operator and one.is_flagged is not (operator.number > 0)
        ]
        for one in faults[:count]:
            mutant = one.mutant
            said = f"{one.verdict} {' '.join(one.reasons)}".strip()
            yield f"{operator.number} {operator.name} | {mutant.report[:3]} {mutant.seed} | {said}"
            yield f"     {mutant.note} | {mutant.item.get('metric', '')} | {mutant.item['text']}"


def _legit_total(counted: tuple[Row, ...]) -> str:
    verbatim, rewritten = counted[:2], counted[2:]
    return (
        f"flagged verbatim {_pooled(verbatim):.1%}, rewritten {_pooled(rewritten):.1%}; failed"
        f" {_share(sum(r.failed for r in counted), sum(r.count for r in counted)):.2%}"
    )


def _pooled(counted: tuple[Row, ...]) -> float:
    return _share(sum(row.flagged for row in counted), sum(row.count for row in counted))


def _least(counted: Iterable[Row]) -> float:
    return min((row.share for row in counted if row.count), default=1.0)


def _has_mutants(row: Row) -> bool:
    return row.count > 0


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
