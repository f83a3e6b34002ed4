"""Read a file, its bytes or a text into a Document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from summarizer.errors import ReadError, TooLarge, UnreadableDocument
from summarizer.limits import LARGEST_FILE, LARGEST_TEXT
from summarizer.readers.assemble import assemble
from summarizer.readers.encoding import Decoded, decode
from summarizer.readers.formats import PARTS_READERS, read_parts
from summarizer.readers.sniffing import CSV, HTML, PLAIN, media_type, unsupported
from summarizer.readers.text import read_decoded, read_plain
from summarizer.schema import Document

__all__ = ["READERS", "Reader", "check_takeable", "read", "read_bytes", "read_text"]

Reader = Callable[[bytes, str, str | None], Document]
"""Content, file name, declared encoding → Document."""

READERS: dict[str, Reader] = {PLAIN: read_plain}

_TEXTS = frozenset({PLAIN, CSV, HTML})


def read(path: str | Path) -> Document:
    """Return the report in a file.

    Raises ReadError: UnreadableDocument when the file is missing, empty, a directory or not
    permitted; UnsupportedFormat when no reader exists; EncryptedDocument, ScannedDocument,
    DamagedDocument as named; TooLarge above `LARGEST_FILE` bytes, or `LARGEST_TEXT` for text;
    TooHeavy when reading takes too much time or memory.
    """
    place = Path(path)
    try:
        with place.open("rb") as file:
            return read_bytes(file.read(LARGEST_FILE + 1), place.name)
    except OSError as error:
        raise _unreadable(place, error) from error


def read_bytes(data: bytes, name: str, *, encoding: str | None = None) -> Document:
    """Return the report in the content of a file; `name` is its name in messages and summaries."""
    media = _checked(data, name)
    reader = READERS.get(media)
    if reader:
        return reader(data, name, encoding)
    return assemble(read_parts(data, name, media), name, data)


def check_takeable(data: bytes, name: str) -> None:
    """Check that a reader accepts the content, at the cost of decoding.

    Raises the ReadError that `read_bytes` raises for size, format, encoding or empty content.
    """
    if _checked(data, name) in _TEXTS and not decode(data, name).text.strip():
        raise _empty(name)


def _checked(data: bytes, name: str) -> str:
    """Return the media type of content that a reader accepts."""
    if len(data) > LARGEST_FILE:
        raise _too_large(name, "50 MB")
    if not data.strip():
        raise _empty(name)
    media = media_type(data, name)
    if media in _TEXTS and len(data) > LARGEST_TEXT:
        raise _too_large(name, "16 MiB")
    if media not in READERS and media not in PARTS_READERS:
        raise unsupported(data, name)
    return media


def read_text(text: str, name: str) -> Document:
    """Return the report in a text in memory. Its `sha256` is that of the text in UTF-8."""
    data = text.encode("utf-8", "replace")
    if len(data) > LARGEST_TEXT:
        raise _too_large(name, "16 MiB")
    mark = text.startswith("\ufeff")
    return read_decoded(Decoded(text[mark:], "utf-8", mark=int(mark)), name, data)


def _unreadable(place: Path, error: OSError) -> ReadError:
    code, zh, en = "input-unreadable", "读取出错", f"reading failed: {error.strerror}"
    if isinstance(error, FileNotFoundError):
        code, zh, en = "input-missing", "文件不存在；请检查路径", "no such file; check the path"
    elif isinstance(error, IsADirectoryError):
        code, zh, en = (
            "input-directory",
            "这是一个文件夹；请给出其中的报告文件，或用 batch run 处理整个文件夹",
            "it is a directory; name a report in it, or process the whole directory with batch run",
        )
    elif isinstance(error, PermissionError):
        code, zh, en = (
            "input-permission",
            "没有读取权限；请修改文件权限后再试",
            "permission denied; change the file's permissions",
        )
    return UnreadableDocument(
        f"无法读取 '{place}'：{zh}", f"cannot read '{place}': {en}", code=code
    )


def _too_large(name: str, limit: str) -> ReadError:
    return TooLarge(
        f"'{name}' 超过 {limit} 的上限；请拆分成单份报告后再试",
        f"'{name}' is over the limit of {limit}; split it into single reports",
    )


def _empty(name: str) -> ReadError:
    return UnreadableDocument(
        f"'{name}' 是空文件；请检查文件是否导出完整",
        f"'{name}' is empty; check that it was exported completely",
        code="input-empty",
    )
