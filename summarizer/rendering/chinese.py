"""Wrap Chinese text on a terminal.

Lines break between characters, but never inside a number or before a comma.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from rich.cells import cell_len
from rich.containers import Lines
from rich.text import Text

__all__ = ["ChineseText", "line_starts"]

_CLOSERS = r"[，。；：！？、）》」』”’】＝÷＋×,.;:!?)\]…]"
_PIECE = re.compile(
    rf"""
    [（《「『“‘【(\[]*                                  # opening marks stay with what follows
    (?: [0-9A-Za-z][0-9A-Za-z.,%/:_-]*[十百千万亿]*[%％元年月日]? | \s+ | . )
    {_CLOSERS}*                                         # closing marks with what precedes
    """,
    re.VERBOSE | re.DOTALL,
)


class ChineseText(Text):
    """Rich text that wraps like Chinese text."""

    def wrap(self, console: Any, width: int, **options: Any) -> Lines:
        """Wrap at our own line starts; text with no wrapping is left to `Text.wrap`."""
        if options.get("no_wrap") or self.no_wrap:
            return super().wrap(console, width, **options)
        lines = Lines()
        for line in self.split(allow_blank=True):
            for part in line.divide(list(line_starts(line.plain, width))):
                part.rstrip()
                lines.append(part)
        return lines


def line_starts(text: str, width: int) -> Iterator[int]:
    """Yield the start of each further line; a piece wider than a line is cut.

    >>> list(line_starts("共投入1022.17万元，完成。", 14))
    [3, 13]
    """
    used = 0
    for piece in _PIECE.finditer(text):
        length = cell_len(piece[0])
        if used and used + length > width:
            yield piece.start()
            used = 0
        for place, sign in enumerate(piece[0]) if length > width else ():
            if used + cell_len(sign) > width:
                yield piece.start() + place
                used = 0
            used += cell_len(sign)
        used += length if length <= width else 0
