"""Render a summary as json, md, html, xlsx, csv, docx or a terminal table.

RENDERERS maps each format to its module, which is imported on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import Literal, get_args

from summarizer.errors import ConfigError
from summarizer.rendering.look import Look, Renderer
from summarizer.schema import Document, Summary

__all__ = ["FORMATS", "RENDERERS", "Format", "Look", "render"]

Format = Literal["table", "json", "md", "html", "xlsx", "csv", "docx"]
FORMATS: tuple[str, ...] = get_args(Format)

RENDERERS = {
    "table": "terminal",
    "json": "json",
    "md": "markdown",
    "html": "page",
    "xlsx": "workbook",
    "csv": "sheet",
    "docx": "word",
}


def render(
    summary: Summary,
    format: str = "json",  # noqa: A002 - the word that everybody uses for it
    document: Document | None = None,
    look: Look | None = None,
) -> str | bytes:
    """Return a summary in one of FORMATS: text, or bytes for `xlsx`, `docx` and `csv` (with BOM).

    With the document, `html` shows the report with its evidence marked. Raises ConfigError for an
    unknown format.
    """
    if format not in RENDERERS:
        known = " ".join(FORMATS)
        raise ConfigError(
            f"没有输出格式 {format!r}；可选：{known}", f"no format {format!r}; choose from: {known}"
        )
    renderer: Renderer = import_module(f"summarizer.rendering.{RENDERERS[format]}").render
    return renderer(summary, document, look or Look())
