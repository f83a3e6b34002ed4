"""Read the content of a paragraph: text with tabs and line breaks, and attached objects."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from summarizer.readers.docx.equations import equation
from summarizer.readers.docx.names import attribute, child, kind, off, qualified, value
from summarizer.readers.docx.styles import Styles
from summarizer.readers.docx.symbols import sign, translated

__all__ = ["Inline", "Words", "chosen"]

# In Word a line end inside a text is a blank; other line marks are breaks.
_BLANKS = re.compile(r"[\r\n]+")
_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_PRIVATE = re.compile("[\uf020-\uf0ff]")

# Elements that are containers, elements whose text was deleted, elements that hold text.
_THROUGH = frozenset(
    f"w:{name}"
    for name in ("hyperlink", "smartTag", "customXml", "fldSimple", "ins", "moveTo", "dir", "bdo")
) | {"w:sdtContent", "w:ruby", "w:rubyBase"}
_GONE = frozenset(("w:del", "w:moveFrom"))
_SEEN = frozenset(("w:t", "w:p", "w:r", "w:txbxContent", "a:t")) | {
    *("pic:pic", "v:imagedata", "c:chart", "cx:chart", "dgm:relIds")
}


@dataclass(slots=True)
class Field:
    """A Word field (page number, contents, sum): first its instruction, then its result."""

    instruction: str = ""
    result: bool = False

    @property
    def shows(self) -> bool:
        """Return whether the result is text of the document.

        The file name is not: a converter inserts the name of its temporary file.
        """
        return self.result and not _is_file_name(self.instruction)

    @property
    def contents(self) -> bool:
        """Return whether the field is a table of contents."""
        return self.result and self.instruction.lstrip().upper().startswith("TOC")


@dataclass(slots=True)
class Words:
    """The content of a paragraph.

    `outside` is set when part of it is not in a table of contents.
    """

    pieces: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    outside: bool = False

    @property
    def text(self) -> str:
        """Return the text; "\n" is a line break made by the author."""
        text = "".join(self.pieces)
        return _BREAKS.sub("\n", _BLANKS.sub(" ", text)).replace("\u00ad", "")


@dataclass(slots=True)
class Inline:
    """Reads the content of paragraphs; fields continue from one paragraph to the next."""

    styles: Styles
    seen: Counter[str] = field(default_factory=Counter)
    fields: list[Field] = field(default_factory=list)
    pictures: set[str] = field(default_factory=set)

    def words(self, paragraph: etree._Element) -> Words:
        """Return the content of a paragraph."""
        words = Words()
        self._inside(paragraph, words)
        # An instruction left open by its paragraph would hide the rest of the file.
        self.fields = [one for one in self.fields if one.result]
        return words

    def _inside(self, elements: Iterable[etree._Element], words: Words) -> None:
        for element in elements:
            name = kind(element)
            if name == "w:r":
                self._run(element, words)
            elif name == "w:fldSimple" and _is_file_name(attribute(element, "w:instr")):
                continue
            elif name in _THROUGH:
                self.seen["inserted"] += name in ("w:ins", "w:moveTo")
                self._inside(element, words)
            elif name in _GONE:
                self.seen["deleted"] += 1
            elif name == "w:sdt":
                self._control(element, words)
            elif name in ("m:oMath", "m:oMathPara"):
                self._add(equation(element), words)
            elif name == "mc:AlternateContent":
                self._inside(chosen(element), words)

    def _control(self, element: etree._Element, words: Words) -> None:
        """Read a content control; the placeholder of an empty one is not text of the report."""
        content = child(element, "w:sdtContent")
        if content is not None and not _is_empty_control(element, content):
            self._inside(content, words)

    def _run(self, run: etree._Element, words: Words) -> None:
        properties = child(run, "w:rPr")
        hidden = properties is not None and self._is_hidden(properties)
        font = ""
        for element in run:
            name = kind(element)
            if name == "w:t":
                if hidden:
                    self.seen["hidden"] += bool((element.text or "").strip())
                    continue
                text = element.text or ""
                if _PRIVATE.search(text):
                    font = font or _font(properties)
                    text = translated(text, font)
                self._add(text, words)
            elif name == "w:fldChar":
                self._field(element, words)
            elif name == "w:instrText":
                if self.fields and not self.fields[-1].result:
                    self.fields[-1].instruction += element.text or ""
            elif not hidden:
                self._other(name, element, words)

    def _other(self, name: str, element: etree._Element, words: Words) -> None:
        if name in ("w:tab", "w:ptab"):
            self._add("\t", words)
        elif name in ("w:br", "w:cr"):
            self._add("\x0b", words)
        elif name == "w:noBreakHyphen":
            self._add("-", words)
        elif name == "w:sym":
            self._add(sign(attribute(element, "w:font"), attribute(element, "w:char")), words)
        elif name == "w:footnoteReference":
            words.footnotes.append(attribute(element, "w:id"))
        elif name in ("w:drawing", "w:pict"):
            self._graphics(element, words)
        elif name == "w:object":
            self.seen["embedded"] += 1
        elif name == "mc:AlternateContent":
            for one in chosen(element):
                self._other(kind(one), one, words)
        elif name == "w:ruby":
            self._inside(element, words)
        elif name == "w:t":
            self._add(element.text or "", words)

    def _add(self, text: str, words: Words) -> None:
        """Add visible text; the instruction of a field is not visible."""
        if not text or (self.fields and not all(one.shows for one in self.fields)):
            return
        words.pieces.append(text)
        if not words.outside and not any(one.contents for one in self.fields):
            words.outside = not text.isspace()

    def _field(self, mark: etree._Element, words: Words) -> None:
        step = attribute(mark, "w:fldCharType")
        if step == "begin":
            form = child(mark, "w:ffData")
            if form is not None:
                self._add(_form_field(form), words)
            self.fields.append(Field())
        elif step == "separate" and self.fields:
            self.fields[-1].result = True
        elif step == "end" and self.fields:
            self.fields.pop()

    def _graphics(self, element: etree._Element, words: Words) -> None:
        """Read the text boxes of a drawing; count pictures and charts."""
        for one in element:
            name = kind(one)
            if name == "mc:AlternateContent":
                self._graphics(chosen(one), words)
            elif name in ("w:txbxContent", "a:p"):
                words.boxes.append(one)
            elif name in ("pic:pic", "v:imagedata"):
                self._picture(one)
            elif name in ("c:chart", "cx:chart"):
                self.seen["charts"] += 1
            elif name == "dgm:relIds":
                self.seen["diagrams"] += 1
            elif name == "o:OLEObject":
                self.seen["embedded"] += 1
            else:
                self._graphics(one, words)

    def _picture(self, element: etree._Element) -> None:
        """Count a picture once, however often it is shown."""
        for one in element.iter():
            link = one.get(qualified("r:embed")) or one.get(qualified("r:id"))
            if link and link not in self.pictures:
                self.pictures.add(link)
                self.seen["pictures"] += 1

    def _is_hidden(self, properties: etree._Element) -> bool:
        vanish = value(properties, "w:vanish")
        if vanish is not None:
            return not off(vanish)
        style = value(properties, "w:rStyle")
        return style is not None and self.styles.style(style).hidden


def _is_file_name(instruction: str) -> bool:
    return instruction.lstrip().upper().startswith("FILENAME")


def chosen(element: etree._Element) -> etree._Element:
    """Return the version of `mc:AlternateContent` to read: the first readable choice, else the
    fallback. The others repeat it.
    """
    for version in element:
        if kind(version) == "mc:Choice" and any(kind(one) in _SEEN for one in version.iter()):
            return version
    fallback = child(element, "mc:Fallback")
    return etree.Element("none") if fallback is None else fallback


def _is_empty_control(element: etree._Element, content: etree._Element) -> bool:
    """Return whether a control shows its prompt 单击此处输入文字 instead of text."""
    prompt = value(element, "w:sdtPr", "w:showingPlcHdr")
    if off(prompt):
        return False
    return not any(sign.isdecimal() for one in content.itertext() for sign in str(one))


def _form_field(form: etree._Element) -> str:
    """Return the displayed value of a legacy form field without text: a box or the selected
    entry.
    """
    box = child(form, "w:checkBox")
    if box is not None:
        ticked = value(box, "w:checked")
        if ticked is None:
            ticked = value(box, "w:default")
        return "□" if off(ticked) else "☑"
    entries = child(form, "w:ddList")
    if entries is not None:
        listed = [attribute(one, "w:val") for one in entries if kind(one) == "w:listEntry"]
        result = value(entries, "w:result") or "0"
        if result.isdecimal() and int(result) < len(listed):
            return listed[int(result)]
    return ""


def _font(properties: etree._Element | None) -> str:
    fonts = child(properties, "w:rFonts")
    if fonts is None:
        return ""
    return attribute(fonts, "w:ascii") or attribute(fonts, "w:hAnsi")
