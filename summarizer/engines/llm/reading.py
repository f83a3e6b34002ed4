"""Readings: the quantity of each item of a reply, and the items to ask about again.

The model is asked again, once, about numbers not found nearby, missing sentences and invalid items;
items that are still wrong keep their doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizer.engines.llm.placing import Placed, fold, place, support
from summarizer.engines.llm.prompts import exact_json
from summarizer.engines.llm.reply import ChunkReply, Misread
from summarizer.engines.llm.reply_entries import KINDS, Entry
from summarizer.schema import Chunk, Quantity

__all__ = ["EntryFault", "Read", "Reading", "left_out", "merge_repairs", "read_reply"]

# The least similarity between a repaired item and the one it replaces.
ALIKE = 0.3


@dataclass(frozen=True, slots=True)
class EntryFault:
    """An item to ask about again: its place in the reply, its content, its error in the model's
    language, and the sentences needed for a repair."""

    entry: Entry | Misread
    kind: str
    said: str
    reason: str
    around: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """An item with its quantity. `figure` is the printed quantity, or the copied text without one;
    a number that the scanner does not read as a quantity counts as none."""

    kind: str
    entry: Entry
    placed: Placed | None
    at: tuple[int, ...]
    doubts: tuple[str, ...] = ()
    figure: str = ""

    @property
    def span(self) -> tuple[int, int] | None:
        """Start and end of the quantity."""
        return (self.placed.quantity.start, self.placed.quantity.end) if self.placed else None


@dataclass(frozen=True, slots=True)
class Reading:
    """A reply compared with its chunk."""

    reply: ChunkReply
    chunk: Chunk
    read: tuple[Read, ...]
    faults: tuple[EntryFault, ...]

    @property
    def cited(self) -> set[int]:
        """Offsets of the quantities that items refer to."""
        return {one.placed.quantity.start for one in self.read if one.placed}


def read_reply(reply: ChunkReply, chunk: Chunk) -> Reading:
    """Return every item with its quantity, and the items to ask about again."""
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
        """Return True if a sentence prints a number that is no quantity for the scanner."""
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
        """Return the sentences of an item: that of its number first; without a number, the one that
        contains its words, since a model may be off by one."""
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
    """Return the checked quantities of prose without an item, by sentence, except counts in words
    (一支, 两个), which mostly belong to a name, and bare numbers."""
    chunk = reading.chunk
    named = [fold(" ".join(_texts(one.entry))) for one in reading.read]
    found: dict[int, list[Quantity]] = {}
    for number, span in enumerate(chunk.sentences, start=1):
        for one in chunk.document.quantities_in(*span):
            if not one.is_checked or one.start in reading.cited or _is_minor(one):
                continue
            if chunk.document.table_at(one.start) or any(fold(one.text) in said for said in named):
                continue
            found.setdefault(number, []).append(one)
    return found


def _is_minor(one: Quantity) -> bool:
    return one.kind == "count" and not (one.unit and any(mark.isdecimal() for mark in one.text))


def _texts(entry: Entry) -> Iterator[str]:
    names = ("metric", "text", "subject", "cause", "part_of")
    return (str(getattr(entry, name, "")) for name in names)


def merge_repairs(reading: Reading, answer: ChunkReply) -> ChunkReply:
    """Return the reply merged with the second answer: each item of it replaces the most similar
    invalid item, others are added. Unanswered items stay."""
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
