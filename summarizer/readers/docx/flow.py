"""Read paragraphs and tables of a story in order: body, cell, text box, note, running header."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace

from lxml import etree

from summarizer.readers.docx.inline import Inline, chosen
from summarizer.readers.docx.names import child, kind, off, qualified, value
from summarizer.readers.docx.numbering import Lists, labelled
from summarizer.readers.docx.styles import Style, Styles, indented, numbered

__all__ = ["Flow", "ParagraphText"]

# A break within a longer line that has no full stop does not separate statements.
WRAPPED = 25

_STOPPED = re.compile(r"[。；：！？;:!?]$")
_MARKED = re.compile(
    r"[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)、.．](?!\d)|[\u2460-\u2473]"
)
_TYPED = re.compile(
    r"^((?:第[一二三四五六七八九十\d]+[章节条部分]*|[（(]?[\d.一二三四五六七八九十]{1,6})[）)、.．]?)\t+"
)
_ENTRY = re.compile(r"\d\s*$")


@dataclass(slots=True)
class ParagraphText:
    """A paragraph as read: its lines, heading level (0: none), membership in the table of contents,
    and attached text boxes and notes.

    `number` counts paragraphs of the body; `label` is its automatic number; `marked`: it begins
    with a number; `indented`, `centred`: the position of its first line.
    """

    lines: tuple[str, ...]
    number: int | None = None
    level: int = 0
    contents: bool = False
    boxes: tuple[etree._Element, ...] = ()
    footnotes: tuple[str, ...] = ()
    label: str = ""
    marked: bool = False
    indented: bool = False
    centred: bool = False


@dataclass(slots=True)
class Flow:
    """Reads stories one after another; list counters continue through all of them.

    `numbers` holds the numbers of the current paragraphs; `anchor` is the number of the last body
    paragraph, which its text boxes and notes share.
    """

    inline: Inline
    lists: Lists
    styles: Styles
    numbers: dict[etree._Element, int] = field(default_factory=dict)
    anchor: int | None = None

    def read(self, elements: Iterable[etree._Element]) -> Iterator[ParagraphText | etree._Element]:
        """Yield paragraphs as `ParagraphText` and tables as `w:tbl` elements."""
        open_text = ""
        for one in self._flat(elements, contents=False):
            if not isinstance(one, tuple):
                if open_text:
                    yield ParagraphText((open_text,), self.anchor)
                    open_text = ""
                yield one
                continue
            element, inside = one
            current, goes_on = self._paragraph(element, open_text, contents=inside)
            # A paragraph whose mark was deleted or is hidden continues in the next one.
            if goes_on:
                open_text = "\n".join(current.lines)
                current = replace(current, lines=())
            else:
                open_text = ""
            yield current
        if open_text:
            yield ParagraphText((open_text,), self.anchor)

    def _flat(
        self, elements: Iterable[etree._Element], *, contents: bool
    ) -> Iterator[tuple[etree._Element, bool] | etree._Element]:
        for element in elements:
            name = kind(element)
            if name == "w:p":
                yield element, contents
            elif name == "w:tbl":
                yield element
            elif name == "w:sdt":
                inner = child(element, "w:sdtContent")
                if inner is not None:
                    yield from self._flat(inner, contents=contents or _is_contents(element))
            elif name in ("w:customXml", "w:smartTag", "w:ins", "w:moveTo"):
                yield from self._flat(element, contents=contents)
            elif name in ("w:del", "w:moveFrom"):
                self.inline.seen["deleted"] += 1
            elif name == "mc:AlternateContent":
                yield from self._flat(chosen(element), contents=contents)
            elif name == "w:altChunk":
                self.inline.seen["foreign"] += 1
            elif name == "m:oMathPara":
                # Where Word would put it in a paragraph.
                yield _wrapped(element), contents

    def _paragraph(
        self, element: etree._Element, before: str, *, contents: bool
    ) -> tuple[ParagraphText, bool]:
        number = self.numbers.get(element)
        if number is not None:
            self.anchor = number
        words = self.inline.words(element)
        properties = child(element, "w:pPr")
        hung = (tuple(words.boxes), tuple(words.footnotes))
        printed = before + words.text
        if properties is not None and _goes_on(properties):
            return ParagraphText((printed,), self.anchor, 0, False, *hung), True
        identity = value(properties, "w:pStyle")
        style = self.styles.style(identity)
        place = numbered(properties) or style.numbered
        label = self.lists.label(place, identity or self.styles.default) if place else ""
        text = printed.strip()
        if "\t" in text:
            text = _TYPED.sub(r"\1", text)
        lines = _lines(labelled(label, text)) if text else ()
        entry = bool(text) and not words.outside and bool(_ENTRY.search(text))
        contents = contents or style.contents or entry
        level = 0 if contents else _level(properties, style.heading)
        paragraph = ParagraphText(
            lines,
            self.anchor,
            level,
            contents,
            *hung,
            label=label,
            marked=bool(label) or bool(_MARKED.match(text)),
            indented=_is_indented(properties, style, printed),
            centred=(value(properties, "w:jc") or "") == "center" or style.centred,
        )
        return paragraph, False


def _is_indented(properties: etree._Element | None, style: Style, text: str) -> bool:
    stated = indented(properties)
    indent = style.indented if stated is None else stated
    return indent or text.startswith((" ", "\u3000", "\t"))


def _goes_on(properties: etree._Element) -> bool:
    mark = child(properties, "w:rPr")
    if mark is None:
        return False
    separator = not off(value(mark, "w:specVanish"))
    return separator or child(mark, "w:del") is not None or child(mark, "w:moveFrom") is not None


def _level(properties: etree._Element | None, styled: int) -> int:
    stated = value(properties, "w:outlineLvl")
    level = int(stated) + 1 if stated and stated.isdecimal() else styled
    return min(level, 6) if 0 < level < 10 else 0


def _lines(text: str) -> tuple[str, ...]:
    """Return the lines that the author separated; a break within a sentence does not count."""
    if "\n" not in text:
        return (text,)
    lines: list[str] = []
    line = ""
    for piece in text.split("\n"):
        words = piece.strip()
        if not words:
            continue
        wrapped = len(line) >= WRAPPED and not _STOPPED.search(line) and not _MARKED.match(words)
        if line and not wrapped:
            lines.append(line)
            line = ""
        latin = line[-1:].isascii() and words[0].isascii() and line
        line += (" " if latin else "") + words
    return (*lines, line) if line else tuple(lines)


def _is_contents(control: etree._Element) -> bool:
    gallery = value(control, "w:sdtPr", "w:docPartObj", "w:docPartGallery")
    return gallery == "Table of Contents"


def _wrapped(equation: etree._Element) -> etree._Element:
    paragraph = etree.Element(qualified("w:p"))
    # A copy: moving the equation would end the iteration over its siblings.
    paragraph.append(deepcopy(equation))
    return paragraph
