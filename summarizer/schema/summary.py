"""The summary as frozen pydantic models, schema_version "1"; keys are serialised in field order."""

from __future__ import annotations

from collections import Counter
from functools import cache
from importlib import import_module
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_serializer
from pydantic_core.core_schema import SerializerFunctionWrapHandler

from summarizer.schema.document import DocumentKind, Locator
from summarizer.schema.quantity import Comparator, Quantity
from summarizer.schema.table import TableRole

__all__ = [
    "Absent",
    "Attainment",
    "AttainmentState",
    "Brief",
    "BriefFunds",
    "BriefPart",
    "BriefScore",
    "BriefStatement",
    "BriefTargets",
    "Category",
    "Check",
    "CheckedItem",
    "CheckedMeasure",
    "CheckedProblem",
    "CheckedResult",
    "CheckedTarget",
    "Coverage",
    "Decision",
    "DecisionState",
    "Direction",
    "DocumentRecord",
    "Finding",
    "Indicator",
    "Item",
    "LedgerEntry",
    "LedgerState",
    "Level1",
    "Level2",
    "Measure",
    "MeasureKind",
    "Overview",
    "Problem",
    "Reason",
    "Result",
    "Run",
    "Salience",
    "SectionCoverage",
    "Sentence",
    "Severity",
    "Span",
    "Status",
    "Summary",
    "TableEntry",
    "Target",
    "Theme",
    "Uncited",
    "Verdict",
]

Verdict = Literal["verified", "review", "failed"]
Reason = Literal[
    "value-mismatch",
    "unit-mismatch",
    "approx-dropped",
    "approx-added",
    "comparator-mismatch",
    "not-in-evidence",
    "elsewhere-in-report",
    "not-in-report",
    "quote-not-in-report",
    "bound-to-other-label",
    "direction-flip",
    "negation-flip",
    "status-mismatch",
    "period-mismatch",
    "subject-mismatch",
    "part-as-total",
    "derived",
    "low-wording-support",
    "label-crosses-clause",
    "label-incomplete",
    "label-joined",
    "subject-unsure",
    "kind-mismatch",
    "voices-differ",
    "unplaced",
    "ocr",
]
Level1 = Literal["cost", "output", "benefit", "satisfaction", "execution", "decision", "process"]
Level2 = Literal[
    "quantity",
    "quality",
    "timeliness",
    "cost",
    "economic_cost",
    "social_cost",
    "eco_cost",
    "economic",
    "social",
    "ecological",
    "sustainable",
    "service_satisfaction",
    "public_satisfaction",
]
AttainmentState = Literal[
    "met",
    "exceeded",
    "partly",
    "not_met",
    "not_reported",
    "no_target",
    "not_comparable",
    "unclear",
]
Direction = Literal["none", "increase", "decrease"]
Status = Literal["done", "ongoing", "planned", "expected"]
Theme = Literal[
    "party_building",
    "economy",
    "city_management",
    "environment",
    "public_security",
    "livelihood",
    "employment",
    "social_security",
    "health",
    "epidemic",
    "culture",
    "governance",
    "funds",
    "other",
]
Category = Literal[
    "goal_setting",
    "budget_prep",
    "execution",
    "fund_mgmt",
    "project_mgmt",
    "output_shortfall",
    "benefit_weak",
    "satisfaction",
    "data_evidence",
    "awareness",
    "mechanism",
    "staffing",
    "policy_external",
    "asset_contract",
    "disclosure",
    "other",
]
MeasureKind = Literal[
    "rule", "training", "budget", "supervision", "coordination", "data", "target", "other"
]
Severity = Literal["error", "warning", "info"]
Salience = Literal["core", "detail"]
DecisionState = Literal["accepted", "edited", "rejected"]


class Noun(BaseModel):
    """Base of the models: frozen; unknown keys are ignored, so summaries of newer versions still
    open.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    @classmethod
    def of_valid(cls, fields: dict[str, Any]) -> Self:
        """Return an instance from valid values for every field, without validation.

        All instances of a class share one set of field names: a separate set would need more memory
        than the instance.
        """
        # As `model_construct` does it, which takes ten times as long to look for what is missing.
        names, every = _every_field(cls)
        noun = cls.__new__(cls)
        _set(noun, "__dict__", {name: fields[name] for name in names})
        _set(noun, "__pydantic_fields_set__", every)
        _set(noun, "__pydantic_extra__", None)
        _set(noun, "__pydantic_private__", None)
        return noun

    def altered(self, **changes: Any) -> Self:
        """Return a copy with changed fields, without validation."""
        return self.of_valid({**vars(self), **changes})


@cache
def _every_field(kind: type[Noun]) -> tuple[tuple[str, ...], set[str]]:
    return tuple(kind.model_fields), set(kind.model_fields)


_set = object.__setattr__


class Span(Noun):
    """A half-open span in code points: `document.text[start:end] == quote`.

    `locator` is its place in the original file; null for plain text.
    """

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    quote: str
    locator: Locator | None = None


class Check(Noun):
    """The verdict on one item, with stable reason codes."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()


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


