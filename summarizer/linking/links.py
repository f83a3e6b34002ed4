"""Which results speak of a target, and which measures answer a problem.

A false "met" is the worst error of the whole program (R9 of the annotation guide): a target and
a result are linked when one row of a form holds both; elsewhere only when they speak of the same
measure, in a compatible unit, about the same thing. A doubt is `unclear`; silence is
`not_reported`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

from summarizer.linking.attainment import judge
from summarizer.quantities import normal_unit
from summarizer.schema import (
    Attainment,
    Document,
    Item,
    Measure,
    Problem,
    Result,
    Target,
)
from summarizer.tables.promises import main_target, value_columns

__all__ = ["link"]

Match = Literal["same", "kin"]

_LEADING = (
    *("全年", "年度", "每年", "本年", "今年", "及时", "按时", "完成", "开展", "组织", "举办"),
    *(
        "举行",
        "召开",
        "实现",
        "达到",
        "新增",
        "累计",
        "共计",
        "共",
        "发生",
        "未发生",
        "项目的",
        "的",
    ),
)
# Shorter metrics, and shorter ends of metrics, say too little to be matched by words.
_SHORTEST_HEAD = 3
_SHORTEST_END = 4
# Longer ones are no names; their ends would fill the memory.
_LONGEST_HEAD = 80
_NOTHING_HAPPENED = ("未发生", "没有发生", "无", "零发生", "杜绝", "未出现")
_EVENT_TAILS = ("事件", "事故", "案件", "情况")


def link(items: Sequence[Item], document: Document) -> tuple[Item, ...]:
    """The items with attainment of targets and `addresses` of measures filled in."""
    results = _Results(items, document)
    answers = _Problems([item for item in items if isinstance(item, Problem)])
    linked: list[Item] = []
    for item in items:
        if isinstance(item, Target):
            attainment = _attain(item, results)
            linked.append(item.altered(attainment=attainment))
        elif isinstance(item, Measure) and not item.addresses:
            linked.append(item.altered(addresses=tuple(answers.by(item))))
        else:
            linked.append(item)
    return tuple(linked)


class _Results:
    """The results of a report, found by what they may be the result of: the metric's head or an
    end of it, a row of a table, an event that did not happen."""

    def __init__(self, items: Iterable[Item], document: Document) -> None:
        self._document = document
        self._by_head: defaultdict[str, list[Result]] = defaultdict(list)
        self._by_end: defaultdict[str, list[Result]] = defaultdict(list)
        self._by_row: defaultdict[tuple[int, int], list[Result]] = defaultdict(list)
        self._wanted: defaultdict[tuple[int, int], list[Target]] = defaultdict(list)
        self._denials: list[Result] = []
        for item in items:
            if isinstance(item, Result):
                self._file(item)
            elif isinstance(item, Target) and (row := self._row(item)):
                self._wanted[row].append(item)

    def _file(self, result: Result) -> None:
        row = self._row(result)
        if row is not None:
            self._by_row[row].append(result)
        if result.quantity is None:
            if any(mark in result.text + result.metric for mark in _NOTHING_HAPPENED):
                self._denials.append(result)
            return
        if result.direction != "none" or result.part_of is not None:
            return
        # What money is for says nothing of what was reached with it.
        if row is None and "用于" in result.text:
            return
        head = _head(result.metric)
        self._by_head[head].append(result)
        if len(head) <= _LONGEST_HEAD:
            for start in range(1, len(head) - _SHORTEST_END + 1):
                self._by_end[head[start:]].append(result)

    def _row(self, item: Target | Result) -> tuple[int, int] | None:
        """Table and row that an item's figure stands in."""
        start = item.evidence[0].start
        table = self._document.table_at(start)
        cell = table and table.cell_at(start)
        return (table.start, cell.row) if table and cell else None

    def in_row(self, target: Target) -> list[Result]:
        """The results that the target's row of a table reports: of several those of its name,
        else those in its unit, as far as no other target of the row is meant as well."""
        row = self._row(target)
        if row is None:
            return []
        beside = self._by_row[row]
        wanted = [one for one in self._wanted[row] if not self._of_other_time(one)]
        if len(beside) == len(wanted) == 1:
            return beside
        named = [one for one in beside if one.metric == target.metric]
        if len({one.metric for one in wanted}) == len(wanted) and named:
            return named
        if [one for one in wanted if _in_unit_of(target)(one)] != [target]:
            return []
        return [one for one in named or beside if _in_unit_of(target)(one)]

    def _of_other_time(self, target: Target) -> bool:
        """Is a target of the half year or of three years, beside that of the year?"""
        start = target.evidence[0].start
        table = self._document.table_at(start)
        cell = table.cell_at(start) if table else None
        main = main_target(self._document.text, table) if table else None
        promised = table is not None and len(value_columns(table, "target")) > 1
        return promised and bool(cell and main and cell.column != main.number)

    def matches(self, target: Target) -> Iterator[tuple[Match, Result]]:
        """Results that speak of the target's measure, in reading order."""
        if self._of_other_time(target):
            return
        if beside := self.in_row(target):
            yield from (("same", result) for result in beside)
            return
        found: dict[str, tuple[Match, Result]] = {}
        for match, result in self._candidates(target):
            if found.get(result.id, ("kin",))[0] == "kin":
                found[result.id] = match, result
        yield from sorted(found.values(), key=lambda entry: entry[1].evidence[0].start)

    def _candidates(self, target: Target) -> Iterator[tuple[Match, Result]]:
        wanted = _head(target.metric)
        if target.quantity is None:
            return
        for result in self._denials:
            if _nothing_happened(target, result):
                yield "same", result
        if len(wanted) < _SHORTEST_HEAD:
            return
        yield from self._same_unit(target, wanted)

    def _same_unit(self, target: Target, wanted: str) -> Iterator[tuple[Match, Result]]:
        for result in filter(_in_unit_of(target), self._by_head[wanted]):
            yield ("same" if _same_scope(target, result) else "kin"), result
        if len(wanted) >= _SHORTEST_END:
            yield from (("kin", r) for r in filter(_in_unit_of(target), self._by_end[wanted]))
        for start in range(1, min(len(wanted), _LONGEST_HEAD) - _SHORTEST_END + 1):
            for result in filter(_in_unit_of(target), self._by_head[wanted[start:]]):
                if _same_scope(target, result):
                    named = wanted[:start] in _surroundings(result)
                    yield ("same" if named else "kin"), result


