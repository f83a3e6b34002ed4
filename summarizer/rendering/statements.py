"""Statements of the brief, each with its source, and the parts that they form."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.rendering.labels import Language
from summarizer.rendering.spoken import SIGNS
from summarizer.schema import Span

__all__ = ["Part", "Statement", "bare", "sentence"]


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of the brief and its places in the report.

    `label`, if any, names its subject: a heading of the report, an attainment, a severity.
    """

    text: str
    spans: tuple[Span, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the brief; `listed` puts each statement on its own line."""

    label: str
    statements: tuple[Statement, ...]
    listed: bool = True
    heading: str = ""


def sentence(part: Part, language: Language = "zh") -> str:
    """Return a part as running text; statements with the same label stand together."""
    signs = SIGNS[language]
    by_label: dict[str, list[str]] = {}
    for one in part.statements:
        by_label.setdefault(one.label, []).append(one.text)
    said = [
        f"{label}{signs.colon if label else ''}{signs.clauses.join(texts)}"
        for label, texts in by_label.items()
    ]
    return signs.clauses.join(said) + signs.stop


def bare(text: str) -> str:
    """Return a text on one line, without the marks at its ends.

    >>> bare("完成12项，\\n完成率98%。")
    '完成12项， 完成率98%'
    """
    return " ".join(text.split()).strip("。；;，, ")
