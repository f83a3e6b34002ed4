"""Read the paragraph and run properties that the styles of a document define."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from summarizer.readers.docx.names import attribute, child, off, qualified, value

__all__ = ["Numbered", "Style", "Styles", "indented", "numbered"]

# Maximum length of a chain of base styles: files with circular chains exist.
DEEPEST = 20
# Minimum first-line indent (twentieths of a point, hundredths of a character).
INDENT = 200


_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc\s*\d|toc heading|目录\s*\d?|table of figures|index \d)$", re.I)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A place in an automatic list: the list, and the level (None: as the list's style defines)."""

    number: str
    level: int | None


@dataclass(frozen=True, slots=True)
class Style:
    """A style with its inherited properties. `heading` is 1 to 9, else 0."""

    heading: int = 0
    contents: bool = False
    hidden: bool = False
    numbered: Numbered | None = None
    indented: bool = False
    centred: bool = False


@dataclass(slots=True)
class Styles:
    """The styles of a document by id."""

    elements: dict[str, etree._Element] = field(default_factory=dict)
    default: str = ""
    _known: dict[str, Style] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element | None) -> Styles:
        """Return the styles in styles.xml; none when the part is missing."""
        styles = cls()
        for element in root.iterfind(qualified("w:style")) if root is not None else ():
            identity = attribute(element, "w:styleId")
            styles.elements[identity] = element
            if attribute(element, "w:type") == "paragraph" and not off(
                attribute(element, "w:default") or None
            ):
                styles.default = identity
        return styles

    def style(self, identity: str | None) -> Style:
        """Return the style with an id; the default paragraph style for None."""
        wanted = identity or self.default
        if wanted not in self._known:
            self._known[wanted] = self._resolved(wanted)
        return self._known[wanted]

    def list_of(self, identity: str) -> Numbered | None:
        """Return the list that a list style refers to."""
        element = self.elements.get(identity)
        return None if element is None else numbered(child(element, "w:pPr"))

    def _resolved(self, identity: str) -> Style:
        heading: int | None = None
        contents = False
        hidden: bool | None = None
        list_place: Numbered | None = None
        indent: bool | None = None
        side: str | None = None
        for element in self._chain(identity):
            name = value(element, "w:name") or ""
            outline = value(element, "w:pPr", "w:outlineLvl")
            if heading is None and outline is not None and outline.isdecimal():
                heading = int(outline) + 1
            if heading is None and (found := _HEADING.match(name)):
                heading = int(found[1])
            contents = contents or bool(_CONTENTS.match(name))
            vanish = value(element, "w:rPr", "w:vanish")
            if hidden is None and vanish is not None:
                hidden = not off(vanish)
            list_place = list_place or numbered(child(element, "w:pPr"))
            indent = indented(child(element, "w:pPr")) if indent is None else indent
            side = side or value(element, "w:pPr", "w:jc")
        heading = heading if heading and heading < 10 else 0
        centred = side == "center"
        return Style(heading, contents, bool(hidden), list_place, bool(indent), centred)

    def _chain(self, identity: str) -> list[etree._Element]:
        found: list[etree._Element] = []
        seen: set[str] = set()
        while identity in self.elements and identity not in seen and len(found) < DEEPEST:
            seen.add(identity)
            found.append(self.elements[identity])
            identity = value(self.elements[identity], "w:basedOn") or ""
        return found


def indented(properties: etree._Element | None) -> bool | None:
    """Return whether the first line is indented; None when the properties do not say."""
    indent = child(properties, "w:ind")
    if indent is None:
        return None
    names = ("firstLineChars", "firstLine", "leftChars", "left", "startChars", "start")
    stated = [attribute(indent, f"w:{name}") for name in names]
    if not any(stated):
        return None
    return any(one.isdecimal() and int(one) >= INDENT for one in stated)


def numbered(properties: etree._Element | None) -> Numbered | None:
    """Return the list place that paragraph properties state; number "0" removes it."""
    place = child(properties, "w:numPr")
    if place is None:
        return None
    number, level = value(place, "w:numId"), value(place, "w:ilvl")
    if number is None:
        return None
    deep = min(int(level), 8) if level and level.isdecimal() else None
    return Numbered(number, deep)
