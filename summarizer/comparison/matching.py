"""Match the items of one document to the items of the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from summarizer.comparison.doubts import UNSURE, doubts, unsupported
from summarizer.comparison.labels import Label
from summarizer.comparison.model import Doubt
from summarizer.quantities import normal_unit

__all__ = ["Match", "Matched", "match"]

# Pairs below this similarity are rejected.
LEAST = 0.6
# Weight of the place, of an equal beginning of the sentence and of an equal name, added to the
# similarity of the labels.
PLACE = 0.1
# Words that occur in more items than this do not distinguish items.
COMMON = 200


@dataclass(frozen=True, slots=True)
class Match:
    """A pair of items, the similarity of labels and places, and the doubts about it."""

    old: Label
    new: Label
    score: float
    doubts: tuple[Doubt, ...]


class Matched(NamedTuple):
    """The pairs in newer-document order, and the number of items of the newer document that have a
    similar label in the older one but are not paired with it.
    """

    pairs: list[Match]
    left_out: int


def match(old: Sequence[Label], new: Sequence[Label]) -> Matched:
    """Match items by decreasing similarity, one to one.

    Of similar labels that are not surely one indicator most are left out: see `_is_told`.
    """
    scored = []
    similar: set[int] = set()
    for here, there, score in _similar(old, new):
        similar.add(there)
        if not old[here].denies(new[there]):
            scored.append((here, there, score))
    scored.sort(key=lambda one: (-one[2], abs(one[0] - one[1]), one[1], one[0]))
    rivals = _rivals(scored, [_value(one) for one in old], [_value(one) for one in new])
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    found: list[tuple[int, int, Match]] = []
    for here, there, score in scored:
        if here in taken_old or there in taken_new:
            continue
        taken_old.add(here)
        taken_new.add(there)
        told = tuple(doubts(old[here], new[there], score, rivals[here, there]))
        found.append((here, there, Match(old[here], new[there], score, told)))
    for number in unsupported([(here, there) for here, there, _ in found]):
        here, there, one = found[number]
        found[number] = here, there, replace(one, doubts=(*one.doubts, "place-differs"))
    pairs = {there: one for _, there, one in found if _is_told(one)}
    return Matched([pairs[there] for there in sorted(pairs)], len(similar - pairs.keys()))


def _is_told(pair: Match) -> bool:
    """Whether a pair is worth telling: labels that the text bears, and at most one doubt whether
    they are one indicator; none if one is not verified.
    """
    unsure = UNSURE.intersection(pair.doubts)
    most = 0 if "not-verified" in pair.doubts else 1
    borne = pair.old.is_borne and pair.new.is_borne
    return borne and len(unsure) <= most and "place-differs" not in unsure


def _similar(old: Sequence[Label], new: Sequence[Label]) -> Iterator[tuple[int, int, float]]:
    """Yield sufficiently similar pairs of one kind and unit that share a word."""
    places: dict[Hashable, list[int]] = defaultdict(list)
    for place, label in enumerate(old):
        for word in label.all:
            places[_family(label), word].append(place)
    for there, label in enumerate(new):
        shared = {
            here
            for word in label.all
            if len(near := places.get((_family(label), word), ())) <= COMMON
            for here in near
        }
        for here in sorted(shared):
            likeness = old[here].likeness(label)
            if likeness >= LEAST:
                alike = old[here].nearness(label) + old[here].is_named_as(label)
                yield here, there, likeness + PLACE * alike


def _family(label: Label) -> tuple[str, str, bool]:
    quantity = label.item.quantity
    unit = f"{quantity.kind} {normal_unit(quantity.unit)}" if quantity else ""
    return type(label.item).__name__, unit, label.is_change


def _value(label: Label) -> str:
    quantity = label.item.quantity
    return quantity.value if quantity else label.item.text


def _rivals(
    scored: Sequence[tuple[int, int, float]], old: Sequence[str], new: Sequence[str]
) -> dict[tuple[int, int], float]:
    """Return for each pair the best score of a competing candidate of either item.

    Only candidates with another value compete: the same value printed twice is no conflict.
    """
    by_old: dict[int, list[tuple[float, int]]] = defaultdict(list)
    by_new: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for here, there, score in scored:
        by_old[here].append((score, there))
        by_new[there].append((score, here))
    best: dict[tuple[int, int], float] = {}
    for here, there, _ in scored:
        others = [score for score, other in by_old[here] if new[other] != new[there]]
        others += [score for score, other in by_new[there] if old[other] != old[here]]
        best[here, there] = max(others, default=0.0)
    return best
