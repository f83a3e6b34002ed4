"""The mutation run: the verdict of a verifier on every mutant."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING, Any

import summarizer
from evals.atoms import PLURALS, gold_atoms, predicted_atoms, typed_items
from evals.dataset import Gold, load_all, path_of
from evals.matching import match
from evals.mutations.labels import LABELS
from evals.mutations.making import Mutant, mutants
from evals.mutations.operators import LEGIT, OPERATORS, Operator
from evals.mutations.seeds import Seed, seeds
from evals.oracle import oracle_summary
from evals.scorers.fields import is_strict

if TYPE_CHECKING:
    from summarizer import Document

__all__ = ["Judged", "run", "run_on"]

Json = dict[str, Any]
# A batch is one summary; the verifier judges each item of it alone.
BATCH = 2000
UNMATCHED = "?"


@dataclass(frozen=True)
class Judged:
    """A mutant and its verdict."""

    mutant: Mutant
    verdict: str
    reasons: tuple[str, ...]

    @property
    def is_flagged(self) -> bool:
        """True unless it is verified."""
        return self.verdict != "verified"


def run(
    operators: Iterable[Operator] = (*OPERATORS, *LABELS, *LEGIT),
    *,
    limit: int | None = 300,
    reports: tuple[str, ...] = (),
) -> tuple[Judged, ...]:
    """Generate the mutants of each operator over all reports and judge them."""
    golds = {gold.name: gold for gold in load_all(reports)}
    documents = {name: summarizer.read(path_of(name)) for name in golds}
    ground = [seed for gold in golds.values() for seed in seeds(gold, documents[gold.name])]
    made = [mutant for operator in operators for mutant in mutants(operator, ground, limit=limit)]
    return tuple(
        judged
        for name, gold in golds.items()
        for judged in _judge(gold, documents[name], [m for m in made if m.report == name])
    )


def run_on(
    summary: Json,
    gold: Gold,
    operators: Iterable[Operator] = (*OPERATORS, *LABELS, *LEGIT),
    *,
    limit: int | None = 300,
) -> tuple[Judged, ...]:
    """Judge mutants of a summary of either engine, whose strictly right items are the seeds."""
    document = summarizer.read(path_of(gold.name))
    ground = tuple(_seeds_of(summary, gold, document))
    made = [m for operator in operators for m in mutants(operator, ground, limit=limit)]
    linked = [mutant for mutant in made if not _leads_nowhere(mutant.item)]
    return tuple(_judge(gold, document, linked, base=summary))


def _judge(
    gold: Gold, document: Document, made: list[Mutant], *, base: Json | None = None
) -> Iterator[Judged]:
    untouched = base or oracle_summary(gold, document)
    yield from (_judge_overview(one, untouched, document) for one in made if _is_overview(one))
    made = [mutant for mutant in made if not _is_overview(mutant)]
    for start, batch in _batches(made):
        summary = copy.deepcopy(untouched)
        # Shuffle with a fixed seed, so that verdicts do not depend on the order of items.
        for mutant in Random(start).sample(batch, len(batch)):
            summary[f"{mutant.kind}s"].append(mutant.item)
        checks = _checks(summarizer.verify(summary, document))
        for mutant in batch:
            check = checks[mutant.id]
            yield Judged(mutant, check["verdict"], tuple(check["reasons"]))


def _batches(made: list[Mutant]) -> Iterator[tuple[int, list[Mutant]]]:
    """Yield batches that fit into one summary: ids are unique only within an operator, since all
    rewordings count from one under the number 0."""
    for name in dict.fromkeys(mutant.operator.name for mutant in made):
        own = [mutant for mutant in made if mutant.operator.name == name]
        yield from ((start, own[start : start + BATCH]) for start in range(0, len(own), BATCH))


def _is_overview(mutant: Mutant) -> bool:
    return mutant.kind == "overview"


def _judge_overview(mutant: Mutant, untouched: Json, document: Document) -> Judged:
    """Return the verdict on an overview, beside the true items."""
    overview = {name: mutant.item[name] for name in ("text", "evidence")}
    summary = untouched | {"overview": overview | {"check": {"verdict": "verified", "reasons": []}}}
    checked: Any = summarizer.verify(summary, document)
    check = checked.model_dump(mode="json")["overview"]["check"]
    return Judged(mutant, check["verdict"], tuple(check["reasons"]))


def _checks(summary: Any) -> dict[str, Json]:
    plain = summary.model_dump(mode="json") if hasattr(summary, "model_dump") else summary
    return {item["id"]: item["check"] for plural in PLURALS for item in plain[plural]}


def _seeds_of(summary: Json, gold: Gold, document: Document) -> Iterator[Seed]:
    items = {item["id"]: dict(item) for _, item in typed_items(summary)}
    pairs = match(gold_atoms(gold), predicted_atoms(summary)).pairs
    renamed = _renamed(gold, {pair.gold.id: pair.predicted.item for pair in pairs})
    by_entry = {seed.entry["id"]: seed for seed in seeds(renamed, document)}
    for pair in pairs:
        own = by_entry[pair.predicted.item]
        item = items[pair.predicted.item]
        if is_strict(pair) and (own.mention is None or own.printed in item["text"]):
            yield Seed(renamed, own.entry, item, own.mention)


def _renamed(gold: Gold, names: dict[str, str]) -> Gold:
    """Return gold with the ids of a summary, so that links and totals refer to its items."""

    def name(old: str | None) -> str | None:
        return None if old is None else names.get(old, f"{UNMATCHED}{old}")

    items = [
        entry | {"id": name(entry["id"]), "part_of": name(entry["part_of"])} for entry in gold.items
    ]
    links = [(*link[:-2], str(name(link[-2])), str(name(link[-1]))) for link in gold.links]
    return replace(gold, items=tuple(items), links=tuple(links))


def _leads_nowhere(item: Json) -> bool:
    ends = [*(item.get("attainment") or {}).get("results", ()), *item.get("addresses", ())]
    ends.append(item.get("part_of") or "")
    return any(end.startswith(UNMATCHED) for end in ends)
