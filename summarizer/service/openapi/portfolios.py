"""Examples of the portfolio, the search and comparisons.

Examples of what lies between documents.
"""

from __future__ import annotations

from typing import Any

from summarizer.comparison import Comparison, compare
from summarizer.portfolio import Portfolio, entry_of, figures_of, ledger, portfolio_of
from summarizer.portfolio.printing import render
from summarizer.rendering.look import Look
from summarizer.schema import Summary
from summarizer.service.models import ExpectedList, Hit, HitList, PortfolioPage

__all__ = ["EXPECTED", "examples_of"]

EXPECTED = "单位,年度,种类,截止日期,主管部门\n某市民政局,2023,部门整体,2024-04-30,\n"
_RECEIVED = 1_795_249_800.0


def examples_of(job: str, summary: Summary) -> dict[tuple[str, int, str], tuple[str, str, Any]]:
    """Return name, title and value by operation, status and media type."""
    plain = "application/json"
    whole = _portfolio(job, summary)
    kept = ExpectedList(name="expected.csv", documents=1)
    return {
        ("get_portfolio", 200, plain): ("page", "One office", _page(job, summary)),
        ("export_portfolio", 200, plain): ("json", "The whole", whole),
        ("export_portfolio", 200, "text/markdown"): ("md", "As tables", _printed(whole)),
        ("put_expected", 200, plain): ("kept", "Kept", kept),
        ("get_expected", 200, "text/csv"): ("list", "As it came", EXPECTED),
        ("search", 200, plain): ("found", "One result", _hits(job, summary)),
        ("compare_summaries", 200, plain): (
            "same",
            "A document held against itself",
            _compared(summary),
        ),
    }


def _compared(summary: Summary) -> Comparison:
    return compare(summary, summary)


def _page(job: str, summary: Summary) -> PortfolioPage:
    entries = [entry_of(job, summary, received=_RECEIVED)]
    lines = ledger(entries)
    figures = figures_of(lines, entries)
    return PortfolioPage(lines=list(lines), entries=entries, figures=figures, next=None)


def _portfolio(job: str, summary: Summary) -> Portfolio:
    return portfolio_of([entry_of(job, summary, received=_RECEIVED)])


def _printed(whole: Portfolio) -> str:
    made = render(whole, "md", Look(language="zh"))
    assert isinstance(made, str)
    return made


def _hits(job: str, summary: Summary) -> HitList:
    document, found = summary.document, summary.results[0]
    span = found.evidence[0]
    hit = Hit(
        job=job,
        name=document.name,
        office=document.organization,
        year=document.fiscal_year,
        kind=document.kind,
        type="result",
        id=found.id,
        code=None,
        state=found.check.verdict,
        text=found.text,
        section=list(found.section),
        quote=span.quote,
        start=span.start,
        end=span.end,
        locator=None,
    )
    return HitList(items=[hit], next=None)
