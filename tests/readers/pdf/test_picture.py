"""A page of a PDF as a picture, within limits."""

from __future__ import annotations

from io import BytesIO

import pytest
from drawn_pdf import Sheets
from PIL import Image

from summarizer.errors import ConfigError, DamagedDocument
from summarizer.readers.pdf import page_picture
from summarizer.readers.pdf.picture import MOST_PIXELS


def test_a_page_as_png() -> None:
    sheets = Sheets((200, 100))
    sheets.bar(50, 20, 100, 40)
    picture = Image.open(BytesIO(page_picture(sheets.done(), 1, scale=2)))
    assert picture.size == (400, 200)
    assert picture.getpixel((150, 60)) == (0, 0, 0)
    assert picture.getpixel((20, 20)) == (255, 255, 255)


def test_a_poster_is_made_smaller() -> None:
    sheets = Sheets((10_000, 5_000))
    sheets.bar(0, 0, 10, 10)
    picture = Image.open(BytesIO(page_picture(sheets.done(), 1, scale=6)))
    assert picture.width * picture.height <= MOST_PIXELS * 1.01


@pytest.mark.parametrize(("page", "scale"), [(0, 1), (2, 1), (1, 0), (1, 100), (1, float("nan"))])
def test_a_page_or_scale_that_is_none(page: int, scale: float) -> None:
    sheets = Sheets((200, 100))
    sheets.text(20, 20, "7")
    with pytest.raises(ConfigError):
        page_picture(sheets.done(), page, scale=scale)


def test_a_broken_file() -> None:
    with pytest.raises(DamagedDocument):
        page_picture(b"%PDF-1.7", 1)
