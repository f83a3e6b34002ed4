"""Parts of a chunk: splitting a chunk, and joining the results of its parts.

A model numbers the sentences of the part that it receives; results of this module number those of
the whole chunk.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import add
from typing import TypeVar

from summarizer.engines.llm.classes import with_classes
from summarizer.engines.llm.drafts import drafts_of
from summarizer.engines.llm.policy import LlmFault
from summarizer.engines.llm.reading import read_reply
from summarizer.engines.llm.reply import ChunkReply
from summarizer.schema import Chunk, Draft, Extraction, Unread, Usage

__all__ = ["Part", "halves", "join", "part_of", "usage_only", "with_saved"]

SomeDraft = TypeVar("SomeDraft", bound=Draft)


@dataclass(frozen=True, slots=True)
class Part:
    """The result for the sentences `first` to `last` of a chunk, counted from 1."""

    extraction: Extraction
    first: int = 1
    last: int = 0
    fault: LlmFault | None = None

    @property
    def read(self) -> bool:
        """True if there was an answer: one without entries counts, a fault without any does not."""
        found = self.extraction
        some = found.targets or found.results or found.problems or found.measures
        return bool(some) or (self.fault is None and self.last >= self.first)


def halves(chunk: Chunk) -> tuple[Chunk, ...]:
    """Return the chunk in two by its sentences, or () if it has only one."""
    count = len(chunk.sentences)
    if count < 2:
        return ()
    middle = count // 2
    border = chunk.sentences[middle][0]
    section = chunk.document.section_at(border).path
    return (
        replace(chunk, end=border, sentences=chunk.sentences[:middle]),
        replace(chunk, start=border, sentences=chunk.sentences[middle:], section=section),
    )


def part_of(
    reply: ChunkReply, chunk: Chunk, before: int, *, usage: Usage, fault: LlmFault | None = None
) -> Part:
    """Return the result of a reply about a part that follows `before` sentences of the chunk."""
    drafts = with_classes(drafts_of(read_reply(reply, chunk)), chunk)
    found = _moved(drafts, before, len(chunk.sentences))
    unread: tuple[Unread, ...] = ()
    if fault:
        zh, en = fault.sentences()
        unread = (Unread(chunk.start, chunk.end, fault.code, f"{zh} / {en}"),)
    return Part(
        replace(found, unread=unread, usage=usage),
        first=before + 1,
        last=before + len(chunk.sentences),
        fault=fault,
    )


def usage_only(usage: Usage) -> Part:
    """Return an empty result with the cost of an unusable answer."""
    return Part(Extraction(usage=usage))


def with_saved(parts: Sequence[Part], saved: ChunkReply, chunk: Chunk, before: int) -> list[Part]:
    """Return the parts; unread ones get the items of an earlier, truncated answer."""
    known = _moved(drafts_of(read_reply(saved, chunk)), before, len(chunk.sentences))
    return [_filled(part, known) if part.fault and not part.read else part for part in parts]


def _filled(part: Part, known: Extraction) -> Part:
    def inside(drafts: tuple[SomeDraft, ...]) -> tuple[SomeDraft, ...]:
        return tuple(
            draft for draft in drafts if all(part.first <= at <= part.last for at in draft.at)
        )

    kept = replace(
        part.extraction,
        targets=inside(known.targets),
        results=tuple(replace(draft, part_of=None) for draft in inside(known.results)),
        problems=inside(known.problems),
        measures=inside(known.measures),
    )
    return replace(part, extraction=kept)


def _moved(found: Extraction, before: int, count: int) -> Extraction:
    """Convert sentence numbers of a part to those of the chunk. A number that the part does not
    have becomes 0, which no sentence has."""

    def move(drafts: Iterable[SomeDraft]) -> tuple[SomeDraft, ...]:
        return tuple(
            replace(
                draft,
                at=tuple(before + at if 1 <= at <= count else 0 for at in draft.at),
            )
            for draft in drafts
        )

    return replace(
        found,
        targets=move(found.targets),
        results=move(found.results),
        problems=move(found.problems),
        measures=move(found.measures),
    )


def join(parts: Sequence[Part]) -> Extraction:
    """Join all parts into one extraction, in order, and update the links between drafts."""
    return reduce(_joined, (part.extraction for part in parts), Extraction())


def _joined(one: Extraction, two: Extraction) -> Extraction:
    wholes, problems = len(one.results), len(one.problems)
    results = tuple(
        draft if draft.part_of is None else replace(draft, part_of=draft.part_of + wholes)
        for draft in two.results
    )
    measures = tuple(
        replace(draft, addresses=tuple(place + problems for place in draft.addresses))
        for draft in two.measures
    )
    return Extraction(
        targets=one.targets + two.targets,
        results=one.results + results,
        problems=one.problems + two.problems,
        measures=one.measures + measures,
        unread=one.unread + two.unread,
        usage=add(one.usage, two.usage),
    )
