"""Meaning: would a reader take two labels for the same thing?

Tolerant where people are: another order, more or fewer words of the place, a subject told in the
metric or in the heading. Not tolerant of words of another statement and of missing nouns.
"""

from __future__ import annotations

from evals.atoms import Atom
from evals.matching import bigrams, label_agreement, metric_agreement

__all__ = ["same_owner", "same_thing"]

_ALIKE = 0.6
# Of a label that is like gold's at least so much must stand at gold's place.
_NOT_FOREIGN = 0.6
# So much of gold's label must be told, and so much of what is told must be of gold's place.
_TOLD, _OF_THE_PLACE = 0.5, 0.8
_NAMED = 0.5


def same_thing(gold: Atom, predicted: Atom) -> bool:
    """Is what a prediction is called what gold calls it?

    The wordings are alike and not half foreign; or most of what gold says is said, and nearly
    nothing else.
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
    """Is whose number a prediction says it is anywhere in gold's label, place or heading? A
    subject left out is said of nobody else."""
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
