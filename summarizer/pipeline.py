"""The whole journey on one page: a document in, a checked summary out.

`read` Document → `split` chunks → `extract` Extraction → `ground` items → `merge` → `link` →
`verify` → `audit` → `cover` → `overview` → Summary. Each arrow is one stage, there is no way back,
and only this page knows more than one of them. Only the engine's calls are awaited.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import reduce
from operator import add
from pathlib import Path
from time import monotonic
from typing import Any, overload

from summarizer.audit import CODES, examine
from summarizer.brief import brief_of
from summarizer.chunking import split
from summarizer.coverage import cover
from summarizer.crosscheck import differing, missing_from_model, unmatched
from summarizer.doubts import both, with_doubts
from summarizer.engines import load_engine
from summarizer.engines.base import Engine, account
from summarizer.engines.completion import completed, without_sole_project
from summarizer.engines.rules.engine import RulesEngine, extract
from summarizer.engines.tables import read_tables
from summarizer.entries import describe, enter_tables, reading_notes
from summarizer.errors import EngineError
from summarizer.grounding import ground
from summarizer.linking import link
from summarizer.locating import locate_brief, locate_findings, locate_items
from summarizer.merging import merge
from summarizer.overview import LIMIT, compose, hanzi
from summarizer.readers import read
from summarizer.schema import (
    Brief,
    Check,
    CheckedItem,
    CheckedMeasure,
    CheckedProblem,
    CheckedResult,
    CheckedTarget,
    Chunk,
    Document,
    Extraction,
    Finding,
    Item,
    Overview,
    Span,
    Summary,
    Unread,
    Usage,
)
from summarizer.schema.terms import Reason
from summarizer.settings import Settings
from summarizer.verification import (
    TextCheck,
    borne_clauses,
    check_all,
    check_text,
    kept_report,
    verify_summary,
    verify_text,
)

__all__ = [
    "Progress",
    "Reading",
    "chunks_of",
    "read_chunk",
    "read_chunks",
    "summarize",
    "summarize_document",
    "summarize_readings",
    "verify",
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


def summarize(
    document: Document | str | Path,
    engine: str | Engine = "auto",
    *,
    settings: Settings | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    with_text: bool = False,
) -> Summary:
    """Return the summary of a document or of a report file. `engine` is an engine or its name:
    `auto` is `llm` if a model is configured, else `rules`. Raises ConfigError, EngineError or
    ReadError.
    """
    if isinstance(document, str | Path):
        document = read(document)
    chosen = load_engine(settings, engine) if isinstance(engine, str) else engine
    journey = summarize_document(document, chosen, on_progress=on_progress, with_text=with_text)
    return run_alone(journey)


def run_alone(journey: Coroutine[Any, Any, Summary]) -> Summary:
    """Run to the end, also from within a running event loop (a notebook)."""
    arrived: list[Summary] = []

    async def go() -> None:
        # asyncio.run prints the repr of what its task returns; that of a summary takes 15 ms.
        arrived.append(await journey)

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(go())
    else:
        with ThreadPoolExecutor(max_workers=1) as pool:
            pool.submit(asyncio.run, go()).result()
    return arrived[0]


@overload
def verify(summary: str, document: Document) -> tuple[TextCheck, ...]: ...
@overload
def verify(summary: Summary | dict[str, Any], document: Document) -> Summary: ...
def verify(
    summary: Summary | dict[str, Any] | str, document: Document
) -> Summary | tuple[TextCheck, ...]:
    """Check a summary against a report, without a model: JSON is returned with a new `check` per
    item, free text as one check per number.
    """
    if isinstance(summary, str):
        return verify_text(summary, document)
    checked = verify_summary(summary, document)
    brief = brief_of(document, checked.items, checked.findings, checked.coverage)
    brief = locate_brief(brief, document)
    tables = enter_tables(document, checked.items)
    overview = checked.overview
    if overview.check.verdict == "review":
        # What our own template says of the targets and of findings no item says in its words.
        named = titles_in(brief, checked.findings)
        told = template_overview(document, checked.items, brief, named)
        overview = told if told.text == overview.text else overview
    return checked.model_copy(update={"brief": brief, "tables": tables, "overview": overview})


async def summarize_document(
    document: Document,
    engine: Engine,
    *,
    on_progress: Callable[[Progress], None] | None = None,
    with_text: bool = False,
) -> Summary:
    """The summary of a document. A chunk that cannot be read leaves its sections `unread`;
    raises EngineError only when no chunk was read, or when the engine refuses to go on."""
    started, clock = datetime.now(UTC), monotonic()
    # Not kept by name: of a long report the drafts are given back as soon as they are grounded.
    summary = await summarize_readings(
        document,
        await read_chunks(document, engine, on_progress=on_progress),
        engine,
        with_text=with_text,
    )
    seconds = round(monotonic() - clock, 3)
    timed = {"seconds": seconds, "started_at": started.isoformat(timespec="seconds")}
    return summary.model_copy(update={"run": summary.run.model_copy(update=timed)})


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


async def summarize_readings(
    document: Document, readings: Sequence[Reading], engine: Engine, *, with_text: bool = False
) -> Summary:
    """Everything behind the engine: grounding to overview. Same readings, same bytes."""
    with kept_report(document):
        return await _summarized(document, readings, engine, with_text=with_text)


async def _summarized(
    document: Document, readings: Sequence[Reading], engine: Engine, *, with_text: bool
) -> Summary:
    baseline: tuple[Reading, ...] = ()
    if engine.name != RulesEngine.name:
        baseline = tuple(read_by_rules(reading.chunk) for reading in readings)
        readings = with_periods(readings, baseline)
    items, doubts = gather((*readings, read_by_code(document)), document)
    unread = [part for reading in readings for part in reading.extraction.unread]
    usage = reduce(add, (reading.extraction.usage for reading in readings), Usage())
    del readings
    left_out: tuple[Finding, ...] = ()
    if baseline:
        second = gather(baseline, document)[0]
        del baseline
        doubts = both(doubts, differing(items, second))
        left_out = left_out_by(items, second, document)
    checked = with_doubts(check_all(link(items, document), document), doubts)
    del items
    audited = examine(document, checked)
    # The audit's findings come first: the ledger refers to them by their places.
    findings = (*audited.findings, *left_out, *reading_notes(document))
    findings = locate_findings(findings, document)
    checked = locate_items(checked, document)
    coverage = cover(document, checked, unread)
    tables = enter_tables(document, checked)
    brief = locate_brief(brief_of(document, checked, findings, coverage), document)
    named = titles_in(brief, findings)
    overview, cost = await write_overview(document, checked, engine, brief, named)
    return Summary(
        document=describe(document, with_text=with_text),
        overview=overview,
        brief=brief,
        targets=tuple(item for item in checked if isinstance(item, CheckedTarget)),
        results=tuple(item for item in checked if isinstance(item, CheckedResult)),
        problems=tuple(item for item in checked if isinstance(item, CheckedProblem)),
        measures=tuple(item for item in checked if isinstance(item, CheckedMeasure)),
        findings=findings,
        tables=tables,
        ledger=audited.ledger,
        coverage=coverage,
        run=account(engine, cost + usage),
    )


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


def titles_in(brief: Brief, findings: Sequence[Finding]) -> tuple[str, ...]:
    """Return the Chinese titles of the findings in a brief, without repetitions."""
    codes = (findings[at].code for at in brief.findings)
    return tuple(dict.fromkeys(CODES[code].zh for code in codes if code in CODES))


# What is not repeated in an overview: items that fail, and what a report only says of itself.
_UNTOLD = frozenset({"failed", "kind-mismatch", "unplaced", "label-incomplete", "label-joined"})
# An overview of which less than this is borne is not worth reading.
ENOUGH = 0.5


async def write_overview(
    document: Document,
    items: tuple[CheckedItem, ...],
    engine: Engine,
    brief: Brief,
    findings: Iterable[str] = (),
) -> tuple[Overview, Usage]:
    """Return the supported part of the engine's overview; if that is too little, use the
    template.
    """
    try:
        written, usage = await engine.overview(document, items)
    except EngineError:
        written, usage = None, Usage()
    borne = borne_clauses(written or "", items, document)
    if written and len(written) * ENOUGH <= len(borne.text) and hanzi(borne.text) <= LIMIT:
        check = check_text(borne.text, borne.evidence, document)
        if check.verdict == "verified":
            return Overview(text=borne.text, evidence=borne.evidence, check=check), usage
    return template_overview(document, items, brief, findings), usage


def template_overview(
    document: Document, items: Sequence[CheckedItem], brief: Brief, findings: Iterable[str] = ()
) -> Overview:
    """Return the brief and its findings as text, from a template."""
    checks: dict[tuple[str, tuple[Span, ...]], Check] = {}

    def accept(words: str, spans: tuple[Span, ...]) -> bool:
        check = checks[words, spans] = check_text(words, spans, document)
        return check.verdict == "verified"

    told = [one for one in items if _UNTOLD.isdisjoint((one.check.verdict, *one.check.reasons))]
    text, evidence = compose(document, told, brief, accept, tuple(findings))
    check = checks.get((text, evidence)) or check_text(text, evidence, document)
    return Overview(text=text, evidence=evidence, check=check)
