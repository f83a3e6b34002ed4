"""Open PDF files, and report why a file does not open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfiumError

from summarizer.errors import (
    DamagedDocument,
    EncryptedDocument,
    ReadError,
    ScannedDocument,
    TooHeavy,
    TooLarge,
)

__all__ = ["damaged", "opened", "scanned", "too_heavy", "too_many_scans"]

# The longest reports with annexes have about 300 pages.
MOST_PAGES = 1_500

# pdfium is not thread-safe.
_TURN = RLock()


@contextmanager
def opened(data: bytes, name: str) -> Iterator[PdfDocument]:
    """Open the file with pdfium and close it afterwards."""
    with _TURN:
        try:
            document = PdfDocument(data)
        except PdfiumError as error:
            raise _refused(error, name) from error
        try:
            if len(document) > MOST_PAGES:
                raise _too_many_pages(name, len(document))
            if len(document) == 0:
                raise damaged(name)
            yield document
        finally:
            document.close()


def _refused(error: PdfiumError, name: str) -> ReadError:
    if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return EncryptedDocument(
            f"无法读取 '{name}'：PDF 已加密；请用密码打开后另存为不加密的 PDF 再试",
            f"cannot read '{name}': the PDF is encrypted; open it with its password and save it "
            "without one",
        )
    return damaged(name)


def damaged(name: str) -> DamagedDocument:
    """Return the error for a file that pdfium cannot parse."""
    return DamagedDocument(
        f"无法读取 '{name}'：PDF 已损坏或不完整；请重新导出或重新下载后再试",
        f"cannot read '{name}': the PDF is damaged or cut off; export or download it again",
    )


def too_heavy(name: str, page: int) -> TooHeavy:
    """Return the error for a page that holds more than any report page."""
    return TooHeavy(
        f"无法读取 '{name}'：第 {page} 页的内容过多（图纸或地图？）；请去掉该页后再试",
        f"cannot read '{name}': page {page} holds too much (a drawing or a map?); remove it",
    )


def scanned(name: str, pages: int, *, garbled: bool, installed: bool) -> ScannedDocument:
    """Return the error for a file without a readable text layer."""
    zh = "文字层是乱码" if garbled else "页面是图片（扫描件），没有文字"
    en = "its text layer is garbled" if garbled else "its pages are pictures without text (a scan)"
    if installed:
        return ScannedDocument(
            f"无法读取 '{name}'：共 {pages} 页，{zh}，文字识别（OCR）也没有认出文字；"
            "请换用更清晰的扫描件或原始文件再试",
            f"cannot read '{name}' ({pages} pages): {en}, and OCR found no text either; "
            "use a clearer scan or the original file",
        )
    return ScannedDocument(
        f"无法读取 '{name}'：共 {pages} 页，{zh}；请安装文字识别组件后再试："
        "pip install 'budget-report-summarizer[ocr]'，或提交原始 Word、PDF 文件",
        f"cannot read '{name}' ({pages} pages): {en}; install the extra that recognises text, "
        "pip install 'budget-report-summarizer[ocr]', or pass the original Word or PDF file",
    )


def too_many_scans(name: str, pages: int, most: int) -> TooLarge:
    """Return the error for more scanned pages than the OCR limit."""
    return TooLarge(
        f"'{name}' 有 {pages} 页需要文字识别（OCR），超过 {most} 页的上限；请拆分后再试",
        f"{pages} pages of '{name}' need OCR, over the limit of {most}; split it",
    )


def _too_many_pages(name: str, pages: int) -> TooLarge:
    return TooLarge(
        f"'{name}' 有 {pages} 页，超过 {MOST_PAGES} 页的上限；请拆分成单份报告后再试",
        f"'{name}' has {pages} pages, over the limit of {MOST_PAGES}; split it into single reports",
    )
