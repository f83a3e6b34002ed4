"""Normalise characters (full-width digits, invisible marks) and keep the offsets."""

from __future__ import annotations

import re
import unicodedata
from array import array

__all__ = ["plain"]

# Invisible marks: soft hyphen, zero-width blanks and joiners, direction marks, variation selectors.
# They do not split a number.
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
# Terminal colours: the 31m of ESC [31m is not a length.
_COLOUR = r"\x1b\[[0-9;:?]*[A-Za-z]"
# Markdown's escape inside a number, 98\\.6, and its marks around one, **120**场次. A masked 3**万元
# has no second mark before the clause ends.
_ESCAPE = r"(?<=[0-9])\\(?=[-.~%])"
# A narrow blank between groups of three digits, as typesetters put it.
_NARROW = r"(?<=[0-9])[\u2006\u2009\u202f](?=[0-9]{3}(?![0-9]))"
_BOLD = re.compile(r"(?<!\*)\*\*(?!\*)(?P<words>[^*\n，。；]{1,40})(?<!\*)\*\*(?!\*)")
_DIGIT = re.compile(r"\d")
_ODD = re.compile(f"[{_HIDDEN}{_BLANKS}{_DIGITS}{''.join(_ALIKE)}]|{_COLOUR}|{_ESCAPE}")
_HIDDEN_ONE = re.compile(f"[{_HIDDEN}]|{_COLOUR}|{_ESCAPE}|{_NARROW}")


def plain(text: str) -> tuple[str, array[int] | None]:
    """Return the text with digits and signs normalised and invisible marks removed.

    The second part gives the offset in `text` of each remaining character, or None if no character
    was removed (the offsets are then equal).

    >>> plain("８５．１１％")
    ('85.11%', None)
    >>> plain("8\\u200b5%")
    ('85%', array('L', [0, 2, 3, 4]))
    >>> plain("\\x1b[31m85%\\x1b[0m")[0]
    '85%'
    >>> plain("讲座**120**场次")[0]
    '讲座120场次'
    """
    bold = _bold(text) if "**" in text else []
    if not bold and not _ODD.search(text):
        return text, None
    hidden = [mark.span() for mark in _HIDDEN_ONE.finditer(text)]
    if not hidden and not bold:
        return _ODD.sub(_alike, text), None
    kept, pieces = array("L"), []
    last = 0
    for start, end in sorted(hidden + bold):
        kept.extend(range(last, start))
        pieces.append(text[last:start])
        last = end
    kept.extend(range(last, len(text) + 1))
    return _ODD.sub(_alike, "".join([*pieces, text[last:]])), kept


def _bold(text: str) -> list[tuple[int, int]]:
    """Yield the positions of the marks that print a figure bold, two per figure."""
    return [
        span
        for found in _BOLD.finditer(text)
        if _DIGIT.search(found["words"])
        for span in (
            (found.start(), found.start() + 2),
            (found.end() - 2, found.end()),
        )
    ]


def _alike(odd: re.Match[str]) -> str:
    """Replace characters one for one, so that offsets stay valid."""
    mark = odd[0]
    digit = unicodedata.digit(mark, None)
    return _ALIKE.get(mark) or (" " if digit is None else str(digit))
