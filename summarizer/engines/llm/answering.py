"""Links from measures to problems, if the sentence that the model named has several problems.

Reports answer problems in order. Of all assignments of one problem to each measure that keep this
order, the one with the greatest total similarity is chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from summarizer.engines.llm.reading import Read
from summarizer.engines.llm.reply_entries import MeasureEntry, ProblemEntry
from summarizer.genre.answers import may_answer
from summarizer.genre.themes import category_of, kind_of

__all__ = ["answers"]

# The weight of a problem without a measure, beside that of shared words.
_NEXT = 0.5


def answers(measures: Sequence[Read], problems: Sequence[Read]) -> list[tuple[int, ...]]:
    """Return, for each measure, the indices of the problems that it answers."""
    found: dict[int, int] = {}
    named = [cast("MeasureEntry", one.entry).problem_s for one in measures]
    for sentence in {at for at in named if at}:
        there = [n for n, problem in enumerate(problems) if problem.entry.s == sentence]
        asking = [n for n, at in enumerate(named) if at == sentence]
        if there:
            best = _in_order([measures[n] for n in asking], [problems[n] for n in there])
            found |= {n: there[place] for n, place in zip(asking, best, strict=True)}
    return [(found[n],) if n in found else () for n in range(len(measures))]


def _in_order(measures: Sequence[Read], problems: Sequence[Read]) -> tuple[int, ...]:
    """Return the indices of the problems of some measures, in non-decreasing order."""
    ways: dict[int, tuple[float, tuple[int, ...]]] = {-1: (0.0, ())}
    for measure in measures:
        worth = [_spoken_of(measure, problem) for problem in problems]
        ways = {
            place: max(
                (
                    (gained + worth[place] + _NEXT * (place > last), (*way, place))
                    for last, (gained, way) in ways.items()
                    if last <= place
                ),
                key=lambda told: told[0],
            )
            for place in range(min(ways), len(problems))
            if place >= 0
        }
    return max(ways.values(), key=lambda told: told[0])[1]


def _spoken_of(measure: Read, problem: Read) -> bool:
    words, told = measure.entry.words, cast("ProblemEntry", problem.entry)
    return may_answer(words, kind_of(words), told.text, category_of(told.text), told.cause)
