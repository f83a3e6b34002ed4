"""Characters that stand in for others: full-width digits, hidden marks. Offsets survive."""

from __future__ import annotations

import re
import unicodedata
from array import array

__all__ = ["plain"]

# Marks that are not seen: soft hyphen, zero-width blanks and joiners, direction marks, variation
# selectors. A number is read through them, never cut in two by them.
_HIDDEN = (
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufe00-\ufe0f\ufeff"
)
_BLANKS = "\u00a0\u2000-\u200a\u202f\u205f"
# Decimal digits of other scripts and styles (full-width, Arabic, mathematical …).
_DIGITS = "\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\uff10-\uff19\U0001d7ce-\U0001d7ff"
_ALIKE = dict(
    zip(
        "％﹪＋／＞＜＝￥﹥﹤﹣－⁃‑‐⩾≧⩽≦∶﹕﹒．⁄∕萬億", "%%+/><=¥><-----≥≥≤≤::..//万亿", strict=True
    )
)
# A terminal's colours: the 31m of ESC [31m is no length.
_COLOUR = r"\x1b\[[0-9;:?]*[A-Za-z]"
_ODD = re.compile(f"[{_HIDDEN}{_BLANKS}{_DIGITS}{''.join(_ALIKE)}]|{_COLOUR}")
_HIDDEN_ONE = re.compile(f"[{_HIDDEN}]|{_COLOUR}")


def plain(text: str) -> tuple[str, array[int] | None]:
    """The text with one spelling for every digit and sign and without hidden marks.

    The second part gives the offset in `text` of each character left, or None when no character
    was taken out (offsets are then the same).

    >>> plain("８５．１１％")
    ('85.11%', None)
    >>> plain("8\\u200b5%")
    ('85%', array('L', [0, 2, 3, 4]))
    >>> plain("\\x1b[31m85%\\x1b[0m")[0]
    '85%'
    """
    if not _ODD.search(text):
        return text, None
    if not _HIDDEN_ONE.search(text):
        return _ODD.sub(_alike, text), None
    kept = array("L")
    last = 0
    for mark in _HIDDEN_ONE.finditer(text):
        kept.extend(range(last, mark.start()))
        last = mark.end()
    kept.extend(range(last, len(text) + 1))
    return _ODD.sub(_alike, _HIDDEN_ONE.sub("", text)), kept


def _alike(odd: re.Match[str]) -> str:
    """One character for one, so that offsets stay."""
    mark = odd[0]
    digit = unicodedata.digit(mark, None)
    return _ALIKE.get(mark) or (" " if digit is None else str(digit))
