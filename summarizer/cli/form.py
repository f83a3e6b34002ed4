"""`summarizer form`: fill the standard self-evaluation form from a report or a summary."""

from __future__ import annotations

from summarizer.cli.messages import Messenger
from summarizer.cli.options import EngineName, check_suffix, keep_input
from summarizer.cli.run import exit_code
from summarizer.cli.sources import open_document
from summarizer.cli.streams import check_output, deliver
from summarizer.cli.summaries import is_summary, made_summary, stored_summary
from summarizer.rendering.form import fill_form
from summarizer.rendering.form_fields import fill_fields
from summarizer.schema import Document
from summarizer.settings import Settings

__all__ = ["form"]


def form(
    messages: Messenger,
    source: str,
    *,
    output: str,
    fields: bool,
    engine: EngineName,
    settings: Settings,
) -> int:
    """Read or summarise, fill, write; return the exit code."""
    check_suffix(output, ".xlsx")
    keep_input(output, source)
    check_output(output)
    document: Document | None = None
    if is_summary(source):
        summary = stored_summary(source)
    else:
        document = open_document(source)
        summary = made_summary(messages, document, engine, settings)
    language = messages.one_language
    filled = fill_fields(summary, language) if fields else fill_form(summary, document, language)
    deliver(filled, output)
    return exit_code(summary, strict=False)
