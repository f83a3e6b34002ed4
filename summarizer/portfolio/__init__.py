"""Portfolio: the documents of many offices and years as one ledger with figures.

`Entry` is one document as a row, `ledger` lists for each office, year and kind whether a document
is present, missing, late, unreadable or replaced, `figures` computes totals and rankings.
"""

from summarizer.genre.offices import same_office
from summarizer.portfolio.book import Copied, Portfolio, Step, portfolio_from, portfolio_of
from summarizer.portfolio.entry import Entry, EntryState, Listed, Place, entry_of, unreadable
from summarizer.portfolio.expected import Expected, read_expected
from summarizer.portfolio.figures import Figures, Total, figures_of
from summarizer.portfolio.ledger import Line, LineState, ledger

__all__ = [
    "Copied",
    "Entry",
    "EntryState",
    "Expected",
    "Figures",
    "Line",
    "LineState",
    "Listed",
    "Place",
    "Portfolio",
    "Step",
    "Total",
    "entry_of",
    "figures_of",
    "ledger",
    "portfolio_from",
    "portfolio_of",
    "read_expected",
    "same_office",
    "unreadable",
]
