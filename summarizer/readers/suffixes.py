"""Suffixes that a folder is searched for; explicitly named files may have any name."""

from __future__ import annotations

__all__ = ["SUFFIXES"]

SUFFIXES = frozenset(
    {".txt", ".md", ".csv", ".tsv", ".html", ".htm", ".mht", ".docx", ".docm", ".doc", ".wps"}
    | {".rtf", ".odt", ".pdf", ".xlsx", ".xlsm", ".xls", ".et", ".ods", ".zip"}
)
