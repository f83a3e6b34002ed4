"""Atoms: gold and predictions in one form for one matcher.

Gold is flat (value, unit, evidence=[[start, end, quote]]); predictions are summary JSON. Both
become atoms: one metric × one subject × one period with at most one quantity.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from evals.dataset import Gold

__all__ = ["PLURALS", "TYPES", "Atom", "gold_atoms", "normal", "predicted_atoms", "same_number"]

TYPES = ("target", "result", "problem", "measure")
PLURALS = {"targets": "target", "results": "result", "problems": "problem", "measures": "measure"}
LETTERS = {"t": "target", "r": "result", "p": "problem", "m": "measure"}
# Targets and measures are always planned, so summary JSON omits their status.
FIXED_STATUS = {"target": "planned", "measure": "planned", "problem": "done"}
# Equal units; all others are distinct (人 ≠ 人次 ≠ 户, 起 ≠ 件).
OR_MORE = {"以上", "及以上"}
UNIT_SYNONYMS = {"平米": "平方米", "％": "%", "百分点": "个百分点", "公里": "千米"}

BLANK = re.compile(r"\s+")


@dataclass(frozen=True)
class Atom:
    """One gold or predicted fact.

    `spans` are (start, end, quote); `labels` are its acceptable wordings; `item` is the id of the
    item it comes from.
    """

    id: str
    type: str
    metric: str
    subject: str | None
    spans: tuple[tuple[int, int, str], ...]
    text: str = ""
    value: str | None = None
    unit: str | None = None
    approx: str | None = None
    comparator: str | None = None
    direction: str = "none"
    status: str = "done"
    period: str | None = None
    core: bool = True
    soft: bool = False
    part_of: str | None = None
    cause: str | None = None
    verdict: str | None = None
    item: str = ""
    section: tuple[str, ...] = ()

    @property
    def has_quantity(self) -> bool:
        """Return whether it states a number."""
        return self.value is not None

    @cached_property
    def places(self) -> frozenset[int]:
        """Return every code point of the report that its evidence covers."""
        return frozenset(i for start, end, _ in self.spans for i in range(start, end))

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """Return the wordings of its subject matter.

        For a problem or a measure, both its short name in gold and its quote are correct.
        """
        if self.type in {"problem", "measure"}:
            return (self.metric, *(quote for _, _, quote in self.spans[:1]))
        return (self.metric,)


def normal(text: str | None) -> str:
    """Return the text without blanks and with full-width forms folded."""
    return BLANK.sub("", unicodedata.normalize("NFKC", text or ""))


def same_number(a: Atom, b: Atom) -> bool:
    """Return whether value and unit are equal; two atoms without a quantity are equal too."""
    return same_value(a.value, b.value) and same_unit(a.unit, b.unit)


def same_value(a: str | None, b: str | None) -> bool:
    """Return whether two decimal strings (or ranges "low/high") are equal in value."""
    if a is None or b is None:
        return a is b
    return _decimals(a) == _decimals(b)


def same_unit(a: str | None, b: str | None) -> bool:
    """Return whether two base units are the same unit."""
    return _unit(a) == _unit(b)


def gold_atoms(gold: Gold) -> tuple[Atom, ...]:
    """Return the atoms of a gold annotation."""
    return tuple(_flat(item | {"approx": hedge_of(item, gold)}) for item in gold.items)


def predicted_atoms(summary: Any) -> tuple[Atom, ...]:
    """Return the atoms of a Summary, its JSON, or a list of items, checked or not."""
    if hasattr(summary, "model_dump"):
        summary = summary.model_dump(mode="json")
    return tuple(atom for kind, item in typed_items(summary) for atom in explode(kind, item))


def typed_items(
    summary: Mapping[str, Any] | list[Any],
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield every item of summary JSON with its type, in JSON order."""
    if isinstance(summary, list):
        yield from ((_type_of(item), item) for item in summary)
        return
    yield from ((_type_of(item), item) for item in summary.get("items", ()))
    for plural, kind in PLURALS.items():
        yield from ((kind, item) for item in summary.get(plural, ()))


