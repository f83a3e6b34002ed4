"""Many summaries in one workbook and one file of JSON lines: a row per document, per target and
per finding."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from summarizer.rendering.cells import BOLD, BOX, CENTRE, HEAD, SMALL, TOP, as_words, print_setup
from summarizer.rendering.figures import figure, promise, told
from summarizer.rendering.labels import Language, word
from summarizer.schema import CheckedResult, CheckedTarget, Finding, Summary

__all__ = ["Rows", "as_book", "as_lines", "rows_of"]

Fields = dict[str, Any]
_WAN = Decimal(10_000)
_FUNDS = ("budget", "adjusted", "spent")
_NUMBERS = ("rate", "score", "weight", "deviation")
_COUNTS = ("total", "met", "exceeded", "partly", "not_met", "not_reported", "unclear")


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one document. Numbers are decimal strings in the base unit, codes are codes."""

    document: Fields
    targets: tuple[Fields, ...] = ()
    findings: tuple[Fields, ...] = ()


def rows_of(file: str, state: str, summary: Summary | None, message: str = "") -> Rows:
    """The rows of a file; without a summary the document's row alone says why there is none."""
    if summary is None:
        return Rows(_document(file, state, message))
    results = {one.id: one for one in summary.results}
    return Rows(
        _document(file, state, message) | _told(summary),
        tuple({"file": file} | _target(one, results) for one in summary.targets),
        tuple({"file": file} | _finding(one) for one in summary.findings),
    )


_TOLD = (
    *("title", "organization", "fiscal_year", "kind", *_FUNDS, "rate", "score", "grade"),
    *(f"targets_{count}" for count in _COUNTS),
    *("results", "problems", "measures", "review", "failed", "errors", "warnings"),
)


def _document(file: str, state: str, message: str) -> Fields:
    return {"file": file, "state": state, **dict.fromkeys(_TOLD), "message": message or None}


def _told(summary: Summary) -> Fields:
    record, brief = summary.document, summary.brief
    verdicts = Counter(item.check.verdict for item in summary.items)
    severities = Counter(finding.severity for finding in summary.findings)
    funds = {slot: getattr(brief.funds, slot) for slot in (*_FUNDS, "rate")}
    return {
        "title": record.title,
        "organization": record.organization,
        "fiscal_year": record.fiscal_year,
        "kind": record.kind,
        **{slot: quantity.value if quantity else None for slot, quantity in funds.items()},
        "score": brief.score.value if brief.score else None,
        "grade": brief.score.grade if brief.score else None,
        **{f"targets_{count}": getattr(brief.targets, count) for count in _COUNTS},
        "results": len(summary.results),
        "problems": len(summary.problems),
        "measures": len(summary.measures),
        "review": verdicts["review"],
        "failed": verdicts["failed"],
        "errors": severities["error"],
        "warnings": severities["warning"],
    }


def _target(target: CheckedTarget, results: dict[str, CheckedResult]) -> Fields:
    linked = [results[one] for one in target.attainment.results if one in results]
    return {
        "id": target.id,
        "level1": target.indicator.level1,
        "level2": target.indicator.level2,
        "subject": target.subject,
        "metric": target.metric,
        "target": promise(target) or None,
        "actual": "；".join(figure(one.quantity) or told(one.text, one.metric) for one in linked)
        or None,
        "attainment": target.attainment.state,
        "deviation": target.attainment.deviation,
        "weight": target.weight,
        "score": target.score,
        "reason": target.reason,
        "verdict": target.check.verdict,
    }


def _finding(finding: Finding) -> Fields:
    return {
        "severity": finding.severity,
        "code": finding.code,
        "message": finding.message,
        "expected": finding.expected,
        "stated": finding.stated,
        "quote": finding.evidence[0].quote if finding.evidence else None,
    }


