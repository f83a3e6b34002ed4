"""Grounding (溯源): from what an engine said to items with evidence.

A model says a sentence number and copies words; this module finds the span. Spans are cut from
the canonical text, so a quote cannot be wrong; what cannot be found stays visible as a doubt.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, cast, get_args

from summarizer.quantities import same, scan
from summarizer.quantities.periods import normal_period
from summarizer.schema import (
    Attainment,
    Chunk,
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
    Span,
    Target,
    TargetDraft,
)
from summarizer.schema.summary import (
    Category,
    Direction,
    Level1,
    Level2,
    MeasureKind,
    Reason,
    Status,
    Theme,
)
from summarizer.segmentation import clauses

__all__ = ["Grounded", "ground"]

Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Grounded:
    """Items of one chunk under provisional ids, and what grounding could not find of them."""

    items: tuple[Item, ...] = ()
    doubts: dict[str, tuple[Reason, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a draft stands in the report."""

    evidence: tuple[Span, ...]
    quantity: Quantity | None
    section: tuple[str, ...]
    text: str
    period: str | None
    doubts: tuple[Reason, ...]


def ground(extraction: Extraction, chunk: Chunk) -> Grounded:
    """Every draft as an item, in reading order per kind; ids hold for this chunk alone."""
    items: list[Item] = []
    doubts: dict[str, tuple[Reason, ...]] = {}

    def name(letter: str, number: int) -> str:
        return f"{letter}{chunk.index}.{number}"

    def places(letter: str, drafts: Iterable[Draft]) -> Iterator[tuple[str, _Place]]:
        for number, draft in enumerate(drafts):
            place = _place(draft, chunk)
            if place.doubts:
                doubts[name(letter, number)] = place.doubts
            yield name(letter, number), place

    for draft, (key, place) in zip(
        extraction.targets, places("t", extraction.targets), strict=True
    ):
        items.append(_target(key, draft, place))
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
        addressed = tuple(name("p", number) for number in measure.addresses)
        items.append(_measure(key, measure, place, addresses=addressed))
    return Grounded(tuple(items), doubts)


def _target(key: str, draft: TargetDraft, place: _Place) -> Target:
    quantity = place.quantity
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
        comparator=cast("Literal['>=', '<=', '>', '<', '='] | None", comparator),
        quantity=quantity,
        period=place.period,
        attainment=Attainment(state="not_reported"),
        evidence=place.evidence,
    )


def _result(key: str, draft: ResultDraft, place: _Place, *, part_of: str | None) -> Result:
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
    )


def _problem(key: str, draft: ProblemDraft, place: _Place) -> Problem:
    return Problem(
        id=key,
        section=place.section,
        text=place.text,
        category=cast("Category", _one_of(Category, draft.category) or "other"),
        cause=draft.cause or None,
        evidence=place.evidence,
    )


def _measure(
    key: str, draft: MeasureDraft, place: _Place, *, addresses: tuple[str, ...]
) -> Measure:
    return Measure(
        id=key,
        section=place.section,
        text=place.text,
        kind=cast("MeasureKind", _one_of(MeasureKind, draft.kind) or "other"),
        addresses=addresses,
        evidence=place.evidence,
    )


def _one_of(names: object, said: str | None) -> str | None:
    return said if said in get_args(names) else None


def _place(draft: Draft, chunk: Chunk) -> _Place:
    """Evidence, quantity and wording of a draft; engines that know spans are taken at their word,
    which costs them nothing: the quote is cut from the text and the verifier reads it again."""
    figure: str | None = getattr(draft, "figure", None)
    doubts: list[Reason] = []
    quantity: Quantity | None = None
    if draft.spans:
        spans = list(draft.spans)
        quantity = _quantity_in(chunk, getattr(draft, "figure_span", None))
    else:
        cited = [span for number in draft.at if (span := chunk.sentence(number))]
        if len(cited) < len(set(draft.at)) or not cited:
            doubts.append("quote-not-in-report")
        cited = cited or [_likeliest(draft, chunk)]
        quantity = _find_quantity(figure, draft.metric, cited, chunk)
        spans = _evidence(draft, quantity, cited, chunk)
    if figure and quantity is None:
        doubts.append(_where_else(figure, chunk))
    cause_span: Offsets | None = getattr(draft, "cause_span", None)
    cause: str | None = getattr(draft, "cause", None)
    if cause and cause_span is None and not draft.spans:
        cause_span = _find_words(cause, chunk.start, chunk.end, chunk)
        if cause_span is None:
            doubts.append("low-wording-support")
    if cause_span:
        spans.append(cause_span)
    evidence = tuple(_cut(chunk, span) for span in _distinct(spans))
    return _Place(
        evidence=evidence,
        quantity=quantity,
        section=chunk.document.section_at(evidence[0].start).path,
        text=_wording(draft, figure, quantity, evidence),
        period=normal_period(getattr(draft, "period", None), chunk.document.fiscal_year),
        doubts=tuple(dict.fromkeys(doubts)),
    )


def _cut(chunk: Chunk, span: Offsets) -> Span:
    start, end = span
    return Span(start=start, end=end, quote=chunk.document.text[start:end])


def _distinct(spans: list[Offsets]) -> list[Offsets]:
    """Spans in the order given, without those that lie within another."""
    kept: list[Offsets] = []
    for span in dict.fromkeys(spans):
        inside = any(
            other != span and other[0] <= span[0] and span[1] <= other[1] for other in spans
        )
        if not inside:
            kept.append(span)
    return kept or spans[:1]


