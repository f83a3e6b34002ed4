"""Comparators of targets: ≥, 不低于, 以内 …; a bare value means "="."""

from __future__ import annotations

import re

from summarizer.schema import Quantity

__all__ = ["comparator_of", "without_comparator"]

COMPARATORS = tuple(
    (sign, re.compile(pattern))
    for sign, pattern in (
        (
            ">=",
            r"大于(?:或)?等于|不低于|不少于|不小于|≥|至少|达到?.{0,12}以上|以上$|及以上|>=",
        ),
        ("<=", r"小于(?:或)?等于|不超过|不高于|不多于|不大于|≤|控制在|以内$|以下$|<="),
        (">", r"超过|高于|大于|多于|>|＞"),
        ("<", r"低于|少于|小于|<|＜"),
    )
)
BEFORE_NUMBER = re.compile(
    r"(?:大于等于|小于等于|不低于|不少于|不高于|不超过|不大于|不小于|控制在|大于|小于|高于|低于"
    r"|≥|≤|>|<|＝|=|：|:|(?<![平人户亩年月日])均|达到?|为|至少)+$"
)


def comparator_of(words: str, figure: Quantity) -> str:
    """Return the comparator of a quantity: its own, else that of the words before it, else "=".

    >>> from summarizer.schema import Quantity
    >>> comparator_of("满意度不低于", Quantity("90%", "90", "%", "percent", "exact", None, 0, 3))
    '>='
    """
    if figure.comparator:
        return figure.comparator
    return next((sign for sign, pattern in COMPARATORS if pattern.search(words)), "=")


def without_comparator(words: str) -> str:
    """Return the words before a number without comparators.

    >>> without_comparator("社会公众满意度大于等于")
    '社会公众满意度'
    """
    return BEFORE_NUMBER.sub("", words)
