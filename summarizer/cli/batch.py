"""`summarizer batch run`: summarise many documents, with one result file each.

Finished results are kept, a failing file does not affect the others, and a table of all documents
is written beside the results.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

import summarizer
from summarizer.cli.kept import Kept
from summarizer.cli.messages import Messenger, report_bug
from summarizer.cli.reports import Report, reports_in
from summarizer.cli.run import PARTIAL, exit_code
from summarizer.cli.streams import write_file
from summarizer.comparison import endings
from summarizer.engines import Engine, load_engine
from summarizer.errors import ConfigError, SummarizerError, WriteError
from summarizer.memory import collect_seldom
from summarizer.rendering.look import Look
from summarizer.rendering.sheet import as_csv
from summarizer.schema import Document, Span, Summary

if TYPE_CHECKING:
    from summarizer.portfolio import Entry as Listed
    from summarizer.portfolio import Expected
    from summarizer.rendering.gathered import Rows

__all__ = ["load_engine", "run"]

DONE = 0
TABLE, BOOK, LINES = "batch.csv", "batch.xlsx", "batch.jsonl"
LEDGER, LEDGER_BOOK = "ledger.jsonl", "ledger.xlsx"
KEPT = "endings.sqlite3"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the table."""

    file: str
    state: str
    title: str = ""
    organization: str = ""
    fiscal_year: str = ""
    targets: int = 0
    results: int = 0
    problems: int = 0
    measures: int = 0
    review: int = 0
    failed: int = 0
    errors: int = 0
    warnings: int = 0
    uncited: int = 0
    message: str = ""
    code: int = 0
    result: str = ""


def run(
    messages: Messenger,
    sources: Sequence[str],
    *,
    out: str,
    jobs: int,
    engine: Engine,
    gathered: bool = False,
    expected: str | None = None,
) -> int:
    """Summarise all documents; return 0, the exit code that all failures share, or 7 for mixed
    outcomes.

    `gathered`: also write one workbook and one JSON Lines file with the rows of all documents.
    `expected`: a CSV of the documents that should exist, for the ledger.
    """
    collect_seldom()
    folder = _folder(Path(out))
    wanted = _expected(expected)
    tasks = list(_tasks(sources, folder))
    head = [field.name for field in fields(Entry)]
    _refuse_overwrite(folder / TABLE, lambda table: table.startswith(as_csv(head, ())))
    _refuse_overwrite(folder / KEPT, lambda content: content.startswith(b"SQLite") or not content)
    with Kept(folder / KEPT) as kept:
        batch = _Batch(messages, engine, folder, kept, gathered=gathered)
        done = asyncio.run(batch.run(tasks, jobs))
        entries = [one.entry for one in done]
        write_file(folder / TABLE, as_csv(head, (astuple(entry) for entry in entries)))
        if gathered:
            _write_gathered(messages, folder, [one.rows for one in done if one.rows])
        reports = {str(result.relative_to(folder)): report for report, result in tasks}
        listed = [one.listed for one in done]
        _write_ledger(messages, folder, listed, wanted, reports, kept, gathered=gathered)
    states = Counter(entry.state for entry in entries)
    said = " · ".join(f"{state} {count}" for state, count in sorted(states.items()))
    messages.say(f"{said}；见 {folder / TABLE}", f"{said}; see {folder / TABLE}")
    codes = {entry.code for entry in entries}
    return codes.pop() if len(codes) == 1 else PARTIAL


def _write_gathered(messages: Messenger, folder: Path, rows: Sequence[Rows]) -> None:
    from summarizer.rendering.gathered import as_lines
    from summarizer.rendering.gathered_book import as_book

    _refuse_overwrite(folder / BOOK, lambda content: content.startswith(b"PK"))
    _refuse_overwrite(folder / LINES, lambda content: content.startswith(b'{"row"') or not content)
    write_file(folder / BOOK, as_book(rows, messages.one_language))
    write_file(folder / LINES, as_lines(rows).encode("utf-8", "replace"))


