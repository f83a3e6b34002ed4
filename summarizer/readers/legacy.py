"""Read files of older word processors (.doc, .wps, .rtf, .odt, Word 2003 XML).

LibreOffice converts them to .docx; without it, .doc is still read by our own code.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

from summarizer.errors import EncryptedDocument, UnsupportedFormat
from summarizer.readers import libreoffice, ole, sniffing
from summarizer.readers.docx import read_docx
from summarizer.readers.docx.package import damaged
from summarizer.readers.parts import Parts
from summarizer.readers.word97 import as_docx
from summarizer.readers.zips import UNREADABLE_ZIP
from summarizer.schema import Note

__all__ = ["read_legacy"]

# LibreOffice inspects the content; the suffix decides between similar formats.
_SUFFIXES = {
    sniffing.DOC: ".doc",
    sniffing.WORKS: ".wps",
    sniffing.RTF: ".rtf",
    sniffing.ODT: ".odt",
    sniffing.FLAT_XML: ".xml",
}
_SECTOR = 512
# Magic number of Word's main stream, and its bit for password protection.
_WORD, _ENCRYPTED = b"\xec\xa5", 0x0100
_MANIFEST = "META-INF/manifest.xml"
# A manifest has one line per picture.
_LARGEST_MANIFEST = 4 * 1024 * 1024

_CONVERTED = Note(
    "converted",
    "由 LibreOffice 转换成 .docx 后读取；段落序号按转换后的文件计算",
    "converted to .docx by LibreOffice first; paragraphs are counted in the converted file",
)
_PLAINLY = Note(
    "converted",
    "由内置读取器读取（未安装 LibreOffice）；请核对自动编号和合并单元格",
    "read without LibreOffice, which is not installed; check automatic numbers and merged cells",
)
_MACROS = Note("macros", "文件含宏，没有运行", "the file holds macros; none was run")


def read_legacy(data: bytes, name: str) -> Parts:
    """Return the parts of a file converted to .docx by LibreOffice, or read by our .doc reader.

    Raises ReadError: input-encrypted; input-format when reading needs LibreOffice; input-damaged
    when the conversion fails; input-too-heavy when it takes too long.
    """
    media = sniffing.media_type(data, name)
    if _is_encrypted(data, media):
        raise _encrypted(name)
    made, note = _converted(data, name, media)
    parts = read_docx(made, name)
    # The conversion removes macros without notice.
    macros = (_MACROS,) if _has_macros(data) else ()
    return replace(parts, notes=(note, *macros, *parts.notes))


def _converted(data: bytes, name: str, media: str) -> tuple[bytes, Note]:
    """Return the file as .docx, and a note on the conversion."""
    if libreoffice.find_program() is not None:
        suffix = _SUFFIXES.get(media, ".doc")
        return libreoffice.convert(data, name, suffix=suffix, target="docx"), _CONVERTED
    if media != sniffing.DOC:
        raise _no_converter(data, name)
    try:
        return as_docx(data), _PLAINLY
    except ValueError as error:
        raise damaged(name, "WordDocument") from error


def _is_encrypted(data: bytes, media: str) -> bool:
    if media == sniffing.DOC:
        return _has_password(data)
    return media == sniffing.ODT and b"encryption-data" in _manifest(data)


def _manifest(data: bytes) -> bytes:
    """Return the manifest of an OpenDocument file; b"" when it cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(_MANIFEST) as manifest:
            return manifest.read(_LARGEST_MANIFEST)
    except UNREADABLE_ZIP:
        return b""


def _has_password(data: bytes) -> bool:
    """Return whether Word's main stream, which begins at a sector boundary, is marked as
    encrypted.
    """
    for place in range(_SECTOR, len(data) - 12, _SECTOR):
        if data.startswith(_WORD, place):
            return bool(int.from_bytes(data[place + 10 : place + 12], "little") & _ENCRYPTED)
    return False


def _has_macros(data: bytes) -> bool:
    return data.startswith(ole.MAGIC) and "Macros" in ole.root_names(data)


def _encrypted(name: str) -> EncryptedDocument:
    return EncryptedDocument(
        f"无法读取 '{name}'：文件有打开密码；请用 Word 或 WPS 去掉密码，另存后再试",
        f"cannot read '{name}': it has a password; remove it with Word or WPS and save it again",
    )


def _no_converter(data: bytes, name: str) -> UnsupportedFormat:
    kind = sniffing.format_of(sniffing.media_type(data, name))
    return UnsupportedFormat(
        f"无法读取 '{name}'：内容是{kind.zh}，需要安装 LibreOffice 才能读取"
        "（如 apt install libreoffice-writer）；或用 Word、WPS 另存为 .docx 后再试",
        f"cannot read '{name}': it is {kind.en}, which requires LibreOffice "
        "(apt install libreoffice-writer); or save it as .docx with Word or WPS",
    )
