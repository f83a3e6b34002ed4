"""Targets, results, problems and measures, before and after verification."""

from __future__ import annotations

from summarizer.schema.noun import Check, Noun, Sentence, Span
from summarizer.schema.quantity import Comparator, Quantity
from summarizer.schema.terms import (
    AttainmentState,
    Category,
    Direction,
    Level1,
    Level2,
    MeasureKind,
    Salience,
    Status,
    Theme,
)

__all__ = [
    "Attainment",
    "CheckedItem",
    "CheckedMeasure",
    "CheckedProblem",
    "CheckedResult",
    "CheckedTarget",
    "Indicator",
    "Item",
    "Measure",
    "Problem",
    "Result",
    "Target",
]


class Indicator(Noun):
    """The class of a target in the indicator tree of 财预〔2021〕101号; either level may be
    null.
    """

    level1: Level1 | None = None
    level2: Level2 | None = None


class Attainment(Noun):
    """A target compared with its results.

    `deviation` is (actual − target) / target in percent, a signed decimal string with two places,
    or null. `explanation` gives the reason for the state.
    """

    state: AttainmentState
    results: tuple[str, ...] = ()
    deviation: str | None = None
    explanation: Sentence | None = None


class Target(Noun):
    """A target.

    `weight` and `score` are decimal strings from the target's row of its form, `reason` is the
    row's explanation of a deviation, `deadline` is the due date.
    """

    id: str
    section: tuple[str, ...]
    subject: str | None
    metric: str
    text: str
    indicator: Indicator
    comparator: Comparator | None
    quantity: Quantity | None
    period: str | None
    attainment: Attainment
    evidence: tuple[Span, ...]
    weight: str | None = None
    score: str | None = None
    reason: str | None = None
    deadline: Quantity | None = None
    salience: Salience = "core"


class Result(Noun):
    """An amount that was reached, received or spent."""

    id: str
    section: tuple[str, ...]
    subject: str | None
    metric: str
    text: str
    quantity: Quantity | None
    direction: Direction
    status: Status
    period: str | None
    part_of: str | None
    theme: Theme | None
    evidence: tuple[Span, ...]
    salience: Salience = "core"


class Problem(Noun):
    """A deficiency that the report admits."""

    id: str
    section: tuple[str, ...]
    text: str
    category: Category
    cause: str | None
    evidence: tuple[Span, ...]
    cause_evidence: tuple[Span, ...] = ()
    salience: Salience = "core"


class Measure(Noun):
    """A planned measure against problems."""

    id: str
    section: tuple[str, ...]
    text: str
    kind: MeasureKind
    addresses: tuple[str, ...]
    evidence: tuple[Span, ...]
    salience: Salience = "core"


class CheckedTarget(Target):
    """A target with its verdict."""

    check: Check


class CheckedResult(Result):
    """A result with its verdict."""

    check: Check


class CheckedProblem(Problem):
    """A problem with its verdict."""

    check: Check


class CheckedMeasure(Measure):
    """A measure with its verdict."""

    check: Check


Item = Target | Result | Problem | Measure
CheckedItem = CheckedTarget | CheckedResult | CheckedProblem | CheckedMeasure
