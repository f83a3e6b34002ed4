"""Render the summary as one printable HTML file.

It has no scripts and no external requests, and marks the evidence in the text of the report.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from summarizer.rendering.briefing import brief_parts
from summarizer.rendering.charts import charts
from summarizer.rendering.evidence import segments
from summarizer.rendering.facts import coverage_line, facts, title, unread
from summarizer.rendering.figures import figure, marks, promise
from summarizer.rendering.labels import SYMBOLS, word
from summarizer.rendering.look import Look
from summarizer.rendering.rows import path
from summarizer.rendering.spoken import (
    SIGNS,
    decisions_of,
    ledger_told,
    message_of,
    one_language,
)
from summarizer.rendering.weightiest import findings_first
from summarizer.schema import CheckedResult, CheckedTarget, Document, Summary

__all__ = ["render"]


def render(summary: Summary, document: Document | None, look: Look) -> str:
    """Return the page; with the document, its text with all evidence marked."""
    language = look.language
    firm, soft = _targets(summary)
    return (
        _environment()
        .get_template("page.html.jinja")
        .render(
            summary=summary,
            document=document,
            pieces=[] if document is None else list(segments(summary, document)),
            language=language,
            html_language="zh-CN" if language == "zh" else "en",
            title=title(summary),
            facts=facts(summary, language)[1:],
            parts=brief_parts(summary, language),
            charts=charts(summary, language),
            firm=firm,
            soft=soft,
            scored=any(marks(target) or target.reason for target in firm),
            themes=_by_theme(summary.results),
            findings=findings_first(summary),
            ledger=ledger_told(summary, language),
            decisions=decisions_of(summary, language),
            results={result.id: result for result in summary.results},
            unread=unread(summary),
            coverage=coverage_line(summary, language),
            policy=_policy(_environment().get_template("page.css").render()),
            signs=SIGNS[language],
            word=lambda group, code: word(group, code, language),
            message=lambda finding: message_of(finding, language),
            one_language=lambda text: one_language(text, language),
        )
    )


def _targets(
    summary: Summary,
) -> tuple[list[CheckedTarget], dict[str, list[CheckedTarget]]]:
    """Return the targets with a number or a form row, and the others by attainment."""
    firm = [one for one in summary.targets if one.quantity is not None or marks(one)]
    soft: dict[str, list[CheckedTarget]] = {}
    for target in summary.targets:
        if target.quantity is None and not marks(target):
            soft.setdefault(target.attainment.state, []).append(target)
    return firm, soft


def _by_theme(results: Sequence[CheckedResult]) -> dict[str, list[CheckedResult]]:
    """Return results by theme, money first."""
    grouped: dict[str, list[CheckedResult]] = {"funds": []}
    for result in results:
        grouped.setdefault(result.theme or "other", []).append(result)
    return {theme: members for theme, members in grouped.items() if members}


def _result_text(result: CheckedResult) -> str:
    """Return the clause of the report; for table cells, whose words are scattered, a composed
    text.
    """
    shown = figure(result.quantity)
    text = " ".join(result.text.split()).rstrip("。；，;, ")
    if shown and shown.replace(" ", "") not in text.replace(" ", ""):
        text = " ".join(part for part in (result.subject, result.metric, shown) if part)
    return text


def _policy(style: str) -> str:
    """Return a content security policy that allows only the style sheet with this hash."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("summarizer.rendering"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    known: dict[str, Any] = {
        "figure": figure,
        "promise": promise,
        "marks": marks,
        "path": path,
        "SYMBOLS": SYMBOLS,
        "picture": _picture,
        "told_result": _result_text,
    }
    environment.globals.update(known)
    return environment


_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def _picture(text: str) -> str:
    """Replace control characters, which HTML forbids, and bidirectional marks, which reorder
    digits, by visible symbols. Each is replaced by one character, so offsets stay valid.
    """
    return "".join(
        chr(0x2400 + ord(sign)) if sign < " " and sign not in "\n\t" else sign
        for sign in _TURNING.sub("�", text)
    )
