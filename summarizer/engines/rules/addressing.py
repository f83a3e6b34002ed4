"""Which problem a measure answers, where a shared object says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from summarizer.schema import MeasureDraft, ProblemDraft

__all__ = ["address"]

# Objects that a problem and its measure both name; the more particular first.
OBJECTS = tuple(
    re.compile(pattern)
    for pattern in (
        r"绩效沟通|沟通",
        r"预算编制|年初预算|编制.{0,4}预算|精准预算|预算方案|预算的?预见",
        r"绩效目标|目标(?:设|编|值)|成本目标",
        r"绩效指标|考评指标|评价指标|指标体系",
        r"执行率|执行进度|支出进度|资金使用进度",
        r"资金(?:分配|安排)",
        r"资金(?:使用|管理|监管)|财务管理",
        r"政府采购|采购",
        r"资产",
        r"合同",
        r"档案|资料|佐证",
        r"绩效(?:管理)?(?:意识|理念)|重视程度",
        r"业务(?:能力|水平|培训)|培训|专业",
        r"内(?:部)?控(?:制)?|内部监督",
        r"管护|后期维护",
        r"制度",
        r"公开",
    )
)


def address(
    measures: Sequence[MeasureDraft], problems: Sequence[ProblemDraft]
) -> list[MeasureDraft]:
    """The measures with the places of the problems they share an object with."""
    return [replace(measure, addresses=_answered(measure, problems)) for measure in measures]


def _answered(measure: MeasureDraft, problems: Sequence[ProblemDraft]) -> tuple[int, ...]:
    words = measure.text or measure.metric
    for pattern in OBJECTS:
        if pattern.search(words):
            return tuple(
                place
                for place, problem in enumerate(problems)
                if pattern.search(problem.text or problem.metric)
            )
    return ()
