"""Group glyphs into printed lines by their height on the page, whatever their baseline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from summarizer.readers.pdf.shapes import Box, Glyph, union

__all__ = ["Line", "cut", "is_number", "is_wide", "lines_of", "pieces"]

# Minimum gap in ems that is a blank, by the characters on its two sides.
BETWEEN_WIDE = 1.0
BETWEEN_MIXED = 0.8
BETWEEN_NARROW = 0.22
# Minimum gap in ems between columns.
COLUMN_GAP = 1.15
# A raised or lowered digit up to this relative size is a superscript or subscript.
SCRIPT_SIZE = 0.75
SCRIPT_LIFT = 0.12

_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]")
_NUMBER = re.compile(
    r"[-+−–≥≤＝=><约]?\s?[\d,，.]*\d[\d,，.]*\s?[%％‰]?[\u4e00-\u9fff㎡]{0,3}|[-—–/]{1,2}"
)
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(slots=True)
class Line:
    """A printed line: its characters from left to right, with blanks inserted at gaps.

    `edges` are the left edges of its characters and the right edge of the last. A sideways line has
    a box for each character instead.
    """

    text: str
    box: Box
    edges: tuple[float, ...]
    size: float
    boxes: tuple[Box, ...] = ()
    glyphs: tuple[Glyph, ...] = field(default=(), repr=False)
    # The edges of its text column, where the page has several.
    frame: tuple[float, float] | None = None

    @property
    def left(self) -> float:
        return self.box[0]

    @property
    def right(self) -> float:
        return self.box[2]

    @property
    def top(self) -> float:
        return self.box[1]

    @property
    def bottom(self) -> float:
        return self.box[3]

    @property
    def middle(self) -> float:
        return (self.box[1] + self.box[3]) / 2


def is_wide(character: str) -> bool:
    """Return whether it is a Chinese character or full-width sign, which has no blanks around it.

    >>> is_wide("年"), is_wide("，"), is_wide("2")
    (True, True, False)
    """
    return _WIDE.match(character) is not None


def is_number(text: str) -> bool:
    """Return whether it is a number as in a table cell, with its sign and unit.

    >>> is_number("1,234.5"), is_number("≥95%"), is_number("—"), is_number("2022年度")
    (True, True, True, True)
    >>> is_number("培训3次")
    False
    """
    return _NUMBER.fullmatch(text.strip()) is not None


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """Return the printed lines of glyphs from top to bottom."""
    upright = [glyph for glyph in glyphs if glyph.turn == 0]
    found = [line for row in _rows(upright) if (line := _line(row))]
    found += _sideways([glyph for glyph in glyphs if glyph.turn in (1, 2, 3)])
    return sorted(found, key=lambda line: (line.middle, line.left))


def pieces(line: Line, gap: float = COLUMN_GAP) -> list[Line]:
    """Return the line cut at column gaps."""
    if line.boxes or len(line.glyphs) < 2:
        return [line]
    groups: list[list[Glyph]] = [[line.glyphs[0]]]
    for before, glyph in pairwise(line.glyphs):
        if glyph.left - before.right > gap * min(before.size, glyph.size):
            groups.append([])
        groups[-1].append(glyph)
    if len(groups) == 1:
        return [line]
    return [found for group in groups if (found := _line(group))]


def cut(line: Line, places: Sequence[tuple[float, float]], gap: float) -> list[Line]:
    """Return the line cut at gaps of this many ems that lie in one of the places."""
    if line.boxes:
        return [line]
    groups: list[list[Glyph]] = [[line.glyphs[0]]]
    for before, glyph in pairwise(line.glyphs):
        apart = glyph.left - before.right > gap * min(before.size, glyph.size)
        if apart and any(before.right - 1 <= (a + b) / 2 <= glyph.left + 1 for a, b in places):
            groups.append([])
        groups[-1].append(glyph)
    return [found for group in groups if (found := _line(group))]


def _rows(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Group glyphs by the line that they overlap most; a smaller or raised glyph joins its line."""
    rows: list[list[Glyph]] = []
    spans: list[tuple[float, float]] = []
    for glyph in sorted((g for g in glyphs if g.text != " "), key=lambda g: g.middle):
        best, place = 0.0, -1
        for back in range(len(rows) - 1, max(-1, len(rows) - 4), -1):
            top, bottom = spans[back]
            shared = min(bottom, glyph.bottom) - max(top, glyph.top)
            share = shared / max(0.1, min(bottom - top, glyph.bottom - glyph.top))
            if share > max(best, 0.5):
                best, place = share, back
        if place < 0:
            rows.append([glyph])
            spans.append((glyph.top, glyph.bottom))
            continue
        rows[place].append(glyph)
        # The tallest glyph sets the extent of a line, so that lines do not merge.
        if glyph.bottom - glyph.top > spans[place][1] - spans[place][0]:
            spans[place] = (glyph.top, glyph.bottom)
    return rows


