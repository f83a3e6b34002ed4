"""Links: does an item point at items that it can belong to?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from summarizer.genre.answers import may_answer
from summarizer.genre.words import coverage, pairs
from summarizer.quantities import in_unit, normal_unit
from summarizer.schema import Item, Measure, Problem, Quantity, Result, Target
from summarizer.schema.terms import Reason
from summarizer.verification.binding import roles_in
from summarizer.verification.comparison import plain_value

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
# Words of what was not reached, and of what was reached to the last.
_WANTING = re.compile(r"未(?!发生|出现|发现|有)|没有完成|不足|滞后|尚|仅|部分|正在|缓慢|欠缺|推迟")
_WHOLLY = re.compile(r"全部|全面|均|都|完成|达到|达标|清零|无|未发生|未出现|零|未发现")


def attained_by_the_same(item: Item, siblings: Siblings) -> Iterator[Reason]:
    """A target's results speak of the same metric in the same unit."""
    if not isinstance(item, Target):
        return
    named = [siblings.results.get(key) for key in item.attainment.results]
    if any(result is None or not _same_metric(item, result) for result in named):
        yield "bound-to-other-label"


def _same_metric(target: Target, result: Result) -> bool:
    wanted, got = target.quantity, result.quantity
    told = target.attainment.state == "not_comparable"
    if wanted and got and not told and _apart(wanted, got):
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
    wrong = (state in _REACHED and False in verdicts) or (state == "not_met" and verdicts == {True})
    told = bool(verdicts) or any(_done(item, one) for one in results)
    if wrong or (state in _REACHED and not told):
        yield "status-mismatch"


def _done(target: Target, result: Result) -> bool:
    """Does a result without a comparable number tell that the target was reached?

    A target without a number is reached by what is done and not wanting, and never exceeded; one
    with a number only by words that leave nothing out.
    """
    wanting = result.status != "done" or _WANTING.search(result.text)
    if wanting or target.attainment.state == "exceeded":
        return False
    return target.quantity is None or bool(_WHOLLY.search(result.text))


def _apart(wanted: Quantity, got: Quantity) -> bool:
    """Do two quantities measure different things?"""
    same = normal_unit(wanted.unit) == normal_unit(got.unit)
    return not same and _in_unit_of(wanted, got) is None


def _in_unit_of(wanted: Quantity | None, got: Quantity | None) -> Decimal | None:
    """The plain value of a result in the unit of its target; None where they do not compare."""
    value = plain_value(got)
    if wanted is None or got is None or value is None:
        return None
    return in_unit(value, got.unit, wanted.unit)


def _reached(target: Target, result: Result) -> bool | None:
    wanted = plain_value(target.quantity)
    got = _in_unit_of(target.quantity, result.quantity)
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


def explained_by_the_numbers(item: Item, siblings: Siblings) -> Iterator[Reason]:
    """Deviation and explanation of an attainment repeat the numbers that were held together."""
    if not isinstance(item, Target):
        return
    results = [siblings.results[key] for key in item.attainment.results if key in siblings.results]
    if item.attainment.deviation is not None and not _deviates(item, results):
        yield "value-mismatch"
        return
    explanation = item.attainment.explanation
    judged: list[Item] = [item, *results]
    known = {digits for one in judged for digits in _digits_of(one)}
    said = (explanation.zh, explanation.en) if explanation else ()
    if any(digits not in known for words in said for digits in _DIGITS.findall(words)):
        yield "value-mismatch"


_DIGITS = re.compile(r"\d+(?:[.．]\d+)?")


def _digits_of(item: Item) -> Iterator[str]:
    quotes = (span.quote for span in item.evidence)
    quantity = item.quantity.text if isinstance(item, Target | Result) and item.quantity else ""
    for words in (item.text, quantity, *quotes):
        yield from _DIGITS.findall(words)


def _deviates(target: Target, results: Sequence[Result]) -> bool:
    """Is the deviation (actual − target) / target of the one result, in percent?"""
    wanted = plain_value(target.quantity)
    got = _in_unit_of(target.quantity, results[0].quantity) if len(results) == 1 else None
    if not wanted or got is None:
        return False
    percent = ((got - wanted) / wanted * 100).quantize(Decimal("0.01"))
    return f"{percent:f}" == target.attainment.deviation


def part_within_whole(item: Item, siblings: Siblings) -> Iterator[Reason]:
    """A part belongs to another result and is not larger than it."""
    if not isinstance(item, Result) or item.part_of is None:
        return
    whole = siblings.results.get(item.part_of)
    if whole is None or whole.id == item.id or whole.part_of == item.id:
        yield "part-as-total"
        return
    ours, theirs = item.quantity, whole.quantity
    roles = roles_in(item.metric), roles_in(whole.metric)
    if (ours and (theirs is None or _apart(theirs, ours))) or (
        all(roles) and roles[0].isdisjoint(roles[1])
    ):
        yield "part-as-total"
    elif ours and theirs and normal_unit(ours.unit) == normal_unit(theirs.unit):
        small, large = plain_value(ours), plain_value(theirs)
        if small is not None and large is not None and small > large:
            yield "part-as-total"


def answers_its_problem(item: Item, siblings: Siblings) -> Iterator[Reason]:
    """A measure shares a matter or a word with each problem that it addresses."""
    if not isinstance(item, Measure):
        return
    named = [siblings.problems.get(key) for key in item.addresses]
    if any(problem is None or not _answers(item, problem) for problem in named):
        yield "subject-mismatch"


def _answers(measure: Measure, problem: Problem) -> bool:
    return may_answer(
        measure.text, measure.kind, problem.text, problem.category, problem.cause or ""
    )


LINK_CHECKS: tuple[LinkCheck, ...] = (
    attained_by_the_same,
    state_as_the_numbers_say,
    explained_by_the_numbers,
    part_within_whole,
    answers_its_problem,
)
