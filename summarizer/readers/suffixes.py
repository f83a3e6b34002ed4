"""What a folder is searched for; files that are named are taken whatever they are called."""

from __future__ import annotations

__all__ = ["SUFFIXES"]

SUFFIXES = frozenset(
    {".txt", ".md", ".csv", ".tsv", ".html", ".htm", ".mht", ".docx", ".docm", ".doc", ".wps"}
    | {".rtf", ".odt", ".pdf", ".xlsx", ".xlsm", ".xls", ".et", ".ods", ".zip"}
)
