"""The evaluator: it decides relations, turns those that fail into findings, and counts all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from summarizer.audit.checks import CHECKS, CODES, GROUPS, MESSAGES
from summarizer.audit.context import AuditContext
from summarizer.audit.figures import Figure
from summarizer.audit.relations import Relation, Rule
from summarizer.schema import Finding, LedgerEntry
from summarizer.schema.terms import Severity

__all__ = ["Judgement", "judge"]

_WEIGHTS: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}
_MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Judgement:
    """Findings of the audit, and the ledger of what was tested."""

    findings: tuple[Finding, ...]
    ledger: tuple[LedgerEntry, ...]


def judge(context: AuditContext, rules: Sequence[Rule]) -> Judgement:
    """Evaluate every relation of every rule; return findings and ledger."""
    tested: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    told: list[Relation] = []
    for rule in rules:
        for one in _once(rule(context)):
            tested[one.check] += 1
            failed[one.check] += not one.holds
            if not one.holds:
                told.append(one)
            elif one.note:
                told.append(replace(one, code=one.note, message="", severity="info"))
    findings = [_finding(context, group) for group in _grouped(_one_per_cause(told))]
    ordered = tuple(sorted(findings, key=_order))
    return Judgement(ordered, tuple(_ledger(context, tested, failed, ordered)))


def _once(relations: Iterable[Relation]) -> Iterable[Relation]:
    """Remove duplicates: relations of one code at the same places."""
    found: dict[tuple[object, ...], Relation] = {}
    for one in relations:
        places = tuple((span.start, span.end) for span in one.evidence)
        found.setdefault((one.code, one.stated, one.message, places), one)
    return found.values()


def _one_per_cause(relations: Iterable[Relation]) -> Iterator[Relation]:
    """Keep one relation per contradicted figure, the most severe or the first, and merge relations
    of the same values in several places."""
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
    """Yield groups of relations that share one finding."""
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
    zh, en = _sentence(group)
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


def _sentence(group: Sequence[Relation]) -> tuple[str, str]:
    """Return the message of a group, in Chinese and English."""
    first = group[0]
    key = first.message or first.code
    if first.code in GROUPS and not (len(group) == 1 and key in MESSAGES):
        listed = list(dict.fromkeys(_each(one) for one in group))
        text = "；".join(listed[:_MOST_LISTED]) + ("……" if len(listed) > _MOST_LISTED else "")
        zh, en = GROUPS[first.code]
        return zh.format(n=len(group), list=text), en.format(n=len(group), list=text)
    zh, en = MESSAGES[key]
    words = {"expected": first.expected or "", "stated": first.stated or "", **first.words}
    quotes = [one.quote for one in first.inputs]
    return zh.format(*quotes, **words), en.format(*quotes, **words)


def _each(relation: Relation) -> str:
    words = relation.words
    if "each" in words:
        return words["each"]
    if "terms" in words:
        return f"{words['terms']}＝{relation.expected}，“{words['whole']}”"
    return f"{relation.expected}，“{words['rate']}”"


def _order(finding: Finding) -> tuple[int, int, int, str]:
    """Sort key: severity, weight of the check, place."""
    start = min((span.start for span in finding.evidence), default=0)
    check = CODES[finding.code].check
    return _WEIGHTS[finding.severity], CHECKS[check].weight, start, finding.message


def _ledger(
    context: AuditContext, tested: Counter[str], failed: Counter[str], findings: Sequence[Finding]
) -> Iterator[LedgerEntry]:
    """Yield one entry per check, in the order of `CHECKS`, also for checks with no data."""
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
