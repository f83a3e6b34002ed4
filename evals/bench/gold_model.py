"""A model that knows the gold: it answers a chunk's prompt in the model engine's own format.

It sees what a model sees, the numbered lines of a prompt, and finds them in the report by their
words. So whatever is lost between its answer and the summary was lost by the program.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from evals.dataset import Gold, load, names
from evals.oracle import mention_of

__all__ = ["gold_answer", "gold_of", "lines_of"]

Json = dict[str, Any]
_LINE = re.compile(r"^\[(\d+)\] (.*)$", re.MULTILINE)


def lines_of(prompt: str) -> dict[int, str]:
    """The numbered lines of a prompt."""
    return {int(number): words for number, words in _LINE.findall(prompt)}


def gold_of(prompt: str) -> Gold:
    """The report that a prompt's lines stand in."""
    lines = lines_of(prompt)
    return max((load(name) for name in names()), key=lambda gold: len(places(gold, lines)))


def gold_answer(prompt: str, gold: Gold | None = None) -> str:
    """The answer of a faultless model to a prompt, as JSON."""
    gold = gold or gold_of(prompt)
    found = places(gold, lines_of(prompt))
    lists: dict[str, list[Json]] = {"targets": [], "results": [], "problems": [], "measures": []}
    written: dict[str, Json] = {}
    for item in gold.items:
        first = item["evidence"][0][0]
        at = [number for number, (start, end) in found.items() if start <= first < end]
        if at:
            written[item["id"]] = entry = _entry(item, at, gold, written)
            lists[f"{item['type']}s"].append(entry)
    return json.dumps({kind: some for kind, some in lists.items() if some}, ensure_ascii=False)


def places(gold: Gold, lines: dict[int, str]) -> dict[int, tuple[int, int]]:
    """Where each line stands in the report: the run of places that lie closest together."""
    best: dict[int, tuple[int, int]] = {}
    for start in _all_places(gold, next(iter(lines.values()), "")):
        found = dict(_in_order(gold, lines, start))
        if len(found) > len(best):
            best = found
    return best


def _in_order(
    gold: Gold, lines: dict[int, str], place: int
) -> Iterator[tuple[int, tuple[int, int]]]:
    packed, offsets = _packed(gold)
    for number, words in lines.items():
        needle = "".join(words.split())
        at = packed.find(needle, place)
        if needle and at >= 0:
            yield number, (offsets[at], offsets[at + len(needle) - 1] + 1)
            place = at + len(needle)


def _all_places(gold: Gold, words: str) -> Iterator[int]:
    packed, _ = _packed(gold)
    needle = "".join(words.split())
    at = packed.find(needle)
    while needle and at >= 0:
        yield at
        at = packed.find(needle, at + 1)


@cache
def _packed_text(text: str) -> tuple[str, tuple[int, ...]]:
    kept = [(mark, offset) for offset, mark in enumerate(text) if not mark.isspace()]
    return "".join(mark for mark, _ in kept), tuple(offset for _, offset in kept)


def _packed(gold: Gold) -> tuple[str, tuple[int, ...]]:
    """The text without blanks, and where each character came from."""
    return _packed_text(gold.text)


def _entry(item: Json, at: list[int], gold: Gold, written: dict[str, Json]) -> Json:
    """An item as an entry; what is at its default is left out, as the prompt asks."""
    entry: Json = {"at": at[:1], "metric": item["metric"]}
    mention = mention_of(item, gold) if item["type"] in ("target", "result") else None
    said = {
        "figure": mention and mention["text"],
        "subject": item["subject"] if item["type"] in ("target", "result") else None,
        "op": item["comparator"] if item["type"] == "target" else None,
        "soft": item["soft"] or None,
        "direction": item["direction"] if item["type"] == "result" else None,
        "status": item["status"] if item["type"] == "result" else None,
        "part": True if item.get("part_of") in written else None,
        "category": item.get("category"),
        "kind": item.get("kind"),
        "cause": item.get("cause"),
    }
    return entry | {
        name: value for name, value in said.items() if value not in (None, "none", "done")
    }