def _wording(
    draft: Draft, figure: str | None, quantity: Quantity | None, evidence: tuple[Span, ...]
) -> str:
    """The report's own words; only what could not be found keeps the engine's."""
    if draft.text:
        return draft.text
    if figure and quantity is None:
        return f"{draft.metric}{figure}"
    if quantity is None and not isinstance(draft, TargetDraft | ResultDraft):
        return draft.metric or evidence[0].quote
    return " ".join(evidence[0].quote.split())


def _quantity_in(chunk: Chunk, span: Offsets | None) -> Quantity | None:
    if span is None:
        return None
    document = chunk.document
    exact = document.quantities_in(*span)
    if exact:
        return exact[0]
    around = document.quantities_in(max(0, span[0] - 40), span[1] + 40)
    return next((q for q in around if q.start <= span[0] and span[1] <= q.end), None)


def _find_quantity(
    figure: str | None, metric: str, cited: list[Offsets], chunk: Chunk
) -> Quantity | None:
    """The scanned quantity that a copied figure means: the same amount in a cited sentence, of
    several the one that stands nearest behind the metric's words."""
    if not figure:
        return None
    said = scan(figure)
    folded = _fold(figure)
    found: list[tuple[int, int, Quantity]] = []
    for start, end in cited:
        label = _find_words(metric, start, end, chunk)
        for quantity in chunk.document.quantities_in(start, end):
            alike = _fold(quantity.text) == folded
            if alike or any(same(one, quantity) for one in said) or _cell_says(quantity, folded):
                distance = _distance(label, quantity, start)
                found.append((0 if alike else 1, distance, quantity))
    return min(found, key=lambda entry: entry[:2])[2] if found else None


def _cell_says(quantity: Quantity, folded: str) -> bool:
    """A table cell prints a bare number, which a model may copy with the caption's unit."""
    return quantity.kind == "money" and folded.rstrip("元万亿") == _fold(quantity.text)


def _distance(label: Offsets | None, quantity: Quantity, start: int) -> int:
    if label is None:
        return quantity.start - start
    gap = quantity.start - label[1]
    return gap if gap >= 0 else 2 * (label[0] - quantity.end)


def _evidence(
    draft: Draft, quantity: Quantity | None, cited: list[Offsets], chunk: Chunk
) -> list[Offsets]:
    """R14: the shortest clause with metric and value; scope words elsewhere stay in the sentence
    that the model named, which follows as further evidence."""
    document = chunk.document
    if quantity is None:
        return [_clause_of_words(draft.metric, span, chunk) or span for span in cited]
    table = document.table_at(quantity.start)
    if table and (cell := table.cell_at(quantity.start)):
        headers = (*table.row_headers(cell), *table.column_headers(cell))
        spans = [(quantity.start, quantity.end), *((h.start, h.end) for h in headers)]
        return [*spans, table.unit_span] if table.unit_span else spans
    home = next(span for span in cited if span[0] <= quantity.start < span[1])
    clause = next(
        (
            span
            for span in clauses(document.text, *home)
            if span[0] <= quantity.start and quantity.end <= span[1]
        ),
        home,
    )
    label = _find_words(draft.metric, *clause, chunk)
    if label is not None:
        return [clause]
    named = _find_words(draft.metric, *home, chunk)
    return [clause, named] if named else [clause, home]


def _clause_of_words(words: str, sentence: Offsets, chunk: Chunk) -> Offsets | None:
    found = _find_words(words, *sentence, chunk)
    if found is None:
        return None
    touched = [
        span
        for span in clauses(chunk.document.text, *sentence)
        if span[0] < found[1] and found[0] < span[1]
    ]
    return (touched[0][0], touched[-1][1]) if touched else found


def _find_words(words: str, start: int, end: int, chunk: Chunk) -> Offsets | None:
    """Where words stand between two offsets, blind to blanks and to full-width forms only."""
    needle = _fold(words)
    if not needle:
        return None
    place = chunk.document.text.find(words, start, end)
    if place >= 0:
        return place, place + len(words)
    letters = [
        (mark, offset)
        for offset in range(start, end)
        for mark in _fold(chunk.document.text[offset])
    ]
    place = "".join(mark for mark, _ in letters).find(needle)
    if place < 0:
        return None
    return letters[place][1], letters[place + len(needle) - 1][1] + 1


def _fold(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).split())


def _likeliest(draft: Draft, chunk: Chunk) -> Offsets:
    """The sentence that shares most with the words of a draft that names none: shown beside the
    claim so that a person can judge it, never counted for it."""
    wanted = _pairs(f"{draft.metric}{getattr(draft, 'figure', None) or ''}")
    sentences = chunk.sentences or ((chunk.start, chunk.end),)
    text = chunk.document.text
    return max(sentences, key=lambda span: len(wanted & _pairs(text[span[0] : span[1]])))


def _pairs(words: str) -> set[str]:
    folded = _fold(words)
    return {folded[i : i + 2] for i in range(len(folded) - 1)}


def _where_else(figure: str, chunk: Chunk) -> Reason:
    said = scan(figure)
    known = chunk.document.quantities
    if any(same(one, quantity) for one in said for quantity in known):
        return "elsewhere-in-report"
    return "not-in-report"
