"""Models that keep the format and nothing else: what they do to the truth of `verified`.

    python -m evals.bench.sloppy [--markdown]

A model on loopback knows the gold answers and spoils them in one way. Counted is, over the sample
reports, how many of the items of prose that come out `verified` say something that gold does not.
"""

from __future__ import annotations

import argparse
import asyncio
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import summarizer
from evals.bench.contest.server import OracleServer
from evals.bench.contest.texts import Told, Writing, five
from summarizer.settings import load_settings

__all__ = ["FAULTS", "Count", "measure"]

Json = dict[str, Any]
Answer = dict[str, list[Json]]
COUNTED = ("targets", "results")
# Labels that share fewer of their pairs of characters are of different things.
ALIKE = 0.4


def _each(change: Callable[[Json], Json]) -> Callable[[Answer], Answer]:
    return lambda answer: {kind: [change(one) for one in items] for kind, items in answer.items()}


def drops_half(answer: Answer) -> Answer:
    """Every second item is left out."""
    return {kind: items[::2] for kind, items in answer.items()}


def wrong_sentence(item: Json) -> Json:
    """The sentence is the next one."""
    return item | {"s": item["s"] + 1}


def copies_the_example(answer: Answer) -> Answer:
    """The items of the prompt's example are added."""
    example = [
        {"s": 1, "number": "86.4万元", "metric": "公用经费支出", "period": "2023年"},
        {"s": 1, "number": "6%", "metric": "公用经费支出增长", "change": "increase"},
        {"s": 2, "number": "第二", "metric": "栽树成活率全县排名"},
        {"s": 2, "metric": "建成防火通道"},
    ]
    return answer | {"results": [*answer.get("results", []), *example]}


def english_labels(item: Json) -> Json:
    """Labels are translated."""
    return item | {name: "number of cases handled" for name in ("metric", "text") if name in item}


def all_results(answer: Answer) -> Answer:
    """Targets are told as results, problems and measures too."""
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
    """Numbers are told without hedge and unit."""
    bare = "".join(mark for mark in item.get("number", "") if mark.isdecimal() or mark in ".,")
    return item | ({"number": bare} if bare else {})


def repeats(answer: Answer) -> Answer:
    """Every item is told twice."""
    return {kind: [one for one in items for _ in range(2)] for kind, items in answer.items()}


def next_label(answer: Answer) -> Answer:
    """Every item has the label of the one before it."""
    return {
        kind: [
            one | {"metric": before["metric"]} if kind in COUNTED else one
            for one, before in zip(items, items[-1:] + items[:-1], strict=True)
        ]
        for kind, items in answer.items()
    }


def no_subjects(item: Json) -> Json:
    """Subjects, periods, parts and changes are left out."""
    return {k: v for k, v in item.items() if k in ("s", "number", "metric", "text", "op")}


def turned(item: Json) -> Json:
    """Changes are turned round."""
    other = {"increase": "decrease", "decrease": "increase"}
    return item | ({"change": other[item["change"]]} if item.get("change") in other else {})


def wrong_digit(item: Json) -> Json:
    """One digit of every number is another."""
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


@dataclass(frozen=True)
class Count:
    """Items of one model: how many, `verified` ones, those of them that are wrong, unread parts."""

    items: int
    verified: int
    wrong: tuple[str, ...]
    unread: int

    @property
    def share(self) -> float:
        """Wrong ones of those that are verified."""
        return len(self.wrong) / self.verified if self.verified else 0.0


