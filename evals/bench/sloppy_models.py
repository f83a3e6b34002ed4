"""Changes of an answer that keep its format."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

__all__ = ["COUNTED", "FAULTS", "Answer", "Json"]

Json = dict[str, Any]
Answer = dict[str, list[Json]]
COUNTED = ("targets", "results")


def _each(change: Callable[[Json], Json]) -> Callable[[Answer], Answer]:
    return lambda answer: {kind: [change(one) for one in items] for kind, items in answer.items()}


def drops_half(answer: Answer) -> Answer:
    """Omit every second item."""
    return {kind: items[::2] for kind, items in answer.items()}


def wrong_sentence(item: Json) -> Json:
    """Name the next sentence."""
    return item | {"s": item["s"] + 1}


def copies_the_example(answer: Answer) -> Answer:
    """Add the items of the prompt's example."""
    example = [
        {"s": 1, "number": "86.4万元", "metric": "公用经费支出", "period": "2023年"},
        {"s": 1, "number": "6%", "metric": "公用经费支出比上年增长", "change": "increase"},
        {"s": 3, "number": "第二", "metric": "苗木成活率全县排名"},
        {"s": 3, "metric": "出台管护办法"},
    ]
    return answer | {"results": [*answer.get("results", []), *example]}


def english_labels(item: Json) -> Json:
    """Translate labels."""
    return item | {name: "number of cases handled" for name in ("metric", "text") if name in item}


def all_results(answer: Answer) -> Answer:
    """Return targets, problems and measures as results."""
    told = [one for items in answer.values() for one in items]
    fields = ("s", "number", "subject", "period")
    return {
        "results": [
            {name: one[name] for name in fields if name in one}
            | {"metric": one.get("metric") or one.get("text")}
            for one in told
        ]
    }


def no_units(item: Json) -> Json:
    """Omit hedges and units of numbers."""
    bare = "".join(mark for mark in item.get("number", "") if mark.isdecimal() or mark in ".,")
    return item | ({"number": bare} if bare else {})


def repeats(answer: Answer) -> Answer:
    """Return every item twice."""
    return {kind: [one for one in items for _ in range(2)] for kind, items in answer.items()}


def next_label(answer: Answer) -> Answer:
    """Give every item the label of the one before it."""
    return {
        kind: [
            one | {"metric": before["metric"]} if kind in COUNTED else one
            for one, before in zip(items, items[-1:] + items[:-1], strict=True)
        ]
        for kind, items in answer.items()
    }


def no_subjects(item: Json) -> Json:
    """Omit subjects, periods, parts and changes."""
    return {k: v for k, v in item.items() if k in ("s", "number", "metric", "text", "op")}


def turned(item: Json) -> Json:
    """Reverse the direction of changes."""
    other = {"increase": "decrease", "decrease": "increase"}
    return item | ({"change": other[item["change"]]} if item.get("change") in other else {})


def wrong_digit(item: Json) -> Json:
    """Change one digit of every number."""
    number = item.get("number", "")
    places = [place for place, mark in enumerate(number) if mark.isdecimal()]
    if not places:
        return item
    place = random.Random(number).choice(places)
    digit = str((int(number[place]) + 3) % 10)
    return item | {"number": number[:place] + digit + number[place + 1 :]}


FAULTS: dict[str, Callable[[Answer], Answer]] = {
    "none": lambda answer: answer,
    "drops half": drops_half,
    "sentence off by one": _each(wrong_sentence),
    "copies the example": copies_the_example,
    "English labels": _each(english_labels),
    "all as results": all_results,
    "numbers without units": _each(no_units),
    "repeats": repeats,
    "labels off by one": next_label,
    "no subjects, changes, parts": _each(no_subjects),
    "changes turned": _each(turned),
    "a digit changed": _each(wrong_digit),
}
