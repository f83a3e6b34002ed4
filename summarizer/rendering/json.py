"""Render the summary as JSON: keys in model order, Chinese unescaped."""

from __future__ import annotations

from summarizer.rendering.look import Look
from summarizer.schema import Document, Summary

__all__ = ["render"]


def render(summary: Summary, document: Document | None, look: Look) -> str:  # noqa: ARG001
    """Return JSON with an indent of two and a final line end; equal summaries give equal bytes."""
    return summary.model_dump_json(indent=2) + "\n"
