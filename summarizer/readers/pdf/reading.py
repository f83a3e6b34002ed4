"""Read a PDF page with pypdfium2: its glyphs and ruling lines in displayed coordinates."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator
from ctypes import c_double, c_float, c_int, c_uint
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfPage

from summarizer.readers.pdf.extras import show_fields
from summarizer.readers.pdf.lattice import merged
from summarizer.readers.pdf.radicals import plain
from summarizer.readers.pdf.shapes import Box, Glyph, Page, Stroke, turned

__all__ = ["TooDense", "read_page"]

# A dense form page has about 5,000 glyphs, a table drawn cell by cell about 4,000 paths.
MOST_GLYPHS = 100_000
MOST_OBJECTS = 50_000
MOST_SEGMENTS = 200_000
MOST_NESTED = 8
# Word draws a rule as a rectangle of half a point, a double rule of up to three.
THICKEST = 3.0
SHORTEST = 2.0
# Minimum length of a row of dots that is a line.
DOTTED = 12.0
# Lighter values count as white.
WHITE = 250

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]

_SOFT = "\x02\u00ad\ufffe"
_QUARTER = math.pi / 2


class TooDense(Exception):
    """Raised when a page holds more than any report page."""


def read_page(document: PdfDocument, index: int) -> Page:
    """Return the page at an index with upright text.

    Raises TooDense above `MOST_GLYPHS`, `MOST_OBJECTS` or `MOST_SEGMENTS`.
    """
    show_fields(document, index)
    source = document[index]
    try:
        frame = _Frame(source)
        page = Page(index + 1, frame.width, frame.height)
        drawing = _Drawing(frame)
        drawing.walk(source.raw, None, 0)
        drawing.join_dots()
        page.across, page.down = drawing.across, drawing.down
        page.pictured = drawing.pictured / max(1.0, frame.width * frame.height)
        _read_glyphs(source, frame, page, drawing)
    finally:
        source.close()
    return _upright(page)


class _Frame:
    """Transforms page coordinates to displayed coordinates."""

    def __init__(self, source: PdfPage) -> None:
        box = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(source.raw, box)
        self.left, self.bottom, self.right, self.top = box.left, box.bottom, box.right, box.top
        self.turn = source.get_rotation() // 90
        wide, high = self.right - self.left, self.top - self.bottom
        self.width, self.height = (high, wide) if self.turn % 2 else (wide, high)

    def point(self, x: float, y: float) -> Point:
        match self.turn:
            case 1:
                return y - self.bottom, x - self.left
            case 2:
                return self.right - x, y - self.bottom
            case 3:
                return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        (x, y), (u, v) = self.point(left, bottom), self.point(right, top)
        return (min(x, u), min(y, v), max(x, u), max(y, v))


def _read_glyphs(source: PdfPage, frame: _Frame, page: Page, drawing: _Drawing) -> None:
    text = pdfium.FPDFText_LoadPage(source.raw)
    try:
        count = pdfium.FPDFText_CountChars(text)
        if count > MOST_GLYPHS:
            raise TooDense
        hidden: list[str] = []
        styles = _Styles()
        for place in range(count):
            glyph = _glyph(text, place, frame)
            if glyph is None:
                continue
            if styles.unseen(text, place, glyph, page, drawing):
                hidden.append(glyph.text)
                continue
            page.unmapped += pdfium.FPDFText_HasUnicodeMapError(text, place) == 1
            page.glyphs.append(glyph)
        if _laid_over(page, styles):
            page.glyphs, page.recognised = styles.laid_over, True
        else:
            page.hidden = hidden
    finally:
        pdfium.FPDFText_ClosePage(text)


def _laid_over(page: Page, styles: _Styles) -> bool:
    """Return whether the page is a scan with an invisible OCR layer over its picture."""
    seen = sum(glyph.text != " " for glyph in page.glyphs)
    return page.pictured > 0.5 and len(styles.laid_over) > max(20, 4 * seen)


_LOW, _HIGH = 0xDC00, 0xDFFF


def _glyph(text: Any, place: int, frame: _Frame) -> Glyph | None:
    if pdfium.FPDFText_IsGenerated(text, place) == 1:
        return None
    code = pdfium.FPDFText_GetUnicode(text, place)
    if _LOW <= code <= _HIGH:
        return None
    if 0xD800 <= code < _LOW:
        low = pdfium.FPDFText_GetUnicode(text, place + 1)
        code = 0x10000 + ((code - 0xD800) << 10) + (low - _LOW) if _LOW <= low <= _HIGH else 0xFFFD
    character = plain(chr(code)) if code else "\ufffd"
    if character in _SOFT or (code < 32 and code not in (9, 10, 13)):
        character = "-" if code == 2 else "\ufffd" if code < 32 else ""
    if not character:
        return None
    angle = pdfium.FPDFText_GetCharAngle(text, place) / _QUARTER
    nearest = round(angle)
    turn = (nearest + frame.turn) % 4 if abs(angle - nearest) < 0.1 else -1
    box = frame.box(*_box(text, place))
    size = box[2] - box[0] if turn % 2 else box[3] - box[1]
    return Glyph(" " if character.isspace() else character, *box, size, turn)


_LOOSE = pdfium.FS_RECTF()
_SIDES = [c_double() for _ in range(4)]


def _box(text: Any, place: int) -> tuple[float, float, float, float]:
    """Return a box with the height of the type line and the width of the character or its ink."""
    left, right, bottom, top = _SIDES
    pdfium.FPDFText_GetCharBox(text, place, left, right, bottom, top)
    ink = (left.value, bottom.value, right.value, top.value)
    if not pdfium.FPDFText_GetLooseCharBox(text, place, _LOOSE):
        return ink
    loose = (_LOOSE.left, _LOOSE.bottom, _LOOSE.right, _LOOSE.top)
    if loose[2] - loose[0] <= 0 or loose[3] - loose[1] <= 0:
        return ink
    return loose


class _Styles:
    """Finds invisible glyphs, with one query per text object."""

    def __init__(self) -> None:
        self.known: dict[int, tuple[bool, bool]] = {}
        self.laid_over: list[Glyph] = []
        self.clips: dict[int, Box | None] = {}

    def unseen(self, text: Any, place: int, glyph: Glyph, page: Page, drawing: _Drawing) -> bool:
        run = pdfium.FPDFText_GetTextObject(text, place)
        key = _address(run) if run else 0
        if key not in self.known:
            self.known[key] = _style(run) if run else (False, False)
        invisible, white = self.known[key]
        if glyph.text == " ":
            return False
        if invisible:
            self.laid_over.append(glyph)
            return True
        x, y = (glyph.left + glyph.right) / 2, glyph.middle
        if not (-1 <= x <= page.width + 1 and -1 <= y <= page.height + 1):
            return True
        if glyph.turn < 0:
            return True
        if key in drawing.outermost and key not in self.clips:
            self.clips[key] = _clip(run, drawing.frame)
        if (clip := self.clips.get(key)) and not _within(x, y, [clip]):
            return True
        written = drawing.written.get(key, drawing.drawn)
        if _within(x, y, [box for drawn, box in drawing.covers if drawn > written]):
            return True
        return white and page.pictured < 0.05 and not _within(x, y, drawing.shades)


def _within(x: float, y: float, boxes: list[Box]) -> bool:
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)


def _style(run: Any) -> tuple[bool, bool]:
    mode = pdfium.FPDFTextObj_GetTextRenderMode(run)
    colour = _colour(run, pdfium.FPDFPageObj_GetFillColor)
    return mode in (3, 7), mode in (0, 4) and colour is not None and min(colour[:3]) >= WHITE


def _clip(run: Any, frame: _Frame) -> Box | None:
    """Return the clip box of a text, extended by one point."""
    path = pdfium.FPDFPageObj_GetClipPath(run)
    count = pdfium.FPDFClipPath_CountPaths(path) if path else 0
    x, y = c_float(), c_float()
    shown: Box | None = None
    for place in range(max(0, count)):
        points = []
        for number in range(pdfium.FPDFClipPath_CountPathSegments(path, place)):
            segment = pdfium.FPDFClipPath_GetPathSegment(path, place, number)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            points.append(frame.point(x.value, y.value))
        if not points:
            continue
        xs, ys = [u for u, _ in points], [v for _, v in points]
        box = (min(xs) - 1, min(ys) - 1, max(xs) + 1, max(ys) + 1)
        shown = box if shown is None else _shared(shown, box)
    return shown


def _shared(ours: Box, theirs: Box) -> Box:
    return (
        max(ours[0], theirs[0]),
        max(ours[1], theirs[1]),
        min(ours[2], theirs[2]),
        min(ours[3], theirs[3]),
    )


def _colour(thing: Any, ask: Callable[..., int]) -> tuple[int, int, int, int] | None:
    red, green, blue, alpha = (c_uint() for _ in range(4))
    if not ask(thing, red, green, blue, alpha):
        return None
    return red.value, green.value, blue.value, alpha.value


class _Drawing:
    """The ruling lines of a page: stroked axis-parallel lines, and thin filled rectangles."""

    def __init__(self, frame: _Frame) -> None:
        self.frame = frame
        self.across: list[Stroke] = []
        self.down: list[Stroke] = []
        self.shades: list[Box] = []
        self.pictured = 0.0
        self.dots: list[Box] = []
        # Drawing order: later objects cover earlier ones.
        self.drawn = 0
        self.written: dict[int, int] = {}
        self.outermost: set[int] = set()
        self.covers: list[tuple[int, Box]] = []
        self.segments = 0
        self.objects = 0

    def walk(self, holder: Any, outer: Matrix | None, depth: int) -> None:
        """Visit every object of a page and of the forms within it."""
        form = outer is not None
        count = pdfium.FPDFFormObj_CountObjects(holder) if form else _count(holder)
        self.objects += count
        if self.objects > MOST_OBJECTS:
            raise TooDense
        get = pdfium.FPDFFormObj_GetObject if form else pdfium.FPDFPage_GetObject
        for place in range(count):
            thing = get(holder, place)
            self.drawn += 1
            match pdfium.FPDFPageObj_GetType(thing):
                case pdfium.FPDF_PAGEOBJ_TEXT:
                    self.written[_address(thing)] = self.drawn
                    if not form:
                        self.outermost.add(_address(thing))
                case pdfium.FPDF_PAGEOBJ_PATH:
                    self._path(thing, outer)
                case pdfium.FPDF_PAGEOBJ_IMAGE:
                    self._picture(thing, outer)
                case pdfium.FPDF_PAGEOBJ_FORM if depth < MOST_NESTED:
                    self.walk(thing, _matrix(thing, outer), depth + 1)

    def _path(self, path: Any, outer: Matrix | None) -> None:
        mode, stroke = c_int(), c_int()
        pdfium.FPDFPath_GetDrawMode(path, mode, stroke)
        filled = mode.value and _shown(path, pdfium.FPDFPageObj_GetFillColor)
        stroked = stroke.value and _shown(path, pdfium.FPDFPageObj_GetStrokeColor)
        if not filled and not stroked:
            if mode.value and self.written:
                # White is not a rule, but it may cover one.
                for points in self._outlines(path, _matrix(path, outer)):
                    self._cover(path, points)
            return
        for points in self._outlines(path, _matrix(path, outer)):
            if filled:
                self._area(points)
                self._cover(path, points)
            if stroked:
                self._stroke(points)

    def _outlines(self, path: Any, matrix: Matrix) -> Iterator[list[Point]]:
        """Return the subpaths as points on the displayed page; of curves only the end points."""
        points: list[Point] = []
        x, y = c_float(), c_float()
        count = pdfium.FPDFPath_CountSegments(path)
        self.segments += count
        if self.segments > MOST_SEGMENTS:
            raise TooDense
        a, b, c, d, e, f = matrix
        for place in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(path, place)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            if kind == pdfium.FPDF_SEGMENT_MOVETO and points:
                yield points
                points = []
            u, v = x.value, y.value
            points.append(self.frame.point(a * u + c * v + e, b * u + d * v + f))
            if pdfium.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
        if points:
            yield points

    def _area(self, points: list[Point]) -> None:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
        wide, high = right - left, bottom - top
        if min(wide, high) > THICKEST:
            self.shades.append((left, top, right, bottom))
        elif max(wide, high) < SHORTEST:
            self.dots.append((left, top, right, bottom))
        elif wide > high:
            self.across.append(Stroke((top + bottom) / 2, left, right))
        else:
            self.down.append(Stroke((left + right) / 2, top, bottom))

    def _cover(self, path: Any, points: list[Point]) -> None:
        """Record an opaque rectangle; `points` are its corners."""
        xs, ys = {round(x) for x, _ in points}, {round(y) for _, y in points}
        box = (min(xs), min(ys), max(xs), max(ys))
        square = 4 <= len(points) <= 6 and len(xs) == len(ys) == 2
        large = square and min(box[2] - box[0], box[3] - box[1]) > THICKEST
        if large and not pdfium.FPDFPageObj_HasTransparency(path):
            self.covers.append((self.drawn, box))

    def join_dots(self) -> None:
        """Join dots in a row to a dotted line."""
        level = merged(Stroke((top + low) / 2, left, right) for left, top, right, low in self.dots)
        upright = merged(Stroke((left + end) / 2, top, low) for left, top, end, low in self.dots)
        self.across += [stroke for stroke in level if stroke.end - stroke.start >= DOTTED]
        self.down += [stroke for stroke in upright if stroke.end - stroke.start >= DOTTED]

    def _stroke(self, points: list[Point]) -> None:
        for (x, y), (u, v) in pairwise(points):
            if abs(y - v) <= 1 < abs(x - u):
                self.across.append(Stroke((y + v) / 2, min(x, u), max(x, u)))
            elif abs(x - u) <= 1 < abs(y - v):
                self.down.append(Stroke((x + u) / 2, min(y, v), max(y, v)))

    def _picture(self, picture: Any, outer: Matrix | None) -> None:
        """Add a picture, the unit square under its matrix; a thin one is a ruling line."""
        a, b, c, d, e, f = _matrix(picture, outer)
        corners = [(e, f), (a + e, b + f), (c + e, d + f), (a + c + e, b + d + f)]
        points = [self.frame.point(x, y) for x, y in corners]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if min(max(xs) - min(xs), max(ys) - min(ys)) <= THICKEST:
            self._area(points)
            return
        self.shades.append((min(xs), min(ys), max(xs), max(ys)))
        wide = min(self.frame.width, max(xs)) - max(0.0, min(xs))
        high = min(self.frame.height, max(ys)) - max(0.0, min(ys))
        self.pictured = max(self.pictured, max(0.0, wide) * max(0.0, high))


def _address(thing: Any) -> int:
    return pdfium.cast(thing, pdfium.c_void_p).value or 0


def _count(holder: Any) -> int:
    return max(0, int(pdfium.FPDFPage_CountObjects(holder)))


def _matrix(thing: Any, outer: Matrix | None) -> Matrix:
    own = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(thing, own)
    a, b, c, d, e, f = own.a, own.b, own.c, own.d, own.e, own.f
    if outer is None:
        return (a, b, c, d, e, f)
    p, q, r, s, t, u = outer
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _shown(thing: Any, ask: Callable[..., int]) -> bool:
    colour = _colour(thing, ask)
    return colour is None or (colour[3] > 0 and min(colour[:3]) < WHITE)


def _upright(page: Page) -> Page:
    """Return the page turned so that most of its text is upright."""
    turns = Counter(glyph.turn for glyph in page.glyphs if glyph.text != " ")
    if not turns:
        return page
    turn = turns.most_common(1)[0][0]
    if not turn:
        return page
    wide, high = page.width, page.height
    page.turn = -turn % 4
    page.glyphs = [
        Glyph(
            glyph.text,
            *turned(glyph.box, page.turn, wide, high),
            glyph.size,
            (glyph.turn - turn) % 4 if glyph.turn >= 0 else -1,
        )
        for glyph in page.glyphs
    ]
    lines = [
        *((s.start, s.at, s.end, s.at) for s in page.across),
        *((s.at, s.start, s.at, s.end) for s in page.down),
    ]
    page.across, page.down = [], []
    for line in lines:
        left, top, right, bottom = turned(line, page.turn, wide, high)
        if right - left > bottom - top:
            page.across.append(Stroke(top, left, right))
        else:
            page.down.append(Stroke(left, top, bottom))
    return page
