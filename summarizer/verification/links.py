"""Links: does an item point at items that it can belong to?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from summarizer.quantities import normal_unit
from summarizer.schema import Item, Measure, Problem, Result, Target
from summarizer.schema.summary import Reason
from summarizer.verification.comparison import plain_value
from summarizer.verification.words import coverage, pairs

__all__ = ["LINK_CHECKS", "Siblings"]


class Siblings:
    """The items of one summary by their ids."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.results = {item.id: item for item in items if isinstance(item, Result)}
        self.problems = {item.id: item for item in items if isinstance(item, Problem)}

    def doubts(self, item: Item, checks: Sequence[LinkCheck]) -> Iterator[Reason]:
        """The doubts about the links of one item."""
        for one in checks:
            yield from one(item, self)


LinkCheck = Callable[[Item, Siblings], Iterator[Reason]]

_SHARED_METRIC = 0.34
_REACHED = {"met", "exceeded"}
_EMPTY_OBJECTS = pairs(
    "进一步有待加强提高完善不断继续工作管理绩效存在问题不足不够差异较大及时部分目标项目资金情况需要今后相关各项做好强化落实水平力度"
)


def attained_by_the_same(item: Item, siblings: Siblings) -> Iterator[Reason]:
    """A target's results speak of the same metric in the same unit."""
    if not isinstance(item, Target):
        return
    named = [siblings.results.get(key) for key in item.attainment.results]
    if any(result is None or not _same_metric(item, result) for result in named):
        yield "bound-to-other-label"


def _same_metric(target: Target, result: Result) -> bool:
    wanted, got = target.quantity, result.quantity
    if wanted and got and normal_unit(wanted.unit) != normal_unit(got.unit):
        return False
    there = coverage(target.metric, pairs(result.metric) | pairs(result.text))
    back = coverage(result.metric, pairs(target.metric) | pairs(target.text))
    return max(there, back) >= _SHARED_METRIC


def state_as_the_numbers_say(item: Item, siblings: Siblings) -> Iterator[Reason]:
    """A target called met is met by the number of its results."""
    if not isinstance(item, Target):
        return
    results = [siblings.results[key] for key in item.attainment.results if key in siblings.results]
    state = item.attainment.state
    if state in _REACHED and not item.attainment.results:
        yield "status-mismatch"
        return
    verdicts = {v for result in results if (v := _reached(item, result)) is not None}
    if (state in _REACHED and False in verdicts) or (state == "not_met" and verdicts == {True}):
        yield "status-mismatch"


def _reached(target: Target, result: Result) -> bool | None:
    wanted, got = plain_value(target.quantity), plain_value(result.quantity)
    if wanted is None or got is None:
        return None
    match target.comparator or "=":
        case "<=":
            return got <= wanted
        case "<":
            return got < wanted
        case ">":
            return got > wanted
        case _:
            return got >= wanted


def part_within_whole(item: Item, siblings: Siblings) -> Iterator[Reason]:
    """A part belongs to another result and is not larger than it."""
    if not isinstance(item, Result) or item.part_of is None:
        return
    whole = siblings.results.get(item.part_of)
    if whole is None or whole.id == item.id or whole.part_of == item.id:
        yield "part-as-total"
        return
    ours, theirs = item.quantity, whole.quantity
    if ours and theirs and normal_unit(ours.unit) == normal_unit(theirs.unit):
        small, large = plain_value(ours), plain_value(theirs)
        if small is not None and large is not None and small > large:
            yield "part-as-total"


def answers_its_problem(item: Item, siblings: Siblings) -> Iterator[Reason]:
    """A measure and the problem it is said to answer share an object."""
    if not isinstance(item, Measure):
        return
    named = [siblings.problems.get(key) for key in item.addresses]
    if any(problem is None for problem in named):
        yield "subject-mismatch"


LINK_CHECKS: tuple[LinkCheck, ...] = (
    attained_by_the_same,
    state_as_the_numbers_say,
    part_within_whole,
    answers_its_problem,
)