def as_lines(gathered: Iterable[Rows]) -> str:
    """One JSON object per line; `row` says of what it is: document, target or finding."""
    lines: list[str] = []
    for rows in gathered:
        every = (("document", (rows.document,)), ("target", rows.targets))
        for kind, members in (*every, ("finding", rows.findings)):
            lines += [json.dumps({"row": kind, **one}, ensure_ascii=False) for one in members]
    return "".join(f"{line}\n" for line in lines)


# The workbook -----------------------------------------------------------------------------------

# Field → width of its column. Words of the heading labels name them.
_SHEETS: tuple[tuple[str, dict[str, int], Callable[[Rows], Sequence[Fields]]], ...] = (
    (
        "document",
        {
            "file": 28,
            "state": 8,
            "organization": 22,
            "fiscal_year": 7,
            "kind": 14,
            "budget": 13,
            "adjusted": 13,
            "spent": 13,
            "rate": 9,
            "score": 7,
            "grade": 7,
            "targets_total": 7,
            "targets_met": 7,
            "targets_exceeded": 7,
            "targets_partly": 7,
            "targets_not_met": 7,
            "targets_not_reported": 7,
            "problems": 7,
            "review": 7,
            "failed": 7,
            "errors": 7,
            "warnings": 7,
            "message": 30,
        },
        lambda rows: (rows.document,),
    ),
    (
        "targets",
        {
            "file": 24,
            "level1": 9,
            "level2": 11,
            "subject": 16,
            "metric": 28,
            "target": 14,
            "actual": 18,
            "attainment": 11,
            "deviation": 9,
            "weight": 7,
            "score": 7,
            "reason": 28,
            "verdict": 9,
        },
        lambda rows: rows.targets,
    ),
    (
        "findings",
        {"file": 24, "severity": 8, "message": 80, "expected": 18, "stated": 18, "quote": 44},
        lambda rows: rows.findings,
    ),
)
_GROUPS = {
    "kind": "document",
    "level1": "level1",
    "level2": "level2",
    "attainment": "attainment",
    "verdict": "verdict",
    "severity": "severity",
}


def as_book(gathered: Sequence[Rows], language: Language = "zh") -> bytes:
    """The workbook's bytes; amounts in 万元."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for label, columns, listed in _SHEETS:
        sheet = book.create_sheet(word("heading", label, language))
        for column, (field, width) in enumerate(columns.items(), start=1):
            sheet.column_dimensions[get_column_letter(column)].width = width
            cell = as_words(sheet.cell(1, column), word("gathered", field, language))
            cell.font, cell.fill, cell.alignment, cell.border = BOLD, HEAD, CENTRE, BOX
        row = 1
        styles: dict[str, Any] = {}
        for rows in gathered:
            for fields in listed(rows):
                row += 1
                for column, field in enumerate(columns, start=1):
                    cell = sheet.cell(row, column)
                    _put(cell, field, fields[field], language)
                    _style(cell, field, styles)
        sheet.freeze_panes = "B2"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{row}"
        print_setup(sheet)
        sheet.print_title_rows = "1:1"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _style(cell: Any, field: str, styles: dict[str, Any]) -> None:
    """The look of a column, made once: it takes longer than all else."""
    if cell.quotePrefix or field not in styles:
        cell.font, cell.alignment, cell.border = SMALL, TOP, BOX
        if field in _FUNDS:
            cell.number_format = "#,##0.00####"
        elif field in _NUMBERS:
            cell.number_format = "0.######"
        if not cell.quotePrefix:
            styles[field] = cell._style
        return
    cell._style = styles[field]


def _put(cell: Any, field: str, said: Any, language: Language) -> None:
    if said is None:
        return
    if field in _GROUPS:
        as_words(cell, word(_GROUPS[field], said, language))
    elif field in _FUNDS or field in _NUMBERS:
        value = _decimal(said)
        cell.value = value if field not in _FUNDS or value is None else value / _WAN
    elif isinstance(said, int):
        cell.value = said
    else:
        as_words(cell, str(said))


def _decimal(text: str) -> Decimal | None:
    value = Decimal(text) if text.replace(".", "", 1).lstrip("-").isdecimal() else None
    return value if value is not None and value.is_finite() else None