def _expected(path: str | None) -> list[Expected]:
    from summarizer.portfolio import read_expected

    if path is None:
        return []
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise ConfigError(
            f"无法读取应报清单 {path!r}：{error.strerror}；请检查 --expected",
            f"cannot read {path!r}: {error.strerror}; check --expected",
        ) from error
    return read_expected(content, Path(path).name)


def _write_ledger(
    messages: Messenger,
    folder: Path,
    entries: Sequence[Listed],
    expected: Sequence[Expected],
    reports: Mapping[str, Report],
    kept: Kept,
    *,
    gathered: bool,
) -> None:
    """Write the ledger: documents by office, year and kind, missing or late ones, and comparisons
    between years.
    """
    from summarizer.portfolio import portfolio_of
    from summarizer.portfolio.printing import as_lines, render

    def load(key: str) -> Summary | None:
        return _read_summary(folder / key)

    hashes = {entry.key: entry.sha256 for entry in entries}

    def read(key: str) -> Document | Sequence[Span] | None:
        found = kept.get(key, hashes[key])
        if found is not None:
            return found
        try:
            return reports[key].read()
        except SummarizerError:
            return None  # it changed after it was read

    found = portfolio_of(entries, expected, load, read)
    _refuse_overwrite(folder / LEDGER, lambda content: content.startswith(b'{"row":"figures"'))
    write_file(folder / LEDGER, as_lines(found).encode("utf-8", "replace"))
    if gathered:
        _refuse_overwrite(folder / LEDGER_BOOK, lambda content: content.startswith(b"PK"))
        book = render(found, "xlsx", Look(language=messages.one_language))
        write_file(folder / LEDGER_BOOK, book if isinstance(book, bytes) else book.encode())
    if expected:
        states = Counter(line.state for line in found.lines)
        missing, late = states["missing"], states["late"]
        messages.say(
            f"缺报 {missing} · 逾期 {late}；见 {folder / LEDGER}",
            f"missing {missing} · late {late}; see {folder / LEDGER}",
        )


