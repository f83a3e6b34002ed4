"""Map structured formats to the modules that read them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib import import_module

from summarizer.errors import DamagedDocument, SummarizerError, TooHeavy, UnsupportedFormat
from summarizer.readers import sniffing
from summarizer.readers.confinement import guarded, is_confined
from summarizer.readers.parts import Parts
from summarizer.readers.sniffing import format_of

__all__ = [
    "PARTS_READERS",
    "PartsReader",
    "damaged",
    "load_reader",
    "read_here",
    "read_parts",
    "too_heavy",
]

PartsReader = Callable[[bytes, str], Parts]
"""Content, file name → parts."""

_LEGACY = "summarizer.readers.legacy:read_legacy"
_SHEETS = "summarizer.readers.sheets:read_sheets"
_HTML = "summarizer.readers.html:read_html"

# Media type → the function (module:name) that reads such a file into parts. The libraries are
# large, so a module is imported on first use.
PARTS_READERS: dict[str, str] = {
    sniffing.PDF: "summarizer.readers.pdf:read_pdf",
    sniffing.DOCX: "summarizer.readers.docx:read_docx",
    sniffing.DOC: _LEGACY,
    sniffing.WORKS: _LEGACY,
    sniffing.RTF: _LEGACY,
    sniffing.ODT: _LEGACY,
    sniffing.FLAT_XML: _LEGACY,
    sniffing.XLSX: _SHEETS,
    sniffing.XLS: _SHEETS,
    sniffing.XLSB: _SHEETS,
    sniffing.EXCEL_XML: _SHEETS,
    sniffing.ODS: _SHEETS,
    sniffing.HTML: _HTML,
    sniffing.MHTML: _HTML,
    sniffing.CSV: "summarizer.readers.csv:read_csv",
}
# Formats that our own code reads from text.
_HARMLESS = frozenset({sniffing.CSV})


def read_parts(data: bytes, name: str, media: str) -> Parts:
    """Return the parts of a structured file whose media type is in `PARTS_READERS`.

    Formats other than text are read in a child process, unless this process is limited already.
    """
    if media in _HARMLESS or is_confined() or not sys.executable:
        return read_here(media, data, name)
    from summarizer.readers.child import Child  # not needed for text formats

    return Child.start(data, name, media, PARTS_READERS[media]).parts()


def read_here(media: str, data: bytes, name: str, target: str = "") -> Parts:
    """Return the parts of a file, read in this process.

    An exception in a parser counts as damage of the file, not as a bug of ours.
    """
    reader = load_reader(media, name, target)
    try:
        with guarded(media):
            return reader(data, name)
    except SummarizerError:
        raise
    except MemoryError as error:
        raise too_heavy(name) from error
    except Exception as error:
        if os.environ.get("SUMMARIZER_DEBUG"):
            raise
        raise damaged(name, type(error).__name__) from error


def load_reader(media: str, name: str, target: str = "") -> PartsReader:
    """Return the reader of a media type. Raises UnsupportedFormat when it is not installed."""
    module, _, function = (target or PARTS_READERS[media]).partition(":")
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


def damaged(name: str, why: str) -> DamagedDocument:
    """Return the error for a file that a parser failed on."""
    return DamagedDocument(
        f"读取“{name}”时出错（{why}），文件可能已损坏；请用原程序打开检查，另存后再试",
        f"reading '{name}' failed ({why}), the file may be damaged; open it with its own"
        " program and save it again",
    )


def too_heavy(name: str) -> TooHeavy:
    """Return the error for a file that takes too much memory or time."""
    return TooHeavy(
        f"读取“{name}”时超出内存或时间限制；请拆分或另存为纯文本后再试",
        f"reading '{name}' exceeded its limit of memory or time; split it or save it as text",
    )
