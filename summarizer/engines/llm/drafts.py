"""From a reply to drafts, and what of it does not agree with the sentences it points at.

A row that does not agree goes back to the model once; whatever it is then, it becomes a draft: the
checks behind the engine mark it, nothing is dropped here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizer.engines.llm.pointing import (
    LONGEST,
    label_before,
    meant,
    meant_by_figure,
    surroundings,
    written_out,
)
from summarizer.engines.llm.prompts import exact_json, one_line, table_columns
from summarizer.engines.llm.reply import ChunkReply, Entry, Misfit
from summarizer.engines.rules.status import period_in
from summarizer.quantities import scan
from summarizer.schema import (
    Chunk,
    Extraction,
    MeasureDraft,
    ProblemDraft,
    Quantity,
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
    """A row with the quantity it means, and its words written out as the report has them."""

    entry: Entry
    sentence: tuple[int, int] | None
    quantity: Quantity | None
    metric: str | None
    subject: str | None
    cause: str | None

    @property
    def at(self) -> tuple[int, ...]:
        """The sentence, counted from 1."""
        return (self.entry.at,)

    @property
    def figure(self) -> str | None:
        """What the report prints where the row points; what was copied or said when it points at
        nothing."""
        if self.quantity:
            return self.quantity.text
        said = self.entry.digits
        return self.entry.figure or (None if said is None else f"{said:f}")

    @property
    def figure_span(self) -> tuple[int, int] | None:
        """Where the quantity stands; a copied figure has to be found first."""
        return (self.quantity.start, self.quantity.end) if self.quantity else None


def _readings(rows: Sequence[Entry], chunk: Chunk) -> list[Reading]:
    """Rows of one list. Of numbers printed alike in a sentence each row means the one that its
    words stand at; rows without words mean one after the other."""
    taken: list[int] = []
    read: list[Reading] = []
    for row in rows:
        quantity = _meant(row, chunk, taken)
        if quantity:
            taken.append(quantity.start)
        read.append(_reading(row, chunk, quantity))
    return read


def _meant(row: Entry, chunk: Chunk, taken: Sequence[int]) -> Quantity | None:
    if row.figure:
        found = meant_by_figure(row.figure, chunk, row.at)
    elif row.digits is not None:
        found = meant(row.digits, chunk, row.at)
    else:
        return None
    if len(found) < 2:
        return found[0] if found else None

    def rank(one: Quantity) -> tuple[float, ...]:
        # Rows come in reading order: a named one is at the last number or behind it (发生0次事故和
        # 投诉 are two), one without a name is at a number of its own.
        in_turn = one.start >= taken[-1] if row.metric and taken else one.start not in taken
        return (*_fit(row, one, chunk), in_turn, -one.start)

    return max(found, key=rank)


# Names that tell what kind of number they have.
_NAMED_KINDS = (
    ("percent", re.compile(r"(?:率|度|比例|占比|比重)$")),
    ("rank", re.compile(r"(?:排名|名次|位次)$")),
)


def _fit(row: Entry, quantity: Quantity, chunk: Chunk) -> tuple[float, ...]:
    """How well a row's words fit a quantity among others of the same digits: it is of the kind that
    they name, they stand around it (of a cell in its headings), rather before it than behind it."""
    if not row.metric:
        return (0.0, float(bool(label_before(quantity, chunk, row.at))), 0.0, 0.0)
    metric = written_out(row.metric, chunk, row.at, quantity)
    if not metric:
        return (-1.0, 0.0, 0.0, 0.0)
    before, behind = surroundings(quantity, chunk, row.at)
    alike = all((quantity.kind == kind) == bool(name.search(metric)) for kind, name in _NAMED_KINDS)
    # 4家工业企业: what is counted stands behind its number and ends the name.
    counted = any(behind[:length] == metric[-length:] for length in range(2, len(metric) + 1))
    around = _support(metric, before + behind)
    return (float(alike), around, float(counted), _support(metric, before))


def _reading(row: Entry, chunk: Chunk, quantity: Quantity | None) -> Reading:
    metric = row.metric and written_out(row.metric, chunk, row.at, quantity)
    if quantity and not row.metric:
        metric = label_before(quantity, chunk, row.at)
    return Reading(
        row,
        chunk.sentence(row.at),
        quantity,
        metric,
        row.subject and written_out(row.subject, chunk, row.at),
        row.cause and written_out(row.cause, chunk, row.at),
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
    span = one.sentence
    pointed = one.figure or (one_line(chunk.document.text[slice(*span)])[:LONGEST] if span else "")
    return one.metric or one.entry.metric or pointed or str(one.entry.at)


def _period(one: Reading, chunk: Chunk) -> str | None:
    """The last words before the figure that say when, read from the report: no model is asked."""
    span = one.sentence
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
    return [fault for kind in KINDS for fault in judge.faults(getattr(reply, kind), kind)]


class _Judge:
    """Holds rows against one chunk."""

    def __init__(self, chunk: Chunk) -> None:
        self.chunk = chunk
        self.everywhere = range(1, len(chunk.sentences) + 1)
        title = chunk.document.title or ""
        self.heading = _fold("".join((*chunk.section, title, table_columns(chunk))))

    def faults(self, rows: Sequence[Entry | Misfit], kind: str) -> Iterator[EntryFault]:
        """What is wrong with the rows of a list."""
        read = iter(_readings([row for row in rows if isinstance(row, Entry)], self.chunk))
        for place, row in enumerate(rows):
            if isinstance(row, Misfit):
                yield EntryFault(kind, place, row.said, row.reason, tuple(self.everywhere))
                continue
            one = next(read)
            if reason := self._disagreement(one):
                yield EntryFault(kind, place, exact_json(row.row), reason, self._around(one))

    def _around(self, one: Reading) -> tuple[int, ...]:
        """The named sentence with its neighbours; all of them when it is not there."""
        near = {one.entry.at + step for step in (-1, 0, 1)} if one.sentence else self.everywhere
        return tuple(number for number in self.everywhere if number in near)

    def _disagreement(self, one: Reading) -> str | None:
        row = one.entry
        if one.sentence is None:
            return f"没有第{row.at}句，句号只有1至{len(self.everywhere)}"
        if row.digits is not None and not one.quantity and not row.figure:
            return f"第{row.at}句没有{row.digits:f}"
        for short, full in ((row.metric, one.metric), (row.subject, one.subject)):
            if short and full is None:
                return f"原文没有“{short}”"
        cited = _fold(self.chunk.document.text[slice(*one.sentence)])
        copied = None if one.quantity else row.figure
        if copied and _fold(copied) not in cited:
            return f"第{row.at}句没有“{copied}”"
        if copied and not _is_one_quantity(copied, self.chunk, one.sentence):
            return f"“{copied}”不是一个数量"
        if not one.metric:
            return "数前没有名称，请写出"
        if _support(one.metric, cited + self.heading) < SUPPORT:
            return f"第{row.at}句没有“{one.metric}”"
        if row.cause and _support(one.cause or row.cause, _fold(self.chunk.text)) < SUPPORT:
            return f"原文没有“{row.cause}”"
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
    same_digits = one.digits is not None and (one.at, one.digits) == (other.at, other.digits)
    if same_figure or same_digits or (one.at == other.at and not one.metric):
        return 1.0
    return _support(one.metric or "", _fold(other.metric or ""))
