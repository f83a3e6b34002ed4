"""Names of downloaded files (RFC 6266)."""

from __future__ import annotations

from urllib.parse import quote

__all__ = ["attachment", "stem"]

# Characters that a file system or a header may reject.
_AWAY = str.maketrans(dict.fromkeys('\\/:*?"<>|', "_"))


def attachment(name: str, plain: str) -> str:
    """Return a Content-Disposition with the full name and an ASCII fallback.

    >>> attachment("自评.xlsx", "summary-1.xlsx")
    'attachment; filename="summary-1.xlsx"; filename*=UTF-8\\'\\'%E8%87%AA%E8%AF%84.xlsx'
    """
    told = quote(name.translate(_AWAY), safe="", errors="replace")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{told}"


def stem(name: str) -> str:
    """Return a file's name without its suffix.

    >>> stem("自评报告.docx"), stem("自评"), stem(".docx")
    ('自评报告', '自评', '.docx')
    """
    head, dot, _ = name.rpartition(".")
    return head if dot and head else name
