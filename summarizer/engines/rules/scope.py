"""What the words so far hold for the clauses to come: subject, period, the last level stated."""

from __future__ import annotations

from dataclasses import dataclass, field

from summarizer.engines.rules.wording import object_of
from summarizer.genre.clauses import Clause
from summarizer.schema import Quantity

__all__ = ["Base", "Scope", "base_of"]

Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Base:
    """The last level that was stated: what later rates, changes and ranks are about. `thing` is
    its metric without the verb, `place` where that is printed, `label` the words before its
    number; `promised` says that it was promised, so that the next number tells the outcome."""

    metric: str
    subject: str | None
    thing: str
    place: Offsets
    label: Offsets
    quantity: Quantity
    promised: bool = False


@dataclass(slots=True)
class Scope:
    """Held within a sentence. `topic` says that the subject was announced (对X…) and holds for
    actions too; `event` is an activity that later numbers accompany; `latest` is the base or
    a rate stated after it; `levels` are the last ones by unit; `promises` wait for their
    outcomes; `silent` says that the previous clause had no figure."""

    period: Offsets | None = None
    subject: str = ""
    subject_span: Offsets | None = None
    topic: bool = False
    event: str = ""
    event_span: Offsets | None = None
    base: Base | None = None
    latest: Base | None = None
    levels: dict[str, Base] = field(default_factory=dict)
    promises: list[Base] = field(default_factory=list)
    status: str = "done"
    whole: int | None = None
    purpose: bool = False
    reason: bool = False
    previous: Clause | None = None
    silent: bool = False

    def promise_in(self, unit: str) -> Base | None:
        """The first promise in a unit whose outcome was not told yet: outcomes follow in order."""
        return next((one for one in self.promises if one.quantity.unit == unit), None)

    def name_subject(self, subject: str, span: Offsets | None, *, topic: bool = False) -> None:
        """Hold a subject for the clauses to come."""
        self.subject, self.subject_span, self.topic = subject, span, topic


def base_of(text: str, metric: str, subject: str, *, label: Offsets, quantity: Quantity) -> Base:
    """The base that a stated level makes, with the place of the thing it counts."""
    thing = object_of(metric)
    at = text.find(thing, label[0], quantity.end + len(thing) + 12) if thing else -1
    place = (at, at + len(thing)) if at >= 0 else label
    return Base(metric, subject or None, thing, place, label, quantity)
