"""Compare the summary of a form with its gold: found, invented and correct items."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from evals.forms.gold import Gold, GoldItem

__all__ = ["Tally", "score"]


@dataclass
class Tally:
    """Counts over forms; `faults` has a line for each error."""

    found: dict[str, int] = field(default_factory=lambda: {"target": 0, "result": 0})
    gold: dict[str, int] = field(default_factory=lambda: {"target": 0, "result": 0})
    told: dict[str, int] = field(default_factory=lambda: {"target": 0, "result": 0})
    scores: list[int] = field(default_factory=lambda: [0, 0])
    units: list[int] = field(default_factory=lambda: [0, 0])
    false_verified: int = 0
    verified: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Add the counts of another form."""
        for mine, theirs in (
            (self.found, other.found),
            (self.gold, other.gold),
            (self.told, other.told),
        ):
            for kind, count in theirs.items():
                mine[kind] += count
        self.scores = [a + b for a, b in zip(self.scores, other.scores, strict=True)]
        self.units = [a + b for a, b in zip(self.units, other.units, strict=True)]
        self.false_verified += other.false_verified
        self.verified += other.verified
        self.faults += other.faults

    def f1(self, kind: str) -> float:
        """Return F1 of targets or results; 1 when there are none in gold and prediction."""
        both = self.gold[kind] + self.told[kind]
        return 2 * self.found[kind] / both if both else 1.0

    def share(self, counts: Sequence[int]) -> float:
        """Return the share of correct ones; 1 when there are none."""
        return counts[0] / counts[1] if counts[1] else 1.0


def score(summary: dict[str, Any], gold: Gold) -> Tally:
    """Return the counts of one form. `summary` is summary JSON.

    An item is found when kind, value, unit and comparator equal those of a gold item and one name
    contains the other; a qualitative one when its text contains the words. Weight, score and reason
    count for each found target that has them in gold.
    """
    tally = Tally()
    for kind, key in (("target", "targets"), ("result", "results")):
        wanted = [one for one in gold.items if one.kind == kind]
        told = list(summary[key])
        tally.gold[kind] += len(wanted)
        for one, item in _pairs(wanted, told, tally):
            tally.found[kind] += 1
            told.remove(item)
            if kind == "target":
                _row_facts(one, item, tally)
        extra = [item for item in told if not _may_be_told(item, gold)]
        tally.told[kind] += len(summary[key]) - len(told) + len(extra)
        for item in extra:
            tally.faults.append(f"invented {kind}: {item['metric']!r} {_value(item)}")
            tally.false_verified += item["check"]["verdict"] == "verified"
        tally.verified += sum(item["check"]["verdict"] == "verified" for item in summary[key])
    return tally


def _pairs(
    wanted: Iterable[GoldItem], told: Sequence[dict[str, Any]], tally: Tally
) -> Iterable[tuple[GoldItem, dict[str, Any]]]:
    free = list(told)
    for one in wanted:
        named = [item for item in free if _names(one, item)]
        # Half-year and full-year targets may be equal; only one of them has the weight.
        same = sorted(
            (item for item in named if _same(one, item)), key=lambda item: _apart(one, item)
        )
        match = same[0] if same else None
        if one.value is not None:
            same_number = any(_number(item) == one.value for item in named)
            tally.units[1] += same_number
            tally.units[0] += same_number and match is not None
        if match is None:
            near = "; ".join(f"{item['metric']} {_value(item)}" for item in named[:2])
            tally.faults.append(
                f"missed {one.kind}: {one.metric} {one.value or one.words} ({near})"
            )
            continue
        free.remove(match)
        yield one, match


def _names(one: GoldItem, item: dict[str, Any]) -> bool:
    said = "".join(f"{item['subject'] or ''}{item['metric']}".split())
    return one.metric in said or item["metric"] in one.metric


def _apart(one: GoldItem, item: dict[str, Any]) -> bool:
    return bool(item.get("weight") != one.weight)


def _same(one: GoldItem, item: dict[str, Any]) -> bool:
    if one.value is None:
        return item["quantity"] is None and one.words in "".join(item["text"].split())
    quantity = item["quantity"]
    if quantity is None or (quantity["value"], quantity["unit"]) != (one.value, one.unit):
        return False
    return one.comparator is None or item.get("comparator") == one.comparator


def _row_facts(one: GoldItem, item: dict[str, Any], tally: Tally) -> None:
    for name in ("weight", "score", "reason"):
        wanted, got = getattr(one, name), item.get(name)
        if wanted is not None or got is not None:
            tally.scores[1] += 1
            tally.scores[0] += wanted == got
            if wanted != got:
                tally.faults.append(f"{name} of {one.metric}: {got!r}, not {wanted!r}")


def _may_be_told(item: dict[str, Any], gold: Gold) -> bool:
    quantity = item["quantity"]
    if quantity and (quantity["value"], quantity["unit"]) in gold.optional:
        return True
    texts = [item["text"], *(span["quote"] for span in item["evidence"])]
    return any(
        text in words or words in text for words in gold.optional_words for text in texts if text
    )


def _number(item: dict[str, Any]) -> str | None:
    quantity = item["quantity"]
    return quantity["value"] if quantity else None


def _value(item: dict[str, Any]) -> str:
    quantity = item["quantity"]
    return f"{quantity['value']}{quantity['unit']}" if quantity else "–"
