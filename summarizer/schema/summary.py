"""The summary as frozen pydantic models, schema_version "1"; keys are serialised in field order."""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from typing import Any, Literal, Self

from pydantic import Field, model_serializer
from pydantic_core.core_schema import SerializerFunctionWrapHandler

from summarizer.schema.brief import Brief
from summarizer.schema.document import Document, DocumentKind
from summarizer.schema.items import (
    CheckedItem,
    CheckedMeasure,
    CheckedProblem,
    CheckedResult,
    CheckedTarget,
)
from summarizer.schema.noun import Check, Noun, Span
from summarizer.schema.table import TableRole
from summarizer.schema.terms import Severity

__all__ = [
    "Coverage",
    "Decision",
    "DecisionState",
    "DocumentRecord",
    "Finding",
    "LedgerEntry",
    "LedgerState",
    "Overview",
    "Run",
    "SectionCoverage",
    "Summary",
    "TableEntry",
    "Uncited",
]

DecisionState = Literal["accepted", "edited", "rejected"]


class DocumentRecord(Noun):
    """The document of a summary. `text` is present only on request (`--with-text`)."""

    name: str
    title: str | None = None
    organization: str | None = None
    fiscal_year: int | None = None
    kind: DocumentKind = "other"
    characters: int
    sha256: str
    text_sha256: str
    text: str | None = None

    @classmethod
    def of(cls, document: Document) -> Self:
        """Return the record of a document, without its text."""
        return cls(
            name=document.name,
            title=document.title,
            organization=document.organization,
            fiscal_year=document.fiscal_year,
            kind=document.kind,
            characters=len(document.text),
            sha256=document.sha256,
            text_sha256=document.text_sha256,
        )

    @model_serializer(mode="wrap")
    def _leave_out_absent_text(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        fields: dict[str, Any] = handler(self)
        if fields.get("text") is None:
            fields.pop("text", None)
        return fields


class Overview(Noun):
    """At most 300 汉字; every number in the text is in the evidence."""

    text: str
    evidence: tuple[Span, ...] = ()
    check: Check


class Finding(Noun):
    """A remark on the report itself.

    `message` is Chinese, `message_en` its English version if there is one.
    """

    code: str
    severity: Severity
    message: str
    expected: str | None = None
    stated: str | None = None
    evidence: tuple[Span, ...] = ()
    items: tuple[str, ...] = ()
    message_en: str | None = None


LedgerState = Literal["passed", "failed", "not_applicable", "no_data"]


class LedgerEntry(Noun):
    """A check of the audit, with the number of relations that it tested and that failed.

    `no_data`: the report has content of this kind, but nothing that could be tested.
    `not_applicable`: it has no such content. `findings` are indices in `Summary.findings`.
    """

    check: str
    state: LedgerState
    tested: int
    failed: int
    findings: tuple[int, ...] = ()


class Uncited(Noun):
    """A quantity of the report that no item cites."""

    start: int
    end: int
    text: str
    section: tuple[str, ...]


class SectionCoverage(Noun):
    """A section and whether an engine read it; `reason` explains an unread one."""

    path: tuple[str, ...]
    start: int
    end: int
    items: int
    state: Literal["read", "unread"]
    reason: str | None = None


class TableEntry(Noun):
    """A table of the report: its kind, its place, its number of quantities, and the items read from
    it. `pages` are its pages in the file.
    """

    id: str
    role: TableRole
    title: str | None
    unit: str | None
    rows: int
    columns: int
    section: tuple[str, ...]
    start: int
    end: int
    pages: tuple[int, ...] | None
    quantities: int
    items: tuple[str, ...]


class Coverage(Noun):
    """Coverage over the checked kinds: `quantities` = `cited` + `in_tables` + the number of
    `uncited`.

    `in_tables` counts the quantities of tables whose role gives no items (surveys, lists of
    payees).
    """

    quantities: int
    cited: int
    in_tables: int = 0
    uncited: tuple[Uncited, ...] = ()
    sections: tuple[SectionCoverage, ...] = ()


class Run(Noun):
    """How the summary was made. Two equal runs differ only in `seconds` and `started_at`."""

    engine: str
    model: str | None = None
    endpoint_host: str | None = None
    prompts: dict[str, str] = Field(default_factory=dict)
    calls: int = 0
    cached_calls: int = 0
    retries: int = 0
    input_tokens: int = 0
    cached_input_tokens: int = 0
    output_tokens: int = 0
    cost: str | None = None
    seconds: float = 0.0
    started_at: str = ""
    version: str = ""


class Decision(Noun):
    """A reviewer's decision about an item, a finding or an unread section.

    `item` is the id of an item; `f1` is the first of `Summary.findings`, `s1` the first of
    `coverage.sections`. `before` is the item as the run made it, `after` as the reviewer corrected
    it; the scanner read the numbers in `after` at the span that the reviewer selected.
    """

    item: str
    state: DecisionState
    before: dict[str, Any]
    after: dict[str, Any] | None = None
    note: str | None = None
    by: str
    at: str


class Summary(Noun):
    """One report, summarised and checked; `decisions` are those of its reviewers."""

    schema_version: Literal["1"] = "1"
    document: DocumentRecord
    overview: Overview
    brief: Brief = Brief()
    targets: tuple[CheckedTarget, ...] = ()
    results: tuple[CheckedResult, ...] = ()
    problems: tuple[CheckedProblem, ...] = ()
    measures: tuple[CheckedMeasure, ...] = ()
    findings: tuple[Finding, ...] = ()
    tables: tuple[TableEntry, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()
    decisions: tuple[Decision, ...] = ()
    coverage: Coverage
    run: Run

    @property
    def items(self) -> tuple[CheckedItem, ...]:
        """Return all items, kind by kind."""
        return (*self.targets, *self.results, *self.problems, *self.measures)

    def __repr__(self) -> str:
        """Return one line: the whole summary has a hundred thousand characters."""
        verdicts = Counter(item.check.verdict for item in self.items)
        doubtful = len(self.items) - verdicts["verified"]
        counts = ", ".join(
            f"{name}={len(getattr(self, name))}"
            for name in ("targets", "results", "problems", "measures", "findings")
        )
        name, year = self.document.name, self.document.fiscal_year
        return f"Summary({name!r}, {year}, {counts}, verified={verdicts['verified']}, {doubtful=})"

    __str__ = __repr__

    def _repr_html_(self) -> str:
        """Return the brief as HTML for notebooks."""
        told: str = import_module("summarizer.rendering.notebook").brief_html(self)
        return told

    def to_dataframe(self) -> Any:
        """Return all items as a pandas DataFrame, one row each.

        Raises ConfigError without pandas.
        """
        return import_module("summarizer.rendering.notebook").dataframe(self)
