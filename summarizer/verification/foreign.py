"""Foreign parts: what a summary holds beside its items, told where no report and no field bears it.

Nothing is dropped in silence: an unknown key and a finding whose words are not in the report each
leave a finding of their own.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from summarizer.schema import (
    CheckedMeasure,
    CheckedProblem,
    CheckedResult,
    CheckedTarget,
    Document,
    Finding,
    Quantity,
    Span,
    Summary,
)

__all__ = ["unfounded", "unknown_keys"]

_ITEMS: dict[str, type[BaseModel]] = {
    "targets": CheckedTarget,
    "results": CheckedResult,
    "problems": CheckedProblem,
    "measures": CheckedMeasure,
    "findings": Finding,
}
_INNER: dict[str, frozenset[str]] = {
    "quantity": frozenset(Quantity.__dataclass_fields__),
    "evidence": frozenset(Span.model_fields),
}
# How many keys and findings a message names.
_SHOWN = 8


def unfounded(
    findings: Sequence[Finding], ids: Sequence[str], document: Document
) -> Iterator[Finding]:
    """A finding about the findings whose evidence is not in the report or whose items are none."""
    known = set(ids)
    wrong = [
        finding.code or "?"
        for finding in findings
        if not all(document.text[s.start : s.end] == s.quote and s.quote for s in finding.evidence)
        or not known.issuperset(finding.items)
    ]
    if wrong:
        yield Finding(
            code="summary-finding-unfounded",
            severity="info",
            message=f"摘要所附{len(wrong)}条核查发现的依据不在报告中或所指条目不存在，不可采信："
            + "、".join(wrong[:_SHOWN]),
        )


def unknown_keys(summary: Mapping[str, Any]) -> Iterator[Finding]:
    """A finding about keys that no field of a summary has; they were not read."""
    found = list(dict.fromkeys(_unknown(summary)))
    if found:
        more = "等" if len(found) > _SHOWN else ""
        yield Finding(
            code="summary-unknown-keys",
            severity="info",
            message=f"摘要中有{len(found)}个未知字段，未予读取：{'、'.join(found[:_SHOWN])}{more}",
        )


def _unknown(summary: Mapping[str, Any]) -> Iterator[str]:
    yield from _beyond(summary, Summary.model_fields, "")
    for kind, model in _ITEMS.items():
        for item in _listed(summary.get(kind)):
            yield from _beyond(item, model.model_fields, f"{kind}.")
            for inner, names in _INNER.items():
                held = item.get(inner)
                for one in _listed(held) if inner == "evidence" else _listed([held]):
                    yield from _beyond(one, names, f"{kind}.{inner}.")


def _beyond(given: Mapping[str, Any], known: Container[str], where: str) -> list[str]:
    return [f"{where}{key}" for key in given if key not in known]


def _listed(raw: object) -> list[Mapping[str, Any]]:
    return [one for one in raw if isinstance(one, Mapping)] if isinstance(raw, list | tuple) else []
