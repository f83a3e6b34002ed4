"""Judgments: each judge's label for each statement, and the agreement between two judges."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["LABELS", "Judgment", "agreement", "decide", "read_judgments"]

# From best to worst. The worse of two labels counts, unless a third judge decided.
LABELS = ("true", "misleading", "false")


@dataclass(frozen=True, slots=True)
class Judgment:
    """A judge's label for one statement, the wrong field, and the reason."""

    label: str
    field: str = ""
    reason: str = ""


def read_judgments(path: Path) -> dict[str, Judgment]:
    """Return the judgments of one judge by statement id.

    Raises ValueError for an invalid line and for a second judgment of the same statement.
    """
    found: dict[str, Judgment] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        raw = json.loads(line)
        if raw.get("judgment") not in LABELS or raw.get("id") in found:
            raise ValueError(f"{path}, line {number}: no judgment, or a second one: {line[:80]}")
        found[raw["id"]] = Judgment(
            raw["judgment"], raw.get("field") or "", raw.get("reason") or ""
        )
    return found


def decide(*judges: Mapping[str, Judgment]) -> dict[str, str]:
    """Return one label for each statement that every judge labelled: the worst label given.

    >>> decide({"s": Judgment("true")}, {"s": Judgment("false")})
    {'s': 'false'}
    """
    shared = set.intersection(*(set(judge) for judge in judges)) if judges else set()
    return {
        key: max((judge[key].label for judge in judges), key=LABELS.index) for key in sorted(shared)
    }


def agreement(pairs: Sequence[tuple[str, str]]) -> float:
    """Return Cohen's kappa, the agreement of two judges beyond chance; 1 for no pairs.

    >>> agreement([("true", "true"), ("false", "false")])
    1.0
    """
    if not pairs:
        return 1.0
    total = len(pairs)
    observed = sum(a == b for a, b in pairs) / total
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    expected = sum(first[label] * second[label] for label in first) / total**2
    return 1.0 if expected == 1 else (observed - expected) / (1 - expected)
