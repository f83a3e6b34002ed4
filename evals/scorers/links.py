"""Links between items, and attainment of targets: a false "met" is the worst error."""

from __future__ import annotations

from collections.abc import Iterator

from evals.matching import label_agreement
from evals.scorers.case import Case
from evals.scorers.ratio import Agreement, Fault, Share

__all__ = ["attainment", "causes", "false_met", "links"]

MET = {"met", "exceeded"}
SAME_WORDING = 0.6


def links(case: Case, kind: str) -> Agreement:
    """Links of kind "attains" or "addresses": right when both ends match and gold has the link.

    Links that gold is unsure of are ignored.
    """
    gold = {link[1:] for link in case.gold.links if link[0] == kind}
    unsure = {link[2:] for link in case.gold.links if link[:2] == ("unsure", kind)}
    predicted = [link for link in _predicted(case, kind) if link not in unsure]
    return Agreement(sum(link in gold for link in set(predicted)), len(predicted), len(gold))


def causes(case: Case) -> Agreement:
    """Causes of problems, by their wording."""
    pairs = [pair for pair in case.matching.pairs if pair.gold.type == "problem"]
    right = sum(
        bool(pair.gold.cause and pair.predicted.cause)
        and _same_cause(pair.gold.cause or "", pair.predicted.cause or "")
        for pair in pairs
    )
    return Agreement(
        right,
        sum(bool(atom.cause) for atom in case.atoms),
        sum(bool(item.get("cause")) for item in case.gold.items),
    )


def attainment(case: Case) -> Share:
    """Matched targets whose state equals gold's."""
    gold = dict(case.gold.attainment)
    states = [
        (gold[case.gold_of[item["id"]]], state)
        for item, state in _states(case)
        if case.gold_of.get(item["id"]) in gold
    ]
    return Share(sum(a == b for a, b in states), len(states))


def false_met(case: Case) -> Fault:
    """Predicted targets, including invented ones, that are wrongly called met or exceeded.

    The share is of all predicted targets and must be 0.
    """
    gold = dict(case.gold.attainment)
    states = [(gold.get(case.gold_of.get(item["id"], "")), state) for item, state in _states(case)]
    return Fault(sum(b in MET and a not in MET for a, b in states), len(states))


def _predicted(case: Case, kind: str) -> Iterator[tuple[str, ...]]:
    for source, item in case.items:
        ends = _ends(source, dict(item), kind)
        for end in ends:
            a, b = case.gold_of.get(item["id"]), case.gold_of.get(end)
            yield (a or f"?{item['id']}", b or f"?{end}")


def _ends(source: str, item: dict[str, object], kind: str) -> list[str]:
    if kind == "attains" and source == "target":
        held = item.get("attainment") or {}
        return list(held["results"]) if isinstance(held, dict) and "results" in held else []
    if kind == "addresses" and source == "measure":
        addressed = item.get("addresses") or []
        return list(addressed) if isinstance(addressed, (list, tuple)) else []
    return []


def _states(case: Case) -> Iterator[tuple[dict[str, str], str]]:
    for kind, item in case.items:
        if kind == "target":
            yield {"id": item["id"]}, (item.get("attainment") or {}).get("state", "")


def _same_cause(gold: str, predicted: str) -> bool:
    return gold in predicted or label_agreement(gold, predicted) >= SAME_WORDING
