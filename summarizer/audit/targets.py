"""Targets and results: missing, unmeasurable, of another measure, misplaced (checks 15 to 19)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from summarizer.audit.page import Page, Sentence
from summarizer.schema import Finding, Result, Target

__all__ = [
    "indicator_classes",
    "other_measure",
    "results_without_targets",
    "targets_without_results",
    "unmeasurable_targets",
]

_HAN = re.compile(r"[一-龥]+")
_PAIRS, _FOURS = (re.compile(rf"(?=([一-龥]{{{size}}}))") for size in (2, 4))
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


def targets_without_results(page: Page) -> Iterator[Finding]:
    """Check 15: a target with a figure of which no sentence tells the result.

    Linking found none, and no other sentence shares the words of the target. Source: 实际完成值 of
    the self-evaluation form, 财预〔2020〕10号.
    """
    if len([result for result in page.results if result.quantity]) < _ENOUGH:
        return
    told = _Told.of(page)
    groups: dict[str, list[Target]] = {}
    for target in page.targets:
        if _has_goal(target) and not _is_detail(page, target) and _is_untold(page, target, told):
            groups.setdefault(target.metric, []).append(target)
    for metric, targets in groups.items():
        quotes = "、".join(dict.fromkeys(f"“{t.evidence[0].quote}”" for t in targets))
        times = f"（{len(targets)}处）" if len(targets) > 1 else ""
        yield page.finding(
            "target-without-result",
            "warning",
            f"有目标无结果：{quotes}{times}，全文未见“{metric}”的完成情况",
            [target.evidence[0] for target in targets],
            expected="对应的完成情况",
            items=[target.id for target in targets],
        )


def _has_goal(target: Target) -> bool:
    """Does the target name a value to reach? An amount without ≤ or ≥ is money handed out."""
    quantity = target.quantity
    return quantity is not None and (quantity.kind != "money" or target.comparator in _BOUNDS)


def _is_detail(page: Page, target: Target) -> bool:
    """Is it a part of a promise, or how large a thing is to be: no promise of its own?"""
    start = target.evidence[0].start
    sentence = page.sentence_at(start)
    words = sentence.words(sentence.start, start) if sentence else ""
    list_of_parts = re.split(r"[；;。]", words + target.evidence[0].quote)[-1]
    bound = target.comparator in _BOUNDS
    return not bound and bool("其中" in list_of_parts or _EXTENT.search(target.metric))


@dataclass(frozen=True)
class _Told:
    """The sentences that hold no target, one to a line."""

    text: str

    @classmethod
    def of(cls, page: Page) -> _Told:
        taken = {page.sentence_at(s.start) for target in page.targets for s in target.evidence}
        skipped = {one.start for one in taken if one and not _OUTCOME.search(one.text)}
        lines = (one.text.replace("\n", " ") for one in page.sentences if one.start not in skipped)
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


def _is_untold(page: Page, target: Target, told: _Told) -> bool:
    """Is there nothing in the report that could be the result of a target?"""
    if target.attainment.state != "not_reported" or _twins(page, target):
        return False
    if page.document.table_at(target.evidence[0].start) is not None:
        return False
    if target.quantity and target.quantity.value == "0":
        events = _grams(target.evidence[0].quote.rpartition("次")[2], 2) - _EVENTS
        return len(events) > 2 and not told.any(events)
    pairs = _grams(target.metric, 2)
    if len(pairs) < _NAMES_SOMETHING:
        return False
    return not told.any(_grams(target.metric, 4)) and told.together(pairs) < _ALIKE * len(pairs)


def _grams(words: str, size: int) -> set[str]:
    """Every run of so many characters, or the whole where it is shorter."""
    runs = _HAN.findall(words)
    found = _PAIRS.findall(words) if size == 2 else _FOURS.findall(words)
    return set(found) or {run for run in runs if len(run) > 1}


def results_without_targets(page: Page) -> Iterator[Finding]:
    """Check 16: results but not one target value, so nothing can be judged as reached.

    Source: 绩效目标 of 财预〔2020〕10号.
    """
    results = [result for result in page.results if result.quantity]
    if len(results) >= 2 * _ENOUGH and not any(target.quantity for target in page.targets):
        yield page.finding(
            "results-without-targets",
            "info",
            f"全文有{len(results)}项量化结果，没有一项目标值，达成情况无从判断",
            (results[0].evidence[0],),
            expected="年度指标值",
        )


def unmeasurable_targets(page: Page) -> Iterator[Finding]:
    """Check 17: targets with no number, no time and no standard.

    Source: 绩效目标应当细化量化, 财预〔2021〕101号.
    """
    vague = [
        target
        for target in page.targets
        if target.quantity is None and _VAGUE.search(target.text) and not _FIRM.search(target.text)
    ]
    if vague:
        quotes = "、".join(f"“{target.evidence[0].quote}”" for target in vague[:3])
        yield page.finding(
            "target-not-measurable",
            "info",
            f"{len(vague)}项目标没有数值、时间或标准，难以衡量，如{quotes}",
            [target.evidence[0] for target in vague],
            items=[target.id for target in vague],
        )


def other_measure(page: Page) -> Iterator[Finding]:
    """Check 18: target and result of one object in two measures (办结率 against 解决率).

    Source: 目标与结果口径一致, reviewing practice.
    """
    for target in page.targets:
        twins = _twins(page, target)
        if twins and not any(_noun(target.metric) == _noun(twin.metric) for twin in twins):
            yield _other(page, target, twins)


def _twins(page: Page, target: Target) -> list[Result]:
    """Rates of the thing that a rate without a result is about."""
    if target.quantity is None or target.quantity.kind != "percent":
        return []
    if target.attainment.state not in ("not_reported", "not_comparable", "unclear"):
        return []
    if not _NAMED.search(target.evidence[0].quote):
        return []
    rates = (r for r in page.results if r.quantity and r.quantity.kind == "percent")
    return [result for result in rates if _same_object(page, target, result)]


def _same_object(page: Page, target: Target, result: Result) -> bool:
    """Do both speak of one thing that has a number for a name (12345热线)?"""
    sentence = page.sentence_at(result.evidence[0].start)
    return sentence is not None and any(
        match["kind"] in target.metric and match["name"] in sentence.text
        for match in _NAMED.finditer(target.evidence[0].quote)
    )


def _noun(metric: str) -> str:
    found = _RATE_NOUN.findall(metric)
    return found[-1] if found else metric


def _other(page: Page, target: Target, results: Sequence[Result]) -> Finding:
    told = "、".join(f"“{result.evidence[0].quote}”" for result in results)
    figure = target.quantity.text if target.quantity else None
    return page.finding(
        "target-result-other-measure",
        "warning",
        f"目标与结果口径不同：目标为“{target.evidence[0].quote}”，结果给出的是{told}",
        (target.evidence[0], *(result.evidence[0] for result in results)),
        expected=f"{_noun(target.metric)}的完成情况",
        stated=figure,
        items=[target.id, *(result.id for result in results)],
    )


def indicator_classes(page: Page) -> Iterator[Finding]:
    """Check 19: classes that are announced and never come, and content of another class.

    Source: indicator tree of 财预〔2021〕101号.
    """
    heads: dict[str, Sentence] = {}
    for paragraph in page.paragraphs:
        match = _CLASS_HEAD.match(paragraph[0].text)
        if match:
            heads.setdefault(_class(match["name"]), paragraph[0])
            yield from _misplaced(page, _class(match["name"]), paragraph)
    if len(heads) >= 3:
        yield from _missing(page, heads)


def _class(name: str) -> str:
    return "满意度" if name.endswith("满意度") else name


def _misplaced(page: Page, name: str, paragraph: Sequence[Sentence]) -> Iterator[Finding]:
    words = _OWN_WORDS.get(name)
    body = page.text[paragraph[0].start : paragraph[-1].end].partition("指标")[2]
    if words is None or words.search(body) or len(body) < 12:
        return
    yield page.finding(
        "indicator-misplaced",
        "warning",
        f"“{name}指标”之下没有{name}方面的内容",
        (page.span(paragraph[0].start, paragraph[-1].end),),
        expected=f"{name}方面的完成情况",
    )


def _missing(page: Page, heads: dict[str, Sentence]) -> Iterator[Finding]:
    for sentence in page.sentences:
        named = {_class(match["name"]) for match in _CLASS.finditer(sentence.text)}
        absent = [name for name in sorted(named) if name not in heads]
        if len(named) >= 4 and absent and sentence not in heads.values():
            yield page.finding(
                "indicator-class-missing",
                "warning",
                f"“{sentence.text}”列出的{'、'.join(absent)}指标，完成情况中没有",
                (page.span(sentence.start, sentence.end),),
                expected="、".join(f"{name}指标" for name in absent),
            )
            return