def _in_unit_of(target: Target) -> Callable[[Target | Result], bool]:
    """Is a result, or another target, in the target's unit?"""
    unit = normal_unit(target.quantity.unit) if target.quantity else None

    def alike(item: Target | Result) -> bool:
        return (item.quantity and normal_unit(item.quantity.unit)) == unit

    return alike


def _attain(target: Target, results: _Results) -> Attainment:
    matched = list(results.matches(target))
    same = [result for match, result in matched if match == "same"]
    if not matched:
        return Attainment(state="not_reported")
    if not same:
        return Attainment(state="unclear")
    found = judge(target, same)
    return Attainment(
        state=found.state,
        results=tuple(result.id for result in same),
        deviation=found.deviation,
        explanation=found.explanation,
    )


# Ways to say one thing: what was to be built was built, what was to be bought was bought.
_SYNONYMS = {"建设": "新建", "建成": "新建", "采购": "购置", "购买": "购置"}
# 「巡检次数12次」, 「维修养护任务96座」 count what the words before name.
_COUNTED_TAILS = ("任务", "次数", "数量")


def _head(metric: str) -> str:
    """The metric without verbs and time words in front."""
    words = metric.strip()
    shortened = True
    while shortened:
        shortened = False
        for mark in _LEADING:
            if words.startswith(mark) and len(words) > len(mark) + 2:
                words, shortened = words.removeprefix(mark), True
    for tail in _COUNTED_TAILS:
        if len(words) >= len(tail) + _SHORTEST_END:
            words = words.removesuffix(tail)
    return _SYNONYMS.get(words[:2], words[:2]) + words[2:]


def _surroundings(result: Result) -> str:
    quotes = (span.quote for span in result.evidence)
    return "".join((*result.section, result.subject or "", result.text, *quotes))


_WHOLE_BODY = ("部门", "单位", "整体", "全街", "街道", "全县", "全区", "全市", "本级", "本年")


def _same_scope(target: Target, result: Result) -> bool:
    """Do target and result speak of the same project or body?"""
    subject = target.subject
    if not subject or any(mark in subject for mark in _WHOLE_BODY):
        return True
    bare = subject.removesuffix("项目").removesuffix("经费").removesuffix("支出")
    return bare in _surroundings(result)


def _nothing_happened(target: Target, result: Result) -> bool:
    """「全年发生0次进京非访事件」 against 「未发生进京越级访」: three quarters of the event's own
    characters, and its first two, must come back."""
    quantity = target.quantity
    if quantity is None or quantity.value != "0" or quantity.unit in ("%", "元"):
        return False
    said = result.metric if any(m in result.metric for m in _NOTHING_HAPPENED) else result.text
    mark = next((mark for mark in _NOTHING_HAPPENED if mark in said), None)
    if mark is None:
        return False
    event = _head(target.metric)
    for tail in _EVENT_TAILS:
        event = event.removesuffix(tail)
    denied = said.partition(mark)[2]
    shared = sum(1 for letter in set(event) if letter in denied)
    named = len(event) >= 3 and event[:2] in denied
    return named and 4 * shared >= 3 * len(set(event))


# Words that say nothing about what a problem or a measure is about.
_EMPTY_WORDS = (
    *("进一步", "有待", "加强", "提高", "完善", "不断", "继续", "工作", "管理", "绩效", "存在"),
    *("问题", "不足", "不够", "差异", "较大", "及时", "部分", "目标", "项目", "资金", "预算"),
    *("情况", "需要", "今后", "相关", "各项", "做好", "强化", "落实", "水平", "力度"),
)
_SAME_MATTER = {("budget", "budget_prep"), ("training", "awareness"), ("rule", "mechanism")}


class _Problems:
    """The problems of a report by the pairs of letters in them, so that each measure meets only
    those that it shares something with."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self._problems = problems
        self._by_pair: defaultdict[str, list[int]] = defaultdict(list)
        for place, problem in enumerate(problems):
            for pair in _own_pairs(problem.text):
                self._by_pair[pair].append(place)

    def by(self, measure: Measure) -> Iterator[str]:
        """Ids of those it answers: that share its object, which is the matter's class and a word,
        or two words of their own."""
        pairs = _own_pairs(measure.text)
        shared = Counter(place for pair in pairs for place in self._by_pair.get(pair, ()))
        alike = {
            place
            for place, problem in enumerate(self._problems)
            if (measure.kind, problem.category) in _SAME_MATTER
        }
        talked = set(self._by_pair.get("沟通", ())) if "沟通" in pairs else set()
        for place, problem in enumerate(self._problems):
            count = shared[place]
            if place in alike:
                answered = len(alike) == 1 or count > 0
            else:
                answered = count >= 2 or place in talked
            if answered:
                yield problem.id


def _own_pairs(words: str) -> set[str]:
    for mark in _EMPTY_WORDS:
        words = words.replace(mark, " ")
    return {words[i : i + 2] for i in range(len(words) - 1) if words[i : i + 2].isalpha()}
