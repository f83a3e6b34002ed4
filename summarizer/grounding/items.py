"""Drafts with their places become items, under ids that hold for their chunk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import cast, get_args

from summarizer.genre.answers import may_answer
from summarizer.grounding.places import Place, find_place
from summarizer.schema import (
    Attainment,
    Chunk,
    Document,
    Draft,
    Extraction,
    Indicator,
    Item,
    Measure,
    MeasureDraft,
    Problem,
    ProblemDraft,
    Quantity,
    Result,
    ResultDraft,
    Target,
    TargetDraft,
)
from summarizer.schema.quantity import Comparator
from summarizer.schema.terms import (
    Category,
    Direction,
    Level1,
    Level2,
    MeasureKind,
    Reason,
    Salience,
    Status,
    Theme,
)

__all__ = ["Grounded", "ground"]


@dataclass(frozen=True, slots=True)
class Grounded:
    """Items of one chunk under provisional ids, and what grounding could not find of them."""

    items: tuple[Item, ...] = ()
    doubts: dict[str, tuple[Reason, ...]] = field(default_factory=dict)


def ground(extraction: Extraction, chunk: Chunk) -> Grounded:
    """Every draft as an item, in reading order per kind; ids hold for this chunk alone."""
    items: list[Item] = []
    doubts: dict[str, tuple[Reason, ...]] = {}

    def name(letter: str, number: int) -> str:
        return f"{letter}{chunk.index}.{number}"

    def places(letter: str, drafts: Iterable[Draft]) -> Iterator[tuple[str, Place]]:
        for number, draft in enumerate(drafts):
            place = find_place(draft, chunk)
            if place.doubts:
                doubts[name(letter, number)] = place.doubts
            yield name(letter, number), place

    for draft, (key, place) in zip(
        extraction.targets, places("t", extraction.targets), strict=True
    ):
        items.append(_target(key, draft, place, chunk.document))
    for whole, (key, place) in zip(
        extraction.results, places("r", extraction.results), strict=True
    ):
        part_of = None if whole.part_of is None else name("r", whole.part_of)
        items.append(_result(key, whole, place, part_of=part_of))
    for problem, (key, place) in zip(
        extraction.problems, places("p", extraction.problems), strict=True
    ):
        items.append(_problem(key, problem, place))
    for measure, (key, place) in zip(
        extraction.measures, places("m", extraction.measures), strict=True
    ):
        drafts = enumerate(extraction.problems)
        addressed = tuple(
            name("p", number)
            for number, problem in drafts
            if number in measure.addresses and _answers(measure, problem)
        )
        items.append(_measure(key, measure, place, addresses=addressed))
    return Grounded(tuple(items), doubts)


def _target(key: str, draft: TargetDraft, place: Place, document: Document) -> Target:
    quantity = place.quantity
    reason = draft.reason_span and " ".join(document.text[slice(*draft.reason_span)].split())
    said = draft.comparator if draft.comparator in (">=", "<=", ">", "<", "=") else None
    comparator = said or (quantity and (quantity.comparator or "=")) or None
    return Target(
        id=key,
        section=place.section,
        subject=draft.subject or None,
        metric=draft.metric,
        text=place.text,
        indicator=Indicator(
            level1=cast("Level1 | None", _one_of(Level1, draft.level1)),
            level2=cast("Level2 | None", _one_of(Level2, draft.level2)),
        ),
        comparator=cast("Comparator | None", comparator),
        quantity=quantity,
        period=place.period,
        attainment=Attainment(state="not_reported"),
        evidence=place.evidence,
        weight=_points(draft.weight_span, document),
        score=_points(draft.score_span, document),
        reason=reason or None,
        deadline=_date(draft.deadline_span, document),
        salience=_salience(draft),
    )


def _points(span: tuple[int, int] | None, document: Document) -> str | None:
    """The value of the one number that the scanner read at a span; None where it read no one."""
    found = document.quantities_in(*span) if span else ()
    plain = [one.value for one in found if one.is_checked and "/" not in one.value]
    return plain[0] if len(plain) == 1 else None


def _date(span: tuple[int, int] | None, document: Document) -> Quantity | None:
    """The first date that the scanner read at a span."""
    found = document.quantities_in(*span) if span else ()
    return next((one for one in found if one.kind == "date"), None)


def _result(key: str, draft: ResultDraft, place: Place, *, part_of: str | None) -> Result:
    return Result(
        id=key,
        section=place.section,
        subject=draft.subject or None,
        metric=draft.metric,
        text=place.text,
        quantity=place.quantity,
        direction=cast("Direction", _one_of(Direction, draft.direction) or "none"),
        status=cast("Status", _one_of(Status, draft.status) or "done"),
        period=place.period,
        part_of=part_of,
        theme=cast("Theme | None", _one_of(Theme, draft.theme)),
        evidence=place.evidence,
        salience=_salience(draft),
    )


def _problem(key: str, draft: ProblemDraft, place: Place) -> Problem:
    return Problem(
        id=key,
        section=place.section,
        text=place.text,
        category=cast("Category", _one_of(Category, draft.category) or "other"),
        cause=draft.cause or None,
        cause_evidence=place.cause,
        evidence=place.evidence,
        salience=_salience(draft),
    )


def _answers(measure: MeasureDraft, problem: ProblemDraft) -> bool:
    """Is a link that a model names borne by the words or the classes of both? Any other is left
    out, and the measure stands without it."""
    words = (problem.metric, problem.category or "other", problem.cause or "")
    return may_answer(measure.metric, measure.kind or "other", *words)


def _measure(key: str, draft: MeasureDraft, place: Place, *, addresses: tuple[str, ...]) -> Measure:
    return Measure(
        id=key,
        section=place.section,
        text=place.text,
        kind=cast("MeasureKind", _one_of(MeasureKind, draft.kind) or "other"),
        addresses=addresses,
        evidence=place.evidence,
        salience=_salience(draft),
    )


def _salience(draft: Draft) -> Salience:
    return cast("Salience | None", _one_of(Salience, draft.salience)) or "core"


def _one_of(names: object, said: str | None) -> str | None:
    return said if said in get_args(names) else None
