"""A report laid out for the checks: sentences with their figures, each with the words around it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from summarizer.audit.figures import Figure, figure_of
from summarizer.audit.pairs import Pair, all_pairs
from summarizer.audit.sheets import Sheet, sheets_of
from summarizer.audit.vocabulary import explains_execution
from summarizer.schema import (
    Document,
    Finding,
    Item,
    Problem,
    Quantity,
    Result,
    Section,
    Span,
    Target,
)
from summarizer.schema.summary import Severity
from summarizer.segmentation import sentences

__all__ = ["Page", "Sentence"]

_ARITHMETIC = frozenset({"money", "percent", "count", "measure", "score"})
_BOUNDARY = re.compile(r"[，,；;。：:、（）()！!？?\n\t]")
_BRACKETS = {"（": 1, "(": 1, "）": -1, ")": -1}


@dataclass(frozen=True)
class Sentence:
    """A sentence of running prose and its figures, in reading order."""

    start: int
    end: int
    text: str
    figures: tuple[Figure, ...]

    def words(self, start: int, end: int) -> str:
        """The slice between two places of the document."""
        return self.text[max(0, start - self.start) : max(0, end - self.start)]

    def before(self, place: int, most: int = 40) -> tuple[Figure, ...]:
        """The last figures that end at a place or before it."""
        at = bisect_right(self._ends, place)
        return self.figures[max(0, at - most) : at]

    def after(self, place: int, most: int = 60) -> tuple[Figure, ...]:
        """The first figures that begin at a place or after it."""
        at = bisect_left(self._starts, place)
        return self.figures[at : at + most]

    def within(self, start: int, end: int) -> tuple[Figure, ...]:
        """The figures that begin between two places."""
        return self.figures[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    @cached_property
    def _starts(self) -> list[int]:
        return [figure.start for figure in self.figures]

    @cached_property
    def _ends(self) -> list[int]:
        return [figure.end for figure in self.figures]

    def clause(self, figure: Figure) -> tuple[int, int]:
        """Where the clause of a figure begins and ends, without the marks around it."""
        begin = figure.start - len(figure.label)
        return begin, figure.end + len(figure.after)


@dataclass(frozen=True)
class Page:
    """What every check is given: the document, its items and the layout derived from them."""

    document: Document
    items: tuple[Item, ...] = ()

    @property
    def text(self) -> str:
        return self.document.text

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Sentences outside tables, in order."""
        spans: list[tuple[int, int]] = []
        for start, end in self._prose():
            spans.extend(sentences(self.text, start, end))
        return tuple(self._sentence(start, end) for start, end in spans)

    @cached_property
    def paragraphs(self) -> tuple[tuple[Sentence, ...], ...]:
        """Sentences grouped by the line that they stand on."""
        groups: list[list[Sentence]] = []
        line_end = -1
        for sentence in self.sentences:
            if sentence.start > line_end or not groups:
                groups.append([])
                line_end = self._line_end(sentence.start)
            groups[-1].append(sentence)
        return tuple(tuple(group) for group in groups)

    @cached_property
    def telling(self) -> tuple[Sentence, ...]:
        """Sentences with two figures or more, which may be held against each other."""
        return tuple(sentence for sentence in self.sentences if len(sentence.figures) > 1)

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """The tables that hold figures."""
        return tuple(sheets_of(self))

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Every budget with its spending, tables first."""
        return all_pairs(self)

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        return tuple(item for item in self.items if isinstance(item, Target))

    @cached_property
    def results(self) -> tuple[Result, ...]:
        return tuple(item for item in self.items if isinstance(item, Result))

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Problems that stand under a heading which says so; all of them where none does."""
        every = tuple(item for item in self.items if isinstance(item, Problem))
        headed = tuple(p for p in every if any("问题" in part for part in p.section))
        return headed or every

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that holds the offset."""
        place = bisect_right(self._starts, offset) - 1
        return self.sentences[place] if place >= 0 and offset < self.sentences[place].end else None

    def figure_at(self, offset: int) -> Figure | None:
        """The figure of running prose that begins at a place."""
        sentence = self.sentence_at(offset)
        found = sentence.after(offset, 1) if sentence else ()
        return found[0] if found and found[0].start == offset else None

    def body(self, section: Section) -> str:
        """What a section holds after its heading."""
        text = self.text[section.start : section.end]
        _, found, body = text.partition(section.path[-1]) if section.path else ("", "", text)
        return body if found else text

    def span(self, start: int, end: int) -> Span:
        """Evidence: an exact slice, without blanks at its ends."""
        quote = self.text[start:end]
        start += len(quote) - len(quote.lstrip())
        quote = quote.strip()
        return Span(start=start, end=start + len(quote), quote=quote)

    def clause_span(self, figure: Figure) -> Span:
        """Evidence for a figure: its label and itself."""
        return self.span(figure.start - len(figure.label), figure.end)

    def spans(self, figures: Iterable[Figure]) -> tuple[Span, ...]:
        """Evidence for several figures."""
        return tuple(self.clause_span(figure) for figure in figures)

    def finding(
        self,
        code: str,
        severity: Severity,
        message: str,
        evidence: Iterable[Span],
        *,
        expected: str | None = None,
        stated: str | None = None,
        items: Iterable[str] = (),
    ) -> Finding:
        """A finding with the items that rest on its evidence."""
        places = tuple(dict.fromkeys(evidence))
        ids = dict.fromkeys((*items, *self._items_on(places)))
        return Finding(
            code=code,
            severity=severity,
            message=message,
            expected=expected,
            stated=stated,
            evidence=places,
            items=tuple(ids),
        )

    def _items_on(self, places: tuple[Span, ...]) -> Iterator[str]:
        starts = self._figured_starts
        for place in places:
            for at in range(bisect_left(starts, place.start), bisect_left(starts, place.end)):
                _, end, name = self._figured_items[at]
                if end <= place.end:
                    yield name

    @cached_property
    def explaining(self) -> tuple[Sentence, ...]:
        """The sentences that say why spending left its budget."""
        return tuple(one for one in self.sentences if explains_execution(one.text))

    @cached_property
    def _figured_starts(self) -> list[int]:
        return [start for start, _, _ in self._figured_items]

    @cached_property
    def _figured_items(self) -> tuple[tuple[int, int, str], ...]:
        figured: tuple[Target | Result, ...] = (*self.targets, *self.results)
        places = (
            (item.quantity.start, item.quantity.end, item.id) for item in figured if item.quantity
        )
        return tuple(sorted(places))

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def _prose(self) -> Iterator[tuple[int, int]]:
        place = 0
        for table in sorted(self.document.tables, key=lambda table: table.start):
            if table.start > place:
                yield place, table.start
            place = max(place, table.end)
        if place < len(self.text):
            yield place, len(self.text)

    def _line_end(self, offset: int) -> int:
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end

    def _sentence(self, start: int, end: int) -> Sentence:
        text = self.text[start:end]
        quantities = [
            quantity
            for quantity in self.document.quantities_in(start, end)
            if quantity.kind in _ARITHMETIC and _is_number(quantity)
        ]
        return Sentence(start, end, text, tuple(_figures(text, start, quantities)))


def _is_number(quantity: Quantity) -> bool:
    try:
        return Decimal(quantity.value.partition("/")[0]).is_finite()
    except ArithmeticError:
        return False


def _figures(text: str, start: int, quantities: list[Quantity]) -> Iterator[Figure]:
    """Figures of a sentence with label, words after and depth of brackets."""
    marks = [(match.start(), match.end(), match[0]) for match in _BOUNDARY.finditer(text)]
    inside = [(q.start - start, q.end - start) for q in quantities]
    place, left, depth = 0, 0, 0
    for number, quantity in enumerate(quantities):
        begin, end = inside[number]
        while place < len(marks) and marks[place][0] < begin:
            mark_begin, mark_end, mark = marks[place]
            depth = max(0, depth + _BRACKETS.get(mark, 0))
            if mark_begin >= left:
                left = mark_end
            place += 1
        following = inside[number + 1][0] if number + 1 < len(inside) else len(text)
        stop = _BOUNDARY.search(text, end, following)
        right = stop.start() if stop else following
        yield figure_of(quantity, label=text[left:begin], after=text[end:right], depth=depth)
        left = end
