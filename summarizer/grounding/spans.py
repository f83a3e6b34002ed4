"""Spans of evidence: where the words of a label stand, and the shortest clause with an item."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.grounding.wording import GAP, folded, longest_run, pairs
from summarizer.schema import Chunk, Draft, Quantity
from summarizer.segmentation import clauses

__all__ = ["LONGEST_LABEL", "Offsets", "evidence_spans", "find_words"]

Offsets = tuple[int, int]

MOST_SPANS, LONGEST_LABEL, BEFORE = 3, 60, 3
# A statement is not told in more clauses than this; a run of them has most of what all have.
LONGEST_RUN, MOST_OF = 8, 0.85


def evidence_spans(
    draft: Draft, quantity: Quantity | None, cited: list[Offsets], chunk: Chunk
) -> list[Offsets]:
    """R14: the shortest clause with metric and value; scope words elsewhere stay in the sentence
    that the model named, which follows as further evidence."""
    document = chunk.document
    if quantity is None:
        return [_clause_of_words(draft.metric, span, chunk) or span for span in cited]
    table = document.table_at(quantity.start)
    if table and (cell := table.cell_at(quantity.start)):
        headers = (*table.row_headers(cell), *table.column_headers(cell))
        spans = [(quantity.start, quantity.end), *((h.start, h.end) for h in headers)]
        return [*spans, table.unit_span] if table.unit_span else spans
    home = next(span for span in cited if span[0] <= quantity.start < span[1])
    clause = next(
        (
            span
            for span in clauses(document.text, *home)
            if span[0] <= quantity.start and quantity.end <= span[1]
        ),
        home,
    )
    words = f"{draft.subject or ''}{draft.metric}"
    return [clause, *_borne_elsewhere(words, clause, home, chunk)]


def _borne_elsewhere(words: str, clause: Offsets, home: Offsets, chunk: Chunk) -> list[Offsets]:
    """Where those words of a label stand that its clause does not have: in its sentence, in those
    before it, in the headings above; the longest runs first."""
    text = chunk.document.text
    missing, borne = folded(words)[:LONGEST_LABEL], folded(text[slice(*clause)])
    while run := longest_run(missing, borne):
        missing = missing.replace(run, GAP, 1)
    found: list[Offsets] = []
    for region in (home, *_before(home, chunk), *_headings(home, chunk)):
        while len(found) < MOST_SPANS and missing:
            run = longest_run(missing, folded(text[slice(*region)]))
            span = find_words(run, *region, chunk) if run else None
            if span is None:
                break
            found.append(span)
            missing = missing.replace(run, GAP, 1)
    return found


def _before(home: Offsets, chunk: Chunk) -> list[Offsets]:
    """The sentences before one, nearest first."""
    return [span for span in chunk.sentences if span[1] <= home[0]][: -BEFORE - 1 : -1]


def _headings(home: Offsets, chunk: Chunk) -> Iterator[Offsets]:
    """The headings above a sentence, nearest first."""
    document = chunk.document
    for heading in reversed(document.section_at(home[0]).path):
        start = document.text.rfind(heading, 0, home[0])
        if start >= 0:
            yield start, start + len(heading)


def _clause_of_words(words: str, sentence: Offsets, chunk: Chunk) -> Offsets | None:
    """The clauses that hold the words, or the fewest side by side that hold most of what the
    sentence has of them."""
    text = chunk.document.text
    found = find_words(words, *sentence, chunk)
    parts = clauses(text, *sentence)
    if found is None:
        return _fewest_clauses(pairs(words), parts, text)
    touched = [span for span in parts if span[0] < found[1] and found[0] < span[1]]
    return _unmarked((touched[0][0], touched[-1][1]), text) if touched else found


def _fewest_clauses(wanted: set[str], parts: list[Offsets], text: str) -> Offsets | None:
    """The shortest run of clauses with most of the wanted pairs that all of them have; None where
    all of them have less than half of what is wanted."""
    held = [wanted & pairs(text[start:end]) for start, end in parts]
    every = set().union(*held)
    if 2 * len(every) < len(wanted) or not every:
        return None
    runs = [
        (parts[last][1] - parts[first][0], first, last)
        for first in range(len(parts))
        for last in range(first, min(len(parts), first + LONGEST_RUN))
        if len(set().union(*held[first : last + 1])) >= MOST_OF * len(every)
    ]
    if not runs:
        return None
    _, first, last = min(runs)
    return _unmarked((parts[first][0], parts[last][1]), text)


# R14: the mark of a list is no part of what is quoted.
_MARK = re.compile(
    r"(?:[（(]?\d{1,2}[）)]|\d{1,2}[.．、](?!\d)|[①-⑳]|[一二三四五六七八九十]+[、是])\s*"
)


def _unmarked(span: Offsets, text: str) -> Offsets:
    """A span without the mark of a list in front."""
    mark = _MARK.match(text, *span)
    return (mark.end(), span[1]) if mark and mark.end() < span[1] else span


def find_words(words: str, start: int, end: int, chunk: Chunk) -> Offsets | None:
    """Where words stand between two offsets, blind to blanks and to full-width forms only."""
    needle = folded(words)
    if not needle:
        return None
    place = chunk.document.text.find(words, start, end)
    if place >= 0:
        return place, place + len(words)
    letters = [
        (mark, offset)
        for offset in range(start, end)
        for mark in folded(chunk.document.text[offset])
    ]
    place = "".join(mark for mark, _ in letters).find(needle)
    if place < 0:
        return None
    return letters[place][1], letters[place + len(needle) - 1][1] + 1
