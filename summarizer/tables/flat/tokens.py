"""Figures of a form as tokens: sign, number and unit; dashes and dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from summarizer.quantities.patterns import PER
from summarizer.quantities.units import trie

__all__ = ["Token", "longest", "options", "token_of"]

_SCALE = r"(?:[百千]?[万亿]|千(?!米|克|瓦))?"
_UNIT = rf"{_SCALE}(?!年度)(?:{trie()}){PER}|[万亿](?![\u4e00-\u9fff])"
_SIGN = r"(?:[≥≤=＝><＞＜≧≦═﹥﹤]|>=|<=|≥=|不低于|不少于|不超过|大于等于|小于等于|大于|小于|约)"
_DATE = r"(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?(?:底|末|前|初)*"
_HEAD = re.compile(rf"(?P<sign>{_SIGN})?(?P<money>[￥¥])?(?P<minus>[-−](?=\d))?")
_FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?")
_DIGITS = re.compile(r"\d[\d.,]*")
_TAIL = re.compile(rf"(?:{_UNIT})(?:及?以[上内下]|左右)?")
_DASH = re.compile(r"[—–-]{1,4}|[/／*＊]{1,2}")
# The upper end of a range after its lower end: 3-5次.
_REACH = re.compile(rf"[-–—~～至]\d+(?:\.\d+)?(?P<unit>{_UNIT})")
_DASHES = re.compile(r"(?:[—–-]{1,4}|[/／]{1,2})+(?=[\d%％]|$|[\u4e00-\u9fff])")
_NUMBER = re.compile(r"(?:0|[1-9]\d{0,11})(?:\.\d{1,6})?|[1-9]\d{0,2}(?:,\d{3})+(?:\.\d{1,6})?")
_WHOLE_DATE = re.compile(_DATE)
_LONGEST_NUMBER = 14


class Token(NamedTuple):
    """A figure cell: its position in the run, sign, number and unit. A dash has no number, a date
    only the unit 年.
    """

    start: int
    end: int
    number: Decimal | None = None
    unit: str = ""
    sign: str = ""
    places: int = 0

    @property
    def is_bare(self) -> bool:
        """Whether it is a number without sign and unit."""
        return self.number is not None and not (self.sign or self.unit)


def token_of(words: str) -> Token | None:
    """Return the words as a single figure cell, or None.

    >>> token_of("≥50个").unit, token_of("—").number, token_of("效果明显")
    ('个', None, None)
    """
    if len(words) > 40:
        return None
    found = [token for token in _tokens(words, 0, whole=True) if token.end == len(words)]
    return found[-1] if found else None


def _with_dashes(words: str, end: int) -> int:
    """Skip empty cells after a figure if a figure, a mark or nothing follows."""
    dashes = _DASHES.match(words, end)
    return dashes.end() if dashes else end


def longest(words: str, start: int = 0) -> int | None:
    """Return where the longest run of digits at the start of `words`, with its unit, ends, counted
    from `start`.

    >>> longest("50个 效果"), longest("100%100%"), longest("效果")
    (3, 4, None)
    """
    head = _HEAD.match(words)
    at = head.end() if head else 0
    digits = _DIGITS.match(words, at)
    if not digits:
        return None
    end = digits.end()
    while words[end - 1] in ".,":
        end -= 1
    unit = _TAIL.match(words, end)
    return start + _with_dashes(words, unit.end() if unit else end)


@lru_cache(maxsize=4096)
def options(words: str, start: int) -> tuple[Token, ...]:
    return tuple(_tokens(words, start, whole=False))


def _tokens(words: str, start: int, *, whole: bool) -> Iterator[Token]:
    """Yield the cells that may begin at `start`; `whole`: adjacent digits are one number."""
    if dash := _DASH.match(words, start):
        for last in range(dash.end() if whole else start + 1, dash.end() + 1):
            yield Token(start, last)
    head = _HEAD.match(words, start)
    if head is None:
        return
    at, sign = head.end(), head["sign"] or ""
    digits = _DIGITS.match(words, at)
    if not digits:
        if sign:
            yield Token(start, at, sign=sign)
        elif words[start : start + 1] in ("%", "％"):
            yield Token(start, start + 1, unit="%")
        return
    for end in _ends(words, at, digits.end(), whole=whole):
        printed = words[at:end].replace(",", "")
        date = _WHOLE_DATE.match(words, at)
        if date and end == at + 4:
            yield Token(start, date.end(), Decimal(printed), "年", sign)
            continue
        unit = _TAIL.match(words, end) if end == digits.end() else None
        value = Decimal(printed) * (-1 if head["minus"] else 1)
        _, _, part = printed.partition(".")
        if (reach := _REACH.match(words, end)) and end == digits.end():
            yield Token(start, reach.end(), value, reach["unit"], sign, len(part))
        yield Token(
            start, unit.end() if unit else end, value, unit[0] if unit else "", sign, len(part)
        )


def _ends(words: str, start: int, stop: int, *, whole: bool) -> Iterator[int]:
    """Yield the positions where a number that begins at `start` may end."""
    if whole:
        found = _FIGURE.match(words, start)
        if found:
            yield found.end()
        return
    for end in range(start + 1, min(stop, start + _LONGEST_NUMBER) + 1):
        if _NUMBER.fullmatch(words, start, end) and words[end : end + 1] != ".":
            # The rest of a number cannot be split off if it is not a valid number: 100 is not 10|0.
            yield end
