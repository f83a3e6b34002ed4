"""What the words so far hold for the clauses to come: subject, period, the last level stated."""

from __future__ import annotations

from dataclasses import dataclass, field

from summarizer.engines.rules.noun_phrases import object_of
from summarizer.genre.clauses import Clause
from summarizer.schema import Quantity

__all__ = ["Level", "Scope", "level_from"]

Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Level:
    """A level that was stated: what later rates, changes and ranks are about. `thing` is its
    metric without the verb, `place` where that is printed, `label` the words before its number;
    `promised` says that it was promised, so that the next number tells the outcome."""

    metric: str
    subject: str | None
    thing: str
    place: Offsets
    label: Offsets
    quantity: Quantity
    promised: bool = False


@dataclass(slots=True)
class Scope:
    """Held within a sentence. `subject` is who was named last, `topic` that it was announced
    (对X…); `level` is the last level, `latest` that or a rate stated after it, `by_unit` the last
    levels by unit; `promises` wait for their outcomes; `whole` is the place of the figure that a
    list of parts belongs to; `silent` says that the previous clause had no figure."""

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
        """The first promise in a unit whose outcome was not told yet: outcomes follow in order."""
        return next((one for one in self.promises if one.quantity.unit == unit), None)

    def name_subject(self, subject: str, span: Offsets | None, *, topic: bool = False) -> None:
        """Hold a subject for the clauses to come."""
        self.subject, self.subject_span, self.topic = subject, span, topic


def level_from(
    text: str, metric: str, subject: str, *, label: Offsets, quantity: Quantity
) -> Level:
    """The level that a figure states, with the place of the thing it counts."""
    thing = object_of(metric)
    at = text.find(thing, label[0], quantity.end + len(thing) + 12) if thing else -1
    place = (at, at + len(thing)) if at >= 0 else label
    return Level(metric, subject or None, thing, place, label, quantity)
