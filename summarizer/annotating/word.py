"""Write notes into a Word document as comments around the words that they are about."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.text.run import Run
from lxml import etree

from summarizer.annotating.notes import AUTHOR, Note
from summarizer.annotating.runs import covering, find, signs_of
from summarizer.errors import DamagedDocument
from summarizer.readers.docx import story_paragraphs
from summarizer.schema import Document, Place, Span

__all__ = ["write"]

_INITIALS = "核"


def write(data: bytes, document: Document, notes: Sequence[Note]) -> bytes:
    """Return the Word document with a comment for each note. Raises DamagedDocument."""
    try:
        file = docx.Document(io.BytesIO(data))
    except (
        PackageNotFoundError,
        KeyError,
        ValueError,
        zipfile.BadZipFile,
        etree.LxmlError,
    ) as error:
        raise _unwritable(document.name) from error
    places = _Places(document, list(story_paragraphs(file.element.body)))
    for note in notes:
        runs = places.runs(note.spans[0])
        if runs:
            first, last = (Run(run, file._body) for run in runs)
            file.add_comment([first, last], _printable(note.text), AUTHOR, _INITIALS)
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


@dataclass(frozen=True, slots=True)
class _Places:
    """The document as read, aligned with the paragraphs of its file."""

    document: Document
    paragraphs: list[Any]

    def runs(self, span: Span) -> tuple[Any, Any] | None:
        """Return the first and last run of a span, split to match it.

        A span whose words differ from its paragraph as read (in a text box, a note) gets the whole
        paragraph.
        """
        touched = [
            place
            for place in self.document.places
            if place.start < span.end and place.end > span.start
        ]
        if not touched:
            return None
        # The end first: a split there does not move the text before it.
        ends = [self._found(place, span) for place in (touched[0], touched[-1])]
        if not all(ends):
            paragraph = self._paragraph(touched[0])
            return None if paragraph is None else _whole(paragraph)
        (first, _), (_, last) = ends  # type: ignore[misc]
        return covering(first, last)

    def _paragraph(self, place: Place) -> Any | None:
        number = place.locator.paragraph
        return self.paragraphs[number - 1] if number and number <= len(self.paragraphs) else None

    def _found(self, place: Place, span: Span) -> tuple[Any, Any] | None:
        """Return the first and last character of the part of a span within a place."""
        paragraph = self._paragraph(place)
        if paragraph is None:
            return None
        start, end = max(span.start, place.start), min(span.end, place.end)
        text, signs = self.document.text, signs_of(paragraph)
        before = "".join(text[self._begin(place) : start].split())
        found = find(text[start:end], signs, len(before))
        return None if found is None else (signs[found[0]], signs[found[1]])

    def _begin(self, place: Place) -> int:
        """Return where the paragraph of a place begins; it may be read as several lines."""
        return min(
            one.start
            for one in self.document.places
            if one.locator.paragraph == place.locator.paragraph
        )


def _whole(paragraph: Any) -> tuple[Any, Any]:
    runs = [run for run in paragraph.iter(qn("w:r")) if run.getparent() is paragraph]
    if not runs:
        runs = [OxmlElement("w:r")]
        paragraph.append(runs[0])
    return runs[0], runs[-1]


def _printable(text: str) -> str:
    """Return the text without characters that XML does not allow."""
    return "".join(sign if sign.isprintable() or sign == "\n" else "�" for sign in text)


def _unwritable(name: str) -> DamagedDocument:
    return DamagedDocument(
        f"无法在“{name}”中加批注：文件不是标准的 docx；请用 Word 或 WPS 另存为 .docx 后再试",
        f"cannot annotate '{name}': it is not a standard docx; save it as .docx in Word or WPS",
    )