class Indicator(Noun):
    """The class of a target in the indicator tree of 财预〔2021〕101号; either level may be
    null.
    """

    level1: Level1 | None = None
    level2: Level2 | None = None


class Sentence(Noun):
    """One sentence in Chinese and in English."""

    zh: str
    en: str


class Attainment(Noun):
    """A target compared with its results.

    `deviation` is (actual − target) / target in percent, a signed decimal string with two places,
    or null. `explanation` gives the reason for the state.
    """

    state: AttainmentState
    results: tuple[str, ...] = ()
    deviation: str | None = None
    explanation: Sentence | None = None


class Target(Noun):
    """A target.

    `weight` and `score` are decimal strings from the target's row of its form, `reason` is the
    row's explanation of a deviation, `deadline` is the due date.
    """

    id: str
    section: tuple[str, ...]
    subject: str | None
    metric: str
    text: str
    indicator: Indicator
    comparator: Comparator | None
    quantity: Quantity | None
    period: str | None
    attainment: Attainment
    evidence: tuple[Span, ...]
    weight: str | None = None
    score: str | None = None
    reason: str | None = None
    deadline: Quantity | None = None
    salience: Salience = "core"


class Result(Noun):
    """An amount that was reached, received or spent."""

    id: str
    section: tuple[str, ...]
    subject: str | None
    metric: str
    text: str
    quantity: Quantity | None
    direction: Direction
    status: Status
    period: str | None
    part_of: str | None
    theme: Theme | None
    evidence: tuple[Span, ...]
    salience: Salience = "core"


class Problem(Noun):
    """A deficiency that the report admits."""

    id: str
    section: tuple[str, ...]
    text: str
    category: Category
    cause: str | None
    evidence: tuple[Span, ...]
    cause_evidence: tuple[Span, ...] = ()
    salience: Salience = "core"


class Measure(Noun):
    """A planned measure against problems."""

    id: str
    section: tuple[str, ...]
    text: str
    kind: MeasureKind
    addresses: tuple[str, ...]
    evidence: tuple[Span, ...]
    salience: Salience = "core"


class CheckedTarget(Target):
    """A target with its verdict."""

    check: Check


class CheckedResult(Result):
    """A result with its verdict."""

    check: Check


class CheckedProblem(Problem):
    """A problem with its verdict."""

    check: Check


class CheckedMeasure(Measure):
    """A measure with its verdict."""

    check: Check


Item = Target | Result | Problem | Measure
CheckedItem = CheckedTarget | CheckedResult | CheckedProblem | CheckedMeasure


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


class BriefFunds(Noun):
    """The money of the whole report, from pairs that certainly belong together."""

    budget: Quantity | None = None
    adjusted: Quantity | None = None
    spent: Quantity | None = None
    rate: Quantity | None = None
    evidence: tuple[Span, ...] = ()


class BriefTargets(Noun):
    """The number of targets, in total and by attainment; `unclear` counts the rest."""

    total: int = 0
    met: int = 0
    exceeded: int = 0
    partly: int = 0
    not_met: int = 0
    not_reported: int = 0
    unclear: int = 0


class BriefScore(Noun):
    """The score that the report gives itself, as decimal strings, and its grade as printed."""

    value: str
    full: str
    grade: str | None = None


BriefPart = Literal["about", "funds", "targets", "score", "results", "problems", "measures"]
Absent = Literal["score", "budget", "rate"]


class BriefStatement(Noun):
    """A statement of a leader's page in the words of the report. `text` is what stands at
    `evidence`, without its marks and line breaks; `label` is the report's own heading over it."""

    part: BriefPart
    text: str
    evidence: tuple[Span, ...]
    items: tuple[str, ...] = ()
    label: str = ""


class Brief(Noun):
    """A one-page brief as references: ids of items, indices in `Summary.findings`, and unread
    sections as indices in `coverage.sections`.

    `told` holds its statements in the report's own words, `met` the targets told beside `unmet`,
    `absent` what a reader looks for and the report does not hold.
    """

    funds: BriefFunds = BriefFunds()
    targets: BriefTargets = BriefTargets()
    score: BriefScore | None = None
    unmet: tuple[str, ...] = ()
    met: tuple[str, ...] = ()
    told: tuple[BriefStatement, ...] = ()
    absent: tuple[Absent, ...] = ()
    results: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    findings: tuple[int, ...] = ()
    unread: tuple[int, ...] = ()


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
