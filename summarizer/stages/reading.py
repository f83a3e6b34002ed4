"""The readings of a document: what an engine, the rules and the tables say of its chunks, and the
items grounded from them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from summarizer.chunking import split
from summarizer.crosscheck import missing_from_model, unmatched
from summarizer.engines.base import Engine
from summarizer.engines.completion import completed, without_sole_project
from summarizer.engines.rules.engine import extract
from summarizer.engines.tables import read_tables
from summarizer.errors import EngineError
from summarizer.grounding import ground
from summarizer.merging import merge
from summarizer.schema import Chunk, Document, Extraction, Finding, Item, Unread, Usage
from summarizer.schema.terms import Reason
from summarizer.verification import check_all

__all__ = [
    "Progress",
    "Reading",
    "chunks_of",
    "gather",
    "left_out_by",
    "read_by_code",
    "read_by_rules",
    "read_chunk",
    "read_chunks",
    "with_periods",
]


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress after a chunk: how many of how many, and its section."""

    done: int
    total: int
    section: tuple[str, ...]
    unread: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A chunk and the engine's answer for it; `error` if there is none."""

    chunk: Chunk
    extraction: Extraction
    error: EngineError | None = None


async def read_chunks(
    document: Document,
    engine: Engine,
    *,
    on_progress: Callable[[Progress], None] | None = None,
) -> tuple[Reading, ...]:
    """All chunks at once; the engine's own limiter decides how many are in flight."""
    chunks = chunks_of(document)
    done = 0

    async def read_one(chunk: Chunk) -> Reading:
        nonlocal done
        reading = await read_chunk(chunk, engine)
        done += 1
        if on_progress:
            unread = bool(reading.extraction.unread)
            on_progress(Progress(done, len(chunks), chunk.section, unread))
        return reading

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(read_one(chunk)) for chunk in chunks]
    readings = tuple(task.result() for task in tasks)
    errors = [reading.error for reading in readings if reading.error]
    if errors and len(errors) == len(readings):
        raise errors[0]
    return readings


def chunks_of(document: Document) -> tuple[Chunk, ...]:
    """The chunks that a document is read in; the same for the same document."""
    return split(document)


async def read_chunk(chunk: Chunk, engine: Engine) -> Reading:
    """One chunk; a failure becomes its unread part. Of one that holds nothing but tables no engine
    is asked."""
    if not chunk.sentences:
        return Reading(chunk, Extraction())
    try:
        return Reading(chunk, await engine.extract(chunk))
    except EngineError as error:
        unread = Unread(chunk.start, chunk.end, error.error_code, f"{error.zh} / {error.en}")
        used = error.usage if isinstance(error.usage, Usage) else Usage()
        return Reading(chunk, Extraction(unread=(unread,), usage=used), error)


def read_by_code(document: Document) -> Reading:
    """What the tables of a document state, read once for either engine."""
    whole = Chunk(document, -1, 0, len(document.text), (), ())
    return Reading(whole, read_tables(document))


def gather(
    readings: Iterable[Reading], document: Document
) -> tuple[tuple[Item, ...], dict[str, tuple[Reason, ...]]]:
    """The items of all chunks under their final ids, with what grounding doubts of them."""
    found: list[Item] = []
    doubted: dict[str, tuple[Reason, ...]] = {}
    for reading in readings:
        part = ground(reading.extraction, reading.chunk)
        # As copies that share what they can: a long report has ten thousand of them.
        found += [item.altered() for item in part.items]
        doubted |= part.doubts
    items, renamed = merge(found, document)
    return items, {renamed[key]: why for key, why in doubted.items()}


def read_by_rules(chunk: Chunk) -> Reading:
    """Return what the rules read, to complete and cross-check a model's answer."""
    return Reading(chunk, extract(chunk))


def with_periods(readings: Sequence[Reading], baseline: Sequence[Reading]) -> tuple[Reading, ...]:
    """Add the periods and changes that the rules read to the readings of a model."""
    made = (
        completed(one.extraction, rules.extraction, one.chunk)
        for one, rules in zip(readings, baseline, strict=True)
    )
    return tuple(map(_reread, readings, without_sole_project([*made])))


def _reread(one: Reading, extraction: Extraction) -> Reading:
    return replace(one, extraction=extraction)


def left_out_by(
    items: Sequence[Item], second: Sequence[Item], document: Document
) -> tuple[Finding, ...]:
    """Return the items that only the rules found."""
    left_out = unmatched(items, second)
    return missing_from_model(check_all(left_out, document, among=second))
