"""Drafts from a reply: every item becomes one draft. Verification judges the labels later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, cast

from summarizer.engines.llm.answering import answers
from summarizer.engines.llm.empty_items import telling
from summarizer.engines.llm.naming import name_of
from summarizer.engines.llm.placing import fold, support
from summarizer.engines.llm.reading import Read, Reading
from summarizer.engines.llm.reply import Misread
from summarizer.engines.llm.reply_entries import (
    KINDS,
    MeasureEntry,
    ProblemEntry,
    ResultEntry,
    TargetEntry,
)
from summarizer.schema import (
    Chunk,
    Extraction,
    MeasureDraft,
    ProblemDraft,
    ResultDraft,
    TargetDraft,
)

__all__ = ["drafts_of"]

# The share of words that a sentence must contain to support them.
BORNE = 0.5
LONGEST_UNREAD = 80


def drafts_of(reading: Reading) -> Extraction:
    """Return every item as a draft, in order. An invalid item is shown as received."""
    read = telling(reading.read, reading.chunk)
    by_kind = {kind: [one for one in read if one.kind == kind] for kind in KINDS}
    wholes = list(_wholes(by_kind["results"]))
    says_core = any(getattr(one.entry, "core", False) for one in by_kind["results"])
    return Extraction(
        targets=(
            *(_target(one, reading.chunk) for one in by_kind["targets"]),
            *(TargetDraft(**_unread(one)) for one in _misread(reading, "targets")),
        ),
        results=(
            *(
                _result(one, reading.chunk, part_of=whole, says_core=says_core)
                for one, whole in zip(by_kind["results"], wholes, strict=True)
            ),
            *(ResultDraft(**_unread(one)) for one in _misread(reading, "results")),
        ),
        problems=(
            *(_problem(one, reading.chunk) for one in by_kind["problems"]),
            *(ProblemDraft(**_unread(one)) for one in _misread(reading, "problems")),
        ),
        measures=(
            *map(_measure, by_kind["measures"], answers(by_kind["measures"], by_kind["problems"])),
            *(MeasureDraft(**_unread(one)) for one in _misread(reading, "measures")),
        ),
    )


def _shared(one: Read) -> dict[str, Any]:
    return {"at": one.at, "doubts": one.doubts}


def _numbered(one: Read, entry: TargetEntry | ResultEntry, chunk: Chunk) -> dict[str, Any]:
    subject, metric = name_of(one, entry, chunk)
    return {
        **_shared(one),
        # A number without a name gets its printed form as name: the checks flag it.
        "metric": metric or one.figure or str(entry.s),
        "subject": subject or None,
        "figure": one.figure or None,
        "figure_span": one.span,
        "period": entry.period or None,
    }


def _target(one: Read, chunk: Chunk) -> TargetDraft:
    entry = cast("TargetEntry", one.entry)
    return TargetDraft(
        **_numbered(one, entry, chunk),
        comparator=entry.op or None,
        soft=not entry.number,
        salience="core" if entry.number else "detail",
    )


# Rates and ranks are always core; money and scores are core if the model never says which results
# are.
_CORE, _CORE_UNSAID = frozenset({"percent", "rank"}), frozenset({"money", "score"})


def _result(one: Read, chunk: Chunk, *, part_of: int | None, says_core: bool) -> ResultDraft:
    entry = cast("ResultEntry", one.entry)
    kind = one.placed.quantity.kind if one.placed else ""
    core = entry.core or kind in _CORE or (not says_core and kind in _CORE_UNSAID)
    return ResultDraft(
        **_numbered(one, entry, chunk),
        direction=entry.change,
        status=entry.status,
        part_of=part_of,
        salience="core" if core else "detail",
    )


def _wholes(results: Sequence[Read]) -> Iterator[int | None]:
    """Return, for each result, the index of the total that it is a part of: the last one before it
    whose number was copied, else the last one before it that is not a part itself."""
    for number, one in enumerate(results):
        said = _part(one)
        before = range(number - 1, -1, -1) if said else ()
        copied = (at for at in before if _is_number(said, results[at]))
        whole = (at for at in before if results[at].placed and not _part(results[at]))
        yield next(chain(copied, whole), None)


def _part(one: Read) -> str:
    return cast("ResultEntry", one.entry).part_of


def _is_number(said: str, one: Read) -> bool:
    return one.placed is not None and fold(said) in (
        fold(one.placed.quantity.text),
        fold(cast("ResultEntry", one.entry).number),
    )


def _problem(one: Read, chunk: Chunk) -> ProblemDraft:
    entry = cast("ProblemEntry", one.entry)
    return ProblemDraft(
        **_shared(one),
        metric=entry.text or str(entry.s),
        cause=entry.cause or None,
        cause_span=_cause_span(entry, chunk),
    )


def _cause_span(entry: ProblemEntry, chunk: Chunk) -> tuple[int, int] | None:
    """Return the place of a cause: its words, else the named sentence with most of them."""
    if not entry.cause:
        return None
    start = chunk.document.text.find(entry.cause, chunk.start, chunk.end)
    if start >= 0:
        return start, start + len(entry.cause)
    span = chunk.sentence(entry.cause_s or entry.s)
    borne = span and support(entry.cause, fold(chunk.document.text[slice(*span)]))
    return span if borne and borne >= BORNE else None


def _measure(one: Read, answered: tuple[int, ...]) -> MeasureDraft:
    entry = cast("MeasureEntry", one.entry)
    return MeasureDraft(**_shared(one), metric=entry.text or str(entry.s), addresses=answered)


def _misread(reading: Reading, kind: str) -> Iterator[Misread]:
    return (one for one in reading.reply.misread if one.kind == kind)


def _unread(one: Misread) -> dict[str, Any]:
    """Return a draft for an invalid item: its words, no place, a doubt."""
    return {"metric": one.said[:LONGEST_UNREAD], "doubts": ("unplaced",)}
