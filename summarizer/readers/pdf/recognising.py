"""Recognise pages that are images, with rapidocr and its bundled models (extra `ocr`).

The image is straightened, its ruling lines are detected, and recognised text becomes glyphs, so
that the page is laid out like any other.
"""

from __future__ import annotations

import logging
import math
from functools import cache
from importlib.util import find_spec
from typing import Any

from pypdfium2 import PdfDocument

from summarizer.readers.pdf.shapes import Glyph, Page, Stroke

__all__ = ["can_recognise", "recognise"]

# Pixels per point: slightly more than 150 dpi, the resolution that the models expect.
SCALE = 2.2
MOST_PIXELS = 9_000_000
# Results below this confidence are noise.
SUREST = 0.35
# Maximum skew of a scan in degrees, and the step of the search.
ASKEW = 3.0
FINE = 0.1
# Points: minimum length and maximum thickness of a ruling line.
LONG_ACROSS = 24.0
LONG_DOWN = 13.0
THICK = 4.0
# Boxes of recognised lines exceed their type by this share at the top and the bottom.
MARGIN = 0.12


def can_recognise() -> bool:
    """Return whether the extra `ocr` is installed."""
    return all(find_spec(name) for name in ("rapidocr", "onnxruntime"))


def recognise(document: PdfDocument, page: Page) -> Page:
    """Return the page with the glyphs and ruling lines recognised in its image."""
    source = document[page.number - 1]
    try:
        scale = min(SCALE, math.sqrt(MOST_PIXELS / max(1.0, page.width * page.height)))
        picture = source.render(scale=scale, draw_annots=False).to_numpy()[:, :, :3]
    finally:
        source.close()
    found = Page(page.number, page.width, page.height, recognised=True, pictured=page.pictured)
    straight, found.askew = _straight(picture)
    lines = _read(straight)
    if _stands_on_its_side(lines):
        straight, lines, found.turn = _turned(straight)
    found.glyphs = [glyph for line in lines for glyph in _glyphs(line, scale)]
    found.across, found.down = _rules(straight, scale)
    return found


RecognisedLine = tuple[str, tuple[float, float, float, float], list[tuple[str, list[list[float]]]]]
"""The text of a recognised line, its box, and its parts with their corners, in pixels."""


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
    settings = {"Global.log_level": "critical", "Global.text_score": SUREST}
    return RapidOCR(params=settings)


def _read(picture: Any) -> list[RecognisedLine]:
    said = _engine()(picture, return_word_box=True)
    if said.txts is None:
        return []
    lines: list[RecognisedLine] = []
    for words, corners, parts in zip(said.txts, said.boxes, said.word_results, strict=True):
        xs, ys = corners[:, 0], corners[:, 1]
        box = (float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max()))
        lines.append((words, box, [(part[0], part[2]) for part in parts]))
    return lines


def _glyphs(line: RecognisedLine, scale: float) -> list[Glyph]:
    """Return a glyph for each character; line parts are characters, or words in Latin letters."""
    _, (_, top, _, bottom), parts = line
    rim = (bottom - top) * MARGIN
    top, bottom = (top + rim) / scale, (bottom - rim) / scale
    glyphs: list[Glyph] = []
    for words, corners in parts:
        left = min(x for x, _ in corners) / scale
        right = max(x for x, _ in corners) / scale
        step = (right - left) / max(1, len(words))
        glyphs.extend(
            Glyph(
                sign, left + step * at, top, left + step * (at + 1), bottom, (bottom - top) * 0.95
            )
            for at, sign in enumerate(words)
            if not sign.isspace()
        )
    return glyphs


def _stands_on_its_side(lines: list[RecognisedLine]) -> bool:
    long = [box for words, box, _ in lines if len(words) > 3]
    tall = sum(box[3] - box[1] > 2 * (box[2] - box[0]) for box in long)
    return len(long) > 3 and tall > 0.5 * len(long)


def _turned(picture: Any) -> tuple[Any, list[RecognisedLine], int]:
    """Return the image rotated to upright text, choosing the side where more text is recognised."""
    import numpy

    tries = []
    for turn in (1, 3):
        upright = numpy.ascontiguousarray(numpy.rot90(picture, -turn))
        lines = _read(upright)
        tries.append((sum(len(words) for words, _, _ in lines), turn, upright, lines))
    _, turn, upright, lines = max(tries, key=lambda one: one[0])
    return upright, lines, turn


def _straight(picture: Any) -> tuple[Any, float]:
    """Return the deskewed image and its rotation in degrees, counterclockwise."""
    import cv2

    high, wide = picture.shape[:2]
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(grey, (600, max(1, 600 * high // wide)), interpolation=cv2.INTER_AREA)
    ink = 255 - small
    steps = round(ASKEW / FINE)
    sharpness = {step * FINE: _sharpness(ink, step * FINE) for step in range(-steps, steps + 1, 4)}
    best = max(sharpness, key=lambda angle: (sharpness[angle], -abs(angle)))
    near = [best + step * FINE for step in range(-3, 4)]
    sharpness |= {angle: _sharpness(ink, angle) for angle in near}
    best = max(sharpness, key=lambda angle: (sharpness[angle], -abs(angle)))
    if abs(best) < FINE or sharpness[best] < 1.03 * _sharpness(ink, 0.0):
        return picture, 0.0
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), best, 1.0)
    return cv2.warpAffine(picture, turn, (wide, high), borderValue=(255, 255, 255)), best


def _sharpness(ink: Any, angle: float) -> float:
    """Return how clearly text lines contrast with the space between them after a rotation."""
    import cv2

    high, wide = ink.shape
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0)
    rows = cv2.warpAffine(ink, turn, (wide, high)).sum(axis=1, dtype=float)
    return float(((rows[1:] - rows[:-1]) ** 2).sum())


def _rules(picture: Any, scale: float) -> tuple[list[Stroke], list[Stroke]]:
    """Return the ruling lines of an image: long thin axis-parallel stretches of ink."""
    import cv2

    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    ink = cv2.adaptiveThreshold(
        grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12
    )
    across = [
        Stroke((top + bottom) / 2 / scale, left / scale, right / scale)
        for left, top, right, bottom in _stretches(ink, (round(LONG_ACROSS * scale), 1))
        if bottom - top <= THICK * scale
    ]
    down = [
        Stroke((left + right) / 2 / scale, top / scale, bottom / scale)
        for left, top, right, bottom in _stretches(ink, (1, round(LONG_DOWN * scale)))
        if right - left <= THICK * scale
    ]
    return across, down


def _stretches(ink: Any, size: tuple[int, int]) -> list[tuple[int, int, int, int]]:
    import cv2

    # Close small steps in a line that is not quite straight.
    wider = (1, 3) if size[0] > size[1] else (3, 1)
    thick = cv2.dilate(ink, cv2.getStructuringElement(cv2.MORPH_RECT, wider))
    left = cv2.morphologyEx(thick, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, size))
    _, _, boxes, _ = cv2.connectedComponentsWithStats(left)
    return [(int(x), int(y), int(x + w), int(y + h)) for x, y, w, h, _ in boxes[1:]]
