"""The brief in words, part by part, each statement with its source.

Markdown, the terminal, the page, the Word brief and notebooks all show these parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from summarizer.figures import FUND_SLOTS, fund_name, is_performance, is_plan, quotes_funds
from summarizer.rendering.attained import paired, planned, targets_told
from summarizer.rendering.charts.funds import pairs_of
from summarizer.rendering.figures import figure, wan
from summarizer.rendering.labels import Language, word
from summarizer.rendering.numerals import chinese_numeral
from summarizer.rendering.spoken import one_language
from summarizer.rendering.statements import Part, Statement, bare
from summarizer.rendering.weightiest import findings_told
from summarizer.schema import (
    BriefPart,
    CheckedItem,
    CheckedResult,
    Quantity,
    Span,
    Summary,
)

__all__ = [
    "brief_parts",
    "chapter_heading",
    "funds_told",
    "is_written",
    "score_heading",
    "told_item",
]

# Money that was spent, and not only arranged.
_CARRIED_OUT = re.compile(
    r"支出[为共计合\s]{0,3}\d|执行|(?<!转移)支付|已?使用|决算|到位|拨付|发放|兑付"
)


# The heading says already that this is the result of an evaluation.
_SAYS = re.compile("^(?:评价[组小]*认为|从?评价(?:结果|情况)(?:显示|来?看|为)?)[,，：:]\\s*")


# How far a total is from the first of its classes.
_CLASSES = 120
_OWN_TOTAL = re.compile("自评[^，。；]{0,4}分")
_MOST_PROJECTS = 5
_OWN_MEASURES = re.compile("措施|整改|改进|打算|下一步")


def brief_parts(summary: Summary, language: Language = "zh") -> list[Part]:
    """Return the parts that have statements, in their order on the page."""
    items = {item.id: item for item in summary.items}
    brief = summary.brief

    def named(ids: Iterable[str]) -> list[CheckedItem]:
        return [items[one] for one in ids if one in items]

    parts = [
        Part("about", tuple(_about(summary, language)), listed=False),
        Part("funds", tuple(_funds(summary, language)), listed=False),
        Part(
            "targets",
            tuple(_targets(summary, language)),
            listed=False,
            counted=bool(targets_told(summary, language)),
        ),
        Part("unmet", tuple(paired(named(brief.unmet), items, language))),
        Part("met", tuple(paired(named(brief.met), items, language))),
        Part("score", tuple(_score(summary, language)), listed=False),
        Part("results", tuple(_items(summary, "results", named(brief.results)))),
        Part("problems", tuple(_items(summary, "problems", named(brief.problems)))),
        Part("measures", tuple(_items(summary, "measures", named(brief.measures)))),
        Part("findings", tuple(findings_told(summary, language))),
        Part("unread", tuple(_unread(summary, language))),
    ]
    shown = [part for part in parts if part.statements]
    reported = any(part.counted or part.label in ("unmet", "met") for part in shown)
    return [
        replace(
            part,
            heading=word("heading", "chapter_targets_set", language)
            if part.label == "targets" and not reported and not is_plan(summary.document.title)
            else chapter_heading(summary, part.label, language),
        )
        for part in shown
    ]


def chapter_heading(summary: Summary, part: str, language: Language = "zh") -> str:
    """Return the heading over a part; of a plan, and of arranged money, it says so."""
    funds = summary.brief.funds
    told = "".join(one.text for one in summary.brief.told if one.part == "funds")
    arranged = not (funds.spent or funds.rate or _CARRIED_OUT.search(told))
    planned = is_plan(summary.document.title)
    record = summary.document
    if part == "results" and not is_performance(record.title, record.kind):
        return word("heading", "chapter_results_other", language)
    if (part == "funds" and (planned or arranged)) or (part == "targets" and planned):
        return word("heading", f"chapter_{part}_planned", language)
    if part == "measures" and _advises(summary):
        return word("heading", "chapter_advice", language)
    return word("heading", f"chapter_{part}", language)


def _advises(summary: Summary) -> bool:
    """Return whether all measures of the brief are advice to others."""
    places = [one.evidence[0].start for one in summary.brief.told if one.part == "measures"]
    sections = [one for one in summary.coverage.sections if one.path]
    paths = [
        "".join(next((s.path for s in reversed(sections) if s.start <= at), ())) for at in places
    ]
    return bool(paths) and all("建议" in one and not _OWN_MEASURES.search(one) for one in paths)


def score_heading(summary: Summary, language: Language = "zh") -> str:
    """Return the name of the score: the office's own, or that of an evaluation."""
    score = summary.brief.score
    if score is None and "score" not in summary.brief.absent:
        return word("heading", "brief_graded", language)
    own = score is not None and (
        summary.document.kind == "unit_self_eval" or _scores_itself(summary, score.value)
    )
    return word("heading", "brief_own_score" if own else "brief_score", language)


def _scores_itself(summary: Summary, total: str) -> bool:
    """Return whether 自评 stands over the total score or before the scores of its classes."""
    scores = [one for one in summary.results if one.quantity and one.quantity.kind == "score"]
    own = [
        one.evidence[0].start
        for one in scores
        if "自评" in one.text
        # Beside the score of an evaluation the office's own is another one.
        and (not _OWN_TOTAL.search(one.text) or (one.quantity and one.quantity.value == total))
    ]
    places = [
        one.evidence[0].start for one in scores if one.quantity and one.quantity.value == total
    ]
    return any(
        any(0 <= at - start < _CLASSES for start in own)
        or any(
            "自评得分" in "".join(part.path[-1:])
            for part in summary.coverage.sections
            if part.start <= at < part.end
        )
        for at in places
    )


