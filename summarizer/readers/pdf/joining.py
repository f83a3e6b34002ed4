"""Join printed lines into one text with its runs, repairing words and numbers broken over lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from summarizer.readers.parts import Run
from summarizer.readers.pdf.lines import Line, is_wide
from summarizer.readers.pdf.shapes import Page
from summarizer.schema import Locator

__all__ = ["Written", "write"]

# Share of the next character that may fit into a line that counts as full.
SLACK = 0.1

_NUMERIC = re.compile(r"[\d.,，．%％:：/-]")
_TAIL = re.compile(r"[\d.,，．%％:：/-]+$")
_HEAD = re.compile(r"[\d.,，．%％:：/-]+")
# A number has one decimal point at most and ends with its percent sign.
_WHOLE = re.compile(r"[\d,，]*(?:[.．]\d*)?[%％]?|[\d:：/-]+[%％]?")
_CJK_GAP = re.compile(
    "(?<=[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef、。《》〔〕（）])\\s+(?=[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef、。《》〔〕（）])"
)


@dataclass(slots=True)
class Written:
    """Text assembled from printed lines, and the places of its runs."""

    text: str = ""
    runs: list[Run] = field(default_factory=list)

    def add(self, line: Line, page: Page, between: str) -> None:
        """Append a line, with `between` as separator."""
        if self.text:
            self.text += between
        start = len(self.text)
        self.text += line.text
        self.runs.extend(_runs(line, page, start))

    def append(self, other: Written, between: str) -> None:
        """Append another text, with `between` as separator."""
        if self.text and other.text:
            self.text += between
        shift = len(self.text)
        self.text += other.text
        self.runs.extend(
            Run(run.start + shift, run.end + shift, run.locator, run.edges) for run in other.runs
        )


def _runs(line: Line, page: Page, start: int) -> list[Run]:
    if line.edges and not page.turn and not page.askew:
        place = Locator(page=page.number, bbox=page.displayed(line.box))
        return [Run(start, start + len(line.text), place, line.edges)]
    boxes = line.boxes or tuple(
        (line.edges[at], line.top, line.edges[at + 1], line.bottom) for at in range(len(line.text))
    )
    # Edges count from the left of the page; vertical text has a box per character instead.
    return [
        Run(start + at, start + at + 1, Locator(page=page.number, bbox=page.displayed(box)))
        for at, box in enumerate(boxes)
    ]


def write(lines: Sequence[Line], page: Page, room: float, *, packed: bool = False) -> Written:
    """Return the text of lines that belong together; `room` is the available line width.

    `packed` removes blanks between Chinese characters, as in the cells of a form.
    """
    written = Written()
    before: Line | None = None
    for line in lines:
        shown = _packed(line) if packed else line
        written.add(shown, page, between(before, line, room) if before else "")
        before = line
    return written


def between(before: Line, line: Line, room: float) -> str:
    """Return the separator between two lines: a blank, or nothing within a word or a number.

    A number continues when its line had no room for another digit.
    """
    last, first = before.text[-1], line.text[0]
    if is_wide(last) and is_wide(first):
        return ""
    sign = line.edges[1] - line.edges[0] if line.edges else 0.5 * line.size
    full = before.right - before.left + sign * (1 - SLACK) > room
    if is_wide(last) or is_wide(first):
        other = first if is_wide(last) else last
        return "" if full or not other.isdigit() else _hard(before, line, room)
    if _NUMERIC.match(last) and _NUMERIC.match(first):
        return "" if full and _one_number(before.text, line.text) else " "
    return "" if last == "-" else " "


def _one_number(before: str, after: str) -> bool:
    """Return whether the end of a line and the start of the next form one number."""
    head, tail = _TAIL.search(before), _HEAD.match(after)
    whole = (head[0] if head else "") + (tail[0] if tail else "")
    return _WHOLE.fullmatch(whole) is not None


def _hard(before: Line, line: Line, room: float) -> str:
    """Return a line break after a line that the author ended long before the edge: 完成50次 /
    2.组织培训.
    """
    token = re.match(r"\d[\d,.%]*|.", line.text)
    taken = len(token[0]) * 0.5 * line.size if token else 0.0
    fits = before.right - before.left + taken + before.size * 1.5 < room
    return " " if fits and line.text[0].isdigit() else ""


def _packed(line: Line) -> Line:
    """Return the line without blanks between Chinese characters."""
    keep = [True] * len(line.text)
    for gap in _CJK_GAP.finditer(line.text):
        keep[gap.start() : gap.end()] = [False] * len(gap[0])
    if all(keep):
        return line
    text = "".join(sign for sign, kept in zip(line.text, keep, strict=True) if kept)
    edges = tuple(edge for edge, kept in zip(line.edges, [*keep, True], strict=False) if kept)
    boxes = tuple(box for box, kept in zip(line.boxes, keep, strict=False) if kept)
    return Line(text, line.box, edges, line.size, boxes, line.glyphs)
