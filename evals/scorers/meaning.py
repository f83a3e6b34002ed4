"""Meaning: whether a reader would take two labels for the same thing.

Tolerates another order, more or fewer words of the same place, and a subject that is stated in the
metric or in the heading. Does not tolerate words of another statement or missing nouns.
"""

from __future__ import annotations

from evals.atoms import Atom
from evals.matching import bigrams, label_agreement, metric_agreement

__all__ = ["same_owner", "same_thing"]

_ALIKE = 0.6
# Minimum share of a similar label that must occur at gold's place.
_NOT_FOREIGN = 0.6
# Minimum share of gold's label in the prediction, and of the prediction at gold's place.
_TOLD, _OF_THE_PLACE = 0.5, 0.8
_NAMED = 0.5


def same_thing(gold: Atom, predicted: Atom) -> bool:
    """Return whether the prediction's label means the same as gold's.

    Either the wordings are similar and not half foreign, or the prediction holds most of gold's
    words and almost nothing else.
    """
    known = _known(gold, *predicted.section)
    at_home = _share(bigrams(predicted.metric), known)
    whole = (predicted.subject or "") + predicted.metric
    alike = max(
        metric_agreement(gold, predicted),
        label_agreement((gold.subject or "") + gold.metric, whole),
    )
    if alike >= _ALIKE:
        return at_home >= _NOT_FOREIGN
    told = bigrams(whole)
    return at_home >= _OF_THE_PLACE and any(
        _share(bigrams(label), told) >= _TOLD for label in gold.labels
    )


def same_owner(gold: Atom, predicted: Atom) -> bool:
    """Return whether the predicted subject occurs in gold's label, place or heading; an omitted
    subject is right.
    """
    if not predicted.subject:
        return True
    if gold.subject and label_agreement(gold.subject, predicted.subject) >= _ALIKE:
        return True
    return _share(bigrams(predicted.subject), _known(gold, *predicted.section)) >= _NAMED


def _known(gold: Atom, *headings: str) -> frozenset[str]:
    words = (gold.metric, gold.subject or "", *(quote for _, _, quote in gold.spans), *headings)
    return frozenset[str]().union(*map(bigrams, words))


def _share(words: frozenset[str], known: frozenset[str]) -> float:
    return len(words & known) / len(words) if words else 1.0
