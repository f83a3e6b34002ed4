"""`summarizer annotate`: write findings and doubts as notes into the report's own file."""

from __future__ import annotations

from pathlib import Path

import summarizer
from summarizer.annotating import annotate as write_notes
from summarizer.annotating.notes import notes_of
from summarizer.cli.messages import Messenger
from summarizer.cli.options import EngineName, check_suffix, keep_input
from summarizer.cli.run import exit_code
from summarizer.cli.sources import STDIN, read_stdin
from summarizer.cli.streams import check_output, deliver
from summarizer.cli.summaries import made_summary, stored_summary
from summarizer.errors import UnreadableDocument
from summarizer.settings import Settings

__all__ = ["annotate"]


def annotate(
    messages: Messenger,
    file: str,
    *,
    output: str,
    summary: str | None,
    engine: EngineName,
    settings: Settings,
) -> int:
    """Read, summarise unless a summary is given, write the notes; return the exit code."""
    check_suffix(output, *{Path(file).suffix.lower(), ".docx", ".pdf"} - {""})
    keep_input(output, file, summary or file)
    check_output(output)
    data = read_stdin() if file == STDIN else _bytes(file)
    document = summarizer.read_bytes(data, "stdin" if file == STDIN else Path(file).name)
    given = (
        stored_summary(summary) if summary else made_summary(messages, document, engine, settings)
    )
    language = messages.one_language
    deliver(write_notes(data, document, given, language), output)
    count = len(notes_of(given, document, language))
    messages.say(f"写入 {count} 条批注：{output}", f"{count} notes written: {output}")
    return exit_code(given, strict=False)


def _bytes(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as error:
        said = error.strerror or type(error).__name__
        raise UnreadableDocument(
            f"无法读取 {file!r}：系统报告 {said}；请给出 docx 或 PDF 文件",
            f"cannot read {file!r}: {said}; name a docx or PDF file",
        ) from error
