"""Escape text of a report for Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from summarizer.rendering.labels import SYMBOLS, Language, word
from summarizer.rendering.spoken import SIGNS
from summarizer.schema import Check

__all__ = ["mark", "safe", "table"]

_SPECIAL = re.compile(r"([\\`*_\[\]|~#])")


def safe(text: str) -> str:
    """Return the text on one line, escaped for Markdown, HTML and terminals.

    >>> safe("<b>a|b</b> *c*")
    '&lt;b&gt;a\\\\|b&lt;/b&gt; \\\\*c\\\\*'
    """
    flat = "".join(sign if sign.isprintable() else "�" for sign in " ".join(text.split()))
    escaped = flat.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(r"\\\1", escaped)


def mark(check: Check, language: Language, decision: str = "") -> str:
    """Return the mark of an item: none when verified, else its doubt with reasons and any
    reviewer's decision.
    """
    signs = SIGNS[language]
    said = [decision] if decision else []
    if check.verdict != "verified":
        reasons = signs.words.join(word("reason", reason, language) for reason in check.reasons)
        verdict = f"{SYMBOLS[check.verdict]} {word('verdict', check.verdict, language)}"
        said.insert(0, f"{verdict}{signs.colon if reasons else ''}{reasons}")
    if not said:
        return ""
    bracketed = f"{signs.opening.strip()}{signs.clauses.join(said)}{signs.closing}"
    return f" **{safe(bracketed)}**"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return lines + [f"| {' | '.join(row)} |" for row in rows]
