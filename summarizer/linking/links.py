"""Link results to targets, and measures to problems.

A false "met" is the worst error of the program (R9 of the annotation guide). A target and a result
are linked if one row of a form holds both; otherwise only if they have the same measure, a
compatible unit and the same subject. In doubt the state is `unclear`; without a result it is
`not_reported`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

from summarizer.genre.answers import answered, number_in_list
from summarizer.genre.sections import section_role
from summarizer.linking.attainment import judge
from summarizer.linking.likeness import (
    NOTHING_HAPPENED,
    SHORTEST_END,
    head_of,
    nothing_happened,
    same_deed,
    same_period,
    same_scope,
    surroundings,
)
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

# A shorter metric is too vague to be matched by words.
_SHORTEST_HEAD = 3
# Longer metrics are not names; indexing their endings would use too much memory.
# 「破案率」 is the end of 「刑事案件破案率」.
_SHORTEST_RATE = 3
_LONGEST_HEAD = 80
# How many characters of a section are searched for an item's list number.
_LONGEST_LIST = 3000
# These sections describe the state before the year, not outcomes.
_FACTS = frozenset({"background", "duties", "method"})


def link(items: Sequence[Item], document: Document) -> tuple[Item, ...]:
    """Return the items with attainment of targets and `addresses` of measures."""
    results = _Results(items, document)
    answers = _Problems(items, document)
    linked: list[Item] = []
    for item in items:
        if isinstance(item, Target):
            attainment = _attain(item, results)
            linked.append(item.altered(attainment=attainment))
        elif isinstance(item, Measure) and not item.addresses:
            linked.append(item.altered(addresses=answers.by(item)))
        else:
            linked.append(item)
    return tuple(linked)


class _Results:
    """The results of a report, indexed by head and endings of the metric, by table row, and by
    events that did not happen.
    """

    def __init__(self, items: Iterable[Item], document: Document) -> None:
        self._document = document
        self._by_head: defaultdict[str, list[Result]] = defaultdict(list)
        self._by_end: defaultdict[str, list[Result]] = defaultdict(list)
        self._by_row: defaultdict[tuple[int, int], list[Result]] = defaultdict(list)
        self._wanted: defaultdict[tuple[int, int], list[Target]] = defaultdict(list)
        self._denials: list[Result] = []
        self._dated: list[Result] = []
        for item in items:
            if isinstance(item, Result):
                self._file(item)
            elif isinstance(item, Target) and (row := self._row(item)):
                self._wanted[row].append(item)

    def _file(self, result: Result) -> None:
        row = self._row(result)
        if row is not None:
            self._by_row[row].append(result)
        if row is None and section_role(result.section) in _FACTS:
            return
        if result.quantity is None:
            self._dated.append(result)
            if any(mark in result.text + result.metric for mark in NOTHING_HAPPENED):
                self._denials.append(result)
            return
        if result.direction != "none" or result.part_of is not None:
            return
        # The purpose of money is not an outcome.
        if row is None and "用于" in result.text:
            return
        head = head_of(result.metric)
        self._by_head[head].append(result)
        if len(head) <= _LONGEST_HEAD:
            for start in range(1, len(head) - SHORTEST_END + 1):
                self._by_end[head[start:]].append(result)

    def _row(self, item: Target | Result) -> tuple[int, int] | None:
        """Return the table and row of an item's figure."""
        start = item.evidence[0].start
        table = self._document.table_at(start)
        cell = table and table.cell_at(start)
        return (table.start, cell.row) if table and cell else None

    def in_row(self, target: Target) -> list[Result]:
        """Return the results in the target's table row: if there are several, those with its name,
        else those in its unit, unless another target of the row claims them.
        """
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
        """Return whether a target is for a half year or several years, beside the one for the
        year.
        """
        start = target.evidence[0].start
        table = self._document.table_at(start)
        cell = table.cell_at(start) if table else None
        main = main_target(self._document.text, table) if table else None
        promised = table is not None and len(value_columns(table, "target")) > 1
        return promised and bool(cell and main and cell.column != main.number)

    def matches(self, target: Target) -> Iterator[tuple[Match, Result]]:
        """Return results with the target's measure, in reading order."""
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
        wanted = head_of(target.metric)
        if target.quantity is None:
            yield from (("same", result) for result in self._dated if same_deed(target, result))
        for result in self._denials:
            if nothing_happened(target, result):
                yield "same", result
        if target.quantity is None or len(wanted) < _SHORTEST_HEAD:
            return
        for match, result in self._same_unit(target, wanted):
            if same_period(target, result):
                yield match, result

    def _same_unit(self, target: Target, wanted: str) -> Iterator[tuple[Match, Result]]:
        for result in filter(_in_unit_of(target), self._by_head[wanted]):
            yield ("same" if same_scope(target, result, self._document) else "kin"), result
        if len(wanted) >= SHORTEST_END:
            yield from (("kin", r) for r in filter(_in_unit_of(target), self._by_end[wanted]))
        shortest = _SHORTEST_RATE if wanted.endswith("率") else SHORTEST_END
        for start in range(1, min(len(wanted), _LONGEST_HEAD) - shortest + 1):
            for result in filter(_in_unit_of(target), self._by_head[wanted[start:]]):
                if same_scope(target, result, self._document):
                    named = wanted[:start] in surroundings(result, self._document)
                    whole = result.subject and _whole_name(target, result)
                    yield ("same" if named or whole else "kin"), result


def _whole_name(target: Target, result: Result) -> bool:
    """Return whether a name is whole: 「平台归集数据」 for the 平台 in 政务数据共享平台."""
    ours, theirs = target.subject, result.subject
    return bool(ours and theirs and ours.endswith(theirs) and ours in target.metric)


def _in_unit_of(target: Target) -> Callable[[Target | Result], bool]:
    """Return whether a result or another target has the target's unit."""
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


class _Problems:
    """The problems of a report, matched to measures by number if both lists are equally long,
    otherwise by category and words.
    """

    def __init__(self, items: Sequence[Item], document: Document) -> None:
        self._document = document
        self._problems = [item for item in items if isinstance(item, Problem)]
        self._told = [(problem.text, problem.category) for problem in self._problems]
        self._numbers = [self._number(problem) for problem in self._problems]
        measures = {self._number(item) for item in items if isinstance(item, Measure)}
        # Lists of one entry, or of different lengths, are not matched by number.
        self._paired = measures == set(self._numbers) and len(measures - {None}) > 1

    def by(self, measure: Measure) -> tuple[str, ...]:
        """Return the ids of the problems that a measure answers."""
        number = self._number(measure) if self._paired else None
        alike = [place for place, other in enumerate(self._numbers) if number and other == number]
        places = answered(measure.text, measure.kind, self._told, alike)
        return tuple(self._problems[place].id for place in places)

    def _number(self, item: Problem | Measure) -> int | None:
        """Return the number of an item in the list of its section."""
        start = item.evidence[0].start
        area = self._document.text[self._document.section_at(start).start : start]
        return number_in_list(area[-_LONGEST_LIST:])
