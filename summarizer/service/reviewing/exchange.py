"""Import and export of decisions, and export as gold for the evals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from summarizer.schema import Decision, Document, Summary
from summarizer.service.problems import ProblemError
from summarizer.service.reviewing.book import Ruling
from summarizer.service.reviewing.editing import changes_in, edited
from summarizer.service.reviewing.matters import Matter

__all__ = ["carried", "gold_of"]

Json = dict[str, Any]
# Fields that may change with a new run.
_OF_THE_RUN = ("id", "check", "results", "items", "addresses", "part_of", "attainment")


def carried(
    given: Iterable[Decision], matters: Mapping[str, Matter], document: Document
) -> tuple[list[Ruling], list[str]]:
    """Return the decisions that apply to this job, and the item ids of those that do not.

    A decision applies when its `before` matches an item here, whatever its id. Corrections are read
    again at their spans.
    """
    here = {_essence(one.before()): one for one in matters.values()}
    rulings: list[Ruling] = []
    left: list[str] = []
    for decision in given:
        matter = here.get(_essence(decision.before))
        made = matter and _ruling(decision, matter, document)
        if made:
            rulings.append(made)
        else:
            left.append(decision.item)
    return rulings, left


def _essence(before: Mapping[str, Any]) -> str:
    return repr(sorted((key, value) for key, value in before.items() if key not in _OF_THE_RUN))


def _ruling(decision: Decision, matter: Matter, document: Document) -> Ruling | None:
    after = None
    if decision.state == "edited":
        changes = changes_in(matter.kind, decision.before, decision.after or {})
        try:
            after = edited(matter, changes, document)
        except ProblemError:
            return None
    return Ruling(matter.id, decision.state, matter.before(), after, decision.note)


def gold_of(summary: Summary, decisions: Sequence[Decision]) -> Json:
    """Return the reviewed summary as gold for the evals (evals/gold/items).

    It contains items that a person accepted or corrected, verified items without objection, and the
    numbers that belong to no item.
    """
    decided = {decision.item: decision for decision in decisions}
    items = [
        _gold_item(kind, made, decided.get(made["id"]))
        for kind in ("target", "result", "problem", "measure")
        for item in getattr(summary, f"{kind}s")
        if (made := _standing(item.model_dump(mode="json"), decided.get(item.id)))
    ]
    kept = {item["id"] for item in items}
    record = summary.document
    return {
        "doc": record.name.rpartition(".")[0] or record.name,
        "title": record.title,
        "organization": record.organization,
        "fiscal_year": record.fiscal_year,
        "kind": record.kind,
        "items": items,
        "links": _links(summary, kept),
        "attainment": {
            target.id: target.attainment.state for target in summary.targets if target.id in kept
        },
        "unused": [[one.start, one.end, one.text, "uncited"] for one in summary.coverage.uncited],
    }


def _standing(made: Json, decision: Decision | None) -> Json | None:
    """Return the item after the review; None when it was rejected or left undecided."""
    if decision is None:
        return made if made["check"]["verdict"] == "verified" else None
    if decision.state == "rejected":
        return None
    return decision.after if decision.state == "edited" and decision.after else made


def _gold_item(kind: str, made: Json, decision: Decision | None) -> Json:
    quantity = made.get("quantity") or {}
    fields: Json = {
        "id": made["id"],
        "type": kind,
        "subject": made.get("subject"),
        "metric": made.get("metric") or made["text"],
        "value": quantity.get("value"),
        "unit": quantity.get("unit"),
        "approx": quantity.get("approx"),
        "comparator": made.get("comparator") or quantity.get("comparator"),
        "direction": made.get("direction", "none"),
        "status": made.get("status", "done"),
        "period": made.get("period"),
        "core": made.get("salience") != "detail",
        "soft": kind == "target" and not quantity,
        "part_of": made.get("part_of"),
        "evidence": [[one["start"], one["end"], one["quote"]] for one in made["evidence"]],
        "agreed": "machine" if decision is None else "human",
    }
    further = {"target": ("indicator",), "result": ("theme",), "problem": ("category", "cause")}
    return fields | {name: made.get(name) for name in further.get(kind, ("kind",))}


def _links(summary: Summary, kept: set[str]) -> list[list[str]]:
    attains = [
        ["attains", target.id, result]
        for target in summary.targets
        for result in target.attainment.results
    ]
    addresses = [
        ["addresses", measure.id, problem]
        for measure in summary.measures
        for problem in measure.addresses
    ]
    return [link for link in (*attains, *addresses) if {*link[1:]} <= kept]
