"""From a reply to drafts, and what of it has to be asked again.

Every item becomes a draft. Only a number that stands nowhere near, a sentence that does not exist
or an item that cannot be read goes back to the model, once; what is still wrong then keeps its
doubt. How well a label is borne out by the report is judged behind the engine and refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, cast

from summarizer.engines.llm.placing import Placed, fold, place, support
from summarizer.engines.llm.prompts import exact_json
from summarizer.engines.llm.reply import (
    KINDS,
    ChunkReply,
    Entry,
    MeasureEntry,
    Misread,
    ProblemEntry,
    ResultEntry,
    TargetEntry,
)
from summarizer.schema import (
    Chunk,
    Extraction,
    MeasureDraft,
    ProblemDraft,
    Quantity,
    ResultDraft,
    TargetDraft,
)

__all__ = ["EntryFault", "Reading", "drafts_of", "left_out", "mended", "read_reply"]

# An answer to a complaint takes the place of the item that it shares at least so much with.
ALIKE = 0.3
# A sentence bears words when it has so much of them.
BORNE = 0.5
LONGEST_UNREAD = 80


@dataclass(frozen=True, slots=True)
class EntryFault:
    """An item that has to be asked again: where it stands in the reply, what it said, what is
    wrong with it in the model's language, and the sentences that a second look needs."""

    entry: Entry | Misread
    kind: str
    said: str
    reason: str
    around: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """An item with the quantity that it means. `figure` is what the report prints there, or what
    was copied when there is none such; a number that is no quantity for the scanner is none."""

    kind: str
    entry: Entry
    placed: Placed | None
    at: tuple[int, ...]
    doubts: tuple[str, ...] = ()
    figure: str = ""

    @property
    def span(self) -> tuple[int, int] | None:
        """Where the quantity stands."""
        return (self.placed.quantity.start, self.placed.quantity.end) if self.placed else None


@dataclass(frozen=True, slots=True)
class Reading:
    """A reply held against its chunk."""

    reply: ChunkReply
    chunk: Chunk
    read: tuple[Read, ...]
    faults: tuple[EntryFault, ...]

    @property
    def cited(self) -> set[int]:
        """Where the quantities begin that an item means."""
        return {one.placed.quantity.start for one in self.read if one.placed}


def read_reply(reply: ChunkReply, chunk: Chunk) -> Reading:
    """Every item with the quantity it means, and what has to be asked again."""
    reader = _Reader(chunk)
    read = tuple(reader.read(kind, entry) for kind, entry in reply.entries())
    everywhere = tuple(range(1, len(chunk.sentences) + 1))
    misread = (EntryFault(m, m.kind, m.said, m.reason, everywhere) for m in reply.misread)
    return Reading(reply, chunk, read, (*reader.faults, *misread))


class _Reader:
    def __init__(self, chunk: Chunk) -> None:
        self.chunk = chunk
        self.faults: list[EntryFault] = []
        self.taken: dict[str, list[int]] = {kind: [] for kind in KINDS}

    def read(self, kind: str, entry: Entry) -> Read:
        number = str(getattr(entry, "number", ""))
        placed = place(number, entry.s, entry.words, self.chunk, taken=self.taken[kind])
        exists = self.chunk.sentence(entry.s) is not None
        if placed:
            self.taken[kind].append(placed.quantity.start)
        reason, figure = None, placed.quantity.text if placed else number
        if number and not placed and self._prints(number, entry.s):
            figure = ""
        if not exists:
            reason = f"没有第{entry.s}句，只有1至{len(self.chunk.sentences)}"
        elif figure and not placed:
            reason = f"第{entry.s}句及其前后没有“{number}”"
        if reason:
            said = exact_json({k: v for k, v in entry if v != type(entry).model_fields[k].default})
            self.faults.append(EntryFault(entry, kind, said, reason, self._around(entry.s)))
        doubts = () if exists else ("unplaced",)
        return Read(kind, entry, placed, self._at(entry, placed), doubts, figure)

    def _prints(self, number: str, sentence: int) -> bool:
        """Whether a sentence prints a number that is no quantity for the scanner."""
        text = "".join(
            fold(self.chunk.document.text[slice(*span)])
            for at in (sentence - 1, sentence, sentence + 1)
            if (span := self.chunk.sentence(at))
        )
        folded = fold(number)
        return bool(re.search(rf"(?<![\d.]){re.escape(folded)}(?![\d.])", text))

    def _around(self, sentence: int) -> tuple[int, ...]:
        everywhere = range(1, len(self.chunk.sentences) + 1)
        near = {sentence + step for step in (-1, 0, 1)} & {*everywhere}
        return tuple(sorted(near)) if sentence in near else tuple(everywhere)

    def _at(self, entry: Entry, placed: Placed | None) -> tuple[int, ...]:
        """The sentence of the number first; of an item without one the sentence that bears its
        words, which a model may miss by one."""
        if placed:
            return (placed.sentence,)
        near = [at for at in range(entry.s - 1, entry.s + 2) if self.chunk.sentence(at)]
        if not near:
            return ()
        if getattr(entry, "number", ""):
            return (entry.s,) if entry.s in near else (near[0],)

        def borne(at: int) -> tuple[float, bool]:
            text = fold(self.chunk.document.text[slice(*self.chunk.sentences[at - 1])])
            return support(entry.words, text), at == entry.s

        return (max(near, key=borne),)


def left_out(reading: Reading) -> dict[int, list[Quantity]]:
    """The checked quantities of prose that no item means or names, by sentence."""
    chunk = reading.chunk
    named = [fold(" ".join(_texts(one.entry))) for one in reading.read]
    found: dict[int, list[Quantity]] = {}
    for number, span in enumerate(chunk.sentences, start=1):
        for one in chunk.document.quantities_in(*span):
            if not one.is_checked or one.start in reading.cited:
                continue
            if chunk.document.table_at(one.start) or any(fold(one.text) in said for said in named):
                continue
            found.setdefault(number, []).append(one)
    return found


