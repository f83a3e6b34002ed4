"""The brief in words: the parts of a leader's page, each statement with the spans it rests on.

What Markdown, the terminal, the page, the Word brief and notebooks show of it is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from summarizer.figures import FUND_SLOTS, fund_name
from summarizer.rendering.figures import figure, number, promise, told
from summarizer.rendering.labels import SYMBOLS, Language, word
from summarizer.rendering.spoken import message_of, one_language
from summarizer.schema import (
    CheckedItem,
    CheckedMeasure,
    CheckedProblem,
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
    "findings_first",
    "funds_told",
    "targets_told",
]

_STATES = ("met", "exceeded", "partly", "not_met", "not_reported", "unclear")


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of the brief. `doubt` says in words what its check found, `label` what it is
    about (a theme, a severity); both may be empty."""

    text: str
    spans: tuple[Span, ...] = ()
    label: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the brief under the heading of that label; `listed` when its statements stand
    below each other."""

    label: str
    statements: tuple[Statement, ...]
    listed: bool = True


def brief_parts(summary: Summary, language: Language = "zh") -> list[Part]:
    """The parts that have something to say, in the order of a leader's page."""
    items = {item.id: item for item in summary.items}
    brief = summary.brief

    def named(ids: Iterable[str]) -> list[CheckedItem]:
        return [items[one] for one in ids if one in items]

    parts = [
        Part("funds", tuple(_funds(summary, language)), listed=False),
        Part("targets", tuple(_targets(summary, language)), listed=False),
        Part("unmet", tuple(_missed(named(brief.unmet), items, language))),
        Part("score", tuple(_score(summary, language)), listed=False),
        Part("results", tuple(_item(one, language) for one in named(brief.results))),
        Part("problems", tuple(_item(one, language) for one in named(brief.problems))),
        Part("measures", tuple(_item(one, language) for one in named(brief.measures))),
        Part("findings", tuple(_findings(summary, language))),
        Part("unread", tuple(_unread(summary, language))),
    ]
    return [part for part in parts if part.statements]


def funds_told(summary: Summary, language: Language = "zh") -> str:
    """Budget, adjusted budget, spending and rate, as far as they are sure. A rate that the report
    does not print is worked out of the pair and says so."""
    joint = "，" if language == "zh" else ", "
    return joint.join(_amounts(summary, language))


