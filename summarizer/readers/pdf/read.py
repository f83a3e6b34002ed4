"""Read a PDF file into parts, page by page: from its text layer, or by OCR without one."""

from __future__ import annotations

from dataclasses import dataclass, field

from pypdfium2 import PdfDocument, PdfiumError

from summarizer.readers.parts import Parts
from summarizer.readers.pdf.document import parts_of
from summarizer.readers.pdf.extras import extras, outline
from summarizer.readers.pdf.notes import notes_of
from summarizer.readers.pdf.opening import damaged, opened, scanned, too_heavy, too_many_scans
from summarizer.readers.pdf.pages import Leaf, leaf_of
from summarizer.readers.pdf.quality import is_garbled, is_picture
from summarizer.readers.pdf.reading import TooDense, read_page
from summarizer.readers.pdf.recognising import can_recognise, recognise
from summarizer.readers.pdf.shapes import Page

__all__ = ["read_pdf"]

# OCR of a page takes about ten seconds of processor time.
MOST_SCANS = 60
# A file with less text, or with text on a smaller share of its pages, is a scan.
FEWEST_WORDS = 50
READ_SHARE = 0.25


def read_pdf(data: bytes, name: str, *, ocr: bool | None = None) -> Parts:
    """Return the parts of a PDF file.

    `ocr`: recognise pages that are images; by default when the extra `ocr` is installed. Raises
    EncryptedDocument when a password is required, DamagedDocument, TooHeavy when a page holds too
    much, TooLarge above a page limit, ScannedDocument when pages are images or the text layer is
    garbled and OCR is not available.
    """
    with opened(data, name) as document:
        try:
            # pdfium draws field values that have no appearance stream.
            document.init_forms()
            carried, headings = extras(document), outline(document)
            reading = _Reading(document, name, can_recognise() if ocr is None else ocr)
            reading.read()
        except PdfiumError as error:
            raise damaged(name) from error
    notes = (*notes_of(reading.pages, reading.unread), *carried)
    recognised = tuple(page.number for page in reading.pages if page.recognised)
    return Parts(parts_of(reading.leaves, headings), notes, bool(recognised), recognised)


@dataclass(slots=True)
class _Reading:
    """The pages of a file; `unread` lists the numbers of unreadable pages."""

    document: PdfDocument
    name: str
    ocr: bool
    pages: list[Page] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    garbled: int = 0
    words: int = 0

    def read(self) -> None:
        """Read every page; scans take two passes, so that limits are checked before OCR begins."""
        waiting: list[int] = []
        for index in range(len(self.document)):
            page = self._page(index)
            garbled = is_garbled(page)
            self.garbled += garbled
            if garbled or is_picture(page):
                waiting.append(page.number)
                page.glyphs = []
            else:
                self.words += sum(glyph.text != " " for glyph in page.glyphs)
            self._take(page)
        if waiting:
            self._recognise(waiting)

    def _page(self, index: int) -> Page:
        try:
            return read_page(self.document, index)
        except TooDense as error:
            raise too_heavy(self.name, index + 1) from error

    def _take(self, page: Page) -> None:
        before = self.leaves[-1] if self.leaves else None
        self.pages.append(page)
        self.leaves.append(leaf_of(page, before))

    def _recognise(self, waiting: list[int]) -> None:
        count = len(self.pages)
        legible = count - len(waiting)
        if not self.ocr:
            if self.words < FEWEST_WORDS or legible < READ_SHARE * count:
                raise self._scanned(installed=False)
            self.unread = waiting
            return
        if len(waiting) > MOST_SCANS:
            raise too_many_scans(self.name, len(waiting), MOST_SCANS)
        for number in waiting:
            page = recognise(self.document, self.pages[number - 1])
            self.words += len(page.glyphs)
            if not page.glyphs:
                self.unread.append(number)
            self.pages[number - 1] = page
            before = self.leaves[number - 2] if number > 1 else None
            self.leaves[number - 1] = leaf_of(page, before)
        if not self.words:
            raise self._scanned(installed=True)

    def _scanned(self, *, installed: bool) -> Exception:
        return scanned(
            self.name, len(self.pages), garbled=self.garbled * 2 > len(self.pages),
            installed=installed,
        )  # fmt: skip
