"""Salvage: nouns from whatever a summary's JSON holds.

A summary altered by other programs may hold wrong types, unknown words, missing keys. A value
that a noun cannot hold is replaced by a neutral value, and the doubt that this raises is recorded.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError, to_json

from summarizer.schema import (
    Attainment,
    Indicator,
    Item,
    Measure,
    Problem,
    Quantity,
    Result,
    Span,
    Target,
)
from summarizer.schema.terms import Reason

__all__ = ["item_from", "listed", "mended", "printable", "span_from", "words_of"]

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

_SCALARS = (str, int, float)
_QUANTITY = TypeAdapter(Quantity)

Model = TypeVar("Model", bound=BaseModel)


def listed(raw: object) -> list[object]:
    """A list, or nothing."""
    return list(raw) if isinstance(raw, list | tuple) else []


def item_from(
    model: type[Target | Result | Problem | Measure], raw: object, name: str
) -> tuple[Item, list[Reason]]:
    """An item as far as it can be read, and the doubts about what could not."""
    given = raw if isinstance(raw, Mapping) else {"text": words_of(raw)}
    item, lost = mended(model, {"id": name, **given})
    if "id" in lost:
        item = item.model_copy(update={"id": name})
    return item, [_DOUBTS.get(field, "low-wording-support") for field in lost]


def mended(model: type[Model], raw: object) -> tuple[Model, list[str]]:
    """A model from whatever is given, field by field, and the fields that were of no use."""
    try:
        return model.model_validate(raw), []
    except (ValidationError, RecursionError):
        pass
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
    """A field's value, if it can be read: as it is, or a bare value as words."""
    if name == "quantity" and isinstance(raw, Mapping):
        return True, _quantity(raw)
    if name == "evidence" and isinstance(raw, list | tuple):
        return True, tuple(map(span_from, raw))
    for form in (raw, words_of(raw)) if isinstance(raw, _SCALARS) else (raw,):
        try:
            return True, _adapter(model, name).validate_python(form)
        except (ValidationError, RecursionError):
            continue
    return False, None


@cache
def _adapter(model: type[BaseModel], name: str) -> TypeAdapter[Any]:
    return TypeAdapter(cast("type[Any]", model.model_fields[name].annotation))


def words_of(raw: object) -> str:
    """A bare value as words."""
    return raw if isinstance(raw, str) else "" if raw is None else f"{raw}"


def printable(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same, without halves of surrogate pairs, which JSON can write and nothing can print."""
    try:
        to_json(raw, serialize_unknown=True)
    except (PydanticSerializationError, RecursionError):
        return {key: _cleaned(value, _DEEPEST) for key, value in raw.items()}
    return raw


# No summary nests as deep as this.
_DEEPEST = 20


def _cleaned(raw: object, depth: int) -> Any:
    if isinstance(raw, str):
        return raw.encode("utf-8", "replace").decode("utf-8")
    if not depth:
        return None
    if isinstance(raw, Mapping):
        return {key: _cleaned(value, depth - 1) for key, value in raw.items()}
    if isinstance(raw, list | tuple):
        return [_cleaned(value, depth - 1) for value in raw]
    return raw


def span_from(raw: object) -> Span:
    """A span, or its words at no place, which no report supports."""
    try:
        return Span.model_validate(raw)
    except (ValidationError, RecursionError):
        quote = raw.get("quote") if isinstance(raw, Mapping) else raw
        return Span(start=0, end=0, quote=words_of(quote))


def _quantity(raw: Mapping[Any, Any]) -> Quantity:
    """A quantity from whatever its fields hold; what cannot be read is neutral and will differ
    from the report."""
    values = dict(_QUANTITY_NEUTRAL)
    for name in _QUANTITY_NEUTRAL:
        for form in (raw.get(name), words_of(raw.get(name))):
            try:
                values[name] = getattr(_QUANTITY.validate_python({**values, name: form}), name)
                break
            except (ValidationError, RecursionError):
                continue
    return Quantity(**values)
