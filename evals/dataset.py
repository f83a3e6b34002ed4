"""Load reports and gold; gold whose quotes are not in the report is rejected."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

__all__ = [
    "GOLD",
    "REPORTS",
    "SETS",
    "Gold",
    "GoldError",
    "load",
    "load_all",
    "names",
    "path_of",
]

HERE = Path(__file__).parent
REPORTS = HERE / "reports"
GOLD = HERE / "gold"
SETS = ("samples", "provinces", "untouched", "all")
FIRST_OF_PROVINCES = "005"
FIRST_OF_UNTOUCHED = "021"

Json = dict[str, Any]


class GoldError(Exception):
    """Gold that contradicts its report; no score may be printed."""


@dataclass(frozen=True)
class Gold:
    """One report with its annotations.

    `text` is the report's canonical text. `items`, `links`, `attainment` and `unused` follow
    gold/items/README.md, `quantities` gold/quantities/README.md, `findings` (relations) and
    `judged` (decisions) gold/findings/README.md.
    """

    name: str
    text: str
    items: tuple[Json, ...]
    links: tuple[tuple[str, ...], ...] = ()
    attainment: tuple[tuple[str, str], ...] = ()
    unused: tuple[tuple[int, int, str, str], ...] = ()
    quantities: tuple[Json, ...] = ()
    findings: tuple[Json, ...] = ()
    judged: tuple[Json, ...] = ()
    record: tuple[tuple[str, Any], ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Json]:
        """Return the items by id."""
        return {item["id"]: item for item in self.items}


@cache
def names(chosen: str = "samples") -> tuple[str, ...]:
    """Return the ids of the reports of a set that have gold items, in order.

    `samples` are the five that the rules were written with, `provinces` those of other offices,
    `untouched` those never used for tuning, `all` every report with gold.
    """
    every = sorted(path.stem for path in (GOLD / "items").glob("*.json"))
    sets = {
        "samples": [name for name in every if name < FIRST_OF_PROVINCES],
        "provinces": [name for name in every if FIRST_OF_PROVINCES <= name < FIRST_OF_UNTOUCHED],
        "untouched": [name for name in every if name >= FIRST_OF_UNTOUCHED],
        "all": every,
    }
    return tuple(sets[chosen])


def resolve(wanted: str) -> str:
    """Return a report by its id or the beginning of it ("000"). Raises GoldError when ambiguous."""
    every = names("all")
    fitting = [name for name in every if name == wanted or name.startswith(wanted)]
    if len(fitting) != 1:
        raise GoldError(f"no single report {wanted!r}; there are: {', '.join(every)}")
    return fitting[0]


def path_of(name: str) -> Path:
    """Return the file of a report."""
    return REPORTS / f"{resolve(name)}.txt"


def load_all(wanted: tuple[str, ...] = ()) -> tuple[Gold, ...]:
    """Return the requested reports, or all."""
    return tuple(load(name) for name in (wanted or names()))


@cache
def load(wanted: str) -> Gold:
    """Return one report with its gold.

    Raises GoldError when a quote is not a slice of the report.
    """
    name = resolve(wanted)
    with path_of(name).open(encoding="utf-8", newline="") as file:
        text = file.read()
    annotation = json.loads((GOLD / "items" / f"{name}.json").read_text(encoding="utf-8"))
    return from_annotation(name, text, annotation)


def load_annotator(wanted: str, who: str) -> Gold:
    """Return one report with the annotation of annotator "a" or "b"."""
    name = resolve(wanted)
    with path_of(name).open(encoding="utf-8", newline="") as file:
        text = file.read()
    source = GOLD / "items" / "annotators" / f"{name}.{who}.json"
    return from_annotation(name, text, json.loads(source.read_text(encoding="utf-8")))


def from_annotation(name: str, text: str, annotation: Json) -> Gold:
    """Return checked gold from the annotation of one report. Raises GoldError."""
    gold = Gold(
        name=name,
        text=text,
        items=tuple(annotation["items"]),
        links=tuple(tuple(link) for link in annotation.get("links", ())),
        attainment=tuple(annotation.get("attainment", {}).items()),
        unused=tuple(tuple(entry) for entry in annotation.get("unused", ())),
        quantities=tuple(_quantities(name)),
        findings=tuple(_findings(name)),
        judged=tuple(_judged(name)),
        record=tuple(
            (key, annotation.get(key)) for key in ("title", "organization", "fiscal_year", "kind")
        ),
    )
    _refuse_faults(gold)
    return gold


def _quantities(name: str) -> Iterator[Json]:
    source = GOLD / "quantities" / f"{name}.jsonl"
    if source.exists():
        yield from map(json.loads, source.read_text(encoding="utf-8").splitlines())


def _findings(name: str) -> list[Json]:
    source = GOLD / "findings" / f"{name}.json"
    if not source.exists():
        return []
    relations: list[Json] = json.loads(source.read_text(encoding="utf-8"))["relations"]
    return relations


def _judged(name: str) -> Iterator[Json]:
    source = GOLD / "findings" / "judged.json"
    if source.exists():
        entries = json.loads(source.read_text(encoding="utf-8"))
        yield from (entry for entry in entries if entry["doc"] == name)


def _refuse_faults(gold: Gold) -> None:
    faults = [*_false_slices(gold), *_loose_ids(gold)]
    if faults:
        raise GoldError(f"{gold.name}: " + "; ".join(faults[:5]))


def _false_slices(gold: Gold) -> Iterator[str]:
    for where, start, end, quote in _quotes(gold):
        if not quote or gold.text[start:end] != quote:
            yield f"{where}: text[{start}:{end}] is {gold.text[start:end]!r}, not {quote!r}"


def _quotes(gold: Gold) -> Iterator[tuple[str, int, int, str]]:
    for item in gold.items:
        if not item["evidence"]:
            raise GoldError(f"{gold.name}: {item['id']} has no evidence")
        for start, end, quote in item["evidence"]:
            yield f"item {item['id']}", start, end, quote
    for start, end, quote, _ in gold.unused:
        yield "unused", start, end, quote
    for quantity in gold.quantities:
        yield "quantity", quantity["start"], quantity["end"], quantity["text"]
    for relation in gold.findings:
        for start, end, quote in relation["evidence"]:
            yield f"relation {relation['id']}", start, end, quote


def _loose_ids(gold: Gold) -> Iterator[str]:
    ids = [item["id"] for item in gold.items]
    if len(set(ids)) != len(ids):
        yield "item ids are not unique"
    for link in gold.links:
        yield from (f"link to unknown {end}" for end in link[-2:] if end not in gold.by_id)
    for target, _ in gold.attainment:
        if target not in gold.by_id:
            yield f"attainment of unknown {target}"
