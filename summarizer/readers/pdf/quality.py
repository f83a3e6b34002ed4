"""Decide whether the text layer of a page is usable or the page is an image."""

from __future__ import annotations

import re

from summarizer.readers.characters import COMMON, RARE
from summarizer.readers.pdf.lines import is_wide
from summarizer.readers.pdf.shapes import Page

__all__ = ["is_garbled", "is_picture"]

# A page with fewer characters and a picture over this share of it is an image.
FEWEST = 20
COVERED = 0.3
# Official Chinese has 97 % common characters; wrong character maps leave hardly a tenth.
COMMON_SHARE = 0.6
ENOUGH = 30
# Maximum share of characters that Chinese texts lack or that the file cannot name.
RARE_SHARE = 0.15
UNNAMED_SHARE = 0.05
# Chinese bytes decoded as Latin letters: Ò»¡¢.
_LATIN = re.compile("[\u00a1-\u00ff]")


def is_picture(page: Page) -> bool:
    """Return whether the page is a scan: a picture without text, or with an earlier OCR layer."""
    written = sum(glyph.text != " " for glyph in page.glyphs)
    return written < FEWEST and page.pictured > COVERED


def is_garbled(page: Page) -> bool:
    """Return whether the text layer differs from what the page shows.

    >>> from summarizer.readers.pdf.shapes import Glyph
    >>> def told(words):
    ...     return Page(1, 595, 842, glyphs=[Glyph(sign, 0, 0, 9, 9, 9) for sign in words])
    >>> is_garbled(told("全年预算执行率达到百分之九十八" * 3))
    False
    >>> is_garbled(told("Ò»¡¢»ù±¾Çé¿ö" * 4)), is_garbled(told("鍏ㄥ勾棰勭畻鎵ц鐜囪揪鍒" * 3))
    (True, True)
    """
    words = "".join(glyph.text for glyph in page.glyphs if glyph.text != " ")
    if len(words) < FEWEST:
        return False
    unnamed = page.unmapped + words.count("\ufffd")
    strange = len(RARE.findall(words)) + len(_LATIN.findall(words))
    if unnamed > UNNAMED_SHARE * len(words) or strange > RARE_SHARE * len(words):
        return True
    wide = [sign for sign in words if is_wide(sign) and sign.isalpha()]
    common = sum(sign in COMMON for sign in wide)
    return len(wide) >= ENOUGH and common < COMMON_SHARE * len(wide)
