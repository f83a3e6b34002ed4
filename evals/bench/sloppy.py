"""The reliability of `verified` with careless models that only keep the format.

    python -m evals.bench.sloppy [--markdown]

A model server on loopback changes the gold answers in one way. The benchmark counts the `verified`
items of prose that differ from gold, over the sample reports.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import summarizer
from evals.bench.contest.server import OracleServer
from evals.bench.contest.texts import Told, Writing, five
from evals.bench.sloppy_models import FAULTS, Json
from summarizer.settings import load_settings

__all__ = ["FAULTS", "Count", "measure"]

# Labels that share fewer of their character pairs denote different things.
ALIKE = 0.4


@dataclass(frozen=True)
class Count:
    """Counts of one model: items, `verified` items, wrong ones among them, unread parts."""

    items: int
    verified: int
    wrong: tuple[str, ...]
    unread: int

    @property
    def share(self) -> float:
        """The share of wrong items among verified ones."""
        return len(self.wrong) / self.verified if self.verified else 0.0


def measure(fault: str, writings: Iterable[Writing]) -> Count:
    """Return the counts of a model with this fault."""
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
    """Return True if an item was read from a table, which models are not asked about."""
    start = item["evidence"][0]["start"]
    return any(table["start"] <= start < table["end"] for table in summary["tables"])


def _borne(writing: Writing, kind: str, item: Json) -> bool:
    """Return True if gold has the same kind, label, change and state at that number, or, without a
    number, at that evidence."""
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
    """Measure every fault and print the table, followed by the wrong items."""
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
