"""A cache for pure functions of short texts."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

__all__ = ["LONGEST", "cache_short_texts"]

# Characters. Labels, units and clauses are shorter; a caller chooses the length of the rest, and
# sixteen thousand long sentences would fill the memory.
LONGEST = 400
Made = TypeVar("Made")


def cache_short_texts(size: int) -> Callable[[Callable[[str], Made]], Callable[[str], Made]]:
    """Cache the last `size` results of a pure function of a text of at most `LONGEST` characters;
    longer texts are computed each time.

    >>> asked = []
    >>> @cache_short_texts(8)
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
