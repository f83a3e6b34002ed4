"""Coverage: what of the report no item mentions, and which sections no engine read."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence

from summarizer.schema import (
    Coverage,
    Document,
    Item,
    SectionCoverage,
    Uncited,
    Unread,
)

__all__ = ["cover"]

# Tables of these roles give no items: their numbers are counted, not listed.
_COUNTED = frozenset({"survey", "payees"})


def cover(document: Document, items: Sequence[Item], unread: Iterable[Unread]) -> Coverage:
    """Every quantity of the checked kinds is cited, listed, or counted in a table that gives no
    items; every section is read or says why not. Sections together hold the whole text."""
    checked = [quantity for quantity in document.quantities if quantity.is_checked]
    cited = _Spans(_cited(items))
    counted = _Spans((t.start, t.end) for t in document.tables if t.role in _COUNTED)
    left = [quantity for quantity in checked if not cited.hold(quantity.start, quantity.end)]
    uncited = tuple(
        Uncited(start=q.start, end=q.end, text=q.text, section=document.section_at(q.start).path)
        for q in left
        if not counted.hold(q.start, q.end)
    )
    return Coverage(
        quantities=len(checked),
        cited=len(checked) - len(left),
        in_tables=len(left) - len(uncited),
        uncited=uncited,
        sections=_sections(document, items, tuple(unread)),
    )


def _cited(items: Sequence[Item]) -> Iterable[tuple[int, int]]:
    for item in items:
        quantity = getattr(item, "quantity", None)
        if quantity is not None:
            yield quantity.start, quantity.end
        yield from ((span.start, span.end) for span in item.evidence)


class _Spans:
    """A union of spans that answers "does one of you hold this?" in log time."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start < self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def hold(self, start: int, end: int) -> bool:
        """Does a span of the union hold this one?"""
        place = bisect_right(self._starts, start) - 1
        return place >= 0 and end <= self._ends[place]


def _sections(
    document: Document, items: Sequence[Item], unread: tuple[Unread, ...]
) -> tuple[SectionCoverage, ...]:
    found = Counter(document.section_at(item.evidence[0].start).start for item in items)
    rows = []
    for section in document.sections:
        missed = [u for u in unread if u.start < section.end and section.start < u.end]
        rows.append(
            SectionCoverage(
                path=section.path,
                start=section.start,
                end=section.end,
                items=found[section.start],
                state="unread" if missed else "read",
                reason=f"{missed[0].code}: {missed[0].message}" if missed else None,
            )
        )
    return tuple(rows)
