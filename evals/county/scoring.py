"""Score a portfolio of a county against the planted statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import summarizer
from evals.county.made import KINDS, YEARS, County, Statement
from summarizer import Document, Summary
from summarizer.portfolio import entry_of, read_expected

__all__ = ["Tally", "said_of", "score"]


_MOVES = ("raised", "lowered", "same")


@dataclass
class Tally:
    """Counts for one sort of statement: found, missed, and false."""

    right: int = 0
    missed: int = 0
    false: int = 0

    @property
    def recall(self) -> float:
        """Share of planted statements that were found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def precision(self) -> float:
        """Share of found statements that were planted."""
        return self.right / (self.right + self.false) if self.right + self.false else 1.0


def score(county: County) -> tuple[dict[str, Tally], list[tuple[str, Statement]]]:
    """Return a tally by sort of statement, and every fault."""
    said = frozenset(said_of(county))
    planted = frozenset(_comparable(county))
    tallies: dict[str, Tally] = defaultdict(Tally)
    faults = []
    for one in sorted(said | planted):
        tally = tallies[one[0]]
        if one in said and one in planted:
            tally.right += 1
        elif one in planted:
            tally.missed += 1
            faults.append(("missed", one))
        else:
            tally.false += 1
            faults.append(("false", one))
    return dict(tallies), faults


def _comparable(county: County) -> Iterator[Statement]:
    """Yield the planted statements whose documents all exist."""
    gone = {one[1:] for one in county.planted if one[0] == "missing"}
    for one in county.planted:
        sort, office = one[0], one[1]
        if sort in ("missing", "late", "replaced"):
            yield one
        elif sort == "conflict":
            pair = {(office, one[2], "dept_overall"), (office, one[2], "final_accounts")}
            if not pair & gone:
                yield one
        elif sort == "copied":
            if not any((office, str(year), KINDS[0]) in gone for year in YEARS):
                yield ("copied", office, _bare(one[2]))
        else:
            years = (one[2], str(int(one[2]) - 1))
            if not any((office, year, KINDS[0]) in gone for year in years):
                yield (*one[:3], _bare(one[3]) if sort in _MOVES else one[3])


def _bare(metric: str) -> str:
    """Normalise a metric: 开展业务培训 and 业务培训 name the same indicator."""
    return metric.removeprefix("开展").removeprefix("组织")


def said_of(county: County) -> Iterator[Statement]:
    """Yield the statements of a county's portfolio and its comparisons."""
    summaries: dict[str, Summary] = {}
    documents: dict[str, Document] = {}
    entries = []
    for path in sorted(county.folder.iterdir()):
        documents[path.name] = summarizer.read(path)
        summaries[path.name] = summarizer.summarize(documents[path.name], "rules")
        entries.append(entry_of(path.name, summaries[path.name], received=path.stat().st_mtime))
    expected = read_expected(county.expected.encode(), "应报.csv")
    found = summarizer.portfolio_of(entries, expected, summaries.get, documents.get)
    for line in found.lines:
        told = (line.office, str(line.year), str(line.kind))
        if line.state == "missing":
            yield ("missing", *told)
        if line.days_late:
            yield ("late", *told)
        if len(line.keys) > 1:
            yield ("replaced", *told)
    for copied in found.copied:
        yield ("copied", copied.office, _bare(copied.metric))
    years = {entry.key: (entry.year, entry.kind) for entry in entries}
    for step in found.steps:
        kinds = {years[step.old][1], years[step.new][1]}
        pair = summarizer.compare(summaries[step.old], summaries[step.new], documents[step.new])
        if step.mode == "documents":
            if kinds == {KINDS[0], KINDS[2]} and pair.conflicts:
                yield ("conflict", step.office, str(years[step.new][0]))
        elif kinds == {KINDS[0]}:
            yield from _between_years(step.office, str(years[step.new][0]), pair)


def _between_years(
    office: str, year: str, pair: summarizer.comparison.Comparison
) -> Iterator[Statement]:
    for one in pair.pairs:
        if one.kind == "target" and one.target_change and not one.doubts:
            yield (one.target_change, office, year, _bare(one.metric))
    for follow in pair.follow_up:
        yield (follow.state, office, year, follow.text)
