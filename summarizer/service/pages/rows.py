"""Matters as the panel lists them: words instead of codes, in the visitor's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from summarizer.rendering.figures import figure, promise
from summarizer.rendering.labels import SYMBOLS, Language, word
from summarizer.rendering.rows import path
from summarizer.rendering.spoken import message_of, one_language
from summarizer.schema import (
    CheckedItem,
    CheckedMeasure,
    CheckedProblem,
    CheckedResult,
    CheckedTarget,
    Finding,
    SectionCoverage,
    Span,
    Summary,
)
from summarizer.service.pages.words import say
from summarizer.service.reviewing import Entry, Matter

__all__ = ["Face", "Row", "rows_of"]

_UNREAD_SYMBOL = "✗"
_ITEMS: TypeAdapter[CheckedItem] = TypeAdapter(CheckedItem)
_KINDS: dict[str, type[CheckedItem]] = {
    "target": CheckedTarget,
    "result": CheckedResult,
    "problem": CheckedProblem,
    "measure": CheckedMeasure,
}


@dataclass(frozen=True, slots=True)
class Face:
    """The headline of a matter: name, figure, and short labels."""

    title: str
    value: str = ""
    actual: str = ""
    tags: tuple[str, ...] = ()
    text: str = ""
    linked: tuple[str, ...] = ()
    attainment: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A matter in the panel.

    `face` is its current form, `machine` the run's own where a person corrected it.
    """

    id: str
    kind: str
    state: str
    symbol: str
    state_word: str
    face: Face
    machine: Face | None
    reasons: tuple[str, ...]
    section: str
    place: str
    quote: str
    has_place: bool
    sampled: bool
    required: bool
    editable: bool
    entry: Entry | None
    seen: int

    @property
    def decided(self) -> str:
        """The state of its decision, or ""."""
        return self.entry.state if self.entry else ""

    @property
    def is_open(self) -> bool:
        """Whether a required decision is missing."""
        return self.required and self.entry is None


def rows_of(
    matters: Iterable[Matter],
    summary: Summary,
    newest: Mapping[str, Entry],
    language: Language,
) -> list[Row]:
    """Return the rows of some matters. `newest` has the newest entry of each, undone ones
    included.
    """
    results = {result.id: result for result in summary.results}
    return [_row(one, results, newest.get(one.id), language) for one in matters]


def _row(
    matter: Matter,
    results: Mapping[str, CheckedResult],
    newest: Entry | None,
    language: Language,
) -> Row:
    entry = newest if newest and newest.state != "open" else None
    machine = face_of(matter.noun, results, language)
    corrected = _corrected(matter, entry)
    evidence = (corrected or matter.noun).evidence if not _is_section(matter) else ()  # type: ignore[union-attr]
    return Row(
        id=matter.id,
        kind=matter.kind,
        state=matter.state,
        symbol=_UNREAD_SYMBOL if matter.state == "unread" else SYMBOLS[matter.state],
        state_word=say(f"state_{matter.state}", language),
        face=face_of(corrected, results, language) if corrected else machine,
        machine=machine if corrected else None,
        reasons=_reasons(matter, language),
        section=path(matter.section),
        place=_place(evidence, language),
        quote=_quote(evidence),
        has_place=bool(evidence) or _is_section(matter),
        sampled=matter.sampled,
        required=matter.required,
        editable=matter.kind in _KINDS,
        entry=entry,
        seen=newest.number if newest else 0,
    )


def _is_section(matter: Matter) -> bool:
    return isinstance(matter.noun, SectionCoverage)


def _corrected(matter: Matter, entry: Entry | None) -> CheckedItem | None:
    if entry is None or entry.state != "edited" or not entry.after:
        return None
    return _KINDS[matter.kind].model_validate(entry.after)


