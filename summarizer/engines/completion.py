"""What a model leaves open and the rules read for the same figures: periods and changes. The
pipeline, which knows both engines, brings the two readings together."""

from __future__ import annotations

from dataclasses import replace

from summarizer.quantities.periods import normal_period
from summarizer.schema import Chunk, Draft, Extraction, ResultDraft, TargetDraft

__all__ = ["completed"]

Offsets = tuple[int, int]


def completed(found: Extraction, read: Extraction, chunk: Chunk) -> Extraction:
    """The drafts of a model with what it left open and the rules read for the same figures:
    periods, which may stand a sentence or a heading earlier, and changes."""
    results = {draft.figure_span: draft for draft in read.results if draft.figure_span}
    periods = {
        draft.figure_span: draft.period
        for drafts in (read.targets, read.results)
        for draft in drafts
        if draft.figure_span
    }
    return replace(
        found,
        targets=tuple(
            replace(draft, period=_known(periods, draft, chunk)) for draft in found.targets
        ),
        results=tuple(
            replace(
                draft,
                period=_known(periods, draft, chunk),
                direction=_direction(draft, results),
            )
            for draft in found.results
        ),
    )


def _known(
    periods: dict[Offsets, str | None], draft: TargetDraft | ResultDraft, chunk: Chunk
) -> str | None:
    """A period that the model copied from the item's own sentence; else what the rules read."""
    span, said = draft.figure_span, draft.period
    if said and said in _sentence(draft, chunk) and normal_period(said, chunk.document.fiscal_year):
        return said
    return periods.get(span, said) if span else said


def _direction(draft: ResultDraft, read: dict[Offsets, ResultDraft]) -> str:
    other = read.get(draft.figure_span) if draft.figure_span else None
    return other.direction if other and draft.direction == "none" else draft.direction


def _sentence(draft: Draft, chunk: Chunk) -> str:
    span = chunk.sentence(draft.at[0]) if draft.at else None
    return chunk.document.text[span[0] : span[1]] if span else ""
