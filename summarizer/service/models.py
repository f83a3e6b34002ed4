"""The bodies of the HTTP interface, for validation and for OpenAPI."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from summarizer.portfolio import Entry, Figures, Line
from summarizer.schema import Decision, DocumentKind, Locator, Summary
from summarizer.service.store import State
from summarizer.verification import TextCheck

__all__ = [
    "BatchStatus",
    "DecisionImport",
    "DecisionList",
    "DecisionRecord",
    "DocumentText",
    "EndedJob",
    "EngineName",
    "ExpectedList",
    "Hit",
    "HitList",
    "JobError",
    "JobEvent",
    "JobList",
    "JobStatus",
    "NewDecision",
    "NewSummary",
    "NewVerification",
    "NewWebhook",
    "PortfolioPage",
    "Progress",
    "RefusedFile",
    "ReviewRecord",
    "SectionSpan",
    "Verification",
    "Webhook",
    "WebhookCreated",
    "WebhookList",
    "WebhookMessage",
]

EngineName = Literal["auto", "rules", "llm"]
ENGINE = "`auto` is `llm` when the service has a model, else `rules`"
CLIENT_REF = "a word of your own for the job; it comes back with it"
# Postgres and XML both reject NUL, and no report needs it.
NO_NUL = r"^[^\x00]*$"


class NewSummary(BaseModel):
    """A document as text."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, examples=["一、完成情况\n全年新增就业730人。"])
    name: str = Field(
        default="document.txt",
        min_length=1,
        max_length=255,
        pattern=NO_NUL,
        description="what the summary calls the document",
    )
    engine: EngineName = Field(default="auto", description=ENGINE)
    client_ref: str | None = Field(
        default=None, max_length=255, pattern=NO_NUL, description=CLIENT_REF
    )


class Progress(BaseModel):
    """Chunks read of all chunks; `total` is null until the document was read."""

    done: int
    total: int | None


class JobError(BaseModel):
    """Why a job failed."""

    code: str = Field(
        description="of the document (`input-…`, `poison`), of the model (`llm-…`), or `internal`"
    )
    retryable: bool = Field(description="may a retry do better?")
    zh: str
    en: str


class JobStatus(BaseModel):
    """A job, with its summary once it exists."""

    id: str
    state: State = Field(
        description="`partial`: some sections could not be read, see `summary.coverage`; a retry"
        " reads them"
    )
    name: str
    engine: str
    client_ref: str | None
    batch: str | None = Field(description="the batch that it came with")
    progress: Progress
    created_at: str
    started_at: str | None
    finished_at: str | None
    summary: Summary | None = Field(description="null in lists, and until there is one")
    error: JobError | None


class JobList(BaseModel):
    """A page of jobs, newest first, without their summaries; `next` is the cursor of the
    next page.
    """

    items: list[JobStatus]
    next: str | None


class ExpectedList(BaseModel):
    """An accepted list of expected documents, and the number of documents it names."""

    name: str
    documents: int


class Hit(BaseModel):
    """A statement that contains the query's words: an item, a finding, or a document as a whole
    (`id` null), with its place in the report.
    """

    job: str = Field(description="id of the job")
    name: str = Field(description="of the document")
    office: str | None
    year: int | None
    kind: DocumentKind
    type: Literal["document", "target", "result", "problem", "measure", "finding"]
    id: str | None = Field(description="of the item, or of the finding (`f1` is the first)")
    code: str | None = Field(description="of a finding")
    state: str | None = Field(description="verdict of an item, severity of a finding")
    text: str
    section: list[str]
    quote: str | None
    start: int | None
    end: int | None
    locator: Locator | None


class HitList(BaseModel):
    """A page of statements, newest document first; `next` is the cursor of the next page."""

    items: list[Hit]
    next: str | None


class PortfolioPage(BaseModel):
    """A page of the ledger, with figures over everything that the query selects.

    `entries` holds the entries that this page's lines refer to; `next` is the cursor of the next
    page.
    """

    lines: list[Line]
    entries: list[Entry]
    figures: Figures
    next: str | None


class SectionSpan(BaseModel):
    """A section of the canonical text."""

    path: list[str]
    start: int
    end: int


