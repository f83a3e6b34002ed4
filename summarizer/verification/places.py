"""Places: what stands around a number of the report, and which words are its label."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from summarizer.genre.orders import is_a_wish, is_an_order
from summarizer.genre.words import letters, pairs, pairs_of_all
from summarizer.schema import Document, Quantity, Table
from summarizer.tables.form_text import form_spans
from summarizer.verification.amounts import Amounts
from summarizer.verification.lexicon import PART
from summarizer.verification.stretches import Sentence

__all__ = ["Places", "Zone"]

Offsets = tuple[int, int]

_SENTENCE_ENDS = "。！？!?\n"
_SENTENCE_END = re.compile(f"[{_SENTENCE_ENDS}]")
_SEGMENT_END = re.compile(r"[，,、；;：:（）()【】\[\]\t　]")
_CLAUSE_END = re.compile(r"[，,；;：:（）()]")
_LONGEST_SENTENCE = 800
_LONGEST_PARAGRAPH = 2500
# Items stand near each other: the sentence of one is often that of the next.
_RECENT = 3
_RESPECTIVELY = re.compile(r"分别")
_ONLY_JOINED = re.compile(r"[、，,和与及以\s]*")
_UP_TO = re.compile(r"[提增上下减降升扩缩]?[^，。；]{0,2}[到至]")
# 亿元以上企业: a class of things, and part of the label of the number behind it.
_CLASS = re.compile(r"[十百千万亿]+元?(?:及以上|以上|及以下|以下|级)")
_NAME_LEAD = re.compile(r"^.*(?:分别为|分别是|包括|为|是|：|:)")


# What may stand between a name and its number.
_NAME_TO_NUMBER = re.compile(r"(?:[均各共计已约近达到为是仅只有累合总分别：:\s])*")

# 某某数据发展中心（以下简称“数据中心”）
_FOR_SHORT = re.compile(r"(?:以下|下称|简称)[^“”，。\n]{0,4}“([^”\n]{2,12})”")
_FRONT = 3000


@dataclass(frozen=True, slots=True)
class Zone:
    """A number and the words around it: `own` in its segment, `near` in neighbouring segments
    that hold no number. `text` is the whole of its segment; of a `cell` it is the headers."""

    number: Quantity
    own: frozenset[str]
    near: frozenset[str]
    text: str
    cell: bool = False


class Places:
    """The surroundings of places in one document, remembered for the length of one check."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._sentences: list[Offsets] = []
        self._zones: dict[Offsets, dict[int, Zone]] = {}
        self._ordered: dict[int, bool] = {}
        self._stretches: dict[Offsets, Sentence] = {}
        self._shared: dict[tuple[str, str], bool] = {}

    def sentence(self, offset: int) -> Offsets:
        """The sentence that holds an offset, without its end mark."""
        for start, end in reversed(self._sentences[-_RECENT:]):
            if start <= offset < end:
                return start, end
        text = self.document.text
        low = max(0, offset - _LONGEST_SENTENCE)
        high = min(len(text), offset + _LONGEST_SENTENCE)
        begin = max(text.rfind(mark, low, offset) for mark in _SENTENCE_ENDS) + 1
        ends = _SENTENCE_END.search(text, offset, high)
        # What has no end in reach is cut at fixed marks, so that its places still share a stretch.
        block = offset - offset % _LONGEST_SENTENCE
        start = begin if begin or not low else block
        end = ends.start() if ends else min(len(text), block + _LONGEST_SENTENCE)
        self._sentences.append((start, end))
        return start, end

    def paragraph(self, offset: int) -> Offsets:
        """The line that holds an offset, as far as one reads back and on."""
        text = self.document.text
        low = max(0, offset - _LONGEST_PARAGRAPH)
        end = text.find("\n", offset, offset + _LONGEST_PARAGRAPH)
        start = max(text.rfind("\n", low, offset) + 1, low)
        return start, min(len(text), offset + _LONGEST_PARAGRAPH) if end < 0 else end

    def clause(self, quantity: Quantity) -> Offsets:
        """From the comma before a quantity to the comma behind it."""
        start, end = self.sentence(quantity.start)
        text = self.document.text
        for mark in _CLAUSE_END.finditer(text, start, end):
            if mark.end() <= quantity.start:
                start = mark.end()
            elif mark.start() >= quantity.end:
                return start, mark.start()
        return start, end

    def section(self, offset: int) -> tuple[str, ...]:
        """The heading path of an offset."""
        document = self.document
        return document.section_at(offset).path if document.sections else ()

    def quantity_over(self, start: int, end: int) -> Quantity | None:
        """The quantity that was read at a place: the same span, else one that overlaps it."""
        around = self.document.quantities_in(max(0, start - 40), end + 40)
        touching = [q for q in around if q.start < end and start < q.end]
        exact = (q for q in touching if (q.start, q.end) == (start, end))
        return next(exact, touching[0] if touching else None)

    def zones(self, offset: int) -> tuple[Zone, ...]:
        """The numbers that share the sentence (or the table) of an offset, with their labels."""
        return tuple(self._zones_around(offset).values())

    def zone(self, quantity: Quantity) -> Zone | None:
        """The zone of one quantity of the report."""
        return self._zones_around(quantity.start).get(quantity.start)

    def _zones_around(self, offset: int) -> dict[int, Zone]:
        table = self.document.table_at(offset)
        start, end = (table.start, table.end) if table else self.sentence(offset)
        if (start, end) not in self._zones:
            found = _table_zones(self.document, table) if table else self._prose(start, end)
            self._zones[start, end] = {zone.number.start: zone for zone in found}
        return self._zones[start, end]

    def stretches(self, offset: int) -> Sentence:
        """The sentence of an offset in prose, with the own words of each of its numbers."""
        span = self.sentence(offset)
        if span not in self._stretches:
            held = self._counted(*span)
            self._stretches[span] = Sentence.of(self.document.text, *span, held)
        return self._stretches[span]

    def is_ordered(self, offset: int) -> bool:
        """Does the sentence of an offset address the reader of the report, or ask for something
        or praise in one line with one that does?"""
        start, end = self.sentence(offset)
        if start not in self._ordered:
            text, (first, last) = self.document.text, self.paragraph(offset)
            self._ordered[start] = is_an_order(text[start:end]) or (
                is_a_wish(text[start:end]) and is_an_order(text[first:last])
            )
        return self._ordered[start]

    def is_shared(self, name: str, number: Quantity) -> bool:
        """Does the report print a name before numbers of the same unit but of another value?"""
        key = name, number.unit
        if key not in self._shared:
            values = (one.value for one in self._named(name) if one.unit == number.unit)
            self._shared[key] = any(value != number.value for value in values)
        return self._shared[key]

    def _named(self, name: str) -> Iterator[Quantity]:
        text = self.document.text
        for found in re.finditer(re.escape(name), text):
            link = _NAME_TO_NUMBER.match(text, found.end())
            start = link.end() if link else found.end()
            yield from (
                q for q in self.document.quantities_in(start, start + 30) if q.start == start
            )

    def is_guessed(self, start: int, end: int) -> bool:
        """Does a span touch a table whose cells were guessed, or a form that is in no table?"""
        table = self.document.table_at(start)
        if table is not None:
            return not table.proven
        place = bisect_left(self._forms, (end,)) - 1
        return place >= 0 and self._forms[place][1] > start

    @cached_property
    def _forms(self) -> list[Offsets]:
        """What reads like a form outside the tables, in order."""
        ends = [0, *(table.end for table in self.document.tables)]
        starts = [*(table.start for table in self.document.tables), len(self.document.text)]
        free = [(end, start) for end, start in zip(ends, starts, strict=True) if end < start]
        return form_spans(self.document.text, free)

    @cached_property
    def amounts(self) -> Amounts:
        """All quantities of the report by their amounts."""
        return Amounts(self.document.quantities)

    @cached_property
    def front(self) -> tuple[str, ...]:
        """Title, organisation and what the report calls it for short: words that any item may be
        prefixed with."""
        document = self.document
        short = _FOR_SHORT.findall(document.text[:_FRONT])
        return tuple(filter(None, (document.title, document.organization, *short)))

    @cached_property
    def years(self) -> frozenset[str]:
        """Years that the document as a whole is about."""
        known = re.findall(r"(?:19|20)\d\d", self.document.title or "")
        if self.document.fiscal_year:
            known.append(str(self.document.fiscal_year))
        return frozenset(known)

    def _counted(self, start: int, end: int) -> list[Quantity]:
        """The checked quantities of a stretch, without those that name a class of things."""
        held = self.document.quantities_in(start, end)
        return [one for one in held if one.is_checked and not _CLASS.fullmatch(one.text)]

    def _prose(self, start: int, end: int) -> list[Zone]:
        numbers = self._counted(start, end)
        segments = list(_segments(self.document, start, end))
        ends = [end for _, end in segments]
        homes = [min(bisect_left(ends, number.end), len(ends) - 1) for number in numbers]
        zones = [self._zone(place, numbers, homes, segments) for place in range(len(numbers))]
        return list(_respectively(self.document.text, start, zones))

    def _zone(
        self, place: int, numbers: list[Quantity], homes: list[int], segments: list[Offsets]
    ) -> Zone:
        """A number with the words beside it and in the segments before and behind without one."""
        text, number, home = self.document.text, numbers[place], homes[place]
        before = homes[place - 1] if place else -1
        after = homes[place + 1] if place + 1 < len(numbers) else len(segments)
        near = [*segments[before + 1 : home], *segments[home + 1 : after]]
        around = pairs_of_all(text[a:b] for a, b in near)
        if place and PART.search(text, numbers[place - 1].end, number.start):
            # 「高层建筑135栋，其中重点24栋」: the part is a part of what was counted before.
            around |= self._own(place - 1, numbers, homes, segments)
        return Zone(
            number=number,
            own=self._own(place, numbers, homes, segments),
            near=around,
            text=text[slice(*segments[home])],
        )

    def _own(
        self, place: int, numbers: list[Quantity], homes: list[int], segments: list[Offsets]
    ) -> frozenset[str]:
        """The words of a number's segment, up to the numbers beside it."""
        text, number, home = self.document.text, numbers[place], homes[place]
        start, end = segments[home]
        left = numbers[place - 1].end if place and homes[place - 1] == home else start
        if left > start and _shares_label(text[left : number.start]):
            left = numbers[place - 2].end if place > 1 and homes[place - 2] == home else start
        follows = place + 1 < len(numbers) and homes[place + 1] == home
        right = numbers[place + 1].start if follows else end
        words = (text[left : number.start], text[number.end : right])
        return pairs_of_all((*words, "".join(words)))


