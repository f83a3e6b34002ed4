"""From seeds to mutants: every operator on every seed, without equivalents, with fixed seeds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from evals.atoms import Atom, explode, gold_atoms, same_number
from evals.matching import atom_label, metric_agreement
from evals.mutations.operators import Operator
from evals.mutations.seeds import Seed

__all__ = ["Mutant", "is_equivalent", "mutants"]

Json = dict[str, Any]
SAME_LABEL = 0.6
COMPARED = ("approx", "comparator", "direction", "status", "period", "part_of")
NEGATIVE = ("未", "无", "不")


@dataclass(frozen=True)
class Mutant:
    """One altered item of one report. `id` is unique in its summary; `json` is complete."""

    operator: Operator
    report: str
    seed: str
    kind: str
    item: Json
    note: str

    @property
    def id(self) -> str:
        """The id in the summary."""
        return str(self.item["id"])


def mutants(
    operator: Operator, seeds: Iterable[Seed], *, limit: int | None = None
) -> tuple[Mutant, ...]:
    """The mutants of one operator, or a fixed random part of them."""
    found = tuple(_all(operator, seeds))
    if limit is None or len(found) <= limit:
        return found
    chosen = Random(operator.name).sample(range(len(found)), limit)
    return tuple(found[i] for i in sorted(chosen))


def is_equivalent(kind: str, item: Json, seed: Seed) -> bool:
    """Return True if the altered item equals another true atom of the same quote."""
    (atom,) = explode(kind, item)
    near = [
        entry
        for entry in seed.gold.items
        if entry["id"] != seed.entry["id"]
        and any(
            s < end and start < e for s, e, _ in atom.spans for start, end, _ in entry["evidence"]
        )
    ]
    return any(
        _says_the_same(atom, other) for other in gold_atoms(replace(seed.gold, items=tuple(near)))
    )


def _all(operator: Operator, seeds: Iterable[Seed]) -> Iterator[Mutant]:
    counter = 0
    for seed in (seed for seed in seeds if _serves(operator, seed)):
        seen = {_key(seed.kind, seed.item)} if operator.number else set()
        rng = Random(f"{operator.name}/{seed.gold.name}/{seed.entry['id']}")
        for edit in operator.make(seed, rng):
            key = _key(edit.kind, edit.item)
            if key in seen or (operator.number and _is_true(edit.kind, edit.item, seed)):
                continue
            seen.add(key)
            counter += 1
            item = edit.item | {"id": f"{edit.kind[0]}{operator.number + 100}{counter:06d}"}
            yield Mutant(operator, seed.gold.name, seed.entry["id"], edit.kind, item, edit.note)


def _is_true(kind: str, item: Json, seed: Seed) -> bool:
    # A changed quote or link is always false.
    untouched = {"evidence", "attainment", "addresses"}
    if kind == seed.kind and all(item[k] == v for k, v in seed.item.items() if k not in untouched):
        return False
    return is_equivalent(kind, item, seed)


def _serves(operator: Operator, seed: Seed) -> bool:
    if operator.needs == "label":
        return seed.mention is not None and "metric" in seed.item
    return seed.mention is not None or not operator.needs


def _key(kind: str, item: Json) -> str:
    return kind + json.dumps(item, ensure_ascii=False, sort_keys=True)


def _says_the_same(atom: Atom, other: Atom) -> bool:
    return (
        atom.type == other.type
        and same_number(atom, other)
        and all(getattr(atom, name) == getattr(other, name) for name in COMPARED)
        and _same_claim(atom, other)
    )


def _same_claim(atom: Atom, other: Atom) -> bool:
    return (
        atom.type in {"target", "result"}
        and metric_agreement(atom, other) >= SAME_LABEL
        and atom_label(atom, other) >= SAME_LABEL
        and (atom.subject or None) == (other.subject or None)
        and _negated(atom.metric) == _negated(other.metric)
    )


def _negated(text: str) -> bool:
    return any(mark in text for mark in NEGATIVE)
