"""Themes, categories and indicator classes of drafts, by rules.

Rules assign them as well as a model does, and not asking for them saves a tenth of the answer.
"""

from __future__ import annotations

import re
from dataclasses import replace

from summarizer.genre.indicators import Level, level_of
from summarizer.genre.themes import category_of, kind_of, theme_of
from summarizer.schema import (
    Chunk,
    Draft,
    Extraction,
    MeasureDraft,
    ProblemDraft,
    ResultDraft,
    TargetDraft,
)

__all__ = ["with_classes"]

# Names of indicator classes before their indicators: "②成本指标：", "（1）质量指标：".
_LABEL = re.compile(r"(?P<label>[一-鿿]{2,10}?(?:指标|目标|效益|满意度))[:：]")


def with_classes(found: Extraction, chunk: Chunk) -> Extraction:
    """Return the drafts of a chunk with the classes that the model left empty."""
    return replace(
        found,
        targets=tuple(_target(draft, chunk) for draft in found.targets),
        results=tuple(_result(draft, chunk) for draft in found.results),
        problems=tuple(_problem(draft, chunk) for draft in found.problems),
        measures=tuple(_measure(draft) for draft in found.measures),
    )


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
