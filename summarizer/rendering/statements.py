"""Statements of the brief, each with its source, and the parts that they form."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.rendering.labels import Language
from summarizer.rendering.spoken import SIGNS
from summarizer.schema import Span

__all__ = ["Part", "Statement", "bare", "headed", "sentence"]


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
    """A part of the brief; `listed` puts each statement on its own line, `counted` says
    that the first is the number of targets met.
    """

    label: str
    statements: tuple[Statement, ...]
    listed: bool = True
    heading: str = ""
    counted: bool = False


def sentence(part: Part, language: Language = "zh") -> str:
    """Return a part as running text; statements with the same label stand together."""
    signs = SIGNS[language]
    by_label: dict[str, list[str]] = {}
    for one in part.statements:
        by_label.setdefault(one.label, []).append(one.text)
    said = [
        f"{headed(label, texts[0], language)}{signs.clauses.join(texts)}"
        for label, texts in by_label.items()
    ]
    return signs.clauses.join(said) + signs.stop


def headed(label: str, text: str, language: Language = "zh") -> str:
    """Return a label as it stands before its text; a sum needs no colon.

    >>> headed("展厅支出", "小计：33万元"), headed("展厅支出", "材料费：20万元")
    ('展厅支出', '展厅支出：')
    """
    joined = not label or text.startswith(("小计", "合计", "总计", "共计"))
    return label if joined else f"{label}{SIGNS[language].colon}"


def bare(text: str) -> str:
    """Return a text on one line, without the marks at its ends.

    >>> bare("完成12项，\\n完成率98%。")
    '完成12项， 完成率98%'
    """
    return " ".join(text.split()).strip("。；;，, ")
