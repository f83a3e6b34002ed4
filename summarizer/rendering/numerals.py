"""Chinese numerals of headings."""

from __future__ import annotations

__all__ = ["chinese_numeral"]

_DIGITS = "零一二三四五六七八九"


def chinese_numeral(number: int) -> str:
    """Return a number from 1 to 99 as headings print it.

    >>> [chinese_numeral(one) for one in (1, 10, 12, 20, 35)]
    ['一', '十', '十二', '二十', '三十五']
    """
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")
