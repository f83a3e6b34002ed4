"""Gold items as typed items of ours, as a perfect model writes them.

Such a model sees only the prompt; the program has to find the places of its items.
"""

from __future__ import annotations

import re
from typing import Any

from evals.bench.contest.texts import Told

__all__ = ["entry", "lines_of"]

_LINE = re.compile(r"^\[(\d+)\] (.*)$", re.MULTILINE)


def lines_of(prompt: str) -> dict[int, str]:
    """Return the numbered lines of the report in a prompt."""
    report = prompt[prompt.index("<报告>") : prompt.index("</报告>")]
    return {int(number): words for number, words in _LINE.findall(report)}


def entry(told: Told, *, at: int, figure: str, whole: str, problem: int | None) -> dict[str, Any]:
    """Return one item in sentence `at` with the number `figure`; `whole` is the printed number of
    its total, `problem` the sentence of the problem that a measure answers."""
    item = told.item
    if told.kind == "problem":
        cause = item.get("cause")
        said = {"s": at, "text": told.metric, "cause": cause, "cause_s": at if cause else None}
    elif told.kind == "measure":
        said = {"s": at, "text": told.metric, "problem_s": problem}
    else:
        said = {"s": at, "number": figure, "metric": told.metric, "subject": item["subject"]}
        said |= _result(item, whole) if told.kind == "result" else _target(item)
    return {name: value for name, value in said.items() if value}


def _target(item: dict[str, Any]) -> dict[str, Any]:
    bound = item["comparator"] if item["comparator"] != "=" else None
    return {"op": bound, "period": item["period"]}


def _result(item: dict[str, Any], whole: str) -> dict[str, Any]:
    return {
        "change": item["direction"] if item["direction"] != "none" else None,
        "status": item["status"] if item["status"] != "done" else None,
        "period": item["period"],
        "part_of": whole,
        "core": item["core"],
    }
