"""A PDF file → Parts: what opens, what does not, and why."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfiumError

from summarizer.errors import DamagedDocument, EncryptedDocument, TooHeavy, TooLarge
from summarizer.readers.parts import Parts
from summarizer.readers.pdf.document import parts_of
from summarizer.readers.pdf.pages import Leaf, leaf_of
from summarizer.readers.pdf.reading import TooDense, read_page

__all__ = ["opened", "read_pdf"]

# The longest reports with their annexes have some 300 pages.
MOST_PAGES = 1_500


def read_pdf(data: bytes, name: str) -> Parts:
    """The parts of a PDF file.

    Raises EncryptedDocument when it asks for a password, DamagedDocument, TooHeavy when a page
    holds too much, TooLarge over `MOST_PAGES` pages, ScannedDocument when its pages are pictures.
    """
    with opened(data, name) as document:
        try:
            leaves: list[Leaf] = []
            for index in range(len(document)):
                page = read_page(document, index)
                leaves.append(leaf_of(page, leaves[-1] if leaves else None))
        except TooDense as error:
            raise _too_heavy(name) from error
        except PdfiumError as error:
            raise _damaged(name) from error
    return Parts(parts_of(leaves))


# pdfium keeps state of its own and serves one thread at a time.
_TURN = RLock()


@contextmanager
def opened(data: bytes, name: str) -> Iterator[PdfDocument]:
    """The file opened by pdfium, and closed again."""
    with _TURN:
        try:
            document = PdfDocument(data)
        except PdfiumError as error:
            raise _refused(error, name) from error
        try:
            if len(document) > MOST_PAGES:
                raise _too_many_pages(name, len(document))
            if len(document) == 0:
                raise _damaged(name)
            yield document
        finally:
            document.close()


def _refused(error: PdfiumError, name: str) -> Exception:
    if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return EncryptedDocument(
            f"无法读取 '{name}'：PDF 已加密；请用密码打开后另存为不加密的 PDF 再试",
            f"cannot read '{name}': the PDF is encrypted; open it with its password and save it "
            "without one",
        )
    return _damaged(name)


def _damaged(name: str) -> DamagedDocument:
    return DamagedDocument(
        f"无法读取 '{name}'：PDF 已损坏或不完整；请重新导出或重新下载后再试",
        f"cannot read '{name}': the PDF is damaged or cut off; export or download it again",
    )


def _too_heavy(name: str) -> TooHeavy:
    return TooHeavy(
        f"无法读取 '{name}'：有一页的内容过多（图纸或地图？）；请去掉该页后再试",
        f"cannot read '{name}': a page holds too much (a drawing or a map?); remove that page",
    )


def _too_many_pages(name: str, pages: int) -> TooLarge:
    return TooLarge(
        f"'{name}' 有 {pages} 页，超过 {MOST_PAGES} 页的上限；请拆分成单份报告后再试",
        f"'{name}' has {pages} pages, over the limit of {MOST_PAGES}; split it into single reports",
    )
