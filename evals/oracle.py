"""The oracle: gold written as the summary of a faultless engine.

It seeds the mutations, answers recordings, and tests the scorers: it must score 1 everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from evals.atoms import PLURALS, hedge_of, same_unit, same_value
from evals.dataset import Gold

if TYPE_CHECKING:
    from summarizer import Document

__all__ = ["item_json", "mention_of", "oracle_summary", "printed"]

Json = dict[str, Any]
VERIFIED: Json = {"verdict": "verified", "reasons": []}
KINDS = {"table_cell": "money"}
CHECKED = {"money", "percent", "count", "measure", "table_cell", "rank"}


def oracle_summary(gold: Gold, document: Document) -> Json:
    """Return the gold of a report as summary JSON."""
    items: dict[str, list[Json]] = {plural: [] for plural in PLURALS}
    for entry in gold.items:
        told = entry | {"approx": hedge_of(entry, gold)}
        items[f"{entry['type']}s"].append(item_json(told, gold, document))
    return {
        "schema_version": "1",
        "document": _record(gold, document),
        "overview": {"text": "", "evidence": [], "check": dict(VERIFIED)},
        **items,
        "findings": [],
        "coverage": _coverage(gold, document),
        "run": {"engine": "oracle"},
    }


def item_json(entry: Json, gold: Gold, document: Document) -> Json:
    """Return one gold item as the JSON of an item."""
    mention = mention_of(entry, gold)
    start = entry["evidence"][0][0]
    shared: Json = {
        "id": entry["id"],
        "section": list(document.section_at(start).path),
        "text": _text(entry, mention),
        "evidence": [{"start": s, "end": e, "quote": quote} for s, e, quote in entry["evidence"]],
        "check": dict(VERIFIED),
    }
    return shared | _OWN[entry["type"]](entry, gold, _quantity(entry, mention))


def mention_of(entry: Json, gold: Gold) -> Json | None:
    """Return the gold mention with the number of an item: the first one in its evidence."""
    if entry["value"] is None:
        return None
    return next(
        mention
        for start, end, _ in entry["evidence"]
        for mention in gold.quantities
        if start <= mention["start"] and mention["end"] <= end and _is(mention, entry)
    )


def printed(mention: Json) -> str:
    """Return a number as prose prints it; a table cell with the unit of its caption."""
    return f"{mention['text']}万元" if mention["kind"] == "table_cell" else str(mention["text"])


def _is(mention: Json, entry: Json) -> bool:
    return same_value(mention["value"] or None, entry["value"]) and (
        same_unit(mention["unit"], entry["unit"]) or mention["kind"] == "rank"
    )


def _text(entry: Json, mention: Json | None) -> str:
    if mention and mention["kind"] == "table_cell":
        return f"{entry['subject'] or ''}{entry['metric']}{printed(mention)}"
    return str(entry["evidence"][0][2])


def _quantity(entry: Json, mention: Json | None) -> Json | None:
    if mention is None:
        return None
    kind = "score" if mention["unit"] == "分" else KINDS.get(mention["kind"], mention["kind"])
    return {
        "text": mention["text"],
        "value": mention["value"],
        "unit": mention["unit"],
        "kind": kind,
        "approx": entry["approx"],
        "comparator": mention.get("comparator"),
        "start": mention["start"],
        "end": mention["end"],
    }


def _target(entry: Json, gold: Gold, quantity: Json | None) -> Json:
    results = [b for kind, a, b in _links(gold) if kind == "attains" and a == entry["id"]]
    state = dict(gold.attainment).get(entry["id"], "unclear")
    return {
        "subject": entry["subject"],
        "metric": entry["metric"],
        "indicator": entry["indicator"] or {"level1": None, "level2": None},
        "comparator": entry["comparator"],
        "quantity": quantity,
        "period": entry["period"],
        "attainment": {"state": state, "results": results, "deviation": None},
    }


def _result(entry: Json, gold: Gold, quantity: Json | None) -> Json:
    del gold
    return {
        "subject": entry["subject"],
        "metric": entry["metric"],
        "quantity": quantity,
        "direction": entry["direction"],
        "status": entry["status"],
        "period": entry["period"],
        "part_of": entry["part_of"],
        "theme": entry["theme"],
    }


def _problem(entry: Json, gold: Gold, quantity: Json | None) -> Json:
    del gold, quantity
    return {"category": entry["category"], "cause": entry["cause"]}


def _measure(entry: Json, gold: Gold, quantity: Json | None) -> Json:
    del quantity
    addressed = [b for kind, a, b in _links(gold) if kind == "addresses" and a == entry["id"]]
    return {"kind": entry["kind"], "addresses": addressed}


_OWN = {"target": _target, "result": _result, "problem": _problem, "measure": _measure}


def _links(gold: Gold) -> Iterator[tuple[str, str, str]]:
    for link in gold.links:
        if link[0] != "unsure":
            kind, a, b = link
            yield kind, a, b


def _record(gold: Gold, document: Document) -> Json:
    return {
        "name": document.name,
        **dict(gold.record),
        "characters": len(gold.text),
        "sha256": document.sha256,
        "text_sha256": document.text_sha256,
    }


def _coverage(gold: Gold, document: Document) -> Json:
    cited = [span for item in gold.items for span in item["evidence"]]
    checked = [mention for mention in gold.quantities if mention["kind"] in CHECKED]
    uncited = [
        {
            "start": mention["start"],
            "end": mention["end"],
            "text": mention["text"],
            "section": list(document.section_at(mention["start"]).path),
        }
        for mention in checked
        if not any(s <= mention["start"] and mention["end"] <= e for s, e, _ in cited)
    ]
    return {
        "quantities": len(checked),
        "cited": len(checked) - len(uncited),
        "uncited": uncited,
        "sections": [
            {
                "path": list(section.path),
                "start": section.start,
                "end": section.end,
                "items": sum(
                    section.start <= i["evidence"][0][0] < section.end for i in gold.items
                ),
                "state": "read",
                "reason": None,
            }
            for section in document.sections
        ],
    }
