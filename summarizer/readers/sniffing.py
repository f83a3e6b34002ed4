"""Detect the media type of content.

The file name decides only where the content is ambiguous, as between plain text and a text table
(.csv).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from summarizer.errors import DamagedDocument, EncryptedDocument, ReadError, UnsupportedFormat
from summarizer.readers import ole
from summarizer.readers.zips import UNREADABLE_ZIP

__all__ = [
    "CSV",
    "DOC",
    "DOCX",
    "EXCEL_XML",
    "FLAT_XML",
    "HTML",
    "MHTML",
    "ODS",
    "ODT",
    "PDF",
    "PLAIN",
    "RTF",
    "WORKS",
    "XLS",
    "XLSB",
    "XLSX",
    "ZIP",
    "Format",
    "format_of",
    "media_type",
    "unsupported",
]

PLAIN = "text/plain"
CSV = "text/csv"
HTML = "text/html"
MHTML = "multipart/related"
PDF = "application/pdf"
RTF = "application/rtf"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
WORKS = "application/vnd.ms-works"
# Documents and sheets saved as a single XML file.
EXCEL_XML = "application/vnd.ms-excel+xml"
FLAT_XML = "application/vnd.ms-word.document+xml"
_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = _OFFICE + "wordprocessingml.document"
XLSX = _OFFICE + "spreadsheetml.sheet"
PPTX = _OFFICE + "presentationml.presentation"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
_OPEN = "application/vnd.oasis.opendocument."
ODT = _OPEN + "text"
ODS = _OPEN + "spreadsheet"
OFD = "application/ofd"
ZIP = "application/zip"
OLE = "application/x-ole-storage"
ENCRYPTED = "application/x-encrypted-office"

# A zip with more entries is not listed in full: its first names suffice.
ENTRIES = 10_000
# Number of characters searched for the tags of a page.
HEAD = 4096


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name in both languages, and advice for a file that no reader accepts."""

    zh: str
    en: str
    advice_zh: str
    advice_en: str


def _saved_as(zh: str, en: str, program_zh: str, program_en: str, *, kind: str) -> Format:
    return Format(
        zh,
        en,
        f"请用{program_zh}打开，另存为 {kind} 后再试",
        f"open it with {program_en} and save it as {kind}",
    )


_PICTURE = Format(
    "图片",
    "a picture",
    "请先做文字识别（OCR），再提交文本；或放进 PDF，并安装可选组件 ocr",
    "recognise its text (OCR) first, or put it into a PDF and install the extra `ocr`",
)
_ARCHIVE = Format(
    "压缩包",
    "an archive",
    "请解压后逐个提交其中的报告，或用 batch run 处理（.zip）",
    "unpack it and pass each report, or take a .zip with batch run",
)
_PROGRAM = Format(
    "程序文件", "a program", "请检查是否选错了文件", "check that this is the right file"
)
_OTHER = Format(
    "二进制文件（不是文本）",
    "a binary file, not text",
    "请提交 .docx .pdf .xlsx .html 或纯文本（.txt，UTF-8 或 GB18030）",
    "pass .docx, .pdf, .xlsx, .html or plain text (.txt, UTF-8 or GB18030)",
)

