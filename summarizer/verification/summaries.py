"""Anybody's summary in, the same summary with fresh checks out.

A summary that somebody altered may hold anything: wrong values, wrong types, unknown words, missing
keys, the same id twice. Nothing of that is refused. What cannot stand in the JSON of a summary is
replaced by a neutral value, and the item says so among its reasons.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import BaseModel, TypeAdapter, ValidationError

from summarizer.schema import (
    Attainment,
    CheckedItem,
    CheckedMeasure,
    CheckedProblem,
    CheckedResult,
    CheckedTarget,
    Coverage,
    Document,
    DocumentRecord,
    Finding,
    Indicator,
    Item,
    Measure,
    Overview,
    Problem,
    Quantity,
    Result,
    Run,
    Span,
    Summary,
    Target,
)
from summarizer.schema.summary import Reason
from summarizer.verification.overviews import check_text
from summarizer.verification.verdicts import check_all, judge

__all__ = ["verify_summary"]

_KINDS: dict[str, type[Target | Result | Problem | Measure]] = {
    "targets": Target,
    "results": Result,
    "problems": Problem,
    "measures": Measure,
}
# What stands for a value that is missing or of no use.
_NEUTRAL: dict[str, Any] = {
    "text": "",
    "metric": "",
    "section": (),
    "evidence": (),
    "addresses": (),
    "results": (),
    "items": (),
    "direction": "none",
    "status": "done",
    "category": "other",
    "kind": "other",
    "indicator": Indicator(),
    "attainment": Attainment(state="unclear"),
    "state": "unclear",
    "severity": "info",
    "code": "unknown",
    "message": "",
    "engine": "unknown",
    "quantities": 0,
    "cited": 0,
}
# Which doubt a useless value raises.
_DOUBTS: dict[str, Reason] = {
    "quantity": "value-mismatch",
    "evidence": "quote-not-in-report",
    "comparator": "comparator-mismatch",
    "direction": "direction-flip",
    "status": "status-mismatch",
    "period": "period-mismatch",
    "subject": "subject-mismatch",
    "part_of": "part-as-total",
}
_QUANTITY_NEUTRAL: dict[str, Any] = {
    "text": "",
    "value": "",
    "unit": "",
    "kind": "count",
    "approx": "exact",
    "comparator": None,
    "start": 0,
    "end": 0,
}

_QUANTITY = TypeAdapter(Quantity)

Model = TypeVar("Model", bound=BaseModel)


def verify_summary(summary: Summary | Mapping[str, Any], document: Document) -> Summary:
    """The summary with a fresh check per item, under the same ids and in the same order; overview
    re-checked, everything else as it came. Never raises for what a summary says."""
    if isinstance(summary, Summary):
        summary = summary.model_dump(mode="python", warnings=False)
    doubts: list[list[Reason]] = []
    items: list[Item] = []
    for key, model in _KINDS.items():
        for number, raw in enumerate(_listed(summary.get(key)), 1):
            item, why = _item(model, raw, f"{key[0]}{number}")
            items.append(item)
            doubts.append(why)
    checked = [
        _with_doubts(item, why)
        for item, why in zip(check_all(items, document), doubts, strict=True)
    ]
    return Summary.model_construct(
        schema_version="1",
        document=_document(summary.get("document"), document),
        overview=_overview(summary.get("overview"), document),
        targets=tuple(item for item in checked if isinstance(item, CheckedTarget)),
        results=tuple(item for item in checked if isinstance(item, CheckedResult)),
        problems=tuple(item for item in checked if isinstance(item, CheckedProblem)),
        measures=tuple(item for item in checked if isinstance(item, CheckedMeasure)),
        findings=tuple(_mended(Finding, raw)[0] for raw in _listed(summary.get("findings"))),
        coverage=_mended(Coverage, summary.get("coverage"))[0],
        run=_mended(Run, summary.get("run"))[0],
    )


def _with_doubts(item: CheckedItem, why: Sequence[Reason]) -> CheckedItem:
    if not why:
        return item
    return item.model_copy(update={"check": judge((*item.check.reasons, *why))})


def _listed(raw: object) -> list[object]:
    return list(raw) if isinstance(raw, list | tuple) else []


def _item(
    model: type[Target | Result | Problem | Measure], raw: object, name: str
) -> tuple[Item, list[Reason]]:
    """An item as far as it can be read, and the doubts about what could not."""
    try:
        return model.model_validate(raw), []
    except (ValidationError, RecursionError):
        pass
    given = raw if isinstance(raw, Mapping) else {"text": _words(raw)}
    item, lost = _mended(model, {"id": name, **given})
    return item, [_DOUBTS.get(field, "low-wording-support") for field in lost]


def _mended(model: type[Model], raw: object) -> tuple[Model, list[str]]:
    """A model from whatever is given, field by field, and the fields that were of no use."""
    given: Mapping[Any, Any] = raw if isinstance(raw, Mapping) else {}
    lost: list[str] = []
    values: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        found, value = _read(model, name, given.get(name))
        if name in given and not found:
            lost.append(name)
        if found:
            values[name] = value
        elif name in _NEUTRAL or field.is_required():
            values[name] = _NEUTRAL.get(name)
    return model.model_construct(**values), lost


def _read(model: type[BaseModel], name: str, raw: object) -> tuple[bool, Any]:
    """A field's value, if it can be read: as it is, or as the words or the list it stands for."""
    if name == "quantity" and isinstance(raw, Mapping):
        return True, _quantity(raw)
    if name == "evidence" and isinstance(raw, list | tuple):
        return True, tuple(map(_span, raw))
    for form in (raw, _words(raw)):
        try:
            return True, _adapter(model, name).validate_python(form)
        except (ValidationError, RecursionError):
            continue
    return False, None


@cache
def _adapter(model: type[BaseModel], name: str) -> TypeAdapter[Any]:
    return TypeAdapter(cast("type[Any]", model.model_fields[name].annotation))


def _words(raw: object) -> str:
    return raw if isinstance(raw, str) else "" if raw is None else f"{raw}"


def _span(raw: object) -> Span:
    """A span, or its words at no place, which no report bears out."""
    try:
        return Span.model_validate(raw)
    except (ValidationError, RecursionError):
        quote = raw.get("quote") if isinstance(raw, Mapping) else raw
        return Span(start=0, end=0, quote=_words(quote))


def _quantity(raw: Mapping[Any, Any]) -> Quantity:
    """A quantity from whatever its fields hold; what cannot be read is neutral and will differ
    from the report."""
    values = dict(_QUANTITY_NEUTRAL)
    for name in _QUANTITY_NEUTRAL:
        for form in (raw.get(name), _words(raw.get(name))):
            try:
                values[name] = getattr(_QUANTITY.validate_python({**values, name: form}), name)
                break
            except (ValidationError, RecursionError):
                continue
    return Quantity(**values)


def _document(raw: object, document: Document) -> DocumentRecord:
    try:
        return DocumentRecord.model_validate(raw)
    except (ValidationError, RecursionError):
        return DocumentRecord(
            name=document.name,
            title=document.title,
            organization=document.organization,
            fiscal_year=document.fiscal_year,
            kind=document.kind,
            characters=len(document.text),
            sha256=document.sha256,
            text_sha256=document.text_sha256,
        )


def _overview(raw: object, document: Document) -> Overview:
    given = raw if isinstance(raw, Mapping) else {}
    text = _words(given.get("text"))
    evidence = tuple(map(_span, _listed(given.get("evidence"))))
    return Overview(text=text, evidence=evidence, check=check_text(text, evidence, document))
