"""What the rules tell as well as a model does: themes, categories, the place of a target in the
indicator tree, periods. A model is not asked for them, which saves a tenth of its answer."""

from __future__ import annotations

import re
from dataclasses import replace

from summarizer.engines.rules.engine import extract
from summarizer.engines.rules.indicators import Level, level_of
from summarizer.engines.rules.themes import category_of, kind_of, theme_of
from summarizer.quantities.periods import normal_period
from summarizer.schema import (
    Chunk,
    Draft,
    Extraction,
    MeasureDraft,
    ProblemDraft,
    ResultDraft,
    TargetDraft,
)

__all__ = ["classified", "completed"]

# "②成本指标：", "（1）质量指标：" before what they are about.
_LABEL = re.compile(r"(?P<label>[一-鿿]{2,10}?(?:指标|目标|效益|满意度))[:：]")


def classified(found: Extraction, chunk: Chunk) -> Extraction:
    """The drafts of a chunk with the classes that the model left open."""
    return replace(
        found,
        targets=tuple(_target(draft, chunk) for draft in found.targets),
        results=tuple(_result(draft, chunk) for draft in found.results),
        problems=tuple(_problem(draft, chunk) for draft in found.problems),
        measures=tuple(_measure(draft) for draft in found.measures),
    )


def completed(found: Extraction, chunk: Chunk) -> Extraction:
    """The drafts with what the model left open and the rules read for the same figures: periods,
    which may stand a sentence or a heading earlier, and changes."""
    read = extract(chunk)
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


Offsets = tuple[int, int]


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


def _target(draft: TargetDraft, chunk: Chunk) -> TargetDraft:
    sentence = _sentence(draft, chunk)
    before = sentence.partition(draft.metric)[0] if draft.metric in sentence else ""
    labels = [match.group("label") for match in _LABEL.finditer(before)]
    level = (level_of(labels[-1]) if labels else None) or level_of(draft.metric) or Level()
    return replace(draft, level1=level.level1, level2=level.level2)


def _result(draft: ResultDraft, chunk: Chunk) -> ResultDraft:
    headings = [(heading, 1.1) for heading in chunk.section[1:]]
    contexts = [(draft.subject or "", 0.5), *headings, (_sentence(draft, chunk), 0.3)]
    return replace(draft, theme=theme_of(draft.metric, contexts) or "other")


def _problem(draft: ProblemDraft, chunk: Chunk) -> ProblemDraft:
    if draft.category != "other":
        return draft
    return replace(draft, category=category_of(draft.metric, _sentence(draft, chunk)))


def _measure(draft: MeasureDraft) -> MeasureDraft:
    return draft if draft.kind != "other" else replace(draft, kind=kind_of(draft.metric))
