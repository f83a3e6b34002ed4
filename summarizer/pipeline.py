"""The whole journey on one page: a document in, a checked summary out.

`read` Document → `split` chunks → `extract` Extraction → `ground` items → `merge` → `link` →
`verify` → `audit` → `cover` → `overview` → Summary. Each arrow is one stage, there is no way back,
and only this page knows more than one of them. Only the engine's calls are awaited.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import reduce
from operator import add
from pathlib import Path
from time import monotonic
from typing import Any, overload

from summarizer.audit import examine
from summarizer.brief import brief_of
from summarizer.coverage import cover
from summarizer.crosscheck import differing
from summarizer.doubts import both, with_doubts
from summarizer.engines import load_engine
from summarizer.engines.base import Engine, account
from summarizer.engines.rules.engine import RulesEngine
from summarizer.entries import describe, enter_tables, reading_notes
from summarizer.linking import link
from summarizer.locating import locate_brief, locate_findings, locate_items
from summarizer.readers import read
from summarizer.schema import (
    CheckedMeasure,
    CheckedProblem,
    CheckedResult,
    CheckedTarget,
    Document,
    Finding,
    Summary,
    Usage,
)
from summarizer.settings import Settings
from summarizer.stages.overview import template_overview, titles_in, write_overview
from summarizer.stages.reading import (
    Progress,
    Reading,
    gather,
    left_out_by,
    read_by_code,
    read_by_rules,
    read_chunks,
    with_periods,
)
from summarizer.verification import TextCheck, check_all, kept_report, verify_summary, verify_text

__all__ = [
    "Progress",
    "Reading",
    "summarize",
    "summarize_document",
    "summarize_readings",
    "verify",
]


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
