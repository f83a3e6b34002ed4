"""Annotate a file: select the writer for its format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module

from summarizer.annotating.notes import Note, notes_of
from summarizer.errors import ConfigError, UnsupportedFormat
from summarizer.readers.sniffing import DOCX, PDF, media_type
from summarizer.rendering.labels import Language
from summarizer.schema import Document, Summary

__all__ = ["ANNOTATABLE", "annotate"]

# Media type → the module that writes notes into such a file.
ANNOTATABLE = {DOCX: "word", PDF: "pages"}

_Writer = Callable[[bytes, Document, Sequence[Note]], bytes]


def annotate(data: bytes, document: Document, summary: Summary, language: Language = "zh") -> bytes:
    """Return a copy of a file with the findings and doubtful items of its summary as notes.

    `data` is the content of a docx or PDF, `document` was read from it, `language` is that of the
    notes. The result has the same format. Raises UnsupportedFormat for any other format,
    ConfigError for the summary of another report, DamagedDocument when the file cannot be written.
    """
    media = media_type(data, document.name)
    if media not in ANNOTATABLE:
        raise UnsupportedFormat(
            f"无法在“{document.name}”中加批注：只支持 .docx 和 .pdf；请先另存为其中一种",
            f"cannot annotate '{document.name}': only .docx and .pdf take notes; save it as one",
        )
    if summary.document.text_sha256 != document.text_sha256:
        raise ConfigError(
            f"摘要是“{summary.document.name}”的，不是“{document.name}”的；请重新生成摘要",
            f"the summary is of '{summary.document.name}', not of '{document.name}';"
            " create it again",
        )
    writer: _Writer = import_module(f"summarizer.annotating.{ANNOTATABLE[media]}").write
    return writer(data, document, notes_of(summary, document, language))
