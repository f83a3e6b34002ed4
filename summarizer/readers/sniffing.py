"""What the bytes are, whatever the file's name says: the first bytes decide."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.errors import ReadError, UnsupportedFormat

__all__ = ["Format", "media_type", "unsupported"]

PLAIN = "text/plain"


@dataclass(frozen=True, slots=True)
class Format:
    """A format by its name in both languages, and what to do with such a file."""

    zh: str
    en: str
    advice_zh: str
    advice_en: str


def _as_text(zh: str, en: str, program_zh: str, program_en: str) -> Format:
    return Format(
        zh,
        en,
        f"请用{program_zh}打开，另存为纯文本（.txt，UTF-8）后再试",
        f"open it with {program_en} and save it as plain text (.txt, UTF-8)",
    )


PDF = _as_text("PDF 文件", "a PDF file", "阅读器", "a reader")
PICTURE = Format(
    "图片", "a picture", "请先做文字识别（OCR），再提交文本", "recognise its text (OCR) first"
)
ARCHIVE = Format(
    "压缩包", "an archive", "请解压后逐个提交其中的报告", "unpack it and pass each report"
)
PROGRAM = Format(
    "程序文件", "a program", "请检查是否选错了文件", "check that this is the right file"
)
OTHER = Format(
    "二进制文件（不是文本）",
    "a binary file, not text",
    "请提交纯文本（.txt，UTF-8 或 GB18030）",
    "pass plain text (.txt, UTF-8 or GB18030)",
)

# First bytes of a file, the media type they mean, and the format's words.
MAGIC: tuple[tuple[bytes, str, Format], ...] = (
    (b"%PDF-", "application/pdf", PDF),
    (b"{\\rtf", "application/rtf", _as_text("RTF 文档", "an RTF document", "Word", "Word")),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "application/x-ole-storage",
        _as_text(
            "旧版 Office 文档（.doc/.xls/.wps）或加密文档",
            "an old Office document (.doc, .xls, .wps) or an encrypted one",
            " Word 或 WPS ",
            "Word or WPS",
        ),
    ),
    (b"\x89PNG\r\n\x1a\n", "image/png", PICTURE),
    (b"\xff\xd8\xff", "image/jpeg", PICTURE),
    (b"GIF87a", "image/gif", PICTURE),
    (b"GIF89a", "image/gif", PICTURE),
    (b"II*\x00", "image/tiff", PICTURE),
    (b"MM\x00*", "image/tiff", PICTURE),
    (b"\x1f\x8b\x08", "application/gzip", ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed", ARCHIVE),
    (b"Rar!\x1a\x07", "application/vnd.rar", ARCHIVE),
    (b"BZh9", "application/x-bzip2", ARCHIVE),
    (b"\xfd7zXZ\x00", "application/x-xz", ARCHIVE),
    (b"\x28\xb5\x2f\xfd", "application/zstd", ARCHIVE),
    (b"\x7fELF", "application/x-executable", PROGRAM),
    (b"SQLite format 3\x00", "application/vnd.sqlite3", OTHER),
)
# Names inside a zip that tell which kind of document it is; the first 64 KiB hold the first.
ZIPPED: tuple[tuple[bytes, str, Format], ...] = (
    (
        b"word/",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _as_text("Word 文档（.docx）", "a Word document (.docx)", " Word 或 WPS ", "Word or WPS"),
    ),
    (
        b"xl/",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _as_text("Excel 表格（.xlsx）", "an Excel sheet (.xlsx)", " Excel 或 WPS ", "Excel or WPS"),
    ),
    (
        b"ppt/",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        _as_text(
            "演示文稿（.pptx）", "a presentation (.pptx)", " PowerPoint 或 WPS ", "PowerPoint"
        ),
    ),
    (b"OFD.xml", "application/ofd", _as_text("OFD 版式文件", "an OFD file", "阅读器", "a reader")),
    (
        b"opendocument",
        "application/vnd.oasis.opendocument.text",
        _as_text("OpenDocument 文档", "an OpenDocument file", " LibreOffice ", "LibreOffice"),
    ),
)


def media_type(data: bytes) -> str:
    """The media type that the first bytes give, "text/plain" when they give none.

    >>> media_type(b"%PDF-1.7 ..."), media_type("一、基本情况".encode())
    ('application/pdf', 'text/plain')
    """
    return _recognised(data)[0]


def unsupported(data: bytes, name: str) -> ReadError:
    """The refusal of bytes that no reader takes: what they are and what to do."""
    kind = _recognised(data)[1]
    return UnsupportedFormat(
        f"无法读取 '{name}'：内容是{kind.zh}，没有该格式的读取器；{kind.advice_zh}",
        f"cannot read '{name}': it is {kind.en}, for which there is no reader; {kind.advice_en}",
    )


def _recognised(data: bytes) -> tuple[str, Format]:
    if data.startswith(b"PK\x03\x04"):
        head = data[:65536]
        for mark, media, kind in ZIPPED:
            if mark in head:
                return media, kind
        return "application/zip", ARCHIVE
    # A PDF may begin with a few stray bytes; no text begins with its mark.
    head = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    for mark, media, kind in MAGIC:
        if data.startswith(mark) or head.startswith(mark):
            return media, kind
    return PLAIN, OTHER
