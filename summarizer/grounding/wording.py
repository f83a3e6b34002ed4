"""Words compared: folded, by pairs of characters, by common runs."""

from __future__ import annotations

from summarizer.genre.words import bigrams as pairs
from summarizer.genre.words import fold as folded

__all__ = ["GAP", "folded", "longest_run", "pairs", "share", "without_runs"]

GAP, SHORTEST = "\0", 2


def share(words: str, text: str) -> float:
    """Share of the character pairs of `words` that stand in `text`.

    >>> share("农村公路养护", "养护农村公路86.5公里")
    0.8
    """
    wanted = pairs(words)
    return len(wanted & pairs(text)) / len(wanted) if wanted else 0.0


def longest_run(words: str, text: str) -> str:
    """The longest run of characters, two at least, that stands in a text; no gap is in it."""
    for length in range(len(words), SHORTEST - 1, -1):
        for start in range(len(words) - length + 1):
            run = words[start : start + length]
            if GAP not in run and run in text:
                return run
    return ""


def without_runs(words: str, text: str) -> str:
    """Return words without their runs that stand in a text.

    >>> without_runs("禽肉产量", "羊肉产量518万吨"), without_runs("产量", "禽蛋产量")
    ('禽', '')
    """
    while run := longest_run(words, text):
        words = words.replace(run, GAP, 1)
    return words.replace(GAP, "")
