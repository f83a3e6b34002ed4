"""Extract drafts from tables by code, with any engine: columns and rows need no model."""

from summarizer.engines.tables.reading import read_tables

__all__ = ["read_tables"]
