"""What every check reads: sentences with their figures, tables, budget lines, items."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TypeVar, cast

from summarizer.audit.figures import Figure, figure_of
from summarizer.audit.views import TableView, views_of
from summarizer.audit.wording import explains_execution
from summarizer.schema import Document, Item, Problem, Quantity, Result, Section, Span, Target
from summarizer.segmentation import sentences

__all__ = ["AuditContext", "Sentence"]

T = TypeVar("T")
_ARITHMETIC = frozenset({"money", "percent", "count", "measure", "score"})
_BOUNDARY = re.compile(r"[，,；;。：:、（）()！!？?\n\t]")
_YEAR = re.compile(r"(?<!\d)(?P<year>20\d\d)\s*(?:年|—|-)")
_BARS = 2
_ADMITTED = re.compile(r"问题|不足|薄弱|短板")
_CUT_BEFORE, _CUT_AFTER = re.compile(r"\d[ \u00a0\u2009]$"), re.compile(r"[ \u00a0\u2009]\d{3}")
_BRACKETS = {"（": 1, "(": 1, "）": -1, ")": -1}


@dataclass(frozen=True)
class Sentence:
    """A sentence of running prose and its figures, in reading order."""

    start: int
    end: int
    text: str
    figures: tuple[Figure, ...]

    def words(self, start: int, end: int) -> str:
        """Return the text between two offsets of the document."""
        return self.text[max(0, start - self.start) : max(0, end - self.start)]

    def before(self, place: int, most: int = 40) -> tuple[Figure, ...]:
        """Return the last figures that end at an offset or before it."""
        at = bisect_right(self._ends, place)
        return self.figures[max(0, at - most) : at]

    def after(self, place: int, most: int = 60) -> tuple[Figure, ...]:
        """Return the first figures that begin at an offset or after it."""
        at = bisect_left(self._starts, place)
        return self.figures[at : at + most]

    def within(self, start: int, end: int) -> tuple[Figure, ...]:
        """Return the figures that begin between two offsets."""
        return self.figures[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    @cached_property
    def _starts(self) -> list[int]:
        return [figure.start for figure in self.figures]

    @cached_property
    def _ends(self) -> list[int]:
        return [figure.end for figure in self.figures]

    def clause(self, figure: Figure) -> tuple[int, int]:
        """Return start and end of a figure's clause, without punctuation."""
        begin = figure.start - len(figure.label)
        return begin, figure.end + len(figure.after)


