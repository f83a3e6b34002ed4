"""The JSON of a comparison: frozen models, key order as printed."""

from __future__ import annotations

from typing import Literal

from summarizer.schema import DocumentRecord, Quantity, Span
from summarizer.schema.noun import Noun, Sentence
from summarizer.schema.terms import Direction, Verdict

__all__ = [
    "Comparison",
    "Conflict",
    "Doubt",
    "FollowUp",
    "FollowUpState",
    "Mode",
    "Pair",
    "Side",
    "TargetChange",
]

Mode = Literal["years", "documents"]
# Why a pair is uncertain.
Doubt = Literal[
    "label-differs",
    "subject-differs",
    "another-fits",
    "place-differs",
    "period-differs",
    "direction-differs",
    "part-of-differs",
    "office-differs",
    "growth-differs",
    "approximate",
    "not-verified",
]
TargetChange = Literal["raised", "lowered", "same", "reworded"]
FollowUpState = Literal["closed", "repeated", "similar", "unmentioned"]


class Side(Noun):
    """One document's side of a pair: the item and its number.

    `direction` tells whether the number is a rise or a fall. `context` holds the words around the
    figure, which its label leaves out: the totals that it is a part of, and its sentence or the
    title of its table.
    """

    item: str
    subject: str | None
    metric: str
    quantity: Quantity | None
    period: str | None
    verdict: Verdict
    evidence: tuple[Span, ...]
    direction: Direction = "none"
    context: str = ""


class Pair(Noun):
    """One indicator in both documents.

    `change` is new − old in the base unit (percentage points for two percentages), `rate` that
    change in percent of the old value, both decimal strings; null where there is no number, for a
    rise against a fall, and for a pair that may be two indicators. `target_change` is for targets
    alone. `doubts` is empty for a pair that is certain.
    """

    kind: Literal["target", "result"]
    subject: str | None
    metric: str
    old: Side
    new: Side
    change: str | None
    rate: str | None
    target_change: TargetChange | None = None
    doubts: tuple[Doubt, ...] = ()


class Conflict(Noun):
    """A figure that both documents print for one year under one label with different values.

    `difference` is new − old in the base unit. `doubts` holds `office-differs` when the documents
    do not tell that they are of one office.
    """

    subject: str | None
    metric: str
    year: int
    old: Side
    new: Side
    difference: str
    doubts: tuple[Doubt, ...] = ()


class FollowUp(Noun):
    """The outcome of a problem or a measure of the older document in the newer one.

    `similar`: the newer one has a problem or measure of the same kind with some of its words.
    `by` are item ids of the newer summary, `evidence` are spans of its text, `doubts` as for a
    conflict.
    """

    kind: Literal["problem", "measure"]
    item: str
    text: str
    state: FollowUpState
    by: tuple[str, ...] = ()
    evidence: tuple[Span, ...] = ()
    doubts: tuple[Doubt, ...] = ()


class Comparison(Noun):
    """The comparison of two summaries.

    `compared` counts the figures that both print for one year under one label; without it an empty
    list of conflicts says nothing. `left_out` counts figures of the newer document that have a
    similar label in the older one but are not paired with it, since the labels do not tell that
    they are one indicator. `only_old` and `only_new` are ids of targets and results with a
    number but no match.
    """

    schema_version: Literal["1"] = "1"
    mode: Mode
    old: DocumentRecord
    new: DocumentRecord
    pairs: tuple[Pair, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    compared: int = 0
    left_out: int = 0
    follow_up: tuple[FollowUp, ...] = ()
    only_old: tuple[str, ...] = ()
    only_new: tuple[str, ...] = ()
    notes: tuple[Sentence, ...] = ()