def _texts(entry: Entry) -> Iterator[str]:
    names = ("metric", "text", "subject", "cause", "part_of")
    return (str(getattr(entry, name, "")) for name in names)


def mended(reading: Reading, answer: ChunkReply) -> ChunkReply:
    """The reply with the second answer in it: an item of it takes the place of the faulty one that
    it is most alike, the others are added. What was not answered stays as it was."""
    lists = {kind: list(getattr(reading.reply, kind)) for kind in KINDS}
    misread = list(reading.reply.misread)
    open_faults = list(reading.faults)
    known = {(one.kind, one.span) for one in reading.read if one.span}
    for one in read_reply(answer, reading.chunk).read:
        kind, entry = one.kind, one.entry
        fault = _answered(open_faults, kind, entry)
        if fault is None:
            if (kind, one.span) not in known:
                lists[kind].append(entry)
            continue
        open_faults.remove(fault)
        if isinstance(fault.entry, Misread):
            misread.remove(fault.entry)
            lists[kind].append(entry)
        else:
            faulty = next(n for n, one in enumerate(lists[kind]) if one is fault.entry)
            lists[kind][faulty] = entry
    reply = ChunkReply.model_construct(None, **lists)
    reply.misread.extend(misread)
    return reply


def _answered(faults: Sequence[EntryFault], kind: str, entry: Entry) -> EntryFault | None:
    likely = [fault for fault in faults if fault.kind == kind]
    best = max(likely, key=lambda fault: support(entry.words, fold(fault.said)), default=None)
    return best if best and support(entry.words, fold(best.said)) >= ALIKE else None


def drafts_of(reading: Reading) -> Extraction:
    """Every item as a draft, in the order given. One that could not be read is shown as it was."""
    by_kind = {kind: [one for one in reading.read if one.kind == kind] for kind in KINDS}
    wholes = list(_wholes(by_kind["results"]))
    says_core = any(getattr(one.entry, "core", False) for one in by_kind["results"])
    return Extraction(
        targets=(
            *(_target(one) for one in by_kind["targets"]),
            *(TargetDraft(**_unread(one)) for one in _misread(reading, "targets")),
        ),
        results=(
            *(
                _result(one, part_of=whole, says_core=says_core)
                for one, whole in zip(by_kind["results"], wholes, strict=True)
            ),
            *(ResultDraft(**_unread(one)) for one in _misread(reading, "results")),
        ),
        problems=(
            *(_problem(one, reading.chunk) for one in by_kind["problems"]),
            *(ProblemDraft(**_unread(one)) for one in _misread(reading, "problems")),
        ),
        measures=(
            *(_measure(one, by_kind["problems"]) for one in by_kind["measures"]),
            *(MeasureDraft(**_unread(one)) for one in _misread(reading, "measures")),
        ),
    )


def _shared(one: Read) -> dict[str, Any]:
    return {"at": one.at, "doubts": one.doubts}


def _numbered(one: Read, entry: TargetEntry | ResultEntry) -> dict[str, Any]:
    return {
        **_shared(one),
        # A number without a name is called by what it prints: the checks mark it.
        "metric": entry.metric or one.figure or str(entry.s),
        "subject": entry.subject or None,
        "figure": one.figure or None,
        "figure_span": one.span,
        "period": entry.period or None,
    }


def _target(one: Read) -> TargetDraft:
    entry = cast("TargetEntry", one.entry)
    return TargetDraft(
        **_numbered(one, entry),
        comparator=entry.op or None,
        soft=not entry.number,
        salience="core" if entry.number else "detail",
    )


# What a reader looks for first, for a model that tells of no result whether it is core.
_CORE_KINDS = frozenset({"money", "percent", "rank", "score"})


def _result(one: Read, *, part_of: int | None, says_core: bool) -> ResultDraft:
    entry = cast("ResultEntry", one.entry)
    by_kind = one.placed is not None and one.placed.quantity.kind in _CORE_KINDS
    return ResultDraft(
        **_numbered(one, entry),
        direction=entry.change,
        status=entry.status,
        part_of=part_of,
        salience="core" if (entry.core if says_core else by_kind) else "detail",
    )


def _wholes(results: Sequence[Read]) -> Iterator[int | None]:
    """For each result the place of the whole that it is a part of: the last one before it whose
    number was copied, else the last one before it that is no part itself."""
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
    """Where a cause stands: its words, else the sentence named for it that bears most of them."""
    if not entry.cause:
        return None
    start = chunk.document.text.find(entry.cause, chunk.start, chunk.end)
    if start >= 0:
        return start, start + len(entry.cause)
    span = chunk.sentence(entry.cause_s or entry.s)
    borne = span and support(entry.cause, fold(chunk.document.text[slice(*span)]))
    return span if borne and borne >= BORNE else None


def _measure(one: Read, problems: Sequence[Read]) -> MeasureDraft:
    entry = cast("MeasureEntry", one.entry)
    answered = [n for n, problem in enumerate(problems) if problem.entry.s == entry.problem_s]
    return MeasureDraft(
        **_shared(one), metric=entry.text or str(entry.s), addresses=tuple(answered)
    )


def _misread(reading: Reading, kind: str) -> Iterator[Misread]:
    return (one for one in reading.reply.misread if one.kind == kind)


def _unread(one: Misread) -> dict[str, Any]:
    """A draft that stands for an item that could not be read: its words, no place, a doubt."""
    return {"metric": one.said[:LONGEST_UNREAD], "doubts": ("unplaced",)}
