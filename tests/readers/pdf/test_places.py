"""Where a number stands on its page: the box covers its ink, and not more than that."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from drawn_pdf import Sheets
from PIL import Image

from summarizer.readers.pdf import page_picture
from summarizer.readers.reading import read_bytes
from summarizer.schema import Document

SCALE = 4.0
NUMBERS = ("1,234.5", "98.6%", "730")


def upright(sheets: Sheets) -> None:
    at = sheets.text(72, 90, "全年预算")
    at = sheets.text(at, 90, NUMBERS[0], colour="red")
    at = sheets.text(at, 90, "万元，执行率")
    at = sheets.text(at, 90, NUMBERS[1], colour="red")
    at = sheets.text(at, 90, "。")
    sheets.table([72, 200, 300], 120, [["培训", ""], ["人数", "90人"]])
    sheets.text(203, 132, NUMBERS[2], 9, colour="red")


def drawn(draw: Callable[[Sheets], None], turn: int) -> bytes:
    """The page as it is displayed upright, drawn on one that is turned."""
    wide, high = 595.0, 842.0
    sheets = Sheets((wide, high), rotate=turn)
    match turn:
        case 90:
            sheets.canvas.translate(high, 0)
        case 180:
            sheets.canvas.translate(wide, high)
        case 270:
            sheets.canvas.translate(0, wide)
    sheets.canvas.rotate(turn)
    sheets.height = high
    draw(sheets)
    return sheets.done()


def red(data: bytes) -> list[tuple[float, float]]:
    """The places of red ink in points."""
    picture = Image.open(BytesIO(page_picture(data, 1, scale=SCALE)))
    pixels = picture.tobytes()
    return [
        (at % picture.width / SCALE, at // picture.width / SCALE)
        for at in range(picture.width * picture.height)
        if pixels[3 * at] > 150 and pixels[3 * at + 1] < 110 and pixels[3 * at + 2] < 110
    ]


def boxes(document: Document) -> list[tuple[float, float, float, float]]:
    found = []
    for words in NUMBERS:
        at = document.text.index(words)
        place = document.locate(at, at + len(words))
        assert place
        assert place.bbox
        assert place.page == 1
        found.append(place.bbox)
    return found


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_box_of_a_number_covers_its_ink(turn: int) -> None:
    data = drawn(upright, turn)
    ink = red(data)
    for box in boxes(read_bytes(data, "a.pdf")):
        held = [place for place in ink if within(place, box)]
        ink = [place for place in ink if not within(place, box)]
        lefts, tops = [x for x, _ in held], [y for _, y in held]
        # The box is as wide as its ink: a neighbour is not within it.
        assert box[2] - box[0] < max(lefts) - min(lefts) + 3
        assert box[3] - box[1] < max(tops) - min(tops) + 8
    assert ink == []


def within(place: tuple[float, float], box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box
    return left - 0.5 <= place[0] <= right + 0.5 and top - 0.5 <= place[1] <= bottom + 0.5


def test_text_that_runs_up_the_page_has_its_boxes() -> None:
    sheets = Sheets()
    sheets.canvas.translate(300, 100)
    sheets.canvas.rotate(90)
    sheets.height = 100
    sheets.text(0, 90, "预算", 12)
    sheets.text(24, 90, "730", 12, colour="red")
    sheets.text(24 + 3 * 6.672, 90, "万元", 12)
    data = sheets.done()
    document = read_bytes(data, "a.pdf")
    at = document.text.index("730")
    place = document.locate(at, at + 3)
    ink = red(data)
    assert ink
    assert place
    assert place.bbox
    assert all(within(spot, place.bbox) for spot in ink)
    assert place.bbox[3] - place.bbox[1] < 24