# Media type → format. A format that is missing here is reported as a generic binary file.
FORMATS: dict[str, Format] = {
    PDF: _saved_as("PDF 文件", "a PDF file", "阅读器", "a reader", kind=".txt"),
    DOCX: _saved_as(
        "Word 文档（.docx）", "a Word document (.docx)", " Word 或 WPS ", "Word or WPS", kind=".txt"
    ),
    DOC: _saved_as(
        "旧版 Word 文档（.doc/.wps）",
        "an old Word document (.doc, .wps)",
        " Word 或 WPS ",
        "Word or WPS",
        kind=".docx",
    ),
    WORKS: _saved_as(
        "Works 文档（.wps）", "a Works document (.wps)", " WPS ", "WPS or Word", kind=".docx"
    ),
    RTF: _saved_as("RTF 文档", "an RTF document", " Word ", "Word", kind=".docx"),
    FLAT_XML: _saved_as("Word XML 文档", "a Word XML document", " Word ", "Word", kind=".docx"),
    ODT: _saved_as(
        "OpenDocument 文档（.odt）",
        "an OpenDocument text (.odt)",
        " LibreOffice ",
        "LibreOffice",
        kind=".docx",
    ),
    ODS: _saved_as(
        "OpenDocument 表格（.ods）",
        "an OpenDocument sheet (.ods)",
        " LibreOffice ",
        "LibreOffice",
        kind=".xlsx",
    ),
    XLSX: _saved_as(
        "Excel 表格（.xlsx）",
        "an Excel sheet (.xlsx)",
        " Excel 或 WPS ",
        "Excel or WPS",
        kind=".csv",
    ),
    XLSB: _saved_as(
        "Excel 表格（.xlsb）", "an Excel sheet (.xlsb)", " Excel ", "Excel", kind=".xlsx"
    ),
    XLS: _saved_as(
        "旧版 Excel 表格（.xls/.et）",
        "an old Excel sheet (.xls, .et)",
        " Excel 或 WPS ",
        "Excel or WPS",
        kind=".xlsx",
    ),
    EXCEL_XML: _saved_as("Excel XML 表格", "an Excel XML sheet", " Excel ", "Excel", kind=".xlsx"),
    PPTX: _saved_as(
        "演示文稿（.pptx）",
        "a presentation (.pptx)",
        " PowerPoint 或 WPS ",
        "PowerPoint",
        kind=".pdf",
    ),
    "application/vnd.ms-powerpoint": _saved_as(
        "演示文稿（.ppt）",
        "a presentation (.ppt)",
        " PowerPoint 或 WPS ",
        "PowerPoint",
        kind=".pdf",
    ),
    OFD: _saved_as("OFD 版式文件", "an OFD file", " OFD 阅读器", "an OFD reader", kind=".pdf"),
    OLE: _saved_as(
        "旧版 Office 文档（.doc/.xls/.wps）",
        "an old Office document (.doc, .xls, .wps)",
        " Word 或 WPS ",
        "Word or WPS",
        kind=".docx",
    ),
    MHTML: _saved_as(
        "网页存档（.mht）", "a web archive (.mht)", "浏览器", "a browser", kind=".html"
    ),
    HTML: _saved_as("网页（.html）", "a web page (.html)", "浏览器", "a browser", kind=".txt"),
    CSV: _saved_as("CSV 表格", "a CSV table", " Excel ", "Excel", kind=".xlsx"),
    ZIP: _ARCHIVE,
    "application/gzip": _ARCHIVE,
    "application/x-7z-compressed": _ARCHIVE,
    "application/vnd.rar": _ARCHIVE,
    "application/x-bzip2": _ARCHIVE,
    "application/x-xz": _ARCHIVE,
    "application/zstd": _ARCHIVE,
    "image/png": _PICTURE,
    "image/jpeg": _PICTURE,
    "image/gif": _PICTURE,
    "image/bmp": _PICTURE,
    "image/webp": _PICTURE,
    "image/tiff": _PICTURE,
    "application/x-executable": _PROGRAM,
}

# Magic bytes and their media types.
MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", PDF),
    (b"{\\rtf", RTF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\x1f\x8b\x08", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"BZh9", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"\x28\xb5\x2f\xfd", "application/zstd"),
    (b"\x7fELF", "application/x-executable"),
    (b"MZ\x90\x00", "application/x-executable"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
)

# Zip entries that identify the kind of document, the strongest first.
ZIPPED: tuple[tuple[str, str], ...] = (
    ("word/document.xml", DOCX),
    ("xl/workbook.bin", XLSB),
    ("xl/workbook.xml", XLSX),
    ("ppt/presentation.xml", PPTX),
    ("OFD.xml", OFD),
)
# The same by folder, for a package whose main part is renamed or missing.
FOLDERS: tuple[tuple[str, str], ...] = (("word/", DOCX), ("xl/", XLSX), ("ppt/", PPTX))

# Streams at the root of an OLE file, the strongest first.
STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", ENCRYPTED),
    ("EncryptionInfo", ENCRYPTED),
    ("DataSpaces", ENCRYPTED),
    ("WordDocument", DOC),
    ("Workbook", XLS),
    ("Book", XLS),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("MatOST", WORKS),
    ("CONTENTS", WORKS),
)

_BEFORE_TAGS = re.compile(r"(?:\s|<!--.*?-->|<%.*?%>|<\?(?!mso)[^>]*\?>)*", re.DOTALL)
_PAGE = re.compile(r"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:html|head|meta|title|body|div|span|p|br|table|tr|t[dh]|script|style|link|form|h[1-6]"
    r"|ul|li|a|font|center)\b[^<>]{0,300}>",
    re.IGNORECASE,
)
_PAGE_SUFFIXES = frozenset({".html", ".htm", ".shtml", ".xhtml", ".jsp", ".asp", ".aspx", ".php"})
_TEXT_SUFFIXES = frozenset({".md", ".markdown", ".txt", ".text"})
_TABLE_SUFFIXES = frozenset({".csv", ".tsv"})
# XML that names the program that wrote it.
_XML: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r'mso-application\s+progid="Word'), FLAT_XML),
    (re.compile(r'mso-application\s+progid="Excel'), EXCEL_XML),
    (re.compile(r"<pkg:package\b|<w:wordDocument\b"), FLAT_XML),
    (re.compile(r"<office:document\b[^>]*opendocument\.text"), FLAT_XML),
)
_MIME = re.compile(
    r"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?content-type:\s*multipart/related", re.I
)


def media_type(data: bytes, name: str = "") -> str:
    """Return the media type of the content, "text/plain" by default.

    >>> media_type(b"%PDF-1.7 ..."), media_type("一、基本情况".encode())
    ('application/pdf', 'text/plain')
    >>> media_type(b"a,b", "x.csv"), media_type(b"%PDF-1.7", "x.csv")
    ('text/csv', 'application/pdf')
    """
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data)
    if data.startswith(ole.MAGIC):
        return _first(STREAMS, _without_marks(ole.root_names(data))) or OLE
    # A PDF may begin with a few stray bytes; no text begins with its magic number.
    head = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    for mark, media in MAGIC:
        if data.startswith(mark) or head.startswith(mark):
            return media
    return _picture(data) or _text(data, PurePath(name).suffix.lower())


