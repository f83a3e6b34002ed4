"""Overlap of wordings, by pairs of adjacent characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from summarizer.caching import cache_short_texts

__all__ = ["bigrams", "coverage", "fold", "letters", "pairs", "pairs_of_all", "strays"]

# Blanks, punctuation, digits; numerals, which are compared as quantities; and characters without
# meaning of their own, which a rewording may add or remove.
_EMPTY = re.compile(
    r"(?:[\W\d_〇零一二三四五六七八九十百千万亿两的了地得之为共已均达等和与及并在对于其我个]"
    r"|(?<![基成资根])本)+"
)
_WIDE_LETTERS = re.compile("[Ａ-Ｚａ-ｚ㎡㎥㎞]")
# Synonyms.
_SAME_PERIOD_BEFORE = re.compile(
    r"(?:[比较同]|与)(?:上年度?|去年|上一年度?)(?:同期)?(?:相比)?|同比"
)


@cache_short_texts(2048)
def fold(text: str) -> str:
    """Return the text without blanks, full-width forms folded.

    >>> fold("满意度 ９０％")
    '满意度90%'
    """
    return "".join(unicodedata.normalize("NFKC", text).split())


def bigrams(text: str) -> set[str]:
    """Return the pairs of adjacent characters of the folded text.

    >>> sorted(bigrams("第 3 季"))
    ['3季', '第3']
    """
    plain = fold(text)
    return {plain[place : place + 2] for place in range(len(plain) - 1)}


@cache_short_texts(4096)
def letters(text: str) -> str:
    """Return the meaningful characters: no blanks, punctuation, digits or stop words.

    >>> letters("全街的新增就业，共730人")
    '全街新增就业人'
    """
    if _WIDE_LETTERS.search(text):
        text = unicodedata.normalize("NFKC", text)
    if "年" in text:
        text = _SAME_PERIOD_BEFORE.sub("同比", text)
    return _EMPTY.sub("", text)


@cache_short_texts(4096)
def pairs(text: str) -> frozenset[str]:
    """Return the pairs of adjacent meaningful characters; a single character is its own pair.

    >>> sorted(pairs("新增就业"))
    ['增就', '就业', '新增']
    """
    plain = letters(text)
    if len(plain) == 1:
        return frozenset(plain)
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1))


def pairs_of_all(texts: Iterable[str]) -> frozenset[str]:
    """Return the pairs of several texts; no pair spans two texts."""
    return frozenset[str]().union(*(pairs(text) for text in texts))


def coverage(text: str, known: frozenset[str]) -> float:
    """Return the share of a text's pairs that are known; 1 if the text has none.

    >>> coverage("新增就业", pairs("全街新增就业"))
    1.0
    """
    wanted = pairs(text)
    return len(wanted & known) / len(wanted) if wanted else 1.0


def strays(text: str, known: frozenset[str]) -> tuple[str, ...]:
    """Return the unsupported words of a text: runs of at least two characters without a known pair.

    >>> strays("经济大幅提升", pairs("经济稳步提升"))
    ('大幅',)
    >>> strays("按时发放工资", pairs("发放社区工资") | pairs("每月按时"))
    ()
    """
    plain = letters(text)
    held = [False] * len(plain)
    for i in range(len(plain) - 1):
        if plain[i : i + 2] in known:
            held[i] = held[i + 1] = True
    marked = "".join(c if not kept else " " for c, kept in zip(plain, held, strict=True))
    return tuple(run for run in marked.split() if len(run) > 1)
