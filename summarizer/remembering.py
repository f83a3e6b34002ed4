"""Answers to short texts are kept for a while. What a caller can make as long as he likes is worth
no memory: sixteen thousand sentences of a megabyte would be kept as faithfully as short ones."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

__all__ = ["LONGEST", "remembered"]

# Characters. Sentences of reports are shorter; labels, units and clauses much shorter.
LONGEST = 400
Made = TypeVar("Made")


def remembered(size: int) -> Callable[[Callable[[str], Made]], Callable[[str], Made]]:
    """The last `size` answers of a pure function of a text are kept, unless the text is long.

    >>> asked = []
    >>> @remembered(8)
    ... def length(text: str) -> int:
    ...     asked.append(text[:3])
    ...     return len(text)
    >>> [length(text) for text in ("年度", "年度", "万" * 1000, "万" * 1000)]
    [2, 2, 1000, 1000]
    >>> asked
    ['年度', '万万万', '万万万']
    """

    def wrap(work: Callable[[str], Made]) -> Callable[[str], Made]:
        kept = lru_cache(size)(work)

        @wraps(work)
        def answer(text: str) -> Made:
            return kept(text) if len(text) <= LONGEST else work(text)

        return answer

    return wrap
