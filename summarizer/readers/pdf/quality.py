"""Can the text layer of a page be read, or is the page a picture?"""

from __future__ import annotations

import re

from summarizer.readers.characters import COMMON, RARE
from summarizer.readers.pdf.lines import is_wide
from summarizer.readers.pdf.shapes import Page

__all__ = ["is_garbled", "is_picture"]

# A page with fewer characters than this and a picture over so much of it is a picture.
FEWEST = 20
COVERED = 0.3
# Official Chinese has 97 % common characters; wrong character tables leave hardly a tenth.
COMMON_SHARE = 0.6
ENOUGH = 30
# The share of characters that no Chinese text has, or that the file itself cannot name.
RARE_SHARE = 0.15
UNNAMED_SHARE = 0.05
# Bytes of Chinese read as Latin letters: Ò»¡¢.
_LATIN = re.compile("[\u00a1-\u00ff]")


def is_picture(page: Page) -> bool:
    """Is it a scan: a picture and no text, or text that was recognised in the picture before?"""
    written = sum(glyph.text != " " for glyph in page.glyphs)
    return written < FEWEST and page.pictured > COVERED


def is_garbled(page: Page) -> bool:
    """Does the text layer say other characters than the page shows?

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
