"""Targets in the brief: how many were met, each with its result, and the promises of a plan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from summarizer.rendering.figures import figure, promise
from summarizer.rendering.labels import Language, word
from summarizer.rendering.spoken import SIGNS
from summarizer.rendering.statements import Statement, bare
from summarizer.schema import CheckedItem, CheckedResult, CheckedTarget, Summary

__all__ = ["paired", "planned", "targets_told"]

_STATES = ("met", "exceeded", "partly", "not_met")
_UNFINISHED = re.compile("未(?:能)?(?:完成|达成|实现|达标)")
# Money, and the number of projects that have targets.
_NO_TARGET = re.compile("绩效目标|预算|^[（(]")
# The most targets of a plan.
_MOST_PLANNED = 12
# The brief gives the number of targets with a result from here on, or when all have one.
_LEAST = 8
# A name that needs its subject.
_NAMELESS = re.compile("^.{0,3}[率度数量额]$")


def targets_told(summary: Summary, language: Language = "zh") -> str:
    """Return how many targets were met, of those that have a result; "" when none has."""
    counts = summary.brief.targets
    shown = [(state, getattr(counts, state)) for state in _STATES if getattr(counts, state)]
    known = sum(count for _, count in shown)
    if not known:
        return ""
    whole = 1 < known == counts.total and not _has_unfinished(summary)
    if known < _LEAST and not whole:
        # The number of the few pairs found would pass for the number of targets.
        return ""
    if language == "en":
        each = [f"{count} {word('attainment', state, 'en')}" for state, count in shown]
        return f"{known} targets{'' if whole else ' with a result'}: {', '.join(each)}"
    told = "，".join(f"{word('attainment', state)}{count}项" for state, count in shown)
    named = "共" if whole else "能与完成情况逐项对应的"
    return f"{named}{known}项绩效目标：{told}"


def _has_unfinished(summary: Summary) -> bool:
    """Return whether a section of the report is about targets that were missed."""
    return any(_UNFINISHED.search(part.path[-1]) for part in summary.coverage.sections if part.path)


def planned(summary: Summary, language: Language) -> Iterator[Statement]:
    """Yield the targets of a plan."""
    told = "".join(one.text for one in summary.brief.told if one.part == "targets")
    targets = [
        one
        for one in summary.targets
        if one.quantity
        and one.check.verdict != "failed"
        and not _NO_TARGET.search(one.metric)
        and one.quantity.text not in told
    ]
    for one in targets[:_MOST_PLANNED]:
        yield Statement(_pair(one, "", language), one.evidence)


def paired(
    targets: Sequence[CheckedItem], items: dict[str, CheckedItem], language: Language
) -> Iterator[Statement]:
    """Yield each target with its result and the reason that the report gives."""
    for target in targets:
        if isinstance(target, CheckedTarget):
            linked = [items[one] for one in target.attainment.results if one in items]
            results = [one for one in linked if isinstance(one, CheckedResult)]
            joint = "、" if language == "zh" else ", "
            said = [figure(one.quantity) or bare(one.text) for one in results]
            spans = (*target.evidence, *(span for one in results for span in one.evidence))
            state = target.attainment.state
            # The heading already says met or missed.
            label = "" if state in ("met", "not_met") else word("attainment", state, language)
            got = joint.join(dict.fromkeys(said))
            yield Statement(_pair(target, got, language), spans, label)


def _pair(target: CheckedTarget, got: str, language: Language) -> str:
    signs = SIGNS[language]
    wanted = promise(target)
    words = ("目标", "实际", "原因") if language == "zh" else ("target ", "reached ", "reason ")
    values = [f"{words[0]}{wanted}" if wanted else "", f"{words[1]}{got}" if got else ""]
    if not wanted and got:
        # An action was promised.
        values = ["", f"{words[1].strip()}{signs.colon}{got}"]
    reason = bare(target.reason or "")
    reason = f"{signs.opening}{words[2].strip()}{signs.colon}{reason}{signs.closing}"
    told = ("，" if language == "zh" else ", ").join(filter(None, values))
    joint = "，" if language == "zh" else ": "
    return f"{_named(target)}{joint if told else ''}{told}{reason if target.reason else ''}"


def _named(target: CheckedTarget) -> str:
    """Return the name of a target, after its subject where the name is a word like 满意度."""
    name, subject = ("".join((one or "").split()) for one in (target.metric, target.subject))
    return f"{subject}{name}" if _NAMELESS.search(name) and subject not in name else name
