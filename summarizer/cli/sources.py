"""Open input: a file, or `-` for stdin."""

from __future__ import annotations

import sys

import summarizer
from summarizer.cli.messages import UsageError
from summarizer.errors import UnreadableDocument
from summarizer.readers import LARGEST_FILE
from summarizer.schema import Document

__all__ = ["STDIN", "only_once", "open_document", "read_stdin"]

STDIN = "-"


def open_document(source: str) -> Document:
    """Return the document in a file or on stdin. Raises ReadError."""
    if source == STDIN:
        return summarizer.read_bytes(read_stdin(), "stdin")
    return summarizer.read(source)


def read_stdin() -> bytes:
    """Read stdin up to one byte over the size limit, which is enough to be rejected."""
    if sys.stdin is None:
        raise UnreadableDocument(
            "标准输入已关闭；请给出文件名", "stdin is closed; name a file instead"
        )
    return sys.stdin.buffer.read(LARGEST_FILE + 1)


def only_once(*sources: str) -> None:
    """Raise UsageError when stdin is named more than once."""
    if sources.count(STDIN) > 1:
        raise UsageError(
            "标准输入只能用一次；请给其中一个写文件名",
            "stdin can be read once; name a file for one",
        )
