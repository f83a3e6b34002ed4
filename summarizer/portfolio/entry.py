"""One document as a row of the ledger."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, Literal, Protocol

from pydantic import Field

from summarizer.genre.offices import office_in
from summarizer.portfolio.expected import kind_in
from summarizer.schema import DocumentKind, Quantity, Summary
from summarizer.schema.brief import BriefTargets
from summarizer.schema.noun import Noun

__all__ = ["Entry", "EntryState", "Listed", "Place", "entry_of", "unreadable"]

EntryState = Literal["read", "partial", "unreadable"]

# The year in a file name, used when the text lacks one.
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")


class Place(Noun):
    """The place of a figure in its report: a span, and the item with the figure, if any."""

    item: str | None
    start: int
    end: int


class Entry(Noun):
    """A document of a portfolio.

    Amounts are decimal strings in 元, `rate` is in percent; null when the report gives no certain
    figure. `places` holds the place of each figure, `received` the time of receipt in seconds since
    1970.
    """

    key: str
    name: str
    office: str | None
    year: int | None
    kind: DocumentKind
    title: str | None = None
    state: EntryState = "read"
    message: str | None = None
    sha256: str = ""
    received: float = 0.0
    budget: str | None = None
    spent: str | None = None
    rate: str | None = None
    score: str | None = None
    grade: str | None = None
    targets: BriefTargets = BriefTargets()
    problems: int = 0
    measures: int = 0
    findings: dict[str, int] = Field(default_factory=dict)
    open_items: int = 0
    review: str | None = None
    places: dict[str, Place] = Field(default_factory=dict)


class Listed(Protocol):
    """The read-only fields of an entry that the ledger and the figures need."""

    @property
    def key(self) -> str: ...
    @property
    def office(self) -> str | None: ...
    @property
    def year(self) -> int | None: ...
    @property
    def kind(self) -> DocumentKind: ...
    @property
    def title(self) -> str | None: ...
    @property
    def state(self) -> EntryState: ...
    @property
    def received(self) -> float: ...
    @property
    def budget(self) -> str | None: ...
    @property
    def spent(self) -> str | None: ...
    @property
    def rate(self) -> str | None: ...
    @property
    def score(self) -> str | None: ...
    @property
    def targets(self) -> Any: ...
    @property
    def findings(self) -> Mapping[str, int]: ...


def entry_of(key: str, summary: Summary, *, received: float = 0.0) -> Entry:
    """Return a summary's entry. Office and year come from the text, or else from the file name."""
    document = summary.document
    funds = summary.brief.funds
    score = summary.brief.score
    unread = any(section.state == "unread" for section in summary.coverage.sections)
    return Entry(
        key=key,
        name=document.name,
        office=document.organization or office_in(document.title or document.name),
        year=document.fiscal_year or _year(document.name),
        kind=document.kind,
        title=document.title,
        state="partial" if unread else "read",
        sha256=document.sha256,
        received=received,
        budget=_value(funds.adjusted or funds.budget),
        spent=_value(funds.spent),
        rate=_value(funds.rate),
        score=score.value if score else None,
        grade=score.grade if score else None,
        targets=summary.brief.targets,
        problems=len(summary.problems),
        measures=len(summary.measures),
        findings=dict(Counter(finding.code for finding in summary.findings)),
        open_items=sum(1 for item in summary.items if item.check.verdict != "verified"),
        places=_places(summary),
    )


def _places(summary: Summary) -> dict[str, Place]:
    funds = summary.brief.funds
    slots = {"budget": funds.adjusted or funds.budget, "spent": funds.spent, "rate": funds.rate}
    told = {slot: figure for slot, figure in slots.items() if figure is not None}
    items = {
        (item.quantity.start, item.quantity.end): item.id
        for item in summary.results
        if item.quantity is not None
    }
    return {
        slot: Place(item=items.get((one.start, one.end)), start=one.start, end=one.end)
        for slot, one in told.items()
    }


def unreadable(key: str, name: str, message: str, *, received: float = 0.0) -> Entry:
    """Return the entry of a file that could not be read."""
    return Entry(
        key=key,
        name=name,
        office=office_in(name),
        year=_year(name),
        kind=kind_in(name),
        state="unreadable",
        message=message,
        received=received,
    )


def _value(quantity: Quantity | None) -> str | None:
    return quantity.value if quantity and "/" not in quantity.value else None


def _year(name: str) -> int | None:
    """Return the first year printed in a name.

    >>> _year("某局2023年度自评报告（2024-04-20公开）.docx")
    2023
    """
    found = _YEAR.search(name)
    return int(found[1]) if found else None
