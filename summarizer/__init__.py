"""Budget performance reports (预算绩效评价报告) in, checked summaries out.

>>> import summarizer
>>> document = summarizer.read_text("一、完成情况\\n全年新增就业730人。", "例.txt")
>>> summary = summarizer.summarize(document, engine="rules")
>>> [(item.metric, item.quantity.text, item.check.verdict) for item in summary.results]
[('新增就业', '730人', 'verified')]

`read` takes a path, `summarize` a document or a path, `verify` anybody's summary and a document,
`render` a summary. Everything else is behind these.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from summarizer.version import __version__

if TYPE_CHECKING:
    from summarizer.comparison import compare
    from summarizer.engines import load_engine
    from summarizer.errors import SummarizerError
    from summarizer.frames import load
    from summarizer.pipeline import summarize, summarize_document, verify
    from summarizer.portfolio import portfolio_of
    from summarizer.quality import quality_of
    from summarizer.readers import read, read_bytes, read_text
    from summarizer.rendering import render
    from summarizer.schema import Document, Finding, Quantity, Span, Summary
    from summarizer.settings import Settings

__all__ = [
    "Document",
    "Finding",
    "Quantity",
    "Settings",
    "Span",
    "SummarizerError",
    "Summary",
    "__version__",
    "compare",
    "load",
    "load_engine",
    "portfolio_of",
    "quality_of",
    "read",
    "read_bytes",
    "read_text",
    "render",
    "summarize",
    "summarize_document",
    "verify",
]

# Loaded when first asked for: `summarizer --version` needs none of them.
_HOMES = {
    "Document": "schema",
    "Finding": "schema",
    "Quantity": "schema",
    "Settings": "settings",
    "Span": "schema",
    "Summary": "schema",
    "SummarizerError": "errors",
    "compare": "comparison",
    "load": "frames",
    "load_engine": "engines",
    "portfolio_of": "portfolio",
    "quality_of": "quality",
    "read": "readers",
    "read_bytes": "readers",
    "read_text": "readers",
    "render": "rendering",
    "summarize": "pipeline",
    "summarize_document": "pipeline",
    "verify": "pipeline",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'summarizer' has no attribute {name!r}")
    return getattr(import_module(f"summarizer.{_HOMES[name]}"), name)
