"""Write real footnotes into a Word document; python-docx does not support them."""

from __future__ import annotations

from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement
from lxml import etree

__all__ = ["Footnotes"]

_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# Word stores the lines that it draws above footnotes as footnotes.
_SEPARATORS = (("separator", -1), ("continuationSeparator", 0))


class Footnotes:
    """Collects footnotes while a document is written; `attach` adds them to it.

    >>> import docx
    >>> document, notes = docx.Document(), Footnotes("宋体", 9)
    >>> notes.add(document.add_paragraph("支出1150万元"), "第 3 页")
    1
    >>> notes.attach(document)
    """

    def __init__(self, font: str, points: float) -> None:
        self.font, self.points = font, points
        self.texts: list[str] = []

    def add(self, paragraph: Any, text: str) -> int:
        """Add a note at the end of the paragraph's current content and return its number."""
        self.texts.append(text)
        number = len(self.texts)
        run = paragraph.add_run()
        run.font.superscript = True
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(number))
        run._r.append(reference)
        return number

    def attach(self, document: Any) -> None:
        """Add the notes to the document; without notes the document is unchanged."""
        if not self.texts:
            return
        root = etree.fromstring(f"<w:footnotes {nsdecls('w')}/>".encode())
        for kind, number in _SEPARATORS:
            root.append(_separator(kind, number))
        for number, text in enumerate(self.texts, start=1):
            root.append(self._note(number, text))
        blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        name = PackURI("/word/footnotes.xml")
        part = Part(name, CONTENT_TYPE.WML_FOOTNOTES, blob, document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    def _note(self, number: int, text: str) -> Any:
        note = _element("w:footnote", {"w:id": str(number)})
        paragraph = _under(note, "w:p")
        pitch = {
            "w:before": "0",
            "w:after": "0",
            "w:line": str(round(self.points * 24)),
            "w:lineRule": "exact",
        }
        _under(_under(paragraph, "w:pPr"), "w:spacing", pitch)
        mark = _under(paragraph, "w:r")
        properties = _under(mark, "w:rPr")
        _under(properties, "w:vertAlign", {"w:val": "superscript"})
        _under(mark, "w:footnoteRef")
        run = _under(paragraph, "w:r")
        properties = _under(run, "w:rPr")
        _under(properties, "w:rFonts", {"w:ascii": self.font, "w:eastAsia": self.font})
        _under(properties, "w:sz", {"w:val": str(round(self.points * 2))})
        words = _under(run, "w:t")
        words.set(_XML_SPACE, "preserve")
        words.text = f" {text}"
        return note


def _separator(kind: str, number: int) -> Any:
    note = _element("w:footnote", {"w:type": kind, "w:id": str(number)})
    run = _under(_under(note, "w:p"), "w:r")
    _under(run, f"w:{kind}")
    return note


def _element(name: str, attributes: dict[str, str] | None = None) -> Any:
    element = etree.Element(qn(name))
    for attribute, value in (attributes or {}).items():
        element.set(qn(attribute), value)
    return element


def _under(parent: Any, name: str, attributes: dict[str, str] | None = None) -> Any:
    element = _element(name, attributes)
    parent.append(element)
    return element