def _reasons(matter: Matter, language: Language) -> tuple[str, ...]:
    noun = matter.noun
    if isinstance(noun, Finding):
        told = (("expected", noun.expected), ("stated", noun.stated))
        return tuple(f"{say(key, language)} {value}" for key, value in told if value)
    if isinstance(noun, SectionCoverage):
        return ()
    return tuple(word("reason", reason, language) for reason in noun.check.reasons)


def _place(evidence: tuple[Span, ...], language: Language) -> str:
    """Return the page or the cell of a matter, where known."""
    locator = evidence[0].locator if evidence else None
    if locator is None:
        return ""
    if locator.page:
        return say("page_short", language, number=locator.page)
    return " ".join(filter(None, (locator.sheet, locator.cell)))


def _quote(evidence: tuple[Span, ...]) -> str:
    return " … ".join(" ".join(span.quote.split()) for span in evidence)


def face_of(
    noun: CheckedItem | Finding | SectionCoverage | None,
    results: Mapping[str, CheckedResult],
    language: Language,
) -> Face:
    """Return the face of a noun of any kind."""
    for kind, make in _FACES:
        if isinstance(noun, kind):
            return make(noun, results, language)
    return Face("")


Results = Mapping[str, CheckedResult]


def _name(*words: str | None) -> str:
    return " · ".join(" ".join(word.split()) for word in words if word)


def _target(item: CheckedTarget, results: Results, language: Language) -> Face:
    reached = [results[key] for key in item.attainment.results if key in results]
    state = item.attainment.state
    return Face(
        title=_name(item.subject, item.metric),
        value=promise(item) or item.text,
        actual="、".join(figure(one.quantity) or one.text for one in reached),
        tags=_tags(item.period, word("level2", item.indicator.level2, language)),
        text=_further(item.text, item.subject, item.metric, promise(item)),
        linked=item.attainment.results,
        attainment=(state, f"{SYMBOLS[state]} {word('attainment', state, language)}"),
    )


def _result(item: CheckedResult, _results: Results, language: Language) -> Face:
    status = "" if item.status == "done" else word("status", item.status, language)
    direction = word("direction", item.direction, language)
    return Face(
        title=_name(item.subject, item.metric),
        value=figure(item.quantity),
        tags=_tags(item.period, direction, status, word("theme", item.theme, language)),
        text=_further(item.text, item.subject, item.metric, figure(item.quantity)),
    )


def _problem(item: CheckedProblem, _results: Results, language: Language) -> Face:
    cause = f"{say('field_cause', language)}：{item.cause}" if item.cause else ""
    return Face(title=item.text, tags=_tags(word("category", item.category, language)), text=cause)


def _measure(item: CheckedMeasure, _results: Results, language: Language) -> Face:
    tags = _tags(word("measure", item.kind, language))
    return Face(title=item.text, tags=tags, linked=item.addresses)


def _finding(found: Finding, _results: Results, language: Language) -> Face:
    return Face(title=message_of(found, language), linked=found.items[:8])


def _section(section: SectionCoverage, _results: Results, language: Language) -> Face:
    band = say("unread_band", language, reason=one_language(section.reason or "–", language))
    return Face(title=path(section.path), value="", text=f"{band} {say('unread_ack', language)}")


def _further(text: str, *told: str | None) -> str:
    """Return a text, unless it only repeats the words beside it."""
    said = _signs(text)
    for words in told:
        said = said.replace(_signs(words or ""), "", 1)
    return text if any(sign.isalnum() for sign in said) else ""


def _signs(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum() or sign in "%.-")


def _tags(*words: str | None) -> tuple[str, ...]:
    return tuple(one for one in words if one)


_FACES: tuple[tuple[type[Any], Callable[[Any, Results, Language], Face]], ...] = (
    (CheckedTarget, _target),
    (CheckedResult, _result),
    (CheckedProblem, _problem),
    (CheckedMeasure, _measure),
    (Finding, _finding),
    (SectionCoverage, _section),
)
