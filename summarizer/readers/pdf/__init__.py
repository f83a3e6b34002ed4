"""PDF files: text in reading order, tables by their ruling lines, and where each piece stands."""

from __future__ import annotations

from summarizer.readers.pdf.opening import read_pdf
from summarizer.readers.pdf.picture import page_picture

__all__ = ["page_picture", "read_pdf"]
