"""`summarizer compare`: compare two documents or their summaries."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Literal

import summarizer
from summarizer.cli.messages import Messenger, UsageError
from summarizer.cli.options import keep_input
from summarizer.cli.run import look
from summarizer.cli.sources import only_once, open_document
from summarizer.cli.streams import check_output, deliver
from summarizer.comparison import compare as hold_together
from summarizer.comparison.printing import render
from summarizer.engines import Engine
from summarizer.schema import Document, Summary

__all__ = ["ComparisonFormat", "choose_table_format", "compare", "summary_of"]

ComparisonFormat = Literal["table", "json", "md", "xlsx"]
_SUFFIXES: dict[str, ComparisonFormat] = {
    ".json": "json",
    ".md": "md",
    ".xlsx": "xlsx",
    ".txt": "table",
}


def compare(
    messages: Messenger,
    old: str,
    new: str,
    *,
    engine: Engine,
    format: ComparisonFormat | None,  # noqa: A002
    output: str | None,
) -> int:
    """Read both, compare, print or write; return 0 whatever the comparison finds."""
    only_once(old, new)
    chosen = choose_table_format(format, output)
    keep_input(output, old, new)
    check_output(output)
    earlier, first = summary_of(old, engine)
    document, second = summary_of(new, engine)
    found = hold_together(first, second, document, earlier)
    deliver(render(found, chosen, look(messages, output)), output)
    return 0


def summary_of(source: str, engine: Engine) -> tuple[Document | None, Summary]:
    """Return the summary in a JSON file, or that of a document together with the document.

    Raises ReadError.
    """
    if source.lower().endswith(".json") and (summary := _stored(Path(source))):
        return None, summary
    document = open_document(source)
    return document, summarizer.summarize(document, engine)


def _stored(path: Path) -> Summary | None:
    try:
        fields = json.loads(path.read_bytes())
        return Summary.model_validate(fields)
    except (OSError, ValueError, RecursionError):
        return None  # opening it as a document raises the precise error


def choose_table_format(asked: ComparisonFormat | None, output: str | None) -> ComparisonFormat:
    """Return the requested format, else that of the file suffix, else text or JSON for stdout."""
    to_stdout = output is None or output == "-"
    if asked:
        return asked
    if output and not to_stdout:
        suffix = Path(output).suffix.lower()
        if suffix not in _SUFFIXES:
            raise UsageError(
                f"不认识扩展名 {suffix!r}；可用：{' '.join(_SUFFIXES)}",
                f"no format for the suffix {suffix!r}; use one of {' '.join(_SUFFIXES)}",
            )
        return _SUFFIXES[suffix]
    return "table" if sys.stdout is not None and sys.stdout.isatty() else "json"
