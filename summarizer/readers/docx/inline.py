"""What stands in a paragraph: its text, with tabs and line breaks, and what hangs on it."""

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

# Line ends inside a text are blanks in Word; other marks of lines are breaks.
_BLANKS = re.compile(r"[\r\n]+")
_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_PRIVATE = re.compile("[\uf020-\uf0ff]")

# Elements that only hold others, those whose text is gone, and those that tell a text is here.
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
    """A field of Word (page number, contents, sum): its instruction, then its result."""

    instruction: str = ""
    result: bool = False

    @property
    def shows(self) -> bool:
        """Is what stands in it text of the document? The file's own name is not: a converter
        puts the name of its temporary file there."""
        return self.result and not _is_file_name(self.instruction)

    @property
    def contents(self) -> bool:
        """Is it a table of contents?"""
        return self.result and self.instruction.lstrip().upper().startswith("TOC")


@dataclass(slots=True)
class Words:
    """What a paragraph holds. `outside` tells whether some of it is not of a table of contents."""

    pieces: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    outside: bool = False

    @property
    def text(self) -> str:
        """The text; "\\n" is a line break that the writer made."""
        text = "".join(self.pieces)
        return _BREAKS.sub("\n", _BLANKS.sub(" ", text)).replace("\u00ad", "")


@dataclass(slots=True)
class Inline:
    """Reads the contents of paragraphs; fields go on from one paragraph to the next."""

    styles: Styles
    seen: Counter[str] = field(default_factory=Counter)
    fields: list[Field] = field(default_factory=list)
    pictures: set[str] = field(default_factory=set)

    def words(self, paragraph: etree._Element) -> Words:
        """What a paragraph holds."""
        words = Words()
        self._inside(paragraph, words)
        # An instruction that the paragraph does not close would swallow the rest of the file.
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
        """A content control; what it shows while it is empty is no text of the report."""
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
        """Text that shows: none of the instruction of a field."""
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
        """Text boxes in a drawing; pictures and charts are counted."""
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
        """Count a picture, once however often the file shows it."""
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
    """The one version of `mc:AlternateContent` that is read: the first that holds something
    readable, else the fallback. The others say the same again."""
    for version in element:
        if kind(version) == "mc:Choice" and any(kind(one) in _SEEN for one in version.iter()):
            return version
    fallback = child(element, "mc:Fallback")
    return etree.Element("none") if fallback is None else fallback


def _is_empty_control(element: etree._Element, content: etree._Element) -> bool:
    """Does a control show its prompt 单击此处输入文字 instead of a text?"""
    prompt = value(element, "w:sdtPr", "w:showingPlcHdr")
    if off(prompt):
        return False
    return not any(sign.isdecimal() for one in content.itertext() for sign in str(one))


def _form_field(form: etree._Element) -> str:
    """What an old form field shows that has no text of its own: a box or the chosen entry."""
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