def explode(kind: str, item: Mapping[str, Any]) -> Iterator[Atom]:
    """Yield one atom per quantity of an item, so that combining several in one item costs
    nothing.
    """
    if "value" in item:
        yield _flat({**item, "type": kind})
        return
    several = item.get("quantities")
    quantities: Iterable[Mapping[str, Any] | None] = several or (item.get("quantity"),)
    for number, quantity in enumerate(quantities):
        suffix = f".{number}" if number else ""
        yield _from_json(kind, item, quantity, f"{item.get('id', '')}{suffix}")


def _type_of(item: Mapping[str, Any]) -> str:
    given = item.get("type") or LETTERS.get(str(item.get("id", ""))[:1], "")
    if given not in TYPES:
        raise ValueError(f"an item of no known type: {item.get('id')!r}")
    return str(given)


def hedge_of(item: Mapping[str, Any], gold: Gold) -> str:
    """Return the hedge of a gold item in summary terms: annotators marked 1次及以上 as exact with
    ≥, summary JSON marks it as over with ≥.
    """
    bounded = item["comparator"] == ">=" and _prints_or_more(item, gold)
    return "over" if bounded else str(item["approx"])


def _prints_or_more(item: Mapping[str, Any], gold: Gold) -> bool:
    """Return whether the evidence prints the number with 以上; without annotated numbers, whether
    以上 occurs anywhere.
    """
    if not gold.quantities:
        return any("以上" in quote for _, _, quote in item["evidence"])
    return any(
        mention["approx"] in OR_MORE and same_value(mention["value"] or None, item["value"])
        for start, end, _ in item["evidence"]
        for mention in gold.quantities
        if start <= mention["start"] and mention["end"] <= end
    )


def _flat(item: Mapping[str, Any]) -> Atom:
    value = item.get("value")
    return Atom(
        id=item["id"],
        type=item["type"],
        metric=item.get("metric") or item.get("text") or "",
        subject=item.get("subject"),
        spans=tuple((start, end, quote) for start, end, quote in item["evidence"]),
        text=item.get("text") or "",
        value=value,
        unit=item.get("unit") if value is not None else None,
        approx=(item.get("approx") or "exact") if value is not None else None,
        comparator=(item.get("comparator") or "=") if value is not None else None,
        direction=item.get("direction") or "none",
        status=item.get("status") or FIXED_STATUS.get(item["type"], "done"),
        period=item.get("period"),
        core=item.get("core", True),
        soft=item.get("soft", False),
        part_of=item.get("part_of"),
        cause=item.get("cause"),
        verdict=(item.get("check") or {}).get("verdict"),
        item=item["id"],
        section=tuple(item.get("section") or ()),
    )


def _from_json(
    kind: str, item: Mapping[str, Any], quantity: Mapping[str, Any] | None, name: str
) -> Atom:
    number = quantity or {}
    printed = item.get("comparator") or number.get("comparator")
    return Atom(
        id=name,
        type=kind,
        metric=item.get("metric") or item.get("text") or "",
        subject=item.get("subject"),
        spans=tuple((s["start"], s["end"], s["quote"]) for s in item.get("evidence", ())),
        text=item.get("text") or "",
        value=number.get("value"),
        unit=number.get("unit"),
        approx=(number.get("approx") or "exact") if quantity else None,
        comparator=(printed or "=") if quantity else None,
        direction=item.get("direction") or "none",
        status=item.get("status") or FIXED_STATUS.get(kind, "done"),
        period=item.get("period"),
        part_of=item.get("part_of"),
        cause=item.get("cause"),
        verdict=(item.get("check") or {}).get("verdict"),
        item=str(item.get("id", "")),
        section=tuple(item.get("section") or ()),
    )


def _decimals(value: str) -> tuple[Decimal | str, ...]:
    return tuple(_decimal(part) for part in value.split("/"))


def _decimal(part: str) -> Decimal | str:
    try:
        return Decimal(part.strip())
    except InvalidOperation:
        return part.strip()


def _unit(unit: str | None) -> str:
    plain = normal(unit)
    return UNIT_SYNONYMS.get(plain, plain)
