"""Summaries of a folder as data frames: documents, items, findings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from summarizer.errors import ConfigError, UnreadableDocument
from summarizer.figures import number
from summarizer.schema import CheckedItem, Finding, Summary

__all__ = ["Frames", "Library", "load", "rows_of"]

Library = Literal["pandas", "polars"]
Row = dict[str, Any]


@dataclass(frozen=True)
class Frames:
    """Three frames of one library, joined by the column `document`.

    `documents` has a row per summary (title, organization, fiscal_year, kind, budget, spent, rate,
    score, counts), `items` a row per target, result, problem and measure (value in the base unit,
    verdict, place), `findings` a row per finding.
    """

    documents: Any
    items: Any
    findings: Any

    def to_parquet(self, folder: str | Path) -> None:
        """Write `documents.parquet`, `items.parquet` and `findings.parquet`."""
        target = Path(folder)
        target.mkdir(parents=True, exist_ok=True)
        for name in ("documents", "items", "findings"):
            frame, path = getattr(self, name), target / f"{name}.parquet"
            if hasattr(frame, "write_parquet"):
                frame.write_parquet(path)
            else:
                frame.to_parquet(path, index=False)


def load(folder: str | Path, library: Library = "pandas") -> Frames:
    """Load the summaries below a folder (the results of `batch run`) as data frames.

    Args:
        folder: A folder with JSON files of summaries; other files are passed over.
        library: `pandas` or `polars`, from the extra `frames`.

    Raises:
        ConfigError: The library is not installed.
        UnreadableDocument: The folder holds no summary.
    """
    make = _maker(library)
    root = Path(folder)
    tables: dict[str, list[Row]] = {"documents": [], "items": [], "findings": []}
    for name, summary in summaries_in(root):
        for table, row in rows_of(name, summary):
            tables[table].append(row)
    if not tables["documents"]:
        raise UnreadableDocument(
            f"{str(root)!r} 里没有摘要；请先运行 summarizer batch run 报告文件夹 --out 结果文件夹",
            f"no summary in {str(root)!r}; run summarizer batch run REPORTS --out RESULTS first",
        )
    return Frames(*(make(tables[name]) for name in ("documents", "items", "findings")))


def summaries_in(root: Path) -> Iterator[tuple[str, Summary]]:
    """Yield the summaries below a folder with their relative names, sorted."""
    for path in sorted(root.rglob("*.json")):
        try:
            fields = json.loads(path.read_bytes())
            is_summary = isinstance(fields, dict) and {"document", "targets"} <= fields.keys()
            summary = Summary.model_validate(fields) if is_summary else None
        except (ValueError, RecursionError):
            continue
        if summary:
            yield str(path.relative_to(root)), summary


def _maker(library: Library) -> Any:
    try:
        frame = import_module(library).DataFrame
    except ImportError as error:
        raise ConfigError(
            f"未安装 {library}；请运行 pip install 'budget-report-summarizer[frames]'",
            f"{library} is missing; run pip install 'budget-report-summarizer[frames]'",
        ) from error
    # Scan all rows for the column type: 60 may come first and 60.5 later.
    return partial(frame, infer_schema_length=None) if library == "polars" else frame


def rows_of(name: str, summary: Summary) -> Iterator[tuple[str, Row]]:
    """Yield the rows of one summary with the name of their table."""
    yield "documents", _document(name, summary)
    for item in summary.items:
        yield "items", _item(name, item)
    for finding in summary.findings:
        yield "findings", _finding(name, finding)


def _document(name: str, summary: Summary) -> Row:
    document, brief = summary.document, summary.brief
    funds = {slot: number(getattr(brief.funds, slot)) for slot in ("budget", "adjusted", "spent")}
    rate = number(brief.funds.rate)
    return {
        "document": name,
        "name": document.name,
        "title": document.title,
        "organization": document.organization,
        "fiscal_year": document.fiscal_year,
        "kind": document.kind,
        "characters": document.characters,
        **{slot: _float(value) for slot, value in funds.items()},
        "rate": _float(rate),
        "score": _float(brief.score.value if brief.score else None),
        **{f"targets_{state}": count for state, count in brief.targets.model_dump().items()},
        "results": len(summary.results),
        "problems": len(summary.problems),
        "measures": len(summary.measures),
        "uncited": len(summary.coverage.uncited),
        "sha256": document.sha256,
    }


def _float(value: Any) -> float | None:
    """Convert a decimal string to float for analysis; the items keep the exact string."""
    return None if value is None else float(value)


def _item(name: str, item: CheckedItem) -> Row:
    quantity = getattr(item, "quantity", None)
    attainment = getattr(item, "attainment", None)
    span = item.evidence[0] if item.evidence else None
    return {
        "document": name,
        "id": item.id,
        "type": type(item).__name__.removeprefix("Checked").lower(),
        "section": " / ".join(item.section),
        "subject": getattr(item, "subject", None),
        "metric": getattr(item, "metric", None),
        "text": item.text,
        "value": _float(number(quantity)),
        "exact": quantity.value if quantity else None,
        "unit": quantity.unit if quantity else None,
        "printed": quantity.text if quantity else None,
        "comparator": getattr(item, "comparator", None),
        "period": getattr(item, "period", None),
        "status": getattr(item, "status", None),
        "theme": getattr(item, "theme", None),
        "attainment": attainment.state if attainment else None,
        "weight": _float(getattr(item, "weight", None)),
        "score": _float(getattr(item, "score", None)),
        "salience": item.salience,
        "verdict": item.check.verdict,
        "reasons": " ".join(item.check.reasons),
        "start": span.start if span else None,
        "end": span.end if span else None,
        "quote": span.quote if span else None,
    }


def _finding(name: str, finding: Finding) -> Row:
    span = finding.evidence[0] if finding.evidence else None
    return {
        "document": name,
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "expected": finding.expected,
        "stated": finding.stated,
        "start": span.start if span else None,
        "end": span.end if span else None,
        "quote": span.quote if span else None,
    }
