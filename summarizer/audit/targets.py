"""Targets and results: missing, unmeasurable, of another measure, misplaced."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from summarizer.audit.context import AuditContext, Sentence
from summarizer.audit.relations import Relation, claim
from summarizer.schema import Result, Target

__all__ = [
    "indicator_classes",
    "other_measure",
    "results_without_targets",
    "targets_without_results",
    "unmeasurable_targets",
]

_HAN = re.compile(r"[一-龥]+")
_PAIRS, _THREES = (re.compile(rf"(?=([一-龥]{{{size}}}))") for size in (2, 3))
# A sentence with this share of a metric's pairs of characters may speak of it.
_ALIKE = 0.6
# A metric of so few pairs of characters is too short to be looked for.
_NAMES_SOMETHING = 3
_BOUNDS = frozenset({">=", "<=", ">", "<"})
# That something did not happen is told in other words; these say nothing about what.
_EVENTS = frozenset({"重大", "事故", "事件", "发生", "情况", "大事"})
# Fewer results than this and the report does not tell results at all.
_ENOUGH = 5
_VAGUE = re.compile(
    r"不断|持续|进一步|逐步|有效|显著|明显|加强|提升|提高|增强|优化|改善|推进|促进|营造|保障|统筹"
)
_FIRM = re.compile(
    r"\d|[一二三四五六七八九十]次|全部|无|零|杜绝|按时|按月|按季|每月|每季|足额|底前|年底"
)
# A sentence that repeats the target beside what was reached.
_OUTCOME = re.compile(
    r"(?:达到|达成|低于|高于|超过|完成|未达到?|优于)了?(?:年度|预期|既定|绩效)?(?:目标|指标)|目标值"
)
_REACHED = re.compile(
    r"[均都已]?(?:大于|高于|达到了?|超过|完成了?|优于|小于|低于)(?:年度|预期|设定的?)?(?:指标|目标)值?|实际"
)
# Parts that tell results, or what a project consists of.
_TOLD_PART = re.compile(r"完成|分析|实现|自评|结果|评价|实施|建设内容|主要内容|问题|措施")
# When something is done is no part of its name.
_TIMES = re.compile(r"全年|年度|每年|每月|每季度?|当年|年内|本年|以上|不少于|不低于")
# How large a thing is: what is promised is the thing.
_EXTENT = re.compile(r"面积$|宽度?$|总长度?$|全长$|高度$|概算|总投资$|工期$")
# A thing with a number for a name: 12345热线.
_NAMED = re.compile(r"(?P<name>\d{5})(?P<kind>[一-龥]{2})")
_RATE_NOUN = re.compile(r"[一-龥]{2}(?:及时|有效)?率|满意度")
_CLASS = re.compile(
    r"(?P<name>数量|质量|时效|成本|经济效益|社会效益|生态效益|可持续影响|(?:服务对象)?满意度)(?:指标)?"
)
_CLASS_HEAD = re.compile(
    r"^\s*(?:[（(]?[\d一二三四五六七八九十①-⑳]+[）).、．]?)?\s*"
    r"(?P<name>数量|质量|时效|成本|经济效益|社会效益|生态效益|可持续影响|(?:社会公众及?)?(?:服务对象)?满意度)"
    r"指标(?:完成情况|分析|情况)?\s*[:：]"
)
_OWN_WORDS = {
    "满意度": re.compile(r"满意|好评|投诉|评价|认可|赞|口碑"),
    "时效": re.compile(r"[时日月年季期]|进度|率"),
}


def targets_without_results(context: AuditContext) -> Iterator[Relation]:
    """A target with a figure has a result somewhere in the report.

    Told where linking found none and no other sentence shares the words of the target; what is
    told is that we found none. Source: 实际完成值 of the self-evaluation form, 财预〔2020〕10号.
    """
    if len([result for result in context.results if result.quantity]) < _ENOUGH:
        return
    told = _Told.of(context)
    groups: dict[str, list[Target]] = {}
    for target in context.targets:
        if _has_goal(target) and _is_promised(target) and not _is_detail(context, target):
            groups.setdefault(target.metric, []).append(target)
    for metric, targets in groups.items():
        bare = [target for target in targets if _is_untold(context, target, told)]
        shown = bare or targets
        quotes = "、".join(dict.fromkeys(f"“{t.evidence[0].quote}”" for t in shown))
        yield claim(
            "target-without-result",
            [target.evidence[0] for target in shown],
            fits=not bare,
            expected="对应的完成情况",
            words={"each": quotes, "metric": metric},
            items=[target.id for target in shown],
        )


def _has_goal(target: Target) -> bool:
    """Does the target name a value to reach? An amount without ≤ or ≥ is money handed out."""
    quantity = target.quantity
    return quantity is not None and (quantity.kind != "money" or target.comparator in _BOUNDS)


def _is_promised(target: Target) -> bool:
    """Does the nearest heading that tells speak of targets, not of what was done or is to be
    built? Beside its result a target needs no other place."""
    for part in reversed(target.section):
        if _TOLD_PART.search(part):
            return False
        if "目标" in part:
            return True
    return False


def _is_detail(context: AuditContext, target: Target) -> bool:
    """Is it a part of a promise, or how large a thing is to be: no promise of its own?"""
    start = target.evidence[0].start
    sentence = context.sentence_at(start)
    words = sentence.words(sentence.start, start) if sentence else ""
    list_of_parts = re.split(r"[；;。]", words + target.evidence[0].quote)[-1]
    bound = target.comparator in _BOUNDS
    return not bound and bool("其中" in list_of_parts or _EXTENT.search(target.metric))


@dataclass(frozen=True)
class _Told:
    """The sentences that hold no target, one to a line."""

    text: str

    @classmethod
    def of(cls, context: AuditContext) -> _Told:
        taken = {
            context.sentence_at(s.start) for target in context.targets for s in target.evidence
        }
        skipped = {one.start for one in taken if one and not _OUTCOME.search(one.text)}
        lines = (
            one.text.replace("\n", " ") for one in context.sentences if one.start not in skipped
        )
        return cls("\n".join(lines))

    def any(self, grams: Iterable[str]) -> bool:
        """Does one of them stand anywhere?"""
        return any(gram in self.text for gram in grams)

    def together(self, grams: set[str]) -> int:
        """The most of them that stand in one sentence."""
        counted = Counter(line for gram in grams for line in set(self._lines(gram)))
        return max(counted.values(), default=0)

    def _lines(self, gram: str) -> Iterator[int]:
        """Where the lines begin that hold a run of characters."""
        place = self.text.find(gram)
        while place >= 0:
            yield self.text.rfind("\n", 0, place)
            place = self.text.find(gram, place + 1)


def _is_untold(context: AuditContext, target: Target, told: _Told) -> bool:
    """Is there nothing in the report that could be the result of a target?"""
    if target.attainment.state != "not_reported" or _twins(context, target):
        return False
    if context.document.table_at(target.evidence[0].start) is not None:
        return False
    if target.quantity and target.quantity.value == "0":
        events = _grams(target.evidence[0].quote.rpartition("次")[2], 2) - _EVENTS
        return len(events) > 2 and not told.any(events)
    # A sentence that says that a bound was kept is the result itself.
    if _REACHED.search(_clause_of(context, target)):
        return False
    metric = _TIMES.sub("", target.metric)
    pairs = _grams(metric, 2)
    if len(pairs) < _NAMES_SOMETHING:
        return False
    return not told.any(_grams(metric, 3)) and told.together(pairs) < _ALIKE * len(pairs)


def _clause_of(context: AuditContext, target: Target) -> str:
    """The words of a target up to the next mark behind its evidence."""
    span = target.evidence[0]
    tail = re.split(r"[，。；;\n]", context.text[span.end : span.end + 20])[0]
    return span.quote + tail


def _grams(words: str, size: int) -> set[str]:
    """Every run of so many characters, or the whole where it is shorter."""
    runs = _HAN.findall(words)
    found = _PAIRS.findall(words) if size == 2 else _THREES.findall(words)
    return set(found) or {run for run in runs if len(run) > 1}


def results_without_targets(context: AuditContext) -> Iterator[Relation]:
    """Results have target values, without which nothing can be judged as reached.

    Source: 绩效目标 of 财预〔2020〕10号.
    """
    results = [result for result in context.results if result.quantity]
    if len(results) >= 2 * _ENOUGH:
        yield claim(
            "results-without-targets",
            (results[0].evidence[0],),
            fits=any(target.quantity for target in context.targets),
            severity="info",
            expected="年度指标值",
            words={"count": str(len(results))},
        )


def unmeasurable_targets(context: AuditContext) -> Iterator[Relation]:
    """A target has a number, a time or a standard.

    Source: 绩效目标应当细化量化, 财预〔2021〕101号.
    """
    vague = [
        target
        for target in context.targets
        if target.quantity is None and _VAGUE.search(target.text) and not _FIRM.search(target.text)
    ]
    if context.targets:
        quotes = "、".join(f"“{target.evidence[0].quote}”" for target in vague[:3])
        yield claim(
            "target-not-measurable",
            [target.evidence[0] for target in vague],
            fits=not vague,
            severity="info",
            words={"count": str(len(vague)), "quotes": quotes},
            items=[target.id for target in vague],
        )


def other_measure(context: AuditContext) -> Iterator[Relation]:
    """Target and result of one object share a measure (办结率 against 解决率).

    Source: 目标与结果口径一致, reviewing practice.
    """
    for target in context.targets:
        twins = _twins(context, target)
        if twins:
            nouns = [_noun(twin.metric) for twin in twins]
            yield _measured(target, twins, fits=_noun(target.metric) in nouns)


def _twins(context: AuditContext, target: Target) -> list[Result]:
    """Rates of the thing that a rate without a result is about."""
    if target.quantity is None or target.quantity.kind != "percent":
        return []
    if target.attainment.state not in ("not_reported", "not_comparable", "unclear"):
        return []
    if not _NAMED.search(target.evidence[0].quote):
        return []
    rates = (r for r in context.results if r.quantity and r.quantity.kind == "percent")
    return [result for result in rates if _same_object(context, target, result)]


def _same_object(context: AuditContext, target: Target, result: Result) -> bool:
    """Do both speak of one thing that has a number for a name (12345热线)?"""
    sentence = context.sentence_at(result.evidence[0].start)
    return sentence is not None and any(
        match["kind"] in target.metric and match["name"] in sentence.text
        for match in _NAMED.finditer(target.evidence[0].quote)
    )


def _noun(metric: str) -> str:
    found = _RATE_NOUN.findall(metric)
    return found[-1] if found else metric


def _measured(target: Target, results: Sequence[Result], *, fits: bool) -> Relation:
    figure = target.quantity.text if target.quantity else None
    return claim(
        "target-result-other-measure",
        (target.evidence[0], *(result.evidence[0] for result in results)),
        fits=fits,
        expected=f"{_noun(target.metric)}的完成情况",
        stated=figure,
        words={
            "target": target.evidence[0].quote,
            "told": "、".join(f"“{result.evidence[0].quote}”" for result in results),
        },
        items=[target.id, *(result.id for result in results)],
    )


def indicator_classes(context: AuditContext) -> Iterator[Relation]:
    """Classes that are announced come, and hold content of their own.

    Source: indicator tree of 财预〔2021〕101号.
    """
    heads: dict[str, Sentence] = {}
    for paragraph in context.paragraphs:
        match = _CLASS_HEAD.match(paragraph[0].text)
        if match:
            heads.setdefault(_class(match["name"]), paragraph[0])
            yield from _content(context, _class(match["name"]), paragraph)
    if len(heads) >= 3:
        yield from _announced(context, heads)


def _class(name: str) -> str:
    return "满意度" if name.endswith("满意度") else name


def _content(context: AuditContext, name: str, paragraph: Sequence[Sentence]) -> Iterator[Relation]:
    words = _OWN_WORDS.get(name)
    body = context.text[paragraph[0].start : paragraph[-1].end].partition("指标")[2]
    if words is not None and len(body) >= 12:
        yield claim(
            "indicator-misplaced",
            (context.span(paragraph[0].start, paragraph[-1].end),),
            fits=bool(words.search(body)),
            expected=f"{name}方面的完成情况",
            words={"name": name},
        )


def _announced(context: AuditContext, heads: dict[str, Sentence]) -> Iterator[Relation]:
    for sentence in context.sentences:
        named = {_class(match["name"]) for match in _CLASS.finditer(sentence.text)}
        if len(named) >= 4 and sentence not in heads.values():
            absent = [name for name in sorted(named) if name not in heads]
            yield claim(
                "indicator-class-missing",
                (context.span(sentence.start, sentence.end),),
                fits=not absent,
                expected="、".join(f"{name}指标" for name in absent) or None,
                words={"said": sentence.text, "absent": "、".join(absent)},
            )
            if absent:
                return
