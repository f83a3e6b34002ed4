"""A claim: one item held beside the places of the report that it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from summarizer.genre.words import pairs_of_all
from summarizer.schema import Item, Problem, Quantity, Result, Span, Table, Target
from summarizer.schema.quantity import Comparator
from summarizer.verification.comparison import read
from summarizer.verification.places import Places, Zone

__all__ = ["Claim", "PlacedRow"]


@dataclass(frozen=True)
class PlacedRow:
    """A row of a table of the document."""

    table: Table
    number: int


@dataclass(frozen=True)
class Claim:
    """An item and the places of its document. Everything derived is worked out once."""

    item: Item
    places: Places

    @cached_property
    def intact(self) -> tuple[Span, ...]:
        """The evidence that is an exact slice of the report."""
        text = self.places.document.text
        return tuple(
            span
            for span in self.item.evidence
            if span.start < span.end and text[span.start : span.end] == span.quote
        )

    @cached_property
    def quotes(self) -> tuple[str, ...]:
        """The words of the intact evidence."""
        return tuple(span.quote for span in self.intact)

    @cached_property
    def given(self) -> tuple[Quantity, ...]:
        """The quantities that the report prints inside the evidence, in order of place."""
        within = self.places.document.quantities_in
        found = {q.start: q for span in self.intact for q in within(span.start, span.end)}
        return tuple(found[start] for start in sorted(found))

    @property
    def quantity(self) -> Quantity | None:
        """The item's own number."""
        return self.item.quantity if isinstance(self.item, Target | Result) else None

    @cached_property
    def place(self) -> Quantity | None:
        """What the scanner read where the item's own number claims to stand, if that place lies
        in the evidence."""
        said = self.quantity
        found = said and self.places.quantity_over(said.start, said.end)
        return found if found and self.holds(found) else None

    def holds(self, number: Quantity) -> bool:
        """Does the evidence hold a quantity of the report as a whole?"""
        return any(s.start <= number.start and number.end <= s.end for s in self.intact)

    @cached_property
    def zone(self) -> Zone | None:
        """The words around the item's own number."""
        return self.places.zone(self.place) if self.place else None

    @cached_property
    def row(self) -> PlacedRow | None:
        """The row of a table that the claim stands in."""
        if self.anchor is None:
            return None
        table = self.places.document.table_at(self.anchor)
        cell = table.cell_at(self.anchor) if table else None
        return PlacedRow(table, cell.row) if table and cell else None

    @cached_property
    def sign(self) -> Comparator | None:
        """The comparator that the claim's row prints in a cell of its own."""
        if self.row is None:
            return None
        table, text = self.row.table, self.places.document.text
        for column in (*table.columns_of("sign"), *table.columns_of("nature")):
            cell = table.at(self.row.number, column.number)
            told = read(f"{text[cell.start : cell.end]}1个") if cell else ()
            if told and told[0].comparator:
                return told[0].comparator
        return None

    @property
    def metric(self) -> str:
        """What the item is about; a problem or a measure is its text."""
        item = self.item
        return item.metric if isinstance(item, Target | Result) else item.text

    @property
    def subject(self) -> str | None:
        """Whose number it is."""
        return self.item.subject if isinstance(self.item, Target | Result) else None

    @property
    def wordings(self) -> Iterator[tuple[str, str]]:
        """Every wording of the item that makes a claim, with the name of its field."""
        yield "text", self.item.text
        if isinstance(self.item, Target | Result):
            yield "metric", self.item.metric
            yield "subject", self.item.subject or ""
        if isinstance(self.item, Problem):
            yield "cause", self.item.cause or ""

    @cached_property
    def anchor(self) -> int | None:
        """Where the claim stands: its number, else the beginning of its evidence."""
        if self.place:
            return self.place.start
        return self.intact[0].start if self.intact else None

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The heading path of the evidence as the document has it."""
        return () if self.anchor is None else self.places.section(self.anchor)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The sentences in which the evidence stands."""
        spans = {self.places.sentence(span.start) for span in self.intact}
        return tuple(self.places.document.text[start:end] for start, end in sorted(spans))

    @cached_property
    def clause(self) -> str:
        """The clause of the own number, else the first quote."""
        if not self.place:
            return self.quotes[0] if self.quotes else ""
        start, end = self.places.clause(self.place)
        return self.places.document.text[start:end]

    @cached_property
    def here(self) -> tuple[str, ...]:
        """The own clause and the quotes that give it scope; of a longer quote that holds the own
        number, only the clause."""
        place = self.place
        if place is None:
            return self.quotes
        apart = (s.quote for s in self.intact if not s.start <= place.start < s.end)
        return (self.clause, *apart)

    @cached_property
    def lead(self) -> str:
        """What leads up to the clause since the last 。 or ；: the reach of 预计 and its kin."""
        if self.anchor is None:
            return ""
        start, _ = self.places.sentence(self.anchor)
        text = self.places.document.text[start : self.anchor]
        return text[max(text.rfind(mark) for mark in "；;") + 1 :]

    @cached_property
    def rest(self) -> str:
        """What follows the clause up to the next number, 。 or ；."""
        if self.place is None:
            return ""
        document, (_, end) = self.places.document, self.places.clause(self.place)
        _, last = self.places.sentence(self.place.start)
        later = next((q.start for q in document.quantities_in(end, last) if q.is_checked), last)
        return re.split("[；;]", document.text[end:later])[0]

    @cached_property
    def quoted(self) -> frozenset[str]:
        """The word pairs of the evidence."""
        return pairs_of_all(self.quotes)

    @cached_property
    def titled(self) -> frozenset[str]:
        """The word pairs of the headings above the evidence and of the title."""
        return pairs_of_all((*self.headings, *self.places.front))

    @cached_property
    def around(self) -> frozenset[str]:
        """The word pairs of evidence, its sentences, headings and title."""
        return self.quoted | self.titled | pairs_of_all(self.sentences)

    def copied(self, words: str) -> tuple[Quantity, ...] | None:
        """The report's own quantities in a wording that was copied from the evidence without
        cutting one; None for any other wording."""
        document = self.places.document
        for span in self.intact:
            at = span.quote.find(words)
            if at < 0:
                continue
            start, end = span.start + at, span.start + at + len(words)
            held = document.quantities_in(start, end)
            inside = {q.start for q in held}
            around = document.quantities_in(max(0, start - 40), end + 40)
            if not any(q.start < end and start < q.end for q in around if q.start not in inside):
                return held
        return None