def is_written(summary: Summary) -> bool:
    """Return whether a model wrote the overview, or no brief can replace it."""
    return bool(summary.run.model) or not summary.brief.told


def _told(summary: Summary, part: BriefPart) -> Iterator[Statement]:
    """Yield the quotes of a part, without those that people rejected."""
    rejected = {one.item for one in summary.decisions if one.state == "rejected"}
    before = ""
    for one in summary.brief.told:
        if one.part == part and not (one.items and rejected.issuperset(one.items)):
            doubted = part in ("funds", "results") and _is_doubted(summary, one.evidence)
            claimed = "报告称" if doubted else ""
            name = f"{one.evidence[0].quote}："
            # Neighbours of one project have its name once.
            again = name == before and part not in ("problems", "measures")
            text = one.text.removeprefix(name) if again else one.text
            before = name
            yield Statement(f"{claimed}{text}", one.evidence, one.label)


def _about(summary: Summary, language: Language) -> Iterator[Statement]:
    """Yield which of several years the brief is about, and the quotes."""
    if years := summary.brief.years:
        joint = "、" if language == "zh" else ", "
        count = {2: "两"}.get(len(years), chinese_numeral(len(years)))
        count = count if language == "zh" else str(len(years))
        said = word("heading", "brief_years", language)
        told = joint.join(map(str, years))
        yield Statement(said.format(years=told, count=count, last=years[-1]))
    yield from _told(summary, "about")


def _is_doubted(summary: Summary, spans: Iterable[Span]) -> bool:
    """Return whether a finding calls a figure in these spans wrong."""
    wrong = [one.evidence for one in summary.findings if one.severity == "error"]
    return any(
        span.start < other.end and other.start < span.end
        for span in spans
        for evidence in wrong
        for other in evidence
        if re.search(r"\d", other.quote)
    )


def _items(summary: Summary, part: BriefPart, items: Iterable[CheckedItem]) -> Iterator[Statement]:
    """Yield the quotes of a part, then the items that no quote contains: rows of tables."""
    yield from _told(summary, part)
    quoted = {one for statement in summary.brief.told for one in statement.items}
    for item in items:
        if item.id not in quoted:
            yield Statement(bare(told_item(item)), item.evidence)


def told_item(item: CheckedItem) -> str:
    """Return an item in words: its clause, or name and figure of a table row."""
    shown = figure(getattr(item, "quantity", None)).replace(" ", "")
    if isinstance(item, CheckedResult) and shown not in "".join(item.text.split()):
        return "".join(filter(None, (item.subject, item.metric, shown)))
    return item.text


def funds_told(summary: Summary, language: Language = "zh") -> str:
    """Return budget, adjusted budget, spending and rate, as far as they are sure."""
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
    """Yield the sure amounts, unless the quotes contain them all, and the quotes."""
    if (said := funds_told(summary, language)) and (
        language != "zh" or not quotes_funds(summary.brief)
    ):
        yield Statement(said, summary.brief.funds.evidence)
        yield from _projects(summary, language)
    yield from _told(summary, "funds")
    absent = [slot for slot in ("budget", "rate") if slot in summary.brief.absent]
    if absent:
        code = "both" if len(absent) > 1 else absent[0]
        yield Statement(word("heading", f"absent_{code}", language))


def _projects(summary: Summary, language: Language) -> Iterator[Statement]:
    """Yield budget and spending of each project of a report on a few, which no sentence gives."""
    told = "".join(one.text for one in summary.brief.told if one.part == "funds")
    pairs = [one for one in pairs_of(summary, language) if one.spans]
    if not 1 < len(pairs) <= _MOST_PROJECTS or any(wan(one.spent) in told for one in pairs):
        return
    names = [word("heading", f"funds_{slot}", language) for slot in ("budget", "spent")]
    unit, joint, space = ("万元", "、", "") if language == "zh" else ("0,000 yuan", ", ", " ")
    for one in pairs:
        base = one.budget or one.adjusted
        if base is not None:
            said = (
                f"{name}{space}{wan(amount)}{unit}"
                for name, amount in zip(names, (base, one.spent), strict=True)
            )
            yield Statement(f"{one.name}{space}{joint.join(said)}", one.spans)


def _targets(summary: Summary, language: Language) -> Iterator[Statement]:
    if said := targets_told(summary, language):
        yield Statement(said)
    plans = is_plan(summary.document.title)
    named = language != "zh" or plans
    for told in _told(summary, "targets"):
        yield told if named or "目标" in told.text else replace(told, text=f"目标为：{told.text}")
        named = True
    if plans:
        yield from planned(summary, language)


def _score(summary: Summary, language: Language) -> Iterator[Statement]:
    score = summary.brief.score
    quoted = [replace(one, text=_SAYS.sub("", one.text)) for one in _told(summary, "score")]
    if score is None or any(f"{score.value}分" in one.text for one in quoted):
        yield from quoted
        if score is None and "score" in summary.brief.absent:
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
    yield from quoted


def _prints_full(summary: Summary) -> bool:
    return any("满分" in one.text for one in summary.results)


def _unread(summary: Summary, language: Language) -> Iterator[Statement]:
    sections = summary.coverage.sections
    for at in summary.brief.unread:
        if at < len(sections):
            path = " › ".join(" ".join(heading.split()) for heading in sections[at].path)
            reason = sections[at].reason
            yield Statement(f"{path}（{one_language(reason, language)}）" if reason else path)
