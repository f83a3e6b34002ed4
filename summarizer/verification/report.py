"""A report's numbers with their labels, found by unit and by word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from pydantic import BaseModel, ConfigDict

from summarizer.quantities import normal_unit
from summarizer.schema import Document, Quantity
from summarizer.verification.places import Places, Zone

__all__ = ["Fit", "Report", "Source", "kept_report", "report_of"]

# Where a document keeps its report.
_KEPT = "_report"
# What a word in a neighbouring segment counts for.
_NEAR = 0.5
# One value may be printed many times; so many of its places are read.
_FEW = 5


class Source(BaseModel):
    """Where in the report a number comes from: `document.text[start:end] == quote`."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    start: int
    end: int
    quote: str
    section: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """A report's numbers with their labels, found by value and by word."""

    document: Document

    @cached_property
    def places(self) -> Places:
        """The surroundings of every place."""
        return Places(self.document)

    @cached_property
    def zones(self) -> list[Zone]:
        """The checked numbers with their labels, in order of place."""
        found = (self.places.zone(q) for q in self.document.quantities if q.is_checked)
        return [zone for zone in found if zone]

    @cached_property
    def by_unit(self) -> dict[tuple[str, str], list[int]]:
        """The numbers of one kind and unit."""
        found: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, zone in enumerate(self.zones):
            found[zone.number.kind, normal_unit(zone.number.unit)].append(place)
        return found

    @cached_property
    def by_word(self) -> dict[str, list[tuple[int, float]]]:
        """Where each word of a label stands, and what it counts for there."""
        found: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, zone in enumerate(self.zones):
            for word in zone.own:
                found[word].append((place, 1.0))
            for word in zone.near - zone.own:
                found[word].append((place, _NEAR))
        return found

    @cached_property
    def by_start(self) -> dict[int, int]:
        """The number that begins at an offset."""
        return {zone.number.start: place for place, zone in enumerate(self.zones)}

    def same(self, number: Quantity) -> list[int]:
        """The numbers of the report that say the same, in order of place."""
        found = self.places.amounts.same(number)
        return [self.by_start[one.start] for one in found if one.start in self.by_start]

    def fits(self, words: Iterable[str]) -> dict[int, float]:
        """How much of a label stands at each number."""
        scores: dict[int, float] = defaultdict(float)
        for word in words:
            for place, weight in self.by_word.get(word, ()):
                scores[place] += weight
        return scores

    def source(self, number: Quantity) -> Source:
        """The clause in which a number stands, and its section."""
        start, end = self.places.clause(number)
        section = self.places.section(number.start)
        return Source(start=start, end=end, quote=self.document.text[start:end], section=section)


def report_of(document: Document) -> Report:
    """The numbers of a document with their labels; read once within `kept_report`."""
    found: Report | None = vars(document).get(_KEPT)
    return found or Report(document)


@contextmanager
def kept_report(document: Document) -> Iterator[None]:
    """Within this the labels of a document are read once. They refer to it: kept longer, the two
    would hold each other, and a process that rests its garbage collector would grow."""
    vars(document)[_KEPT] = Report(document)
    try:
        yield
    finally:
        vars(document).pop(_KEPT, None)


@dataclass(frozen=True)
class Fit:
    """How well a label fits each number of the report, and which numbers are the same amount."""

    scores: dict[int, float]
    same: list[int]

    def score(self, place: int) -> float:
        """How much of the label stands at one number."""
        return self.scores.get(place, 0)

    @property
    def best(self) -> list[int]:
        """The best fitting of the same numbers, best first."""
        ranked = sorted(self.same, key=lambda place: (-self.score(place), place))
        return [one for one in ranked if self.score(one) >= self.score(ranked[0]) - 1][:_FEW]
