"""Corrected items: the reviewer selects a number in the report, the scanner reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from summarizer.locating import locate_items
from summarizer.quantities import scan
from summarizer.schema import Document, Finding, Quantity, SectionCoverage, Span
from summarizer.schema.items import CheckedItem
from summarizer.schema.noun import Check
from summarizer.service.problems import ProblemError
from summarizer.service.reviewing.matters import Matter
from summarizer.verification import check_all

__all__ = ["EDITABLE", "changes_in", "edited"]

# Fields that a person may correct, by kind of item.
EDITABLE: dict[str, tuple[str, ...]] = {
    "target": ("subject", "metric", "comparator", "quantity", "period", "text"),
    "result": ("subject", "metric", "quantity", "direction", "status", "period", "theme", "text"),
    "problem": ("text", "category", "cause"),
    "measure": ("text", "kind", "addresses"),
}
_EVERYWHERE = ("evidence",)
_WORDS = ("subject", "metric", "text", "cause")
_CLAUSE = re.compile(r"[^。；;！？\n\t|]*")
# Maximum length of a clause that serves as evidence for one number.
_LONGEST = 200


def _refusal(zh: str, en: str) -> ProblemError:
    return ProblemError("invalid", zh=zh, en=en)


def edited(matter: Matter, changes: Mapping[str, Any], document: Document) -> dict[str, Any]:
    """Return the corrected item with a fresh check, as JSON.

    `changes` are fields of EDITABLE; `quantity` is `{"start", "end"}` of a number in the report or
    None, `evidence` a list of such spans. Raises ProblemError 422.
    """
    noun = matter.noun
    if isinstance(noun, Finding | SectionCoverage):
        raise _refusal(
            "此项不能修改，只能采纳或驳回", "this cannot be edited, only accepted or rejected"
        )
    unknown = set(changes) - {*EDITABLE[matter.kind], *_EVERYWHERE}
    if unknown:
        allowed = "、".join(EDITABLE[matter.kind])
        raise _refusal(
            f"不能修改字段 {'、'.join(sorted(unknown))}；可修改：{allowed}",
            f"cannot edit {', '.join(sorted(unknown))}; there are {allowed}",
        )
    fields = {**noun.model_dump(mode="python"), **_read(noun, changes, document)}
    made = _validated(type(noun), fields)
    _refuse_foreign_numbers(made, noun, changes)
    (located,) = locate_items((made,), document)
    (checked,) = check_all([located], document)
    said: dict[str, Any] = checked.model_dump(mode="json")
    return said


def changes_in(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return the `changes` that turn one item into the other.

    >>> changes_in("measure", {"text": "", "kind": "rule"}, {"text": "", "kind": "training"})
    {'kind': 'training'}
    """
    fields = (*EDITABLE.get(kind, ()), *_EVERYWHERE)
    changed = {name: after.get(name) for name in fields if after.get(name) != before.get(name)}
    spans = {"start", "end"}
    if isinstance(quantity := changed.get("quantity"), Mapping):
        changed["quantity"] = {key: quantity.get(key) for key in spans}
    if isinstance(evidence := changed.get("evidence"), list):
        places = (one if isinstance(one, Mapping) else {} for one in evidence)
        changed["evidence"] = [{key: one.get(key) for key in spans} for one in places]
    return changed


def _read(noun: CheckedItem, changes: Mapping[str, Any], document: Document) -> dict[str, Any]:
    """Return the changed fields, with their spans looked up in the report."""
    read = dict(changes)
    if "evidence" in changes:
        read["evidence"] = tuple(_span(one, document) for one in _listed(changes["evidence"]))
    if changes.get("quantity") is None:
        return read
    quantity = _pointed_at(changes["quantity"], document)
    read["quantity"] = quantity
    spans = read.get("evidence", noun.evidence)
    if not any(span.start <= quantity.start and quantity.end <= span.end for span in spans):
        read["evidence"] = (_clause(quantity, document),)
    read.setdefault("text", _reworded(noun, quantity, read.get("evidence", spans)))
    return read


def _listed(value: object) -> Sequence[object]:
    if not isinstance(value, list) or not value:
        raise _refusal("evidence 须为区间列表", "evidence must be a list of spans")
    return value


def _bounds(value: object, document: Document) -> tuple[int, int]:
    if isinstance(value, Mapping):
        start, end = value.get("start"), value.get("end")
        if type(start) is int and type(end) is int and 0 <= start < end <= len(document.text):
            return start, end
    raise _refusal(
        "须指出原文中的区间：start 与 end（按码位计）",
        "point at a span of the report: start and end, in code points",
    )


def _span(value: object, document: Document) -> Span:
    start, end = _bounds(value, document)
    return Span(start=start, end=end, quote=document.text[start:end])


def _pointed_at(value: object, document: Document) -> Quantity:
    """Return the only number in the selected span, as the scanner read it."""
    start, end = _bounds(value, document)
    found = document.quantities_in(start, end)
    if len(found) != 1:
        raise _refusal(
            f"所指原文“{document.text[start:end][:40]}”中有 {len(found)} 个数量，须恰为一个",
            f"the span holds {len(found)} quantities; point at exactly one",
        )
    return found[0]


def _clause(quantity: Quantity, document: Document) -> Span:
    """Return the clause, or the table cell, that contains a number."""
    table = document.table_at(quantity.start)
    cell = table.cell_at(quantity.start) if table else None
    if cell is not None and cell.end - cell.start <= _LONGEST:
        return Span(start=cell.start, end=cell.end, quote=document.text[cell.start : cell.end])
    low = max(0, quantity.start - _LONGEST)
    before = document.text[low : quantity.start]
    start = quantity.start - len(_last_clause(before))
    rest = _CLAUSE.match(document.text, quantity.end, quantity.end + _LONGEST)
    end = rest.end() if rest else quantity.end
    return Span(start=start, end=end, quote=document.text[start:end])


def _last_clause(before: str) -> str:
    return re.split(r"[。；;！？\n\t|]", before)[-1].lstrip()


def _reworded(noun: CheckedItem, quantity: Quantity, evidence: Sequence[Span]) -> str:
    """Return the item's text with the new number in place of the old one."""
    old = getattr(noun, "quantity", None)
    if old is not None and old.text and old.text in noun.text:
        return noun.text.replace(old.text, quantity.text, 1)
    return " ".join(evidence[0].quote.split())


def _validated(kind: type[CheckedItem], fields: Mapping[str, Any]) -> CheckedItem:
    try:
        return kind.model_validate({**fields, "check": Check(verdict="review", reasons=())})
    except ValidationError as error:
        names = sorted({str(one["loc"][0]) for one in error.errors()})
        raise _refusal(
            f"字段值无效：{'、'.join(names)}", f"not valid: {', '.join(names)}"
        ) from error


def _refuse_foreign_numbers(
    made: CheckedItem, noun: CheckedItem, changes: Mapping[str, Any]
) -> None:
    """Refuse a typed number that is neither in the evidence nor in the item's previous text."""
    said = " ".join(span.quote for span in made.evidence)
    for field in _WORDS:
        words = changes.get(field)
        known = f"{said} {getattr(noun, field, None) or ''} {_printed(made)}"
        for quantity in scan(words) if isinstance(words, str) else ():
            if quantity.text not in known:
                raise _refusal(
                    f"依据原文中没有“{quantity.text}”；请先在原文中指出该数字",
                    f"the evidence has no '{quantity.text}'; point at the number in the report",
                )


def _printed(item: CheckedItem) -> str:
    quantity = getattr(item, "quantity", None)
    return quantity.text if quantity is not None else ""
