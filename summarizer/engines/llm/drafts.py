"""From a reply to drafts, and what of it does not agree with the marks it points at.

A row that does not agree goes back to the model once; whatever it is then, it becomes a draft: the
checks behind the engine mark it, nothing is dropped here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizer.engines.llm.marks import LONGEST, Mark, label_before, marks_of, written_out
from summarizer.engines.llm.prompts import exact_json, one_line, table_columns
from summarizer.engines.llm.reply import ChunkReply, Entry, Misfit
from summarizer.engines.rules.status import period_in
from summarizer.quantities import scan
from summarizer.schema import (
    Chunk,
    Extraction,
    MeasureDraft,
    ProblemDraft,
    ResultDraft,
    TargetDraft,
)

__all__ = ["EntryFault", "drafts_of", "entry_faults", "mended", "misfits"]

KINDS = ("targets", "results", "problems", "measures")
# A quarter of the character pairs of a label stand in what it is about; with less it is another.
SUPPORT = 0.25


@dataclass(frozen=True, slots=True)
class EntryFault:
    """A row of a reply that the text does not bear out, and why, in the model's language."""

    kind: str
    place: int
    entry: str
    reason: str
    # The sentences that a second look needs: those named, and their neighbours.
    around: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A row with what its mark stands for, and its words written out as the report has them."""

    entry: Entry
    mark: Mark | None
    metric: str | None
    subject: str | None
    cause: str | None

    @property
    def at(self) -> tuple[int, ...]:
        """The sentence, counted from 1; 0, which no sentence has, for a mark that is not there."""
        return (self.mark.sentence if self.mark else 0,)

    @property
    def figure(self) -> str | None:
        """What was copied, else what the report prints at the mark."""
        quantity = self.mark and self.mark.quantity
        return self.entry.figure or (quantity.text if quantity else None)

    @property
    def figure_span(self) -> tuple[int, int] | None:
        """Where the quantity stands that is pointed at; a copied figure has to be found first."""
        quantity = self.mark and self.mark.quantity
        return (quantity.start, quantity.end) if quantity and not self.entry.figure else None


def _readings(rows: Sequence[Entry], chunk: Chunk) -> list[Reading]:
    marks = marks_of(chunk)
    return [_reading(row, chunk, marks) for row in rows]


def _reading(row: Entry, chunk: Chunk, marks: Sequence[Mark]) -> Reading:
    mark = marks[row.at - 1] if 1 <= row.at <= len(marks) else None
    sentence, quantity = (mark.sentence, mark.quantity) if mark else (0, None)
    metric = row.metric and written_out(row.metric, chunk, sentence, quantity)
    if quantity and not row.metric:
        metric = label_before(quantity, chunk, sentence)
    return Reading(
        row,
        mark,
        metric,
        row.subject and written_out(row.subject, chunk, sentence),
        row.cause and written_out(row.cause, chunk, sentence),
    )


def drafts_of(reply: ChunkReply, chunk: Chunk) -> Extraction:
    """Every row as a draft, in the order given."""
    results = _readings(reply.entries("results"), chunk)
    return Extraction(
        targets=tuple(
            TargetDraft(
                metric=_words(one, chunk),
                subject=one.subject or one.entry.subject,
                at=one.at,
                figure=one.figure,
                figure_span=one.figure_span,
                period=_period(one, chunk),
                soft=one.entry.soft,
            )
            for one in _readings(reply.entries("targets"), chunk)
        ),
        results=tuple(
            ResultDraft(
                metric=_words(one, chunk),
                subject=one.subject or one.entry.subject,
                at=one.at,
                figure=one.figure,
                figure_span=one.figure_span,
                direction=one.entry.direction or "none",
                status=one.entry.status or "done",
                period=_period(one, chunk),
                part_of=whole,
            )
            for one, whole in zip(results, _wholes(results), strict=True)
        ),
        problems=tuple(
            ProblemDraft(metric=_words(one, chunk), at=one.at, cause=one.cause or one.entry.cause)
            for one in _readings(reply.entries("problems"), chunk)
        ),
        measures=tuple(
            MeasureDraft(metric=_words(one, chunk), at=one.at)
            for one in _readings(reply.entries("measures"), chunk)
        ),
    )


def _words(one: Reading, chunk: Chunk) -> str:
    """What could not be written out stays as the model wrote it, what has no name is called by
    what is pointed at: the checks mark both."""
    span = chunk.sentence(one.at[0])
    pointed = one.figure or (one_line(chunk.document.text[slice(*span)])[:LONGEST] if span else "")
    return one.metric or one.entry.metric or pointed or str(one.entry.at)


def _period(one: Reading, chunk: Chunk) -> str | None:
    """The last words before the figure that say when, read from the report: no model is asked."""
    span = chunk.sentence(one.at[0])
    if span is None:
        return None
    end = one.figure_span[0] if one.figure_span else span[1]
    found = period_in(chunk.document.text, span[0], end)
    return chunk.document.text[slice(*found)] if found else None


def _wholes(results: Sequence[Reading]) -> Iterator[int | None]:
    """For each result the place of the total that it is a part of: the last one before it that is
    no part itself. A part without a total before it stands alone."""
    total: int | None = None
    for place, one in enumerate(results):
        yield total if one.entry.part else None
        if not one.entry.part and one.figure:
            total = place


def misfits(reply: ChunkReply) -> list[Misfit]:
    """The rows that cannot be read."""
    return [row for kind in KINDS for row in getattr(reply, kind) if isinstance(row, Misfit)]


def entry_faults(reply: ChunkReply, chunk: Chunk) -> list[EntryFault]:
    """The rows that cannot be read, or do not agree with what they point at."""
    judge = _Judge(chunk)
    return [
        fault
        for kind in KINDS
        for place, row in enumerate(getattr(reply, kind))
        if (fault := judge.fault(row, kind, place))
    ]


class _Judge:
    """Holds rows against one chunk."""

    def __init__(self, chunk: Chunk) -> None:
        self.chunk = chunk
        self.marks = marks_of(chunk)
        self.everywhere = range(1, len(chunk.sentences) + 1)
        title = chunk.document.title or ""
        self.heading = _fold("".join((*chunk.section, title, table_columns(chunk))))

    def fault(self, row: Entry | Misfit, kind: str, place: int) -> EntryFault | None:
        """What is wrong with a row, or None."""
        if isinstance(row, Misfit):
            return EntryFault(kind, place, row.said, row.reason, tuple(self.everywhere))
        one = _reading(row, self.chunk, self.marks)
        reason = self._disagreement(one)
        if reason is None:
            return None
        near = {one.at[0] + step for step in (-1, 0, 1)} if one.mark else set(self.everywhere)
        around = tuple(number for number in self.everywhere if number in near)
        return EntryFault(kind, place, exact_json(row.row), reason, around)

    def _disagreement(self, one: Reading) -> str | None:
        row = one.entry
        if one.mark is None:
            return f"没有标号{row.at}，标号只有1至{len(self.marks)}"
        for short, full in ((row.metric, one.metric), (row.subject, one.subject)):
            if short and full is None:
                return f"原文没有“{short}”"
        if row.figure and (wrong := self._misquoted(row.figure, one)):
            return wrong
        if not one.metric:
            return "数前没有名称，请写出"
        if _support(one.metric, self._cited(one) + self.heading) < SUPPORT:
            return f"{row.at}处没有“{one.metric}”"
        if row.cause and _support(one.cause or row.cause, _fold(self.chunk.text)) < SUPPORT:
            return f"原文没有“{row.cause}”"
        return None

    def _cited(self, one: Reading) -> str:
        return _fold(self.chunk.document.text[slice(*self._span(one))])

    def _span(self, one: Reading) -> tuple[int, int]:
        return self.chunk.sentence(one.at[0]) or (self.chunk.start, self.chunk.end)

    def _misquoted(self, figure: str, one: Reading) -> str | None:
        if _fold(figure) not in self._cited(one):
            return f"{one.entry.at}处没有“{figure}”"
        if not _is_one_quantity(figure, self.chunk, self._span(one)):
            return f"“{figure}”不是一个数量"
        return None


def _is_one_quantity(figure: str, chunk: Chunk, span: tuple[int, int]) -> bool:
    """A table cell is a bare number that only the document's own reading has a unit for."""
    found = len(list(scan(figure)))
    said = _fold(figure)
    return found == 1 or (
        found == 0
        and any(
            _fold(quantity.text) in said or said in _fold(quantity.text)
            for quantity in chunk.document.quantities_in(*span)
        )
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
    """The reply with the re-asked rows put in the places of the faulty ones.

    When the model gives fewer than were asked for, each one replaces the faulty row that it shares
    most words with; the others stay as they were, and what is new is added.
    """
    lists = {kind: list(getattr(reply, kind)) for kind in KINDS}
    for kind in KINDS:
        places = [fault.place for fault in faults if fault.kind == kind]
        given = answer.entries(kind)
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
    rows: list[Entry | Misfit], places: list[int], given: list[Entry]
) -> list[tuple[int, Entry]]:
    pairs: list[tuple[int, Entry]] = []
    free = list(places)
    for entry in given:
        likeness = {place: _likeness(rows[place], entry) for place in free}
        best = max(likeness, key=lambda place: likeness[place], default=None)
        if best is not None and likeness[best] >= SUPPORT:
            pairs.append((best, entry))
            free.remove(best)
    return pairs


def _likeness(one: Entry | Misfit, other: Entry) -> float:
    if isinstance(one, Misfit):
        return _support(other.metric or "", _fold(one.said))
    same_figure = one.figure is not None and one.figure == other.figure
    if same_figure or (one.at == other.at and not one.metric):
        return 1.0
    return _support(one.metric or "", _fold(other.metric or ""))
