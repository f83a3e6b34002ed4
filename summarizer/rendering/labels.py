"""Chinese and English words for the codes of a summary."""

from __future__ import annotations

from typing import Literal

from summarizer.rendering.words import WORDS

__all__ = ["COMPARATORS", "SYMBOLS", "Language", "word"]

Language = Literal["zh", "en"]

SYMBOLS = {
    "verified": "✓",
    "review": "?",
    "failed": "≠",
    "error": "✗",
    "warning": "!",
    "info": "i",
    "met": "✓",
    "exceeded": "↑",
    "partly": "◐",
    "not_met": "✗",
    "not_reported": "○",
    "no_target": "–",
    "not_comparable": "≉",
    "unclear": "?",
    "read": "✓",
    "unread": "✗",
}
COMPARATORS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "="}


def word(group: str, code: str | None, language: Language = "zh") -> str:
    """Return the word for a code of a group; a code from a newer version is returned unchanged.

    >>> word("theme", "employment"), word("theme", "employment", "en"), word("theme", None)
    ('就业', 'employment', '')
    """
    if code is None:
        return ""
    chinese, english = WORDS[group].get(code, (code, code))
    return chinese if language == "zh" else english
