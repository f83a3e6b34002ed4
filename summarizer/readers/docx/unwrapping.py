"""Join printed lines that a page-to-Word converter wrote as separate paragraphs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from summarizer.readers.docx.flow import ParagraphText
from summarizer.readers.joining import NARROWEST, goes_on, is_open, width_of
from summarizer.readers.parts import Paragraph, Part, Run

__all__ = ["unwrapped"]

# Minimum number of lines that end within a sentence, and their minimum share of the long lines.
FEWEST_OPEN, OPEN_SHARE = 8, 0.2
# A wrapped line fills this share of the width; a long word may leave the rest empty.
FULL = 0.72

# Two lines without any of these may be a title and the line below it.
_PROSE = re.compile("[，。、；：]")


@dataclass(slots=True)
class _Last:
    """The paragraph that the next one may continue: its place, whether its first line has a
    paragraph indent, and its last line.
    """

    place: int
    indented: bool
    line: str


def unwrapped(parts: Sequence[Part], layouts: Mapping[int, ParagraphText]) -> list[Part]:
    """Return the parts with the paragraphs of one sentence joined.

    `layouts` gives the page layout of each plain paragraph by the place of its last line.
    """
    full = _full_width(parts, layouts)
    found: list[Part] = []
    last: _Last | None = None
    for at, part in enumerate(parts):
        one = layouts.get(at)
        if not isinstance(part, Paragraph) or one is None:
            last = None
            found.append(part)
            continue
        above = found[last.place] if last else None
        if last and isinstance(above, Paragraph) and _goes_on(last, part, one, full):
            found[last.place] = _joined(above, part)
            last.line = part.text
            continue
        found.append(part)
        last = _Last(len(found) - 1, one.indented and not one.marked, part.text)
    return found


def _full_width(parts: Sequence[Part], layouts: Mapping[int, ParagraphText]) -> float | None:
    """Return the width of a full line in a file whose paragraphs are lines; else None."""
    texts = [one.text for at in layouts if isinstance(one := parts[at], Paragraph)]
    long = [text for text in texts if width_of(text) >= NARROWEST]
    open_ = sorted(width_of(text) for text in long if is_open(text))
    if len(open_) < max(FEWEST_OPEN, OPEN_SHARE * len(long)):
        return None
    return FULL * open_[len(open_) * 3 // 4]


def _goes_on(last: _Last, part: Paragraph, one: ParagraphText, full: float | None) -> bool:
    if len(one.lines) != 1 or one.marked or one.centred:
        return False
    wide = full is not None and width_of(last.line) >= full
    if wide and _PROSE.search(last.line + part.text):
        return goes_on(last.line, part.text, indented=True)
    return not one.indented and goes_on(last.line, part.text, indented=last.indented)


def _joined(above: Paragraph, below: Paragraph) -> Paragraph:
    gap = " " if above.text[-1].isascii() and below.text[0].isascii() else ""
    start = len(above.text) + len(gap)
    runs = [Run(start + run.start, start + run.end, run.locator) for run in below.runs]
    return Paragraph(above.text + gap + below.text, 0, runs=(*above.runs, *runs))
