"""Where a draft stands in the report.

Spans are cut from the canonical text, so a quote cannot be wrong; what cannot be found stays
visible as a doubt and is never repaired.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from summarizer.grounding.doubts import doubts_of_place
from summarizer.grounding.spans import Offsets, evidence_spans
from summarizer.grounding.wording import folded, pairs
from summarizer.quantities import same, scan
from summarizer.quantities.periods import normal_period
from summarizer.schema import Chunk, Draft, Quantity, ResultDraft, Span, TargetDraft
from summarizer.schema.terms import Reason

__all__ = ["Place", "find_place"]

# What a target's row of a form says beside its value.
_FURTHER = ("weight_span", "score_span", "reason_span", "deadline_span")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a draft stands in the report."""

    evidence: tuple[Span, ...]
    quantity: Quantity | None
    section: tuple[str, ...]
    text: str
    period: str | None
    doubts: tuple[Reason, ...]
    cause: tuple[Span, ...] = ()


def find_place(draft: Draft, chunk: Chunk) -> Place:
    """Evidence, quantity and wording of a draft; engines that know spans are taken at their word,
    which costs them nothing: the quote is cut from the text and the verifier reads it again."""
    doubts = [cast("Reason", doubt) for doubt in draft.doubts]
    figure: str | None = getattr(draft, "figure", None)
    quantity = _quantity_in(chunk, getattr(draft, "figure_span", None))
    if draft.spans:
        spans = list(draft.spans)
    else:
        cited = [span for number in draft.at if (span := chunk.sentence(number))]
        if not cited:
            doubts.append("unplaced")
        spans = evidence_spans(draft, quantity, cited or [_likeliest(draft, chunk)], chunk)
    if figure and quantity is None:
        doubts.append(_where_else(figure, chunk))
    if quantity and folded(draft.metric) == folded(quantity.text):
        # A number without a name.
        doubts.append("low-wording-support")
    if not draft.spans:
        doubts += doubts_of_place(draft, quantity, spans[0], chunk)
    cause_span: Offsets | None = getattr(draft, "cause_span", None)
    if cause_span:
        spans.append(cause_span)
    elif getattr(draft, "cause", None) and not draft.spans:
        doubts.append("low-wording-support")
    spans += [span for name in _FURTHER if (span := getattr(draft, name, None))]
    evidence = tuple(_cut(chunk, span) for span in _distinct(spans))
    return Place(
        evidence=evidence,
        quantity=quantity,
        section=chunk.document.section_at(evidence[0].start).path,
        text=_wording(draft, figure, quantity, evidence),
        period=normal_period(getattr(draft, "period", None), chunk.document.fiscal_year),
        doubts=tuple(dict.fromkeys(doubts)),
        cause=(_cut(chunk, cause_span),) if cause_span else (),
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


def _likeliest(draft: Draft, chunk: Chunk) -> Offsets:
    """The sentence that shares most with the words of a draft that names none: shown beside the
    claim so that a person can judge it, never counted for it."""
    wanted = pairs(f"{draft.metric}{getattr(draft, 'figure', None) or ''}")
    sentences = chunk.sentences or ((chunk.start, chunk.end),)
    text = chunk.document.text
    return max(sentences, key=lambda span: len(wanted & pairs(text[span[0] : span[1]])))


def _where_else(figure: str, chunk: Chunk) -> Reason:
    said = scan(figure)
    known = chunk.document.quantities
    if any(same(one, quantity) for one in said for quantity in known):
        return "elsewhere-in-report"
    return "not-in-report"