def _line(row: Sequence[Glyph]) -> Line | None:
    """Return the line of glyphs at one height."""
    glyphs = _single(sorted(row, key=lambda glyph: (glyph.left, glyph.right)))
    if not glyphs:
        return None
    # Digits of another font may be taller or smaller in the same line.
    sizes = sorted(g.size for g in glyphs if is_wide(g.text)) or sorted(g.size for g in glyphs)
    size = max(sizes[len(sizes) // 2], sizes[-1] * 0.6)
    text: list[str] = []
    edges: list[float] = []
    last: Glyph | None = None
    for glyph in glyphs:
        if last and _blank_between(last, glyph):
            text.append(" ")
            edges.append(last.right)
        letters = _script(glyph, size, glyphs)
        step = (glyph.right - glyph.left) / len(letters)
        text.append(letters)
        edges.extend(glyph.left + step * place for place in range(len(letters)))
        last = glyph
    edges.append(max(glyph.right for glyph in glyphs))
    box = union([glyph.box for glyph in glyphs])
    return Line("".join(text), box, tuple(_rising(edges)), size, glyphs=tuple(glyphs))


def _rising(edges: list[float]) -> list[float]:
    """Return edges that never decrease where glyphs overlap."""
    for place in range(len(edges) - 2, -1, -1):
        edges[place] = min(edges[place], edges[place + 1])
    return [round(edge, 2) for edge in edges]


def _single(glyphs: list[Glyph]) -> list[Glyph]:
    """Return glyphs without duplicates: a character printed twice looks bold."""
    kept: list[Glyph] = []
    for glyph in glyphs:
        twice = any(
            other.text == glyph.text
            and abs(other.left - glyph.left) < 0.15 * glyph.size
            and abs(other.top - glyph.top) < 0.3 * glyph.size
            for other in kept[-2:]
        )
        if not twice:
            kept.append(glyph)
    return kept


def _blank_between(before: Glyph, glyph: Glyph) -> bool:
    gap = (glyph.left - before.right) / max(0.1, min(before.size, glyph.size))
    wide = is_wide(before.text[-1]) + is_wide(glyph.text[0])
    return gap > (BETWEEN_NARROW, BETWEEN_MIXED, BETWEEN_WIDE)[wide]


def _script(glyph: Glyph, size: float, line: Sequence[Glyph]) -> str:
    """Return a raised or lowered small digit as superscript or subscript, separate from the number
    before it: m², 注¹.
    """
    if not glyph.text.isdigit() or glyph.size > SCRIPT_SIZE * size:
        return glyph.text
    tallest = max(line, key=lambda other: other.size)
    lift = (tallest.middle - glyph.middle) / size
    if lift > SCRIPT_LIFT:
        return glyph.text.translate(_RAISED)
    return glyph.text.translate(_LOWERED) if lift < -SCRIPT_LIFT else glyph.text


def _sideways(glyphs: list[Glyph]) -> list[Line]:
    """Return the lines of text that runs up or down the page."""
    found: list[Line] = []
    for turn in (1, 2, 3):
        runs: list[list[Glyph]] = []
        for glyph in (g for g in glyphs if g.turn == turn and g.text != " "):
            if runs and _follows(runs[-1][-1], glyph):
                runs[-1].append(glyph)
            else:
                runs.append([glyph])
        for run in runs:
            boxes = tuple(glyph.box for glyph in run for _ in glyph.text)
            text = "".join(glyph.text for glyph in run)
            found.append(Line(text, union(list(boxes)), (), run[0].size, boxes, tuple(run)))
    return found


def _follows(before: Glyph, glyph: Glyph) -> bool:
    across = max(before.left, glyph.left) - min(before.right, glyph.right)
    along = max(before.top, glyph.top) - min(before.bottom, glyph.bottom)
    near, apart = (across, along) if glyph.turn % 2 else (along, across)
    return near < 0 and apart < glyph.size
