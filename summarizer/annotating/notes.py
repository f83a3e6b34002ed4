"""Build the notes: one per finding with a place, and one per doubtful place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from summarizer.rendering.facts import findings_first
from summarizer.rendering.figures import figure
from summarizer.rendering.labels import SYMBOLS, Language, word
from summarizer.rendering.spoken import message_of
from summarizer.schema import (
    CheckedItem,
    CheckedMeasure,
    CheckedProblem,
    CheckedResult,
    CheckedTarget,
    Document,
    Finding,
    Span,
    Summary,
)

__all__ = ["AUTHOR", "Note", "notes_of"]

AUTHOR = "summarizer"
_KINDS = {
    CheckedTarget: "target",
    CheckedResult: "result",
    CheckedProblem: "problem",
    CheckedMeasure: "measure",
}


@dataclass(frozen=True, slots=True)
class Note:
    """A note: its severity, or the verdict `review` or `failed`; its text; and the spans it is
    about. It is attached to the first span.
    """

    state: str
    text: str
    spans: tuple[Span, ...]

    @property
    def place(self) -> tuple[int, int]:
        """Return the span that the note is attached to."""
        return self.spans[0].start, self.spans[0].end


def notes_of(summary: Summary, document: Document, language: Language) -> list[Note]:
    """Return the notes of a summary in reading order; findings without a place have none."""
    found = [_of_finding(one, document, language) for one in findings_first(summary)]
    found += _of_items(summary.items, document, language)
    return sorted((note for note in found if note), key=lambda note: note.place)


def _of_finding(finding: Finding, document: Document, language: Language) -> Note | None:
    spans = _held(finding.evidence, document)
    if not spans:
        return None
    lines = [f"{_head('severity', finding.severity, language)}{message_of(finding, language)}"]
    for label, said in (("expected", finding.expected), ("stated", finding.stated)):
        if said:
            lines.append(_labelled(label, said, language))
    return Note(finding.severity, "\n".join(lines), spans)


def _of_items(
    items: Sequence[CheckedItem], document: Document, language: Language
) -> Iterable[Note]:
    """Yield the notes of doubtful items; items with the same evidence share one note."""
    by_place: dict[tuple[Span, ...], list[CheckedItem]] = {}
    for item in items:
        spans = _held(item.evidence, document)
        if item.check.verdict != "verified" and spans:
            by_place.setdefault(spans[:1], []).append(item)
    for spans, doubtful in by_place.items():
        failed = any(item.check.verdict == "failed" for item in doubtful)
        state = "failed" if failed else "review"
        text = "\n".join(_doubt(item, language) for item in doubtful)
        yield Note(state, text, spans)


def _doubt(item: CheckedItem, language: Language) -> str:
    kind = word("item", _KINDS[type(item)], language)
    joint = "、" if language == "zh" else ", "
    reasons = joint.join(word("reason", reason, language) for reason in item.check.reasons)
    head = _head("verdict", item.check.verdict, language)
    return f"{head}{kind}“{_told(item)}”" + (f"：{reasons}" if language == "zh" else f": {reasons}")


def _told(item: CheckedItem) -> str:
    if isinstance(item, CheckedTarget | CheckedResult):
        words = (item.subject, item.metric, figure(item.quantity))
        return " ".join(" ".join(filter(None, words)).split())
    return " ".join(item.text.split())


def _head(group: str, code: str, language: Language) -> str:
    said = f"{SYMBOLS[code]} {word(group, code, language)}"
    return f"【{said}】" if language == "zh" else f"[{said}] "


def _labelled(label: str, said: str, language: Language) -> str:
    return f"{word('heading', label, language)}{'：' if language == 'zh' else ': '}{said}"


def _held(spans: Iterable[Span], document: Document) -> tuple[Span, ...]:
    """Return the spans whose quotes match the document."""
    return tuple(one for one in spans if document.text[one.start : one.end] == one.quote)
