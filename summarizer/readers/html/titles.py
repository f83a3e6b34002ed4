"""Find the title of a page among its paragraphs, and the tool lines around it."""

from __future__ import annotations

import re

from summarizer.readers.parts import Paragraph, Part
from summarizer.readers.tools import is_tools

__all__ = ["with_title"]

# Number of parts searched for the title, and maximum length of the tool lines above it.
HEAD, SHORT = 12, 20

_SITE = re.compile(r"\s*[_|｜»]\s*|\s+[-–—]+\s+|[-–—]{2,}")
_BLANK = re.compile(r"\s+")


def with_title(parts: list[Part], titles: list[str], *, full: bool) -> list[Part]:
    """Return the parts with the title first; of a page with a frame, without tool lines and the
    short lines above the title.
    """
    kept = [part for part in parts if not (full and _is_tools(part))]
    names = [name for title in titles for name in _names(title)]
    place = _place(kept, names)
    if place is not None:
        above = kept[:place]
        return [part for part in above if not full or not _is_short(part)] + kept[place:]
    name = next((name for name in names if re.search("[\u4e00-\u9fff]{4}", name)), None)
    return [Paragraph(name), *kept] if name and titles else kept


def _names(title: str) -> list[str]:
    """Return a title, and its pieces without the name of the site."""
    pieces = [piece for piece in _SITE.split(title) if piece]
    return pieces if pieces[:1] == [title] else [*pieces[:1], title, *pieces[1:]]


def _place(parts: list[Part], names: list[str]) -> int | None:
    packed = [_BLANK.sub("", name) for name in names]
    for name in packed:
        for place, part in enumerate(parts[:HEAD]):
            if isinstance(part, Paragraph) and name and _BLANK.sub("", part.text) == name:
                return place
    return None


def _is_tools(part: Part) -> bool:
    return isinstance(part, Paragraph) and is_tools(part.text)


def _is_short(part: Part) -> bool:
    """Return whether the part is a frame line: without a date, a publisher or a document number."""
    if not isinstance(part, Paragraph):
        return False
    return len(part.text) <= SHORT and not re.search(r"[\d:：]", part.text)
