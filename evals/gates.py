"""Gates: lower and upper bounds of metrics, read from thresholds.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Gate", "Outcome", "gates", "judge"]

THRESHOLDS = Path(__file__).parent / "thresholds.toml"
ROUNDING = 5e-5


@dataclass(frozen=True, slots=True)
class Gate:
    """A metric and its bounds, both inclusive."""

    metric: str
    least: float | None = None
    most: float | None = None

    def holds(self, value: float) -> bool:
        """Return whether the value is within the bounds, to four places."""
        return (self.least is None or value >= self.least - ROUNDING) and (
            self.most is None or value <= self.most + ROUNDING
        )

    @property
    def wording(self) -> str:
        """Return the bounds as text: ≥ 0.95, ≤ 0."""
        bounds = (("≥", self.least), ("≤", self.most))
        return " ".join(f"{sign} {bound:g}" for sign, bound in bounds if bound is not None)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A gate and the measured value."""

    gate: Gate
    value: float

    @property
    def passed(self) -> bool:
        """Return whether the value is within the bounds."""
        return self.gate.holds(self.value)


def gates(group: str, source: Path = THRESHOLDS) -> tuple[Gate, ...]:
    """Return the gates of an engine or of the mutations. Raises ValueError for an invalid file."""
    groups = tomllib.loads(source.read_text(encoding="utf-8"))
    return tuple(_gate(metric, bounds) for metric, bounds in groups.get(group, {}).items())


def judge(group: str, values: Mapping[str, float]) -> Iterator[Outcome]:
    """Yield the outcome of every gate of a group.

    Raises ValueError when a metric is missing: its gate would never fail.
    """
    for gate in gates(group):
        if gate.metric not in values:
            raise ValueError(f"thresholds.toml [{group}] names an unknown metric: {gate.metric}")
        yield Outcome(gate, values[gate.metric])


def _gate(metric: str, bounds: Mapping[str, Any]) -> Gate:
    unknown = set(bounds) - {"least", "most"}
    if unknown or not bounds:
        raise ValueError(f"thresholds.toml {metric}: least and most, not {sorted(unknown)}")
    return Gate(metric, bounds.get("least"), bounds.get("most"))
