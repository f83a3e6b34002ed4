"""Load summaries from JSON files, or make them for a command that needs one."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

import summarizer
from summarizer.cli.messages import Messenger
from summarizer.cli.options import EngineName
from summarizer.cli.progress import shown_progress
from summarizer.cli.run import report_engine, warn_unread
from summarizer.engines import load_engine
from summarizer.errors import UnreadableDocument
from summarizer.schema import Document, Summary
from summarizer.settings import Settings

__all__ = ["is_summary", "made_summary", "stored_summary"]

# Every serialised summary begins with these bytes, after blanks.
_BEGIN = b'{"schema_version"'


def is_summary(file: str) -> bool:
    """Return whether a file holds the JSON of a summary."""
    try:
        with Path(file).open("rb") as stream:
            return b"".join(stream.read(100).split()).startswith(_BEGIN)
    except OSError:
        return False


def stored_summary(file: str) -> Summary:
    """Return the summary in a file. Raises UnreadableDocument."""
    try:
        return Summary.model_validate_json(Path(file).read_bytes())
    except OSError as error:
        said = error.strerror or type(error).__name__
        raise _broken(file, f"系统报告 {said}", said) from error
    except ValidationError as error:
        raise _broken(file, "不是完整的摘要 JSON", "it is not a complete summary JSON") from error


def made_summary(
    messages: Messenger, document: Document, engine: EngineName, settings: Settings
) -> Summary:
    """Return the summary of a document, with the messages of `summarizer run`."""
    reader = load_engine(settings, engine)
    report_engine(messages, reader, engine)
    with shown_progress(messages) as on_progress:
        made = summarizer.summarize(document, reader, on_progress=on_progress)
    warn_unread(messages, made)
    return made


def _broken(file: str, zh: str, en: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"无法读取 {file!r}：{zh}；请用 summarizer run 报告 -o 摘要.json 重新生成",
        f"cannot read {file!r}: {en}; create it again with summarizer run REPORT -o SUMMARY.json",
    )