def _amounts(summary: Summary, language: Language) -> Iterator[str]:
    funds = summary.brief.funds
    metrics = {
        (one.quantity.start, one.quantity.text): one.metric
        for one in summary.results
        if one.quantity
    }
    for slot in FUND_SLOTS:
        quantity: Quantity | None = getattr(funds, slot)
        if quantity is None:
            continue
        metric = metrics.get((quantity.start, quantity.text), "")
        name = (
            fund_name(slot, metric)
            if language == "zh"
            else word("heading", f"funds_{slot}", language) + " "
        )
        yield f"{name}{figure(quantity).replace(' ', '')}"
    base, spent = number(funds.adjusted or funds.budget), number(funds.spent)
    if funds.rate is None and base and spent is not None:
        rate = (spent / base * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
        # Spending over what was budgeted first is no rate of execution by the book.
        yield (
            f"支出为预算的{rate}%（按上述两数计算）"
            if language == "zh"
            else f"spent {rate}% of the budget (worked out of the two)"
        )


def _funds(summary: Summary, language: Language) -> Iterator[Statement]:
    if said := funds_told(summary, language):
        yield Statement(said, summary.brief.funds.evidence)


def targets_told(summary: Summary, language: Language = "zh") -> str:
    """How many targets there are, and how many have which attainment."""
    counts = summary.brief.targets
    if not counts.total:
        return ""
    shown = [(state, getattr(counts, state)) for state in _STATES if getattr(counts, state)]
    if language == "en":
        each = ", ".join(f"{count} {word('attainment', state, 'en')}" for state, count in shown)
        return f"{counts.total} targets: {each}"
    each = "，".join(f"{word('attainment', state)}{count}项" for state, count in shown)
    return f"共{counts.total}项绩效目标：{each}"


def _targets(summary: Summary, language: Language) -> Iterator[Statement]:
    if said := targets_told(summary, language):
        yield Statement(said)


def _missed(
    targets: Sequence[CheckedItem], items: dict[str, CheckedItem], language: Language
) -> Iterator[Statement]:
    """What was promised, what was reached, and the reason that the report gives."""
    for target in targets:
        if isinstance(target, CheckedTarget):
            linked = [items[one] for one in target.attainment.results if one in items]
            results = [one for one in linked if isinstance(one, CheckedResult)]
            joint = "、" if language == "zh" else ", "
            got = joint.join(figure(one.quantity) or told(one.text, one.metric) for one in results)
            spans = (*target.evidence, *(span for one in results for span in one.evidence))
            state = word("attainment", target.attainment.state, language)
            yield Statement(_missed_said(target, got, language), spans, state)


def _missed_said(target: CheckedTarget, got: str, language: Language) -> str:
    name = " ".join(" ".join(filter(None, (target.subject, target.metric))).split())
    wanted = promise(target)
    if language == "en":
        reason = f" ({target.reason})" if target.reason else ""
        return f"{name}: target {wanted or '–'}, reached {got or '–'}{reason}"
    reason = f"（原因：{_bare(target.reason)}）" if target.reason else ""
    values = [f"目标{wanted}" if wanted else "", f"实际{got}" if got else ""]
    return f"{name}{'' if not any(values) else '，'}{'，'.join(filter(None, values))}{reason}"


def _score(summary: Summary, language: Language) -> Iterator[Statement]:
    score = summary.brief.score
    if score is None:
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
        yield Statement(f"{score.value}分（满分{score.full}分）{grade}", spans)
    else:
        grade = f", grade {score.grade}" if score.grade else ""
        yield Statement(f"{score.value} of {score.full}{grade}", spans)


def _item(item: CheckedItem, language: Language) -> Statement:
    text, spans = _bare(item.text), item.evidence
    group, code = "theme", getattr(item, "theme", None)
    if isinstance(item, CheckedProblem):
        group, code = "category", item.category
        if item.cause and _bare(item.cause) not in text:
            spans = (*spans, *item.cause_evidence)
            cause = word("heading", "cause", language)
            joined = f"（{cause}：{_bare(item.cause)}）"
            text += joined if language == "zh" else f" ({cause}: {_bare(item.cause)})"
    elif isinstance(item, CheckedMeasure):
        group, code = "measure", item.kind
    label = "" if code in (None, "other") else word(group, code, language)
    return Statement(text, spans, label, _doubt(item, language))


def _doubt(item: CheckedItem, language: Language) -> str:
    if item.check.verdict == "verified":
        return ""
    joint = "、" if language == "zh" else ", "
    reasons = joint.join(word("reason", reason, language) for reason in item.check.reasons)
    verdict = f"{SYMBOLS[item.check.verdict]} {word('verdict', item.check.verdict, language)}"
    return f"{verdict}{'：' if language == 'zh' else ': '}{reasons}" if reasons else verdict


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
    if others:
        yield Statement(_others(others, language))


def _others(findings: Sequence[Finding], language: Language) -> str:
    counts = [
        (severity, sum(one.severity == severity for one in findings)) for severity in _SEVERITIES
    ]
    shown = [(severity, count) for severity, count in counts if count]
    if language == "zh":
        each = "、".join(f"{word('severity', severity)}{count}条" for severity, count in shown)
        return f"另有{each}，未一一列出"
    each = ", ".join(f"{count} {word('severity', severity, 'en')}" for severity, count in shown)
    return f"besides {each}, not told here"


def _unread(summary: Summary, language: Language) -> Iterator[Statement]:
    sections = summary.coverage.sections
    for at in summary.brief.unread:
        if at < len(sections):
            path = " › ".join(" ".join(heading.split()) for heading in sections[at].path)
            reason = sections[at].reason
            yield Statement(f"{path}（{one_language(reason, language)}）" if reason else path)


def _bare(text: str) -> str:
    return " ".join(text.split()).strip("。；;，, ")
