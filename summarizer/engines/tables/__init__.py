"""Tables → drafts, by code and for every engine: what columns and rows say needs no model."""

from summarizer.engines.tables.reading import read_tables

__all__ = ["read_tables"]