def measure(fault: str, writings: Iterable[Writing]) -> Count:
    """What comes out when the model has this fault."""
    texts = list(writings)
    with (
        OracleServer(texts, count=len, spoil=FAULTS[fault]) as server,
        TemporaryDirectory() as data,
    ):
        settings = load_settings(
            llm_base_url=server.url,
            llm_model=fault,
            llm_mode="json_schema",
            llm_overview=False,
            llm_api_key="none",
            data_dir=Path(data),
        )
        engine = summarizer.load_engine(settings, "llm")

        async def read() -> list[Any]:
            documents = [summarizer.read_text(one.text, f"{one.name}.txt") for one in texts]
            made = (summarizer.summarize_document(one, engine) for one in documents)
            return await asyncio.gather(*made)

        summaries = [made.model_dump(mode="json") for made in asyncio.run(read())]
    items = [
        (writing, kind, item)
        for writing, summary in zip(texts, summaries, strict=True)
        for kind in ("targets", "results", "problems", "measures")
        for item in summary[kind]
        if not _in_table(item, summary)
    ]
    good = [one for one in items if one[2]["check"]["verdict"] == "verified"]
    wrong = tuple(_shown(*one) for one in good if not _borne(*one))
    unread = sum(
        part["state"] == "unread" for one in summaries for part in one["coverage"]["sections"]
    )
    return Count(len(items), len(good), wrong, unread)


def _in_table(item: Json, summary: Json) -> bool:
    """Whether an item was read from a table, which no model is asked about."""
    start = item["evidence"][0]["start"]
    return any(table["start"] <= start < table["end"] for table in summary["tables"])


def _borne(writing: Writing, kind: str, item: Json) -> bool:
    """Whether gold says the same: the kind, the label, the change and the state, at that number;
    without a number, where the evidence lies."""
    quantity = item.get("quantity")
    return any(
        f"{told.kind}s" == kind and _same(item, told)
        for told in writing.told
        if (_at(told, quantity) if quantity else _under(told, item))
    )


def _at(told: Told, quantity: Json) -> bool:
    return (
        told.number is not None
        and told.number[0] < quantity["end"] > quantity["start"] < told.number[1]
    )


def _under(told: Told, item: Json) -> bool:
    return told.number is None and any(
        part["start"] < told.end and told.start < part["end"] for part in item["evidence"]
    )


def _same(item: Json, told: Told) -> bool:
    said = (item.get("direction", "none"), item.get("status", "done"))
    gold = (told.item["direction"], told.item["status"])
    alike = _alike(_label(item), f"{told.item['subject'] or ''}{told.metric}")
    return alike and (said == gold or told.kind != "result")


def _label(item: Json) -> str:
    return f"{item.get('subject') or ''}{item.get('metric') or item['text']}"


def _alike(one: str, two: str) -> bool:
    a, b = _pairs(one), _pairs(two)
    shared = len(a & b)
    return 2 * shared >= ALIKE * (len(a) + len(b)) or shared >= min(len(a), len(b)) > 0


def _pairs(words: str) -> set[str]:
    plain = "".join(words.split())
    return {plain[place : place + 2] for place in range(len(plain) - 1)}


def _shown(writing: Writing, kind: str, item: Json) -> str:
    quantity = item.get("quantity")
    figure = quantity["text"] if quantity else "-"
    return (
        f"{writing.name[:3]} {kind[:-1]} {_label(item)} {figure} ({item['evidence'][0]['quote']})"
    )


def _table(counts: Iterable[tuple[str, Count]]) -> Iterator[str]:
    yield "| the model | items | verified | wrong of these | share | unread |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for name, one in counts:
        cells = (name, one.items, one.verified, len(one.wrong), f"{one.share:.2%}", one.unread)
        yield f"| {' | '.join(map(str, cells))} |"


def main() -> None:
    """Measure every fault and print the table, with the wrong items behind it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fault", choices=FAULTS, action="append")
    parser.add_argument("--show", type=int, default=5)
    asked = parser.parse_args()
    writings = five()
    counts = [(name, measure(name, writings)) for name in asked.fault or FAULTS]
    print("\n".join(_table(counts)))
    for name, one in counts:
        for line in one.wrong[: asked.show]:
            print(f"{name}: {line}")


if __name__ == "__main__":
    main()
