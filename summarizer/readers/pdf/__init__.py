"""Read PDF files: text in reading order, tables by their ruling lines, and places."""

from __future__ import annotations

from summarizer.readers.pdf.picture import page_picture
from summarizer.readers.pdf.read import read_pdf

__all__ = ["page_picture", "read_pdf"]
