"""From a reply to drafts, and what of it does not agree with the sentences it names.

An entry that does not agree goes back to the model once; whatever it is then, it becomes a draft:
the checks behind the engine mark it, nothing is dropped here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from summarizer.engines.llm.prompts import exact_json, table_columns
from summarizer.engines.llm.reply import (
    ChunkReply,
    Entry,
    MeasureEntry,
    ProblemEntry,
    ResultEntry,
    TargetEntry,
)
from summarizer.quantities import scan
from summarizer.schema import (
    Chunk,
    Extraction,
    MeasureDraft,
    ProblemDraft,
    ResultDraft,
    TargetDraft,
)

__all__ = ["EntryFault", "drafts_of", "entry_faults", "mended"]

KINDS = ("targets", "results", "problems", "measures")
# A third of the character pairs of a label stand in what it is about; with less it is another one.
SUPPORT = 0.34


@dataclass(frozen=True, slots=True)
class EntryFault:
    """An entry of a reply that its sentences do not bear out, and why, in the model's language."""

    kind: str
    place: int
    entry: str
    reason: str
    # The sentences that a second look needs: those named, and their neighbours.
    around: tuple[int, ...] = ()


def drafts_of(reply: ChunkReply) -> Extraction:
    """Every entry as a draft, in the order given."""
    return Extraction(
        targets=tuple(_target(entry) for entry in reply.targets),
        results=tuple(
            _result(entry, whole)
            for entry, whole in zip(reply.results, _wholes(reply.results), strict=True)
        ),
        problems=tuple(_problem(entry) for entry in reply.problems),
        measures=tuple(_measure(entry) for entry in reply.measures),
    )


def _target(entry: TargetEntry) -> TargetDraft:
    return TargetDraft(
        metric=entry.metric,
        subject=entry.subject,
        at=tuple(entry.at),
        figure=entry.figure,
        comparator=entry.op,
        period=entry.period,
        soft=bool(entry.soft),
    )


def _result(entry: ResultEntry, whole: int | None) -> ResultDraft:
    return ResultDraft(
        metric=entry.metric,
        subject=entry.subject,
        at=tuple(entry.at),
        figure=entry.figure,
        direction=entry.direction or "none",
        status=entry.status or "done",
        period=entry.period,
        part_of=whole,
    )


def _problem(entry: ProblemEntry) -> ProblemDraft:
    return ProblemDraft(
        metric=entry.metric,
        at=tuple(entry.at),
        category=entry.category or "other",
        cause=entry.cause,
    )


def _measure(entry: MeasureEntry) -> MeasureDraft:
    return MeasureDraft(metric=entry.metric, at=tuple(entry.at), kind=entry.kind or "other")


def _wholes(results: list[ResultEntry]) -> Iterator[int | None]:
    """For each result the place of the total that it is a part of: the last one before it that is
    no part itself. A part without a total before it stands alone."""
    total: int | None = None
    for place, entry in enumerate(results):
        yield total if entry.part else None
        if not entry.part and entry.figure:
            total = place


def entry_faults(reply: ChunkReply, chunk: Chunk) -> list[EntryFault]:
    """The entries that do not agree with the sentences they name."""
    heading = "".join((*chunk.section, chunk.document.title or "", table_columns(chunk)))
    return [
        EntryFault(
            kind,
            place,
            exact_json(entry.model_dump(exclude_none=True)),
            reason,
            around=_around(entry, chunk),
        )
        for kind in KINDS
        for place, entry in enumerate(getattr(reply, kind))
        if (reason := _disagreement(entry, chunk, heading))
    ]


def _around(entry: Entry, chunk: Chunk) -> tuple[int, ...]:
    """The named sentences with their neighbours; all of them when one named is not there."""
    last = len(chunk.sentences)
    if any(chunk.sentence(number) is None for number in entry.at):
        return tuple(range(1, last + 1))
    near = {number + step for number in entry.at for step in (-1, 0, 1)}
    return tuple(sorted(number for number in near if 1 <= number <= last))


def _disagreement(entry: Entry, chunk: Chunk, heading: str) -> str | None:
    unknown = [number for number in entry.at if chunk.sentence(number) is None]
    if unknown:
        return f"没有第{unknown[0]}句，句号只有1至{len(chunk.sentences)}"
    spans = [span for number in entry.at if (span := chunk.sentence(number))]
    text = chunk.document.text
    cited = _fold("".join(text[start:end] for start, end in spans))
    where = "、".join(f"第{number}句" for number in entry.at)
    figure: str | None = getattr(entry, "figure", None)
    if figure and _fold(figure) not in cited:
        return f"{where}没有“{figure}”"
    if figure and not _is_one_quantity(figure, chunk, spans):
        return f"“{figure}”不是一个数量"
    if _support(entry.metric, cited + _fold(heading)) < SUPPORT:
        return f"{where}没有“{entry.metric}”"
    cause: str | None = getattr(entry, "cause", None)
    if cause and _support(cause, _fold(chunk.text)) < SUPPORT:
        return f"原文没有“{cause}”"
    return None


def _is_one_quantity(figure: str, chunk: Chunk, spans: list[tuple[int, int]]) -> bool:
    """A table cell is a bare number that only the document's own reading has a unit for."""
    if len(list(scan(figure))) == 1:
        return True
    said = _fold(figure)
    return (
        any(
            _fold(quantity.text) in said or said in _fold(quantity.text)
            for span in spans
            for quantity in chunk.document.quantities_in(*span)
        )
        and len(list(scan(figure))) <= 1
    )


def _support(words: str, text: str) -> float:
    """Share of the character pairs of `words` that stand in `text`."""
    folded = _fold(words)
    if len(folded) < 2:
        return float(folded in text)
    pairs = [folded[i : i + 2] for i in range(len(folded) - 1)]
    return sum(pair in text for pair in pairs) / len(pairs)


def _fold(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).split())


def mended(reply: ChunkReply, faults: list[EntryFault], answer: ChunkReply) -> ChunkReply:
    """The reply with the re-asked entries put in the places of the faulty ones.

    When the model gives fewer than were asked for, each one replaces the faulty entry that it
    shares most words with; the others stay as they were, and what is new is added.
    """
    lists = {kind: list(getattr(reply, kind)) for kind in KINDS}
    for kind in KINDS:
        places = [fault.place for fault in faults if fault.kind == kind]
        given = list(getattr(answer, kind))
        if len(given) == len(places):
            pairs = list(zip(places, given, strict=True))
        else:
            pairs = _pair_up(lists[kind], places, given)
        for place, entry in pairs:
            lists[kind][place] = entry
        taken = [entry for _, entry in pairs]
        lists[kind].extend(entry for entry in given if entry not in taken)
    return reply.model_copy(update=lists)


def _pair_up(
    entries: list[Entry], places: list[int], given: list[Entry]
) -> list[tuple[int, Entry]]:
    pairs: list[tuple[int, Entry]] = []
    free = list(places)
    for entry in given:
        likeness = {place: _likeness(entries[place], entry) for place in free}
        best = max(likeness, key=lambda place: likeness[place], default=None)
        if best is not None and likeness[best] >= SUPPORT:
            pairs.append((best, entry))
            free.remove(best)
    return pairs


def _likeness(one: Entry, other: Entry) -> float:
    if getattr(one, "figure", None) and getattr(one, "figure", 1) == getattr(other, "figure", 2):
        return 1.0
    return _support(one.metric, _fold(other.metric))