def format_of(media: str) -> Format:
    """Return the description of a format."""
    return FORMATS.get(media, _OTHER)


def unsupported(data: bytes, name: str) -> ReadError:
    """Return the error for content that no reader accepts: its format and what to do."""
    media = media_type(data, name)
    if media == ENCRYPTED:
        return EncryptedDocument(
            f"'{name}' 有密码保护；请用 Word、Excel 或 WPS 打开，取消密码后另存再试",
            f"'{name}' is password-protected; open it with Word, Excel or WPS, remove the password"
            " and save it again",
        )
    if media == OLE and not ole.root_names(data):
        return DamagedDocument(
            f"'{name}' 是旧版 Office 文档，但已损坏或不完整；请用原程序打开检查，另存后再试",
            f"'{name}' is an old Office document that is damaged or cut off; open it with its own"
            " program and save it again",
        )
    # A text format that reaches this point matched no text reader.
    kind = _OTHER if media in (PLAIN, CSV, HTML) else format_of(media)
    return UnsupportedFormat(
        f"无法读取 '{name}'：内容是{kind.zh}，没有该格式的读取器；{kind.advice_zh}",
        f"cannot read '{name}': it is {kind.en}, for which there is no reader; {kind.advice_en}",
    )


def _zipped(data: bytes) -> str:
    if data[30:38] == b"mimetype":
        declared = data[38 : 38 + 80]
        for media in (ODT, ODS):
            if declared.startswith(media.encode()):
                return media
    names = _entries(data)
    by_folder = (media for mark, media in FOLDERS if any(n.startswith(mark) for n in names))
    return _first(ZIPPED, names) or next(by_folder, ZIP)


def _entries(data: bytes) -> frozenset[str]:
    """Return the names in a zip; for a damaged or very large one, those at its beginning."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 66_000))
    count = int.from_bytes(data[end + 10 : end + 12], "little") if end >= 0 else ENTRIES + 1
    if count <= ENTRIES:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                return frozenset(name.replace("\\", "/") for name in archive.namelist())
        except UNREADABLE_ZIP:
            pass
    return frozenset(_local_names(data[:65_536]))


def _local_names(head: bytes) -> Iterator[str]:
    """Yield the names in the local headers of the entries."""
    place = head.find(b"PK\x03\x04")
    while place >= 0:
        length = int.from_bytes(head[place + 26 : place + 28], "little")
        yield head[place + 30 : place + 30 + length].decode("latin-1").replace("\\", "/")
        place = head.find(b"PK\x03\x04", place + 4)


def _first(known: Iterable[tuple[str, str]], names: Iterable[str]) -> str | None:
    present = frozenset(names)
    return next((media for mark, media in known if mark in present), None)


def _without_marks(names: Iterable[str]) -> frozenset[str]:
    """Return stream names without the control character that some begin with."""
    return frozenset(name.lstrip("".join(map(chr, range(32)))) for name in names)


def _picture(data: bytes) -> str | None:
    """Return the type of pictures whose first letters may also begin a text; their lengths must
    match.
    """
    if data[:2] == b"BM" and int.from_bytes(data[2:6], "little") == len(data):
        return "image/bmp"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return None


def _text(data: bytes, suffix: str) -> str:
    head = _head(data)
    shown = head[_before(head) :]
    for pattern, media in _XML:
        if shown.startswith("<") and pattern.search(shown):
            return media
    if _MIME.match(head):
        return MHTML
    if shown.startswith("<") and _is_page(shown, suffix):
        return HTML
    return CSV if suffix in _TABLE_SUFFIXES else PLAIN


def _head(data: bytes) -> str:
    """Return the beginning of a text, at least its ASCII letters, in any encoding."""
    head = data[:HEAD]
    for mark, codec in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return head[2:].decode(codec, "replace")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _before(head: str) -> int:
    """Return where comments, declarations and directives of a page's source end."""
    found = _BEFORE_TAGS.match(head)
    return found.end() if found else 0


def _is_page(shown: str, suffix: str) -> bool:
    """Return whether a text that begins with a tag is a page: Markdown may begin with an HTML
    table.
    """
    if suffix in _PAGE_SUFFIXES:
        return _TAG.search(shown) is not None
    if suffix in (".md", ".markdown"):
        return False
    if _PAGE.match(shown):
        # PDF converters emit tables as <html><body><table>, without a head.
        bare = re.match(r"<html>\s*<body>\s*<table", shown, re.IGNORECASE) is not None
        return not (bare and suffix in _TEXT_SUFFIXES)
    if suffix in _TEXT_SUFFIXES:
        return False
    tags = sum(len(tag.group()) for tag in _TAG.finditer(shown))
    return tags * 5 > len(shown)
