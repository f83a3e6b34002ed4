"""The summary as JSON: keys in the order of the models, Chinese as Chinese."""

from __future__ import annotations

from summarizer.rendering.look import Look
from summarizer.schema import Document, Summary

__all__ = ["render"]


def render(summary: Summary, document: Document | None, look: Look) -> str:  # noqa: ARG001
    """Two spaces of indent and a line end; the same summary gives the same bytes."""
    return summary.model_dump_json(indent=2) + "\n"
