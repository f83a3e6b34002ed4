"""A complete portfolio: entries, ledger, figures, and changes from year to year."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from summarizer.comparison import Comparison, compare
from summarizer.genre.words import fold
from summarizer.portfolio.entry import Entry
from summarizer.portfolio.expected import Expected
from summarizer.portfolio.figures import Figures, figures_of
from summarizer.portfolio.ledger import Line, ledger
from summarizer.schema import Document, DocumentKind, Span, Summary
from summarizer.schema.noun import Noun, Sentence

__all__ = ["Copied", "Portfolio", "Step", "portfolio_from", "portfolio_of"]

# A target that is unchanged for this many consecutive years counts as copied.
COPIED = 3


class Step(Noun):
    """The comparison of two documents of one office: two years of one kind, or two kinds of one
    year.

    Counts cover certain pairs only; `conflicts` counts figures that differ for the same year.
    """

    office: str
    old: str
    new: str
    mode: str
    pairs: int
    raised: int
    lowered: int
    same: int
    conflicts: int
    closed: int
    repeated: int
    unmentioned: int
    similar: int = 0


class Copied(Noun):
    """A target that an office repeats unchanged for three years or more."""

    office: str
    kind: DocumentKind
    metric: str
    value: str
    years: tuple[int, ...]


class Portfolio(Noun):
    """The JSON of a portfolio."""

    schema_version: str = "1"
    entries: tuple[Entry, ...]
    lines: tuple[Line, ...]
    figures: Figures
    steps: tuple[Step, ...] = ()
    copied: tuple[Copied, ...] = ()
    notes: tuple[Sentence, ...] = ()


def portfolio_of(
    entries: Sequence[Entry],
    expected: Sequence[Expected] = (),
    load: Callable[[str], Summary | None] | None = None,
    read: Callable[[str], Document | Sequence[Span] | None] | None = None,
) -> Portfolio:
    """Build the portfolio of some entries.

    Args:
        entries: One entry per document.
        expected: The documents that should be there.
        load: Gives the summary of an entry by its key; with it, consecutive years of one office
            and kind, and the kinds of one year, are compared.
        read: Gives the document of an entry by its key, or its `endings` alone; with it, the end of
            earlier problems is looked for in the whole text of the newer document.
    """
    return portfolio_from(ledger(entries, expected), entries, load, read)


def portfolio_from(
    lines: Sequence[Line],
    entries: Sequence[Entry],
    load: Callable[[str], Summary | None] | None = None,
    read: Callable[[str], Document | Sequence[Span] | None] | None = None,
) -> Portfolio:
    """Build the portfolio of some ledger lines and their entries; other parameters as for
    `portfolio_of`.
    """
    steps: list[Step] = []
    runs = _Runs()
    # A comparison is dropped when it is counted: there may be thousands.
    for line, key, found in _compared(lines, load, read) if load else ():
        steps.append(_step(line.office, line.keys[0], key, found))
        runs.add(line, found)
    return Portfolio(
        entries=tuple(entries),
        lines=tuple(lines),
        figures=figures_of(lines, entries),
        steps=tuple(steps),
        copied=tuple(runs.copied()),
    )


def _compared(
    lines: Sequence[Line],
    load: Callable[[str], Summary | None],
    read: Callable[[str], Document | Sequence[Span] | None] | None,
) -> Iterator[tuple[Line, str, Comparison]]:
    for old, new in _neighbours(lines):
        first, second = load(old.keys[0]), load(new.keys[0])
        if first and second:
            open_matters = (first.problems or first.measures) and old.year != new.year
            document = read(new.keys[0]) if read and open_matters else None
            yield old, new.keys[0], compare(first, second, document)


def _neighbours(lines: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """Yield consecutive years of one office and kind, then the kinds of one office and year.
    Projects are paired one by one.
    """
    by_kind: dict[tuple[str, DocumentKind | None, str], list[Line]] = defaultdict(list)
    by_year: dict[tuple[str, int, str], list[Line]] = defaultdict(list)
    for line in lines:
        if line.office and line.keys and line.year and line.state != "unreadable":
            by_kind[line.office, line.kind, line.project].append(line)
            by_year[line.office, line.year, line.project].append(line)
    for same in by_kind.values():
        ordered = sorted(same, key=lambda line: line.year or 0)
        yield from (
            (one, other)
            for one, other in pairwise(ordered)
            if (other.year or 0) - (one.year or 0) == 1
        )
    for kinds in by_year.values():
        yield from pairwise(kinds)


def _step(office: str, old: str, new: str, found: Comparison) -> Step:
    sure = [one for one in found.pairs if not one.doubts]
    changes = Counter(one.target_change for one in sure)
    states = Counter(one.state for one in found.follow_up)
    return Step(
        office=office,
        old=old,
        new=new,
        mode=found.mode,
        pairs=len(sure),
        raised=changes["raised"],
        lowered=changes["lowered"],
        same=changes["same"],
        conflicts=len(found.conflicts),
        closed=states["closed"],
        repeated=states["repeated"],
        unmentioned=states["unmentioned"],
        similar=states["similar"],
    )


class _Runs:
    """Runs of unchanged targets, by the wording of metric and subject."""

    def __init__(self) -> None:
        self._years: dict[tuple[str, DocumentKind, str, str], set[int]] = defaultdict(set)

    def add(self, line: Line, found: Comparison) -> None:
        """Add the targets that a comparison found unchanged."""
        if found.mode != "years" or line.kind is None:
            return
        years = {year for year in (found.old.fiscal_year, found.new.fiscal_year) if year}
        for one in found.pairs:
            if one.kind == "target" and one.target_change == "same" and not one.doubts:
                value = one.new.quantity.text if one.new.quantity else ""
                name = fold(f"{one.subject or ''} {one.metric}")
                self._years[line.office, line.kind, name, fold(value)] |= years

    def copied(self) -> Iterator[Copied]:
        """Yield the targets that are unchanged for enough consecutive years."""
        for (office, kind, metric, value), years in self._years.items():
            told = tuple(sorted(years))
            if len(told) >= COPIED and told[-1] - told[0] == len(told) - 1:
                yield Copied(office=office, kind=kind, metric=metric, value=value, years=told)
