"""The pages' forms: read completely, within limits, and only with a valid token."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args
from urllib.parse import parse_qsl

from fastapi import Request

from summarizer.rendering.labels import COMPARATORS, Language, word
from summarizer.schema import CheckedItem, Document, Quantity
from summarizer.schema.terms import Category, Direction, MeasureKind, Status, Theme
from summarizer.service import intake
from summarizer.service.context import Service
from summarizer.service.pages.visitor import check_form
from summarizer.service.pages.words import say
from summarizer.service.problems import ProblemError
from summarizer.service.reviewing import EDITABLE, Matter

__all__ = ["changes_of", "fields_of", "form_of", "numbers_near"]

MOST_BYTES, MOST_FIELDS = 65_536, 60
KEEP, NONE = "keep", "none"
# Maximum number of a report's numbers to choose from.
OFFERED = 60
_CHOICES: dict[str, tuple[str, tuple[str, ...]]] = {
    "direction": ("direction", get_args(Direction)),
    "status": ("status", get_args(Status)),
    "theme": ("theme", get_args(Theme)),
    "category": ("category", get_args(Category)),
    "kind": ("measure", get_args(MeasureKind)),
}


async def form_of(request: Request, here: Service) -> dict[str, str]:
    """Return the fields of a plain form.

    Raises ProblemError 403 for a form without a valid token.
    """
    body = await intake.body_of(request, limit=MOST_BYTES, seconds=here.settings.receipt_seconds)
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise ProblemError("invalid") from error
    fields = {key: value.replace("\x00", "") for key, value in pairs}
    check_form(request, here, fields.get("mark", ""))
    return fields


def fields_of(
    matter: Matter, language: Language, held: Mapping[str, Any] | None
) -> list[dict[str, Any]]:
    """Return the fields of the correction form: name, label, value, and choices if any.

    `held` is the item with its earlier correction.
    """
    made = dict(held or matter.before())
    return [
        {
            "name": name,
            "label": say(f"field_{name}", language),
            "value": _shown_value(made.get(name)),
            "choices": _choices(name, language),
            "long": name in ("text", "cause"),
        }
        for name in EDITABLE[matter.kind]
        if name != "quantity"
    ]


def _shown_value(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _choices(name: str, language: Language) -> list[tuple[str, str]]:
    if name == "comparator":
        return [("", "–"), *COMPARATORS.items()]
    if name not in _CHOICES:
        return []
    group, codes = _CHOICES[name]
    empty = [] if name in ("direction", "status", "kind", "category") else [("", "–")]
    return [*empty, *((code, word(group, code, language) or "–") for code in codes)]


def numbers_near(
    item: CheckedItem, document: Document, query: str
) -> list[tuple[str, Quantity, str, str]]:
    """Return numbers of the report to choose from, each with the words around it.

    These are the numbers that a search finds, else those around the item, in reading order.
    """
    wanted = query.strip()
    if wanted:
        found = [one for one in document.quantities if wanted in one.text][:OFFERED]
    else:
        place = item.evidence[0].start if item.evidence else 0
        nearest = sorted(document.quantities, key=lambda one: abs(one.start - place))
        found = sorted(nearest[: OFFERED // 2], key=lambda one: one.start)
    text = document.text
    return [
        (
            f"{one.start}-{one.end}",
            one,
            " ".join(text[max(0, one.start - 14) : one.start].split()),
            " ".join(text[one.end : one.end + 8].split()),
        )
        for one in found
    ]


def changes_of(fields: Mapping[str, str], matter: Matter) -> dict[str, Any]:
    """Return the fields that a form changes in the item that it corrects."""
    before = matter.before()
    changes: dict[str, Any] = {}
    for name in EDITABLE.get(matter.kind, ()):
        if name not in fields:
            continue
        if name == "quantity":
            _read_quantity(fields["quantity"], changes)
        elif (value := _value(name, fields[name])) != before.get(name):
            changes[name] = value
    return changes


def _value(name: str, given: str) -> Any:
    text = given.strip()
    if name == "addresses":
        return text.split()
    return text or (None if name not in ("text", "metric") else "")


def _read_quantity(given: str, changes: dict[str, Any]) -> None:
    if given == NONE:
        changes["quantity"] = None
    elif given != KEEP:
        start, _, end = given.partition("-")
        place = {"start": intake.number_in(start), "end": intake.number_in(end)}
        changes["quantity"] = place
