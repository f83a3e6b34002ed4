"""Which module reads which structured format."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from summarizer.errors import UnsupportedFormat
from summarizer.readers import sniffing
from summarizer.readers.parts import Parts
from summarizer.readers.sniffing import format_of, media_type

__all__ = ["PARTS_READERS", "PartsReader", "load_reader", "read_parts"]

PartsReader = Callable[[bytes, str], Parts]
"""Bytes, the file's name → its parts."""

_LEGACY = "summarizer.readers.legacy:read_legacy"
_SHEETS = "summarizer.readers.sheets:read_sheets"
_HTML = "summarizer.readers.html:read_html"

# Media type → the function that reads such a file into parts, as module:name. Their libraries are
# heavy: a module is imported when a file needs it.
PARTS_READERS: dict[str, str] = {
    sniffing.PDF: "summarizer.readers.pdf:read_pdf",
    sniffing.DOCX: "summarizer.readers.docx:read_docx",
    sniffing.DOC: _LEGACY,
    sniffing.WORKS: _LEGACY,
    sniffing.RTF: _LEGACY,
    sniffing.ODT: _LEGACY,
    sniffing.FLAT_XML: _LEGACY,
    sniffing.XLSX: _SHEETS,
    sniffing.XLSB: _SHEETS,
    sniffing.XLS: _SHEETS,
    sniffing.ODS: _SHEETS,
    sniffing.HTML: _HTML,
    sniffing.MHTML: _HTML,
    sniffing.CSV: "summarizer.readers.csv:read_csv",
}


def read_parts(data: bytes, name: str) -> Parts | None:
    """The parts of a structured file; None for a format that no such reader takes."""
    media = media_type(data, name)
    return load_reader(media, name)(data, name) if media in PARTS_READERS else None


def load_reader(media: str, name: str) -> PartsReader:
    """The reader of a media type. Raises UnsupportedFormat when it is not installed."""
    module, _, function = PARTS_READERS[media].partition(":")
    try:
        reader: PartsReader = getattr(import_module(module), function)
    except ImportError as error:
        raise _not_installed(media, name, error.name or module) from error
    return reader


def _not_installed(media: str, name: str, module: str) -> UnsupportedFormat:
    kind = format_of(media)
    return UnsupportedFormat(
        f"无法读取 '{name}'：内容是{kind.zh}，但其读取器缺少模块 {module}；请重新安装本程序"
        f"（pip install --force-reinstall budget-report-summarizer），或{kind.advice_zh}",
        f"cannot read '{name}': it is {kind.en}, whose reader lacks the module {module}; install"
        f" this program again, or {kind.advice_en}",
    )