def _shares_label(between: str) -> bool:
    """「救助5人1.28万元」, 「由76%提高到88%」: what follows directly has the same label."""
    return not letters(between) or _UP_TO.match(between) is not None


def _segments(document: Document, start: int, end: int) -> Iterator[Offsets]:
    """The stretches between commas, enumeration marks and brackets; a quantity is never cut."""
    held = document.quantities_in(start, end)
    spans = iter([(q.start, q.end) for q in held])
    span = next(spans, None)
    begin = start
    for mark in _SEGMENT_END.finditer(document.text, start, end):
        while span and span[1] <= mark.start():
            span = next(spans, None)
        if span and span[0] <= mark.start():
            continue
        yield begin, mark.start()
        begin = mark.end()
    yield begin, end


def _respectively(text: str, start: int, zones: list[Zone]) -> Iterator[Zone]:
    """「预算分别为3万元、4万元」: the second number has the head of the first, and each the name
    that stands at its place in the list before."""
    group: list[Zone] = []
    for zone in zones:
        gap = text[group[-1].number.end : zone.number.start] if group else ""
        if group and not _ONLY_JOINED.fullmatch(gap):
            yield from _shared_head(text, start, group)
            group = []
        group.append(zone)
    yield from _shared_head(text, start, group)


def _shared_head(text: str, start: int, group: list[Zone]) -> Iterator[Zone]:
    if len(group) < 2 or not _RESPECTIVELY.search(group[0].text):
        yield from group
        return
    names = _names(text[start : group[0].number.start], len(group))
    head = (group[0].own | group[0].near) - pairs_of_all(names)
    for zone, name in zip(group, names or [""] * len(group), strict=True):
        yield Zone(zone.number, head | pairs(name), zone.near, f"{group[0].text}{name}")


def _names(text: str, count: int) -> list[str]:
    """The nearest list of so many names. Where its last name runs on into the head, it is taken
    to be as long as the first."""
    for part in reversed(_CLAUSE_END.split(text)):
        names = re.split(r"[、和与及]", part)
        if len(names) != count or re.search(r"\d", part):
            continue
        first = _NAME_LEAD.sub("", names[0])
        last = names[-1][: len(first)] if "分别" in names[-1] else names[-1]
        return [first, *names[1:-1], last]
    return []


def _table_zones(document: Document, table: Table) -> Iterator[Zone]:
    """A number in a table is named by the headers above it and to its left."""
    words: dict[Quantity, dict[Offsets, str]] = {}
    for cell in table.cells:
        numbers = () if cell.is_empty else document.quantities_in(cell.start, cell.end)
        if not numbers:
            continue
        named = {
            (one.start, one.end): document.text[one.start : one.end]
            for one in (*table.column_headers(cell), *table.row_headers(cell))
        }
        for number in numbers:
            words.setdefault(number, {}).update(named)
    for number, headers in words.items():
        own = pairs_of_all(headers.values())
        yield Zone(number, own, frozenset(), " ".join(headers.values()), cell=True)
