"""Drafts: the unverified items that an engine extracts from one chunk.

`at` names sentences of the chunk, `figure` copies the printed quantity. An engine that knows exact
places (the rules engine) also gives `spans` and `figure_span`; the first span is the shortest
clause that holds metric, value, unit and hedge.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

__all__ = [
    "Draft",
    "Extraction",
    "MeasureDraft",
    "ProblemDraft",
    "ResultDraft",
    "TargetDraft",
    "Unread",
    "Usage",
]

Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Fields common to all four kinds.

    `metric` and `subject` are words of the report; `salience` is `detail` for mere components of
    another item; `doubts` are reason codes that the engine already knows.
    """

    metric: str
    subject: str | None = None
    text: str | None = None
    at: tuple[int, ...] = ()
    spans: tuple[Offsets, ...] = ()
    salience: str | None = None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetDraft(Draft):
    """A target: metric, comparator, figure; `soft` marks a target that cannot be checked.

    The spans locate weight, score, reason of a deviation and due date in the row of a form.
    """

    figure: str | None = None
    figure_span: Offsets | None = None
    comparator: str | None = None
    level1: str | None = None
    level2: str | None = None
    period: str | None = None
    soft: bool = False
    weight_span: Offsets | None = None
    score_span: Offsets | None = None
    reason_span: Offsets | None = None
    deadline_span: Offsets | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultDraft(Draft):
    """A result: an amount reached, received or spent.

    `part_of` is the index, in `Extraction.results`, of the total that includes it.
    """

    figure: str | None = None
    figure_span: Offsets | None = None
    direction: str = "none"
    status: str = "done"
    period: str | None = None
    theme: str | None = None
    part_of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemDraft(Draft):
    """A stated deficiency; `cause` copies the report's words for its cause, located by
    `cause_span`.
    """

    category: str = "other"
    cause: str | None = None
    cause_span: Offsets | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureDraft(Draft):
    """A planned measure. `addresses` are indices in `Extraction.problems`."""

    kind: str = "other"
    addresses: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Cost of reading: calls sent, stored answers used, tokens."""

    calls: int = 0
    cached_calls: int = 0
    retries: int = 0
    input_tokens: int = 0
    cached_input_tokens: int = 0
    output_tokens: int = 0
    cost: Decimal | None = None

    def __add__(self, other: Usage) -> Usage:
        costs = [cost for cost in (self.cost, other.cost) if cost is not None]
        return Usage(
            calls=self.calls + other.calls,
            cached_calls=self.cached_calls + other.cached_calls,
            retries=self.retries + other.retries,
            input_tokens=self.input_tokens + other.input_tokens,
            cached_input_tokens=self.cached_input_tokens + other.cached_input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            cost=sum(costs, Decimal(0)) if costs else None,
        )


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of a chunk that an engine could not read, with a stable code and a sentence as
    reason.
    """

    start: int
    end: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """All drafts of one chunk in reading order per kind, the unread parts, and the cost."""

    targets: tuple[TargetDraft, ...] = ()
    results: tuple[ResultDraft, ...] = ()
    problems: tuple[ProblemDraft, ...] = ()
    measures: tuple[MeasureDraft, ...] = ()
    unread: tuple[Unread, ...] = ()
    usage: Usage = Usage()