def _folder(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(
            f"无法建立文件夹 {str(folder)!r}：{error.strerror}；请换一个位置",
            f"cannot create the folder {str(folder)!r}: {error.strerror}; choose another place",
        ) from error
    return folder


def _refuse_overwrite(path: Path, is_ours: Callable[[bytes], bool]) -> None:
    """Raise WriteError when the path holds something other than an earlier result, or a symlink
    that leads elsewhere.
    """
    if path.is_symlink() or (path.exists() and not is_ours(path.read_bytes())):
        raise WriteError(
            f"{str(path)!r} 不是此前的结果，不会被覆盖；请用 --out 换一个文件夹，或移走该文件",
            f"{str(path)!r} is not an earlier result and is not overwritten; choose another"
            " --out or move the file",
        )


def _is_summary(content: bytes) -> bool:
    """Return whether the content is a summary, complete or truncated."""
    begin = b'{"schema_version"'
    return b"".join(content[:100].split())[: len(begin)] == begin[: len(content)]


def _tasks(sources: Sequence[str], folder: Path) -> Iterator[tuple[Report, Path]]:
    """Yield each report and the path of its result.

    Equal names keep their suffixes, or get a number when they come from different folders. Earlier
    results are not reports.
    """
    reports = reports_in(sources, without=folder)
    stems = Counter(report.place.with_suffix("") for report in reports)
    taken: set[Path] = set()
    for report in reports:
        place = report.place
        name = place.name if stems[place.with_suffix("")] > 1 else place.stem
        counted = itertools.chain([name], (f"{name}-{number}" for number in itertools.count(2)))
        results = (place.parent / f"{one}.json" for one in counted)
        result = next(result for result in results if result not in taken)
        taken.add(result)
        yield report, folder / result


@dataclass(frozen=True, slots=True)
class _Done:
    """The kept data of one document: its line of the table, of the workbook, of the ledger."""

    entry: Entry
    rows: Rows | None
    listed: Listed


def _listed(report: Report, entry: Entry, summary: Summary | None, key: Path) -> Listed:
    from summarizer.portfolio import entry_of, unreadable

    try:
        received = report.file.stat().st_mtime
    except OSError:
        received = 0.0
    if summary is None:
        return unreadable(str(key), report.place.name, entry.message, received=received)
    return entry_of(str(key), summary, received=received)


def _rows(entry: Entry, summary: Summary | None) -> Rows:
    from summarizer.rendering.gathered import rows_of

    return rows_of(entry.file, entry.state, summary, entry.message)


@dataclass(frozen=True, slots=True)
class _Batch:
    """The work on all documents, a few at once."""

    messages: Messenger
    engine: Engine
    folder: Path
    kept: Kept
    gathered: bool

    async def run(self, tasks: Sequence[tuple[Report, Path]], jobs: int) -> list[_Done]:
        done: dict[Path, _Done] = {}
        waiting = iter(tasks)

        async def work() -> None:
            for report, result in waiting:
                entry, summary = await self._one(report, result)
                # Do not keep the summary: there may be thousands.
                rows = _rows(entry, summary) if self.gathered else None
                listed = _listed(report, entry, summary, result.relative_to(self.folder))
                done[result] = _Done(entry, rows, listed)

        async with asyncio.TaskGroup() as group:
            for _ in range(jobs):
                group.create_task(work())
        return [done[result] for _, result in tasks]

    async def _one(self, report: Report, result: Path) -> tuple[Entry, Summary | None]:
        """Summarise one document; any failure is recorded in its line of the table."""
        try:
            summary = await self._summarized(report, result)
            return _entry(report, result, summary), summary
        except SummarizerError as error:
            self.messages.error(error)
            said = error.message()
            return Entry(report.shown, "failed", message=said, code=error.exit_code), None
        except Exception as fault:
            code = report_bug(fault, self.messages)
            said = f"error[internal] {fault!r}"
            return Entry(report.shown, "failed", message=said, code=code), None

    async def _summarized(self, report: Report, result: Path) -> Summary:
        summary = await asyncio.to_thread(_stored, report, result, self.engine)
        if summary is None:
            document = await asyncio.to_thread(report.read)
            summary = await summarizer.summarize_document(document, self.engine)
            _folder(result.parent)
            _refuse_overwrite(result, _is_summary)
            # Before the result: what has a result is not read again.
            key = str(result.relative_to(self.folder))
            self.kept.put(key, summary.document.sha256, endings(document))
            write_file(result, str(summarizer.render(summary)).encode("utf-8", "replace"))
        return summary


def _stored(report: Report, result: Path, engine: Engine) -> Summary | None:
    """Return an earlier complete result for the same content, engine, prompts and version.

    The file is hashed, not read: a run that goes on costs little for what is done.
    """
    summary = _read_summary(result)
    if summary is None or exit_code(summary, strict=False) != DONE:
        return None
    run = summary.run
    made = (run.engine, run.model, run.prompts, run.version)
    if made != (engine.name, engine.model, engine.prompts, summarizer.__version__):
        return None
    try:
        return summary if summary.document.sha256 == report.sha256() else None
    except OSError:
        return None  # reading it raises the precise error


def _read_summary(path: Path) -> Summary | None:
    try:
        return Summary.model_validate_json(path.read_bytes())
    except (OSError, ValueError):
        return None


def _entry(report: Report, result: Path, summary: Summary) -> Entry:
    verdicts = Counter(item.check.verdict for item in summary.items)
    severities = Counter(finding.severity for finding in summary.findings)
    document = summary.document
    code = exit_code(summary, strict=False)
    return Entry(
        file=report.shown,
        state="partial" if code else "done",
        title=document.title or "",
        organization=document.organization or "",
        fiscal_year=str(document.fiscal_year or ""),
        targets=len(summary.targets),
        results=len(summary.results),
        problems=len(summary.problems),
        measures=len(summary.measures),
        review=verdicts["review"],
        failed=verdicts["failed"],
        errors=severities["error"],
        warnings=severities["warning"],
        uncited=len(summary.coverage.uncited),
        code=code,
        result=str(result),
    )