class DocumentText(BaseModel):
    """The canonical text, to which all spans refer, and its sections."""

    name: str
    title: str | None
    characters: int
    text_sha256: str
    text: str
    sections: list[SectionSpan]


class NewVerification(BaseModel):
    """A report and a summary of it: our JSON, or any text."""

    model_config = ConfigDict(extra="forbid")

    source: str = Field(min_length=1, description="the report's text")
    summary: dict[str, Any] | None = Field(
        default=None, description="JSON like ours, also with wrong values or parts missing"
    )
    text: str | None = Field(default=None, description="any text with numbers; either or")
    name: str = Field(default="source.txt", min_length=1, max_length=255, pattern=NO_NUL)


class Verification(BaseModel):
    """The checked summary, or one check for each number of the text."""

    summary: Summary | None = None
    checks: list[TextCheck] | None = None


class NewDecision(BaseModel):
    """A person's decision about one item, finding or unread section."""

    model_config = ConfigDict(extra="forbid")

    state: Literal["accepted", "edited", "rejected"]
    after: dict[str, Any] | None = Field(
        default=None,
        description="with `edited`: the fields to correct. `quantity` is `{start, end}` of a number"
        " in the report, which the scanner reads; `evidence` is a list of such spans",
    )
    note: str | None = Field(default=None, max_length=2000, pattern=NO_NUL)


class DecisionRecord(BaseModel):
    """The decision about an item; `open` means undecided or withdrawn."""

    item: str
    state: Literal["accepted", "edited", "rejected", "open"]
    before: dict[str, Any] = Field(description="as the run made it")
    after: dict[str, Any] | None = Field(description="as a person corrected it, with a fresh check")
    note: str | None
    by: str | None
    at: str | None


class ReviewRecord(BaseModel):
    """A review session. It belongs to a document, a run and a version of the JSON."""

    state: Literal["in_progress", "completed", "void"] = Field(
        description="`void`: a new run has made another summary"
    )
    document: str = Field(description="SHA-256 of the document")
    run: str = Field(description="name of the run that made the summary")
    schema_version: str
    by: str | None = Field(description="who completed or reopened it")
    at: str | None


class DecisionList(BaseModel):
    """All decisions of the current run, and the state of the review."""

    review: ReviewRecord
    decisions: list[Decision]
    open: list[str] = Field(description="what must be decided before the review is complete")
    void: list[ReviewRecord] = Field(description="sessions of earlier runs, newest first")
    left: list[str] = Field(
        default=[], description="with PUT: decisions whose item is not here as it was there"
    )


class DecisionImport(BaseModel):
    """Decisions in the format of `GET`, from this run, an earlier one, or elsewhere."""

    model_config = ConfigDict(extra="ignore")

    decisions: list[Decision] = Field(max_length=20_000)


class RefusedFile(BaseModel):
    """A file of a batch that was refused."""

    name: str
    error: JobError


class BatchStatus(BaseModel):
    """A batch: its jobs, and the files that were refused."""

    id: str
    state: Literal["running", "done"]
    created_at: str
    counts: dict[str, int]
    items: list[JobStatus]
    refused: list[RefusedFile]


class NewWebhook(BaseModel):
    """An address to notify when a job ends."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field(max_length=2048, examples=["https://example.org/hooks/summaries"])


class JobEvent(BaseModel):
    """The `data` of a server-sent event.

    Its `event` is queued, running, progress, succeeded, partial, failed or cancelled; its `id` is
    the value for `Last-Event-ID`.
    """

    id: str
    state: State | None = None
    progress: Progress | None = None


class EndedJob(BaseModel):
    """A webhook's data about a job; contains no text of the report."""

    id: str
    state: State
    batch: str | None


class WebhookMessage(BaseModel):
    """The body of a webhook; request the rest from the service."""

    type: str = Field(description="`summary.` and the state")
    timestamp: str
    data: EndedJob


class Webhook(BaseModel):
    """A webhook without its secret."""

    id: str
    url: str
    created_at: str
    disabled: bool = Field(description="it answered 410; nothing more is sent to it")


class WebhookCreated(Webhook):
    """A new webhook with its signing secret, which is shown once."""

    secret: str = Field(description="`whsec_` and base64: shown this once")


class WebhookList(BaseModel):
    """All webhooks of the caller."""

    items: list[Webhook]
