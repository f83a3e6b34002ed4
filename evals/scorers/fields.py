"""Fields of matched atoms: right, wrong, omitted, invented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from evals.atoms import Atom, normal, same_unit, same_value
from evals.matching import Matching, Pair, label_agreement, metric_agreement
from evals.scorers.ratio import Agreement, Fault, Share

__all__ = [
    "FIELDS",
    "STRICT",
    "FieldScore",
    "confusion",
    "direction_accuracy",
    "field_scores",
    "hedges_added",
    "hedges_dropped",
    "is_strict",
    "planned_as_done",
    "unit_scale",
    "value_unit",
    "wrong",
]

SAME_WORDING = 0.6


def _same_wording(a: str | None, b: str | None) -> bool:
    if not a or not b:
        return not a and not b
    return label_agreement(a, b) >= SAME_WORDING


def _always(atom: Atom) -> bool:
    return bool(atom.type)


def _plain(name: str) -> Callable[[Atom, Atom], bool]:
    return lambda a, b: normal(getattr(a, name)) == normal(getattr(b, name))


# Which atoms have the field, and when two of them agree on it.
FIELDS: dict[str, tuple[Callable[[Atom], bool], Callable[[Atom, Atom], bool]]] = {
    "type": (_always, _plain("type")),
    "metric": (_always, lambda a, b: metric_agreement(a, b) >= SAME_WORDING),
    "subject": (lambda a: bool(a.subject), lambda a, b: _same_wording(a.subject, b.subject)),
    "value": (lambda a: a.has_quantity, lambda a, b: same_value(a.value, b.value)),
    "unit": (lambda a: a.has_quantity, lambda a, b: same_unit(a.unit, b.unit)),
    "approx": (lambda a: a.has_quantity, _plain("approx")),
    "comparator": (lambda a: a.has_quantity, _plain("comparator")),
    "direction": (lambda a: a.direction != "none", _plain("direction")),
    "status": (lambda a: a.type == "result", _plain("status")),
    "period": (lambda a: bool(a.period), _plain("period")),
}
# Summary JSON has no subject for these.
NAMELESS = {"problem", "measure"}
# Annotators disagree on the period: it is scored but not gated.
UNGATED = {"period"}
STRICT = tuple(name for name in FIELDS if name not in UNGATED)


@dataclass(frozen=True, slots=True)
class FieldScore:
    """F1 of a field, and its errors by kind over matched pairs."""

    agreement: Agreement
    right: int
    wrong: int
    omitted: int
    invented: int


def field_scores(matchings: Iterable[Matching]) -> dict[str, FieldScore]:
    """Return every field over all reports: 2 · right / (predicted + gold atoms that have it)."""
    everything = tuple(matchings)
    return {name: _field_score(name, everything) for name in FIELDS}


def wrong(pair: Pair, fields: Iterable[str] = STRICT) -> tuple[str, ...]:
    """Return the fields in which a matched pair differs."""
    return tuple(name for name in fields if _applies(name, pair) and not _agree(name, pair))


def is_strict(pair: Pair) -> bool:
    """Return whether every scored field of the pair is right, except period, which gold is unsure
    of.
    """
    return not wrong(pair)


def value_unit(matchings: Iterable[Matching]) -> Share:
    """Matched gold atoms with a quantity whose value and unit are both right."""
    pairs = [pair for m in matchings for pair in m.pairs if pair.gold.has_quantity]
    right = sum(_agree("value", pair) and _agree("unit", pair) for pair in pairs)
    return Share(right, len(pairs))


def confusion(matchings: Iterable[Matching], name: str) -> Counter[tuple[str, str]]:
    """Return how often each pair of gold and predicted values of a field occurs, over numeric
    pairs.
    """
    return Counter(
        (getattr(pair.gold, name), getattr(pair.predicted, name))
        for matching in matchings
        for pair in matching.pairs
        if pair.gold.has_quantity and pair.predicted.has_quantity
    )


def direction_accuracy(matchings: Iterable[Matching]) -> Share:
    """Matched atoms with a direction in gold and the same direction in the prediction."""
    pairs = [p for m in matchings for p in m.pairs if p.gold.direction != "none"]
    return Share(sum(_agree("direction", pair) for pair in pairs), len(pairs))


def planned_as_done(matchings: Iterable[Matching]) -> Fault:
    """Matched results that are not done in gold but done in the prediction; 0 is ideal."""
    pairs = [p for m in matchings for p in m.pairs if p.gold.type == "result"]
    undone = [pair for pair in pairs if pair.gold.status != "done"]
    return Fault(sum(pair.predicted.status == "done" for pair in undone), len(undone))


def unit_scale(matchings: Iterable[Matching]) -> Share:
    """Pairs with the same digits or the same value: how many agree in unit and scale."""
    pairs = [
        pair
        for m in matchings
        for pair in m.pairs
        if pair.gold.has_quantity and pair.predicted.has_quantity and _same_digits(pair)
    ]
    return Share(sum(_agree("value", p) and _agree("unit", p) for p in pairs), len(pairs))


def hedges_dropped(matchings: Iterable[Matching]) -> Fault:
    """Hedged gold numbers that the prediction states as exact."""
    moves = confusion(matchings, "approx")
    hedged = {move: n for move, n in moves.items() if move[0] != "exact"}
    return Fault(sum(n for (_, told), n in hedged.items() if told == "exact"), sum(hedged.values()))


def hedges_added(matchings: Iterable[Matching]) -> Fault:
    """Exact gold numbers that the prediction hedges."""
    moves = confusion(matchings, "approx")
    exact = {move: n for move, n in moves.items() if move[0] == "exact"}
    return Fault(sum(n for (_, told), n in exact.items() if told != "exact"), sum(exact.values()))


def _same_digits(pair: Pair) -> bool:
    values = (pair.gold.value or "", pair.predicted.value or "")
    bare = [value.replace(".", "").strip("0") for value in values]
    return bare[0] == bare[1]


def _applies(name: str, pair: Pair) -> bool:
    return not (name == "subject" and pair.gold.type in NAMELESS)


def _agree(name: str, pair: Pair) -> bool:
    return FIELDS[name][1](pair.gold, pair.predicted)


def _field_score(name: str, matchings: tuple[Matching, ...]) -> FieldScore:
    has, agree = FIELDS[name]
    counted = {"right": 0, "wrong": 0, "omitted": 0, "invented": 0}
    for pair in (pair for m in matchings for pair in m.pairs if _applies(name, pair)):
        outcome = _outcome(has(pair.gold), has(pair.predicted), agree(pair.gold, pair.predicted))
        if outcome:
            counted[outcome] += 1
    return FieldScore(
        Agreement(
            counted["right"],
            sum(_holds(name, atom) for m in matchings for atom in m.predicted),
            sum(_holds(name, atom) for m in matchings for atom in m.gold),
        ),
        **counted,
    )


def _holds(name: str, atom: Atom) -> bool:
    return not (name == "subject" and atom.type in NAMELESS) and FIELDS[name][0](atom)


def _outcome(in_gold: bool, in_prediction: bool, agree: bool) -> str:
    if in_gold and in_prediction:
        return "right" if agree else "wrong"
    if in_gold:
        return "omitted"
    return "invented" if in_prediction else ""
