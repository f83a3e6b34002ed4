"""Findings: whether the report's own faults are reported, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from evals.scorers.case import Case, spans
from evals.scorers.ratio import Share

__all__ = ["false_errors", "precision", "recall", "stands_for"]

Json = Mapping[str, Any]
FAULTS = {"fails", "incomplete"}
LOUD = {"error", "warning"}
FIGURE = re.compile(r"\d+(?:\.\d+)?")


def recall(case: Case) -> Share:
    """Failing or incomplete relations that a finding represents."""
    faults = [relation for relation in case.gold.findings if relation["verdict"] in FAULTS]
    loud = list(_loud(case))
    found = sum(any(stands_for(finding, fault) for finding in loud) for fault in faults)
    return Share(found, len(faults))


def false_errors(case: Case) -> tuple[Json, ...]:
    """Return findings of severity error that represent only relations which hold."""
    return tuple(
        finding
        for finding in _loud(case)
        if finding["severity"] == "error" and judge(case, finding) is False
    )


def precision(case: Case) -> Share:
    """True errors and warnings among those that gold or a reader can judge."""
    outcomes = [judge(case, finding) for finding in _loud(case)]
    known = [outcome for outcome in outcomes if outcome is not None]
    return Share(sum(known), len(known))


def judge(case: Case, finding: Json) -> bool | None:
    """Return true, false, or None when the finding was not judged."""
    read = _reader(case, finding)
    if read is not None:
        return read
    relations = [r for r in case.gold.findings if stands_for(finding, r)]
    if any(relation["verdict"] in FAULTS for relation in relations):
        return True
    # A warning beside consistent numbers may be about something else, which only a reader can
    # judge.
    return False if relations and finding["severity"] == "error" else None


def stands_for(finding: Json, relation: Json) -> bool:
    """Return whether a finding and a relation share their place, and a number where both have
    some.
    """
    shared = any(
        start < stop and begin < end
        for start, end, _ in spans(finding)
        for begin, stop, _ in relation["evidence"]
    )
    own = _figures(f"{finding.get('expected') or ''} {finding.get('stated') or ''}")
    theirs = _figures(f"{relation['expected']} {relation['stated']} {relation['note']}")
    return shared and (not own or not theirs or bool(own & theirs))


def _loud(case: Case) -> Iterator[Json]:
    for finding in case.summary.get("findings", ()):
        if finding["severity"] in LOUD:
            yield finding


def _reader(case: Case, finding: Json) -> bool | None:
    first = spans(finding)[0][:2] if spans(finding) else (None, None)
    for entry in case.gold.judged:
        if entry["code"] == finding["code"] and (entry["start"], entry["end"]) == first:
            return bool(entry["right"])
    return None


def _figures(text: str) -> set[str]:
    return {f"{float(figure):g}" for figure in FIGURE.findall(text.replace(",", ""))}
