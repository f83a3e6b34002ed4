"""The brief in words: the parts of a leader's page, each statement with the spans it rests on.

What Markdown, the terminal, the page, the Word brief and notebooks show of it is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from summarizer.figures import FUND_SLOTS, fund_name, is_plan, quotes_funds
from summarizer.rendering.figures import figure, promise
from summarizer.rendering.labels import SYMBOLS, Language, word
from summarizer.rendering.spoken import SIGNS, message_of, one_language
from summarizer.schema import (
    BriefPart,
    CheckedItem,
    CheckedResult,
    CheckedTarget,
    Finding,
    Quantity,
    Span,
    Summary,
)

__all__ = [
    "Part",
    "Statement",
    "brief_parts",
    "chapter_heading",
    "findings_first",
    "funds_told",
    "is_written",
    "score_heading",
    "sentence",
    "targets_told",
    "told_item",
]

_STATES = ("met", "exceeded", "partly", "not_met")
_UNFINISHED = re.compile("未(?:能)?(?:完成|达成|实现|达标)")
# Money and the count of projects that have targets.
_NO_TARGET = re.compile("绩效目标|预算|^[（(]")
# So many targets of a plan are told.
_MOST_PLANNED = 12
# Money that was only arranged is not carried out.
_CARRIED_OUT = re.compile(
    r"支出[为共计合\s]{0,3}\d|执行|(?<!转移)支付|已?使用|决算|到位|拨付|发放|兑付"
)
# A name that does not say what it is of.
_NAMELESS = re.compile("^.{0,3}[率度数量额]$")


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of the brief. `label`, if any, is what it is about: the report's heading, an
    attainment, a severity."""

    text: str
    spans: tuple[Span, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the brief under its `heading`; `listed` when its statements stand
    below each other."""

    label: str
    statements: tuple[Statement, ...]
    listed: bool = True
    heading: str = ""


def brief_parts(summary: Summary, language: Language = "zh") -> list[Part]:
    """The parts that have something to say, in the order of a leader's page."""
    items = {item.id: item for item in summary.items}
    brief = summary.brief

    def named(ids: Iterable[str]) -> list[CheckedItem]:
        return [items[one] for one in ids if one in items]

    parts = [
        Part("about", tuple(_told(summary, "about")), listed=False),
        Part("funds", tuple(_funds(summary, language)), listed=False),
        Part("targets", tuple(_targets(summary, language)), listed=False),
        Part("unmet", tuple(_paired(named(brief.unmet), items, language))),
        Part("met", tuple(_paired(named(brief.met), items, language))),
        Part("score", tuple(_score(summary, language)), listed=False),
        Part("results", tuple(_items(summary, "results", named(brief.results)))),
        Part("problems", tuple(_items(summary, "problems", named(brief.problems)))),
        Part("measures", tuple(_items(summary, "measures", named(brief.measures)))),
        Part("findings", tuple(_findings(summary, language))),
        Part("unread", tuple(_unread(summary, language))),
    ]
    return [
        replace(part, heading=chapter_heading(summary, part.label, language))
        for part in parts
        if part.statements
    ]


def chapter_heading(summary: Summary, part: str, language: Language = "zh") -> str:
    """The heading over a part: of a plan, and of money that was only arranged, one that says so."""
    funds = summary.brief.funds
    told = "".join(one.text for one in summary.brief.told if one.part == "funds")
    arranged = not (funds.spent or funds.rate or _CARRIED_OUT.search(told))
    planned = is_plan(summary.document.title)
    if (part == "funds" and (planned or arranged)) or (part == "targets" and planned):
        return word("heading", f"chapter_{part}_planned", language)
    return word("heading", f"chapter_{part}", language)


def score_heading(summary: Summary, language: Language = "zh") -> str:
    """What the score is called: the office's own, or that of an evaluation."""
    score = summary.brief.score
    if score is None and "score" not in summary.brief.absent:
        return word("heading", "brief_graded", language)
    own = score is not None and (
        summary.document.kind == "unit_self_eval"
        or any(
            one.quantity is not None
            and one.quantity.kind == "score"
            and one.quantity.value == score.value
            and "自评" in one.text
            for one in summary.results
        )
    )
    return word("heading", "brief_own_score" if own else "brief_score", language)


def sentence(part: Part, language: Language = "zh") -> str:
    """A part in running text; what stands under one heading of the report together."""
    signs = SIGNS[language]
    by_label: dict[str, list[str]] = {}
    for one in part.statements:
        by_label.setdefault(one.label, []).append(one.text)
    said = [
        f"{label}{signs.colon if label else ''}{signs.clauses.join(texts)}"
        for label, texts in by_label.items()
    ]
    return signs.clauses.join(said) + signs.stop


def is_written(summary: Summary) -> bool:
    """Has a model written the overview, or is there no brief to tell instead?"""
    return bool(summary.run.model) or not summary.brief.told


def _told(summary: Summary, part: BriefPart) -> Iterator[Statement]:
    """What is told in the report's own words, but for what people rejected."""
    rejected = {one.item for one in summary.decisions if one.state == "rejected"}
    for one in summary.brief.told:
        if one.part == part and not (one.items and rejected.issuperset(one.items)):
            doubted = part in ("funds", "results") and _is_doubted(summary, one.evidence)
            claimed = "报告称" if doubted else ""
            yield Statement(f"{claimed}{one.text}", one.evidence, one.label)


def _is_doubted(summary: Summary, spans: Iterable[Span]) -> bool:
    """Does a finding call a figure in these spans wrong?"""
    wrong = [one.evidence for one in summary.findings if one.severity == "error"]
    return any(
        span.start < other.end and other.start < span.end
        for span in spans
        for evidence in wrong
        for other in evidence
        if re.search(r"\d", other.quote)
    )


def _items(summary: Summary, part: BriefPart, items: Iterable[CheckedItem]) -> Iterator[Statement]:
    """The report's own words, and the items that they do not hold: rows of tables."""
    yield from _told(summary, part)
    quoted = {one for statement in summary.brief.told for one in statement.items}
    for item in items:
        if item.id not in quoted:
            yield Statement(_bare(told_item(item)), item.evidence)


def told_item(item: CheckedItem) -> str:
    """An item in words: its clause, or the parts of a table row whose words stand apart."""
    shown = figure(getattr(item, "quantity", None)).replace(" ", "")
    if isinstance(item, CheckedResult) and shown not in "".join(item.text.split()):
        return "".join(filter(None, (item.subject, item.metric, shown)))
    return item.text


def funds_told(summary: Summary, language: Language = "zh") -> str:
    """Budget, adjusted budget, spending and rate as the report states them, as far as sure."""
    joint = "，" if language == "zh" else ", "
    return joint.join(_amounts(summary, language))


def _amounts(summary: Summary, language: Language) -> Iterator[str]:
    metrics = {
        (one.quantity.start, one.quantity.text): one.metric
        for one in summary.results
        if one.quantity
    }
    for slot in FUND_SLOTS:
        quantity: Quantity | None = getattr(summary.brief.funds, slot)
        if quantity is None:
            continue
        metric = metrics.get((quantity.start, quantity.text), "")
        name = (
            fund_name(slot, metric)
            if language == "zh"
            else word("heading", f"funds_{slot}", language) + " "
        )
        yield f"{name}{figure(quantity).replace(' ', '')}"


def _funds(summary: Summary, language: Language) -> Iterator[Statement]:
    """The slots, unless the report's own sentences tell them all; then these."""
    if (said := funds_told(summary, language)) and (
        language != "zh" or not quotes_funds(summary.brief)
    ):
        yield Statement(said, summary.brief.funds.evidence)
    yield from _told(summary, "funds")
    for slot in ("budget", "rate"):
        if slot in summary.brief.absent:
            yield Statement(word("heading", f"absent_{slot}", language))


def targets_told(summary: Summary, language: Language = "zh") -> str:
    """How many targets there are and how many were met, as far as results can be held against
    them. "" for a few of which nothing is known: they are told themselves."""
    counts = summary.brief.targets
    shown = [(state, getattr(counts, state)) for state in _STATES if getattr(counts, state)]
    known = sum(count for _, count in shown)
    if not known:
        return ""
    whole = known == counts.total and not _has_unfinished(summary)
    if language == "en":
        each = [f"{count} {word('attainment', state, 'en')}" for state, count in shown]
        return f"{known} targets{'' if whole else ' with a result'}: {', '.join(each)}"
    told = "，".join(f"{word('attainment', state)}{count}项" for state, count in shown)
    named = "共" if whole else "能与完成情况逐项对应的"
    return f"{named}{known}项绩效目标：{told}"


def _has_unfinished(summary: Summary) -> bool:
    """Has the report a section of its own on targets that were not reached?"""
    return any(_UNFINISHED.search(part.path[-1]) for part in summary.coverage.sections if part.path)


def _targets(summary: Summary, language: Language) -> Iterator[Statement]:
    if said := targets_told(summary, language):
        yield Statement(said)
    planning = is_plan(summary.document.title)
    for told in _told(summary, "targets"):
        bare = language == "zh" and not planning and "目标" not in told.text
        yield replace(told, text=f"目标为{told.text}") if bare else told
    if planning:
        planned = [
            one
            for one in summary.targets
            if one.quantity and one.check.verdict != "failed" and not _NO_TARGET.search(one.metric)
        ]
        for one in planned[:_MOST_PLANNED]:
            yield Statement(_paired_said(one, "", language), one.evidence)


def _paired(
    targets: Sequence[CheckedItem], items: dict[str, CheckedItem], language: Language
) -> Iterator[Statement]:
    """What was promised, what was reached, and the reason that the report gives."""
    for target in targets:
        if isinstance(target, CheckedTarget):
            linked = [items[one] for one in target.attainment.results if one in items]
            results = [one for one in linked if isinstance(one, CheckedResult)]
            joint = "、" if language == "zh" else ", "
            said = [figure(one.quantity) or _bare(one.text) for one in results]
            spans = (*target.evidence, *(span for one in results for span in one.evidence))
            state = target.attainment.state
            # Its heading says already that a target was met or missed.
            label = "" if state in ("met", "not_met") else word("attainment", state, language)
            got = joint.join(dict.fromkeys(said))
            yield Statement(_paired_said(target, got, language), spans, label)


def _paired_said(target: CheckedTarget, got: str, language: Language) -> str:
    signs = SIGNS[language]
    wanted = promise(target)
    words = ("目标", "实际", "原因") if language == "zh" else ("target ", "reached ", "reason ")
    values = [f"{words[0]}{wanted}" if wanted else "", f"{words[1]}{got}" if got else ""]
    if not wanted and got:
        # A deed that was promised, and what was done.
        values = ["", f"{words[1].strip()}{signs.colon}{got}"]
    reason = _bare(target.reason or "")
    reason = f"{signs.opening}{words[2].strip()}{signs.colon}{reason}{signs.closing}"
    told = ("，" if language == "zh" else ", ").join(filter(None, values))
    joint = "，" if language == "zh" else ": "
    return f"{_named(target)}{joint if told else ''}{told}{reason if target.reason else ''}"


def _named(target: CheckedTarget) -> str:
    """What a target is of; its subject where the name is a word like 满意度."""
    name, subject = ("".join((one or "").split()) for one in (target.metric, target.subject))
    return f"{subject}{name}" if _NAMELESS.search(name) and subject not in name else name


def _score(summary: Summary, language: Language) -> Iterator[Statement]:
    score = summary.brief.score
    if score is None:
        yield from _told(summary, "score")
        if "score" in summary.brief.absent:
            yield Statement(word("heading", "absent_score", language))
        return
    spans = next(
        (
            one.evidence
            for one in summary.results
            if one.quantity and one.quantity.kind == "score" and one.quantity.value == score.value
        ),
        (),
    )
    if language == "zh":
        grade = f"，等级为“{score.grade}”" if score.grade else ""
        full = f"（满分{score.full}分）" if _prints_full(summary) else ""
        yield Statement(f"{score.value}分{full}{grade}", spans)
    else:
        grade = f", grade {score.grade}" if score.grade else ""
        yield Statement(f"{score.value} of {score.full}{grade}", spans)
    yield from _told(summary, "score")


def _prints_full(summary: Summary) -> bool:
    return any("满分" in one.text for one in summary.results)


_SEVERITIES = ("error", "warning", "info")


def findings_first(summary: Summary) -> list[Finding]:
    """The findings, worst first, in reading order within a severity."""
    return sorted(summary.findings, key=lambda finding: _SEVERITIES.index(finding.severity))


def _findings(summary: Summary, language: Language) -> Iterator[Statement]:
    """The weightiest; the others are counted."""
    chosen = [summary.findings[at] for at in summary.brief.findings if at < len(summary.findings)]
    for found in chosen:
        severity = f"{SYMBOLS[found.severity]} {word('severity', found.severity, language)}"
        yield Statement(_bare(message_of(found, language)), found.evidence, severity)
    others = [one for one in findings_first(summary) if one not in chosen]
    if chosen and any(one.severity != "info" for one in others):
        yield Statement(_others(others, language))


def _others(findings: Sequence[Finding], language: Language) -> str:
    counts = [
        (severity, sum(one.severity == severity for one in findings))
        for severity in _SEVERITIES
        if severity != "info"
    ]
    shown = [(severity, count) for severity, count in counts if count]
    if language == "zh":
        each = "、".join(f"{word('severity', severity)}{count}条" for severity, count in shown)
        return f"另有{each}，见核查发现清单"
    each = ", ".join(f"{count} {word('severity', severity, 'en')}" for severity, count in shown)
    return f"besides {each}, see the list of findings"


def _unread(summary: Summary, language: Language) -> Iterator[Statement]:
    sections = summary.coverage.sections
    for at in summary.brief.unread:
        if at < len(sections):
            path = " › ".join(" ".join(heading.split()) for heading in sections[at].path)
            reason = sections[at].reason
            yield Statement(f"{path}（{one_language(reason, language)}）" if reason else path)


def _bare(text: str) -> str:
    return " ".join(text.split()).strip("。；;，, ")
