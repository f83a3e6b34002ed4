"""Context carried from clause to clause: subject, period, last level."""

from __future__ import annotations

from dataclasses import dataclass, field

from summarizer.engines.rules.noun_phrases import object_of
from summarizer.genre.clauses import Clause
from summarizer.schema import Quantity

__all__ = ["Level", "Scope", "level_from"]

Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Level:
    """A stated level, which later rates, changes and ranks refer to. `thing` is its metric without
    the verb, `place` the span of that, `label` the words before its number; `promised`: it is a
    target, so the next number is its outcome.
    """

    metric: str
    subject: str | None
    thing: str
    place: Offsets
    label: Offsets
    quantity: Quantity
    promised: bool = False


@dataclass(slots=True)
class Scope:
    """Context within a sentence. `subject` is the last named subject; `topic`: it was introduced by
    对X…. `level` is the last level, `latest` that or a later rate, `by_unit` the last level of each
    unit. `promises` are targets without an outcome yet; `whole` is the index of the figure that a
    list of parts belongs to; `silent`: the previous clause had no figure.
    """

    period: Offsets | None = None
    subject: str = ""
    subject_span: Offsets | None = None
    topic: bool = False
    level: Level | None = None
    latest: Level | None = None
    by_unit: dict[str, Level] = field(default_factory=dict)
    promises: list[Level] = field(default_factory=list)
    status: str = "done"
    whole: int | None = None
    purpose: bool = False
    reason: bool = False
    previous: Clause | None = None
    silent: bool = False

    def promise_in(self, unit: str) -> Level | None:
        """Return the first target in a unit without an outcome yet: outcomes follow in order."""
        return next((one for one in self.promises if one.quantity.unit == unit), None)

    def name_subject(self, subject: str, span: Offsets | None, *, topic: bool = False) -> None:
        """Set the subject for the following clauses."""
        self.subject, self.subject_span, self.topic = subject, span, topic


def level_from(
    text: str, metric: str, subject: str, *, label: Offsets, quantity: Quantity
) -> Level:
    """Return the level that a figure states, with the span of the thing counted."""
    thing = object_of(metric)
    at = text.find(thing, label[0], quantity.end + len(thing) + 12) if thing else -1
    place = (at, at + len(thing)) if at >= 0 else label
    return Level(metric, subject or None, thing, place, label, quantity)
