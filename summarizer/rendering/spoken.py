"""Select one language of texts that are stored in two."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import NamedTuple, get_args

from summarizer.rendering.labels import Language, word
from summarizer.schema import Decision, Finding, Run, Summary
from summarizer.schema.summary import LedgerState

__all__ = [
    "SIGNS",
    "Signs",
    "decision_text",
    "decisions_of",
    "engine_told",
    "ledger_told",
    "message_of",
    "one_language",
    "when",
]


class Signs(NamedTuple):
    """Separators of a language: brackets, colon, clause and word separators, full stop."""

    opening: str
    closing: str
    colon: str
    clauses: str
    words: str
    stop: str


SIGNS: dict[Language, Signs] = {
    "zh": Signs("（", "）", "：", "；", "、", "。"),
    "en": Signs(" (", ")", ": ", "; ", ", ", "."),
}
# 「中文 / English」: Chinese only before the slash.
_BOTH = re.compile(r"(?P<zh>.*[一-鿿].*?) / (?P<en>[^一-鿿]+)", re.DOTALL)


def one_language(text: str, language: Language) -> str:
    """Return one language of a "Chinese / English" message; other texts are returned unchanged.

    >>> one_language("没有回答 / no answer", "en"), one_language("一/二", "en")
    ('no answer', '一/二')
    """
    both = _BOTH.fullmatch(text)
    return both[language] if both else text


def message_of(finding: Finding, language: Language) -> str:
    """Return the message of a finding."""
    if language == "en" and finding.message_en:
        return finding.message_en
    return one_language(finding.message, language)


def when(run: Run, language: Language) -> str:
    """Return when a summary was made, in local time; "" when unknown.

    >>> from summarizer.schema import Run
    >>> when(Run(engine="rules"), "zh")
    ''
    """
    try:
        made = datetime.fromisoformat(run.started_at)
    except ValueError:
        return ""
    local = (made if made.tzinfo else made.replace(tzinfo=UTC)).astimezone()
    if language == "en":
        return f"{local:%Y-%m-%d %H:%M}"
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def engine_told(run: Run, language: Language) -> str:
    """Return the engine that read the report, and its model."""
    engine = word("engine", run.engine, language)
    if not run.model:
        return engine
    return f"{engine}（{run.model}）" if language == "zh" else f"{engine} ({run.model})"


def ledger_told(summary: Summary, language: Language) -> list[tuple[str, str]]:
    """Return the checks of the audit grouped by outcome; those not applicable are only counted."""
    signs = SIGNS[language]
    lines: list[tuple[str, str]] = []
    for state in get_args(LedgerState):
        members = [entry for entry in summary.ledger if entry.state == state]
        if not members:
            continue
        named = [
            f"{word('check', entry.check, language)} {entry.failed}/{entry.tested}"
            if entry.failed
            else f"{word('check', entry.check, language)} {entry.tested or ''}".strip()
            for entry in members
        ]
        told = signs.words.join(named) if state in ("passed", "failed") else ""
        label = f"{word('ledger', state, language)} {len(members)}"
        lines.append((label, told))
    return lines


def decisions_of(summary: Summary, language: Language) -> dict[str, str]:
    """Return the decisions in words by item id; of several decisions on an item, the last."""
    return {one.item: decision_text(one, language) for one in summary.decisions}


def decision_text(decision: Decision, language: Language) -> str:
    """Return a decision in words: accepted, corrected with the new value, rejected with the
    reason.
    """
    said = f"✎ {word('decision', decision.state, language)}"
    joint = "：" if language == "zh" else ": "
    after = decision.after or {}
    changed = [
        str(value.get("text") if isinstance(value, dict) else value)
        for field, value in after.items()
        if value != decision.before.get(field) and field in _SHOWN and value is not None
    ]
    details = [*dict.fromkeys(changed), decision.note or ""]
    told = "，".join(" ".join(one.split()) for one in details if one)
    return f"{said}{joint}{told}" if told else said


_SHOWN = ("text", "metric", "subject", "quantity", "status", "period", "cause", "reason")