@dataclass(frozen=True)
class AuditContext:
    """Input of every check: the document, its items, and what is derived from them."""

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
        # Skip rows of tables that were not recognised as tables.
        prose = (one for one in spans if self.text.count("|", *one) < _BARS)
        return tuple(self._sentence(start, end) for start, end in prose)

    @cached_property
    def paragraphs(self) -> tuple[tuple[Sentence, ...], ...]:
        """Sentences grouped by line."""
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
        """Sentences with two or more figures."""
        return tuple(sentence for sentence in self.sentences if len(sentence.figures) > 1)

    @cached_property
    def views(self) -> tuple[TableView, ...]:
        """The tables that hold figures."""
        return tuple(views_of(self.document))

    def once(self, reading: Callable[[AuditContext], T]) -> T:
        """Return the result of a function of this context, computed at its first use."""
        if reading not in self._read:
            self._read[reading] = reading(self)
        return cast(T, self._read[reading])

    @cached_property
    def _read(self) -> dict[Callable[[AuditContext], object], object]:
        return {}

    def has_kind(self, kind: str) -> bool:
        """True if the report contains a quantity of this kind."""
        return kind in self._kinds

    @cached_property
    def _kinds(self) -> frozenset[str]:
        return frozenset(quantity.kind for quantity in self.document.quantities)

    def year_at(self, place: int) -> int | None:
        """Return the last year that the text names before an offset, else the fiscal year."""
        found = bisect_right(self._years[0], place) - 1
        return self._years[1][found] if found >= 0 else self.document.fiscal_year

    @cached_property
    def _years(self) -> tuple[list[int], list[int]]:
        found = [(m.start(), int(m["year"])) for m in _YEAR.finditer(self.text)]
        return [place for place, _ in found], [year for _, year in found]

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        return tuple(item for item in self.items if isinstance(item, Target))

    @cached_property
    def results(self) -> tuple[Result, ...]:
        return tuple(item for item in self.items if isinstance(item, Result))

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Problems whose heading or sentence calls them problems."""
        every = tuple(item for item in self.items if isinstance(item, Problem))
        return tuple(one for one in every if self._admits(one))

    def _admits(self, problem: Problem) -> bool:
        """True if a heading or the sentence calls this a problem."""
        sentence = self.sentence_at(problem.evidence[0].start)
        told = (*problem.section, sentence.text if sentence else "")
        return any(_ADMITTED.search(part) for part in told)

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence at an offset, if any."""
        place = bisect_right(self._starts, offset) - 1
        return self.sentences[place] if place >= 0 and offset < self.sentences[place].end else None

    def body(self, section: Section) -> str:
        """Return the text of a section after its heading."""
        text = self.text[section.start : section.end]
        _, found, body = text.partition(section.path[-1]) if section.path else ("", "", text)
        return body if found else text

    def span(self, start: int, end: int) -> Span:
        """Return an exact slice as evidence, without surrounding blanks."""
        quote = self.text[start:end]
        start += len(quote) - len(quote.lstrip())
        quote = quote.strip()
        return Span(start=start, end=start + len(quote), quote=quote)

    def found(self, pattern: re.Pattern[str]) -> Iterator[tuple[Sentence, re.Match[str], Span]]:
        """Yield the matches of a pattern in prose, with their sentences and evidence."""
        for sentence in self.sentences:
            for match in pattern.finditer(sentence.text):
                start, end = match.span()
                yield sentence, match, self.span(sentence.start + start, sentence.start + end)

    def everywhere(self, pattern: re.Pattern[str]) -> list[Span]:
        """Return the evidence of all matches in the text, including tables."""
        return [self.span(match.start(), match.end()) for match in pattern.finditer(self.text)]

    @cached_property
    def money(self) -> tuple[Figure, ...]:
        """The amounts of money in prose."""
        return tuple(f for one in self.sentences for f in one.figures if f.kind == "money")

    def without(self, places: Iterable[Span]) -> str:
        """Return the text without the sentences at these places."""
        taken = {one.start for span in places if (one := self.sentence_at(span.start))}
        return "\n".join(one.text for one in self.sentences if one.start not in taken)

    def items_on(self, places: Iterable[Span]) -> Iterator[str]:
        """Yield the ids of the items whose figure lies in one of the places."""
        starts = self._figured_starts
        for place in places:
            for at in range(bisect_left(starts, place.start), bisect_left(starts, place.end)):
                _, end, name = self._figured_items[at]
                if end <= place.end:
                    yield name

    @cached_property
    def explaining(self) -> tuple[Sentence, ...]:
        """Sentences that explain why spending deviates from the budget."""
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
            if quantity.kind in _ARITHMETIC
            and _is_number(quantity)
            and not _is_cut(self.text, quantity)
        ]
        return Sentence(start, end, text, tuple(_figures(text, start, quantities)))


def _is_cut(text: str, quantity: Quantity) -> bool:
    """True for a fragment of a number printed with spaces: 1 146 个, 8 064.66 元."""
    before, after = (
        text[max(0, quantity.start - 2) : quantity.start],
        text[quantity.end : quantity.end + 4],
    )
    return bool(_CUT_BEFORE.search(before) or _CUT_AFTER.match(after))


def _is_number(quantity: Quantity) -> bool:
    try:
        return Decimal(quantity.value.partition("/")[0]).is_finite()
    except ArithmeticError:
        return False


def _figures(text: str, start: int, quantities: list[Quantity]) -> Iterator[Figure]:
    """Yield the figures of a sentence with label, following words and bracket depth."""
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
